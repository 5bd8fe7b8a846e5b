"""Columns: yearly figures, one small panel for each series, each on its own scale from zero."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import numbers, phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Series, amount
from lyreport.section.style import BLUE, MUTED, SERIES, SIZE, SMALL, WIDTH

_BODY, _GUTTER = 96.0, 18.0
_KIND = Bilingual("分年柱图", "Column chart by year")


def columns(*series: Series) -> Chart:
    """Draw each series as four columns in a panel of its own; the last year is dark."""
    return Chart(
        tables.joint_name(series), alt.course(series, _KIND), tables.over_years(*series),
        lambda lang: _draw(series, lang),
    )  # fmt: skip


def _draw(series: tuple[Series, ...], lang: Lang) -> Figure:
    across = 1 if len(series) == 1 else 2
    width = (WIDTH - _GUTTER * (across - 1)) / across
    heads = [pen.wrap(numbers.titled(one.name, one.unit).say(lang), width) for one in series]
    rows = [range(start, min(start + across, len(series))) for start in range(0, len(series), across)]
    heights = [max(len(heads[n]) for n in row) * pen.leading() + _BODY + 26 for row in rows]
    axes, top = pen.sheet(sum(heights)), 0.0
    for row, height in zip(rows, heights, strict=True):
        for place, n in enumerate(row):
            left = place * (width + _GUTTER)
            pen.write_lines(axes, (left, top + 8), heads[n])
            _panel(axes, series[n], (left, top + height - _BODY - 22), width, lang)
        top += height
    return pen.figure(axes)


def _panel(axes: Axes, one: Series, corner: tuple[float, float], width: float, lang: Lang) -> None:
    left, top = corner
    known = [float(found) for value in one.values if (found := amount(value.printed)) is not None]
    scale = pen.Scale(0, max([*known, 1e-9]), top + _BODY, top + 18)
    stride = width / len(one.values)
    pen.line(axes, (left, top + _BODY), (left + width, top + _BODY), colour=MUTED)
    for place, (label, value) in enumerate(one):
        middle, found = left + (place + 0.5) * stride, amount(value.printed)
        pen.write(axes, (middle, top + _BODY + 11), label.say(lang), align="center", size=SMALL)
        words = phrases.why(value).say(lang) if found is None else numbers.number(str(value.printed), lang)
        y = scale(0 if found is None else float(found))
        size = SMALL if pen.wide(words, SIZE) > stride else SIZE
        lines = pen.wrap(words, stride, size)
        for number, text in enumerate(reversed(lines)):
            pen.write(axes, (middle, y - 9 - number * pen.leading(size)), text, align="center", size=size)
        if found:
            colour = BLUE if value is one.last else SERIES[4]
            pen.box(axes, (middle - stride * 0.32, y), (stride * 0.64, top + _BODY - y), fill=colour)
