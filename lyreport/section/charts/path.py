"""The path: rates over the years, the target line, each point with its fraction."""

from __future__ import annotations

from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.results.value import Value
from lyreport.section import numbers, phrases, tables
from lyreport.section.charts import alt, pen, placing
from lyreport.section.shapes import Chart, Goal, Series, amount
from lyreport.section.style import MUTED, ORANGE, SERIES, SIZE, SMALL, WIDTH

_HEIGHT, _TOP, _BOTTOM, _LEFT, _RIGHT = 200.0, 46.0, 138.0, 44.0, WIDTH - 44.0
_KIND = Bilingual("折线图", "Line chart")


def path(*series: Series) -> Chart:
    """Draw one rate, or a few on one scale, over the years with the target of the first."""
    return Chart(
        series[0].name, alt.course(series, _KIND), tables.over_years(*series), lambda lang: _draw(series, lang)
    )


def _draw(series: tuple[Series, ...], lang: Lang) -> Figure:
    names = [one.name.say(lang) for one in series]
    shift = pen.legend_height(names) if len(series) > 1 else 0.0
    axes = pen.sheet(_HEIGHT + shift)
    if shift:
        pen.legend(axes, list(zip(SERIES, names, strict=False)))
    goal = series[0].goal
    scale = _scale(series, goal, shift)
    across = pen.Scale(0, max(len(series[0].labels) - 1, 1), _LEFT, _RIGHT)
    pen.line(axes, (_LEFT - 30, _BOTTOM + shift + 36), (_RIGHT + 30, _BOTTOM + shift + 36))
    for place, label in enumerate(series[0].labels):
        pen.write(axes, (across(place), _HEIGHT + shift - 12), label.say(lang), align="center")
    if goal:
        _goal_line(axes, goal, series[0].unit, scale, lang)
    for one, colour in zip(series, SERIES, strict=False):
        _line(axes, one, colour, across, scale)
    for place in range(len(series[0].labels)):
        _labels(axes, series, place, across, scale, lang)
    return pen.figure(axes)


def _scale(series: tuple[Series, ...], goal: Goal | None, shift: float) -> pen.Scale:
    known = [float(found) for one in series for value in one.values if (found := amount(value.printed)) is not None]
    known += [float(goal.value)] if goal else []
    known += [float(end) for one in series for value in one.values for end in _ends(value)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if low == high:
        low, high = low - 1, high + 1
    return pen.Scale(low, high, _BOTTOM + shift, _TOP + shift)


def _ends(value: Value) -> tuple[str, ...]:
    """The bounds that a gap leaves."""
    hidden = value.printed is not None or value.reason == "suppressed" or value.low is None or value.high is None
    return () if hidden else (str(value.low), str(value.high))


def _goal_line(axes: Axes, goal: Goal, unit: Bilingual, scale: pen.Scale, lang: Lang) -> None:
    y = scale(float(goal.value))
    pen.line(axes, (_LEFT - 30, y), (_RIGHT + 30, y), colour=ORANGE, width=1.3, dashed=True)
    words = f"{phrases.TARGET.say(lang)} {goal.say()}{'%' if unit.zh == '%' else ''}"
    pen.write(axes, (0, scale.end - 36), words, colour=ORANGE)
    pen.line(axes, (pen.wide(words) + 8, scale.end - 36), (pen.wide(words) + 34, scale.end - 36), colour=ORANGE,
             width=1.3, dashed=True)  # fmt: skip


def _line(axes: Axes, one: Series, colour: str, across: pen.Scale, scale: pen.Scale) -> None:
    """Join neighbours; a missing year leaves a gap."""
    points: list[tuple[float, float]] = []
    for place, value in enumerate(one.values):
        found = amount(value.printed)
        if found is None:
            points = []
            continue
        points.append((across(place), scale(float(found))))
        if len(points) > 1:
            pen.polyline(axes, points[-2:], colour=colour)
        pen.dot(axes, points[-1], colour=colour)


def _labels(
    axes: Axes, series: tuple[Series, ...], place: int, across: pen.Scale, scale: pen.Scale, lang: Lang
) -> None:
    """Write figure and fraction where the line leaves room; of several series the first above, the others below."""
    if len(series) == 1:
        _label(axes, series[0], place, across, scale, lang)
        return
    x = across(place)
    heights = [_height(one, place, scale) for one in series]
    known = sorted((y, number) for number, y in enumerate(heights) if y is not None)
    wanted = [y + (14 if rank else -13) for rank, (y, _) in enumerate(known)]
    for (_, number), y in zip(known, pen.spread(wanted, SMALL + 2), strict=True):
        value = series[number].values[place]
        pen.write(axes, (x, y), phrases.figure(value, series[number].unit, lang), align="center", size=SMALL)
    for one, height in zip(series, heights, strict=True):
        if height is None:
            words = phrases.why(one.values[place]).say(lang)
            pen.write(axes, (x, scale.start), words, align="center", size=SMALL, colour=MUTED)


def _label(axes: Axes, one: Series, place: int, across: pen.Scale, scale: pen.Scale, lang: Lang) -> None:
    """Write figure and fraction, or the bounds that a gap leaves, where they are least struck through."""
    value, x = one.values[place], across(place)
    lines, tops = _lines(value, one.unit, lang), _tops(one, place, scale)
    if tops is None:
        pen.write(axes, (x, scale.start), lines[0], align="center", colour=MUTED)
        return
    if value.printed is None:
        _span(axes, x, tops)
    room = max(pen.wide(lines[0]), pen.wide(lines[1], SMALL))
    at = placing.free(_obstacles(one, across, scale), (x, *tops), (room, 26 if lines[1] else 13))
    near, far = (at[1] + 7, at[1] + 20) if at[1] > tops[0] else (at[1] + 19, at[1] + 6)
    near = near if lines[1] else at[1] + 6
    pen.write(axes, (at[0] + room / 2, near), lines[0], align="center", size=SIZE if value.printed else SMALL)
    pen.write(axes, (at[0] + room / 2, far), lines[1], align="center", size=SMALL, colour=MUTED)


def _lines(value: Value, unit: Bilingual, lang: Lang) -> tuple[str, str]:
    if value.printed is not None:
        return phrases.figure(value, unit, lang), phrases.share(value, lang)
    if not _ends(value):
        return phrases.why(value).say(lang), ""
    sign = "%" if unit.zh == "%" else ""
    return numbers.span(str(value.low), str(value.high), lang, unit=sign), phrases.why(value).say(lang)


def _tops(one: Series, place: int, scale: pen.Scale) -> tuple[float, float] | None:
    """Upper and lower end of what is drawn at a year; None where nothing is."""
    y = _height(one, place, scale)
    if y is not None:
        return y, y
    ends = [scale(float(end)) for end in _ends(one.values[place])]
    return (min(ends), max(ends)) if ends else None


def _span(axes: Axes, x: float, tops: tuple[float, float]) -> None:
    pen.line(axes, (x, tops[0]), (x, tops[1]), colour=MUTED, width=2.0)
    for y in tops:
        pen.line(axes, (x - 5, y), (x + 5, y), colour=MUTED, width=1.4)


def _obstacles(one: Series, across: pen.Scale, scale: pen.Scale) -> list[tuple[float, float]]:
    """Points along everything drawn: the line, its dots, the target line."""
    known = [(across(n), y) for n in range(len(one.values)) if (y := _height(one, n, scale)) is not None]
    goal = scale(float(one.goal.value)) if one.goal else None
    flat = [] if goal is None else [((0.0, goal), (float(WIDTH), goal))]
    return [point for start, end in (*pairwise(known), *flat) for point in placing.along(start, end)] + known


def _height(one: Series, place: int, scale: pen.Scale) -> float | None:
    found = amount(one.values[place].printed) if 0 <= place < len(one.values) else None
    return None if found is None else scale(float(found))
