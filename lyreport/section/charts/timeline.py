"""The timeline: dated events in lanes, and the count so far at the end of each year."""

from __future__ import annotations

from datetime import date

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Events
from lyreport.section.style import BLUE, MUTED, SMALL, WIDTH

_LANE, _FEW = 62.0, 4


def timeline(events: Events) -> Chart:
    """Draw a dot for each event; lanes with few events have their names written."""
    return Chart(events.name, _alt(events), tables.dated(events), lambda lang: _draw(events, lang))


def _draw(events: Events, lang: Lang) -> Figure:
    axes = pen.sheet(_LANE * len(events.lanes) + 22)
    scale = pen.Scale(_days(date(events.first_year, 1, 1)), _days(date(events.year + 1, 1, 1)), 6, WIDTH - 30)
    bottom = _LANE * len(events.lanes)
    for year in range(events.first_year, events.year + 1):
        x = scale(_days(date(year + 1, 1, 1)))
        pen.line(axes, (x, 0), (x, bottom))
        middle = scale(_days(date(year, 7, 1)))
        pen.write(axes, (middle, bottom + 10), f"{year}年" if lang == "zh" else str(year), align="center")
    for lane in range(len(events.lanes)):
        _lane(axes, events, lane, scale, lang)
    return pen.figure(axes)


def _lane(axes: Axes, events: Events, lane: int, scale: pen.Scale, lang: Lang) -> None:
    top, found = lane * _LANE, events.events[lane]
    y = top + 38
    pen.write(axes, (0, top + 9), events.lanes[lane].say(lang))
    pen.line(axes, (scale.start, y), (scale.end, y), colour=MUTED)
    for year in range(events.first_year, events.year + 1):
        so_far = sum(when.year <= year for when, _ in found)
        pen.write(axes, (scale(_days(date(year + 1, 1, 1))) - 4, y + 12), str(so_far), size=SMALL, align="right")
    xs = [scale(max(_days(when), scale.low)) for when, _ in found]
    for x in xs:
        pen.dot(axes, (x, y), colour=BLUE, size=7)
    if len(found) <= _FEW:
        _names(axes, [what.say(lang) for _, what in found], xs, y - 13)


def _names(axes: Axes, names: list[str], xs: list[float], y: float) -> None:
    """Write names from left to right; one that does not fit after its neighbour is joined to it by a mark."""
    free = 0.0
    for name, x in zip(names, xs, strict=True):
        start = max(free, min(x - pen.wide(name, SMALL) / 2, WIDTH - pen.wide(name, SMALL)))
        if start + pen.wide(name, SMALL) > WIDTH:
            return
        pen.write(axes, (start, y), name, size=SMALL)
        free = start + pen.wide(name, SMALL) + 8


def _days(when: date) -> float:
    return float(when.toordinal())


def _alt(events: Events) -> Bilingual:
    def say(lang: Lang) -> str:
        counts = [f"{lane.say(lang)} {len(found)}" for lane, found in zip(events.lanes, events.events, strict=True)]
        if lang == "zh":
            return f"时间线。{events.name.zh}，到{events.year}年末累计：{'，'.join(counts)}。"
        return f"Timeline. {events.name.en}, so far at the end of {events.year}: {', '.join(counts)}."

    return alt.bilingual(say)
