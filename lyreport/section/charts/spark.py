"""The scorecard: for each target its name, the years as a spark, the latest value, the target, the verdict."""

from __future__ import annotations

from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.results.value import Verdict
from lyreport.section import numbers, phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Series, amount
from lyreport.section.style import BLUE, MUTED, ORANGE, SIZE, SMALL, TEAL, WIDTH

_NAME, _SPARK, _ROW = 128.0, (136.0, 178.0), 38.0
_COLOURS = {Verdict.MET: TEAL, Verdict.MET_WITHIN_TOLERANCE: TEAL, Verdict.NOT_MET: ORANGE}
_MARKS = {Verdict.MET: "o", Verdict.MET_WITHIN_TOLERANCE: "o", Verdict.NOT_MET: "^", Verdict.UNDETERMINED: "D"}
_KIND = Bilingual("记分板", "Scorecard")
_TITLE = Bilingual("目标记分板", "Target scorecard")


def spark(*series: Series) -> Chart:
    """Draw one row for each series; the verdict stands as shape and word, colour only repeats it."""
    return Chart(_TITLE, alt.course(series, _KIND), tables.over_years(*series, title=_TITLE),
                 lambda lang: _draw(series, lang))  # fmt: skip


def _draw(series: tuple[Series, ...], lang: Lang) -> Figure:
    names = [pen.wrap(one.name.say(lang), _NAME) for one in series]
    heights = [max(_ROW, len(lines) * pen.leading() + 8) for lines in names]
    axes, y = pen.sheet(sum(heights)), 0.0
    for one, lines, height in zip(series, names, heights, strict=True):
        middle = y + height / 2
        pen.write_lines(axes, (0, middle - (len(lines) - 1) * pen.leading() / 2), lines)
        _spark(axes, one, middle)
        _latest(axes, one, middle, lang)
        y += height
        pen.line(axes, (0, y), (WIDTH, y))
    return pen.figure(axes)


def _spark(axes: Axes, one: Series, middle: float) -> None:
    found = [(place, amount(value.printed)) for place, value in enumerate(one.values)]
    known = [(place, float(item)) for place, item in found if item is not None]
    heights = [item for _, item in known] + ([float(one.goal.value)] if one.goal else [])
    if not heights:
        return
    low, high = min(heights), max(heights)
    scale = pen.Scale(low, high if high > low else low + 1, middle + 10, middle - 10)
    across = pen.Scale(0, max(len(one.values) - 1, 1), *_SPARK)
    if one.goal:
        y = scale(float(one.goal.value))
        pen.line(axes, (_SPARK[0], y), (_SPARK[1], y), colour=ORANGE, width=1.0, dashed=True)
    for (place, item), (after, other) in pairwise(known):
        if after == place + 1:
            pen.polyline(axes, [(across(place), scale(item)), (across(after), scale(other))], colour=BLUE)
    for place, item in known:
        pen.dot(axes, (across(place), scale(item)), colour=BLUE, size=5 if place + 1 == len(one.values) else 3)


def _latest(axes: Axes, one: Series, middle: float, lang: Lang) -> None:
    value = one.last
    if value.printed is None:
        words = phrases.why(value).say(lang)
    elif lang == "en" and one.unit.zh != "%":
        words = numbers.number(value.printed, lang)
    else:
        words = numbers.count(value.printed, one.unit, lang)
    size = SMALL if value.printed is None else SIZE
    pen.write(axes, (_SPARK[1] + 10, middle - 7), words, size=size)
    if one.goal:
        pen.write(axes, (_SPARK[1] + 10, middle + 8), f"{phrases.TARGET.say(lang)} {one.goal.say()}", size=SMALL,
                  colour=MUTED)  # fmt: skip
    colour = _COLOURS.get(value.verdict, MUTED)
    word = phrases.VERDICTS[value.verdict].say(lang)
    room = pen.wide(word)
    pen.dot(axes, (WIDTH - room - 9, middle), colour=colour, shape=_MARKS.get(value.verdict, "o"),
            hollow=value.verdict in {Verdict.NOT_DUE, Verdict.UNDETERMINED})  # fmt: skip
    pen.write(axes, (WIDTH, middle), word, align="right")
