"""Small multiples: several indicators, the same places, one scale for all rates."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import numbers, phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Series, amount
from lyreport.section.style import BLUE, INK, MUTED, SMALL, WIDTH

_ROW, _GUTTER = 16.0, 16.0
_KIND = Bilingual("分地区小多图", "Small charts by place")


def multiples(*series: Series) -> Chart:
    """Draw one panel for each series, two abreast; rates run from 0 to 100 in all of them."""
    return Chart(
        tables.joint_name(series), alt.places(series, _KIND), tables.by_place(*series),
        lambda lang: _draw(series, lang),
    )  # fmt: skip


def _draw(series: tuple[Series, ...], lang: Lang) -> Figure:
    width = (WIDTH - _GUTTER) / 2
    heads = [pen.wrap(numbers.titled(one.name, one.unit).say(lang), width) for one in series]
    pairs = [range(start, min(start + 2, len(series))) for start in range(0, len(series), 2)]
    heights = [max(len(heads[n]) * pen.leading() + len(series[n].labels) * _ROW for n in row) + 22 for row in pairs]
    axes, top = pen.sheet(sum(heights)), 0.0
    for row, height in zip(pairs, heights, strict=True):
        below = top + max(len(heads[n]) for n in row) * pen.leading() + 8
        for place, n in enumerate(row):
            left = place * (width + _GUTTER)
            pen.write_lines(axes, (left, top + 8), heads[n])
            _panel(axes, series[n], (left, below), width, lang)
        top += height
    return pen.figure(axes)


def _panel(axes: Axes, one: Series, corner: tuple[float, float], width: float, lang: Lang) -> None:
    left, top = corner
    names = pen.brief([label.say(lang) for label in one.labels])
    room = max(pen.wide(name, SMALL) for name in names) + 6
    tail = max(
        (pen.wide(phrases.figure(value, one.unit, lang), SMALL) for value in one.values if value.printed), default=0
    )
    known = [float(found) for value in one.values if (found := amount(value.printed)) is not None]
    high = 100.0 if one.unit.zh == "%" else max([*known, 1e-9])
    scale = pen.Scale(0.0, high, left + room, left + width - tail - 12)
    for number, (name, value) in enumerate(zip(names, one.values, strict=True)):
        y, found = top + (number + 0.5) * _ROW, amount(value.printed)
        pen.write(axes, (left, y), name, size=SMALL)
        if found is not None:
            pen.line(axes, (scale.start, y), (scale.end, y))
            pen.line(axes, (scale.start, y), (scale(float(found)), y), colour=BLUE, width=2.2)
            pen.dot(axes, (scale(float(found)), y), colour=BLUE, size=6)
        colour = INK if found is not None else MUTED
        words = phrases.figure(value, one.unit, lang)
        pen.write(axes, (left + width, y), words, size=SMALL, align="right", colour=colour)
