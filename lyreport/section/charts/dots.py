"""Dots: one row for each place (or part), figure and fraction written beside."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Series, amount
from lyreport.section.style import BLUE, INK, MUTED, ORANGE, SMALL, WIDTH

_ROW, _HEAD = 21.0, 6.0
_KIND = Bilingual("点图", "Dot chart")


def dots(series: Series) -> Chart:
    """Draw one dot for each label; counts and amounts grow from zero, rates stand on the span they cover."""
    return Chart(series.name, alt.places([series], _KIND), tables.by_place(series), lambda lang: _draw(series, lang))


def _draw(series: Series, lang: Lang) -> Figure:
    names = [pen.wrap(label.say(lang), 150) for label in series.labels]
    heights = [max(_ROW, len(lines) * pen.leading() + 4) for lines in names]
    goal = series.goal
    head = 20.0 if goal else _HEAD
    foot = 14.0 if series.unit.zh == "%" else 2.0
    axes = pen.sheet(head + sum(heights) + foot)
    left = min(max(pen.wide(line) for lines in names for line in lines), 150) + 12
    right = WIDTH - max(pen.wide(_words(series, n, lang)) for n in range(len(names))) - 12
    scale = _scale(series, left, right)
    if goal:
        x = scale(float(goal.value))
        pen.line(axes, (x, 15), (x, head + sum(heights)), colour=ORANGE, width=1.3, dashed=True)
        words = f"{phrases.TARGET.say(lang)} {goal.say()}{'%' if series.unit.zh == '%' else ''}"
        pen.write(axes, (min(x, WIDTH - pen.wide(words) / 2), 7), words, colour=ORANGE, align="center", size=SMALL)
    y = head
    for number, (lines, height) in enumerate(zip(names, heights, strict=True)):
        middle = y + height / 2
        pen.write_lines(axes, (0, middle - (len(lines) - 1) * pen.leading() / 2), lines)
        _row(axes, series, number, middle, scale)
        colour = MUTED if series.values[number].printed is None else INK
        pen.write(axes, (WIDTH, middle), _words(series, number, lang), align="right", colour=colour)
        y += height
    for end in (scale.low, scale.high) if foot > 2 else ():  # noqa: PLR2004 - a rate has its scale written below
        pen.write(axes, (scale(end), y + 5), f"{end:.0f}%", size=SMALL, colour=MUTED, align="center")
    return pen.figure(axes)


def _row(axes: Axes, series: Series, number: int, y: float, scale: pen.Scale) -> None:
    pen.line(axes, (scale.start, y), (scale.end, y))
    found = amount(series.values[number].printed)
    if found is None:
        return
    x = scale(float(found))
    if scale.low == 0:
        pen.line(axes, (scale.start, y), (x, y), colour=BLUE, width=3)
    pen.dot(axes, (x, y), colour=BLUE, size=8)


def _scale(series: Series, left: float, right: float) -> pen.Scale:
    known = [float(found) for value in series.values if (found := amount(value.printed)) is not None]
    known += [float(series.goal.value)] if series.goal else []
    if series.unit.zh == "%":
        return pen.Scale(_floor(min(known, default=0.0)), 100.0, left, right)
    return pen.Scale(0.0, max([*known, 1e-9]), left, right)


def _floor(lowest: float) -> float:
    """Where the scale of a rate begins: at zero, or a little below where all rates are high."""
    return next((start for start in (95.0, 90.0, 80.0) if lowest > start), 0.0)


def _words(series: Series, number: int, lang: Lang) -> str:
    value = series.values[number]
    share = phrases.share(value, lang)
    return "  ".join(filter(None, (share, phrases.figure(value, series.unit, lang))))
