"""The stairs: cumulative counts over the years up to their target."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import numbers, phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Series, amount
from lyreport.section.style import BLUE, MUTED, ORANGE, PALE, WIDTH

_HEIGHT, _TOP, _BOTTOM, _LEFT = 180.0, 42.0, 146.0, 6.0
_ROOM = 24.0  # a line of text and its air
_KIND = Bilingual("累计阶梯图", "Step chart of cumulative counts")


def steps(series: Series) -> Chart:
    """Draw one cumulative count from zero, with its target line."""
    return Chart(series.name, alt.course([series], _KIND), tables.over_years(series), lambda lang: _draw(series, lang))


def _draw(series: Series, lang: Lang) -> Figure:
    axes = pen.sheet(_HEIGHT)
    known = [float(found) for value in series.values if (found := amount(value.printed)) is not None]
    high = max([*known, float(series.goal.value) if series.goal else 0.0, 1.0])
    scale = pen.Scale(0, high, _BOTTOM, _TOP)
    stride = (WIDTH - 2 * _LEFT) / len(series.values)
    pen.line(axes, (0, _BOTTOM), (WIDTH, _BOTTOM), colour=MUTED)
    corner: tuple[float, float] | None = None
    for place, (label, value) in enumerate(series):
        x, found = _LEFT + place * stride, amount(value.printed)
        pen.write(axes, (x + stride / 2, _HEIGHT - 16), label.say(lang), align="center")
        if found is None:
            pen.write(axes, (x + stride / 2, _BOTTOM - 10), phrases.why(value).say(lang), align="center", colour=MUTED)
            corner = None
            continue
        y = scale(float(found))
        pen.box(axes, (x, y), (stride, _BOTTOM - y), fill=PALE)
        pen.polyline(axes, [*([corner] if corner else []), (x, y), (x + stride, y)], colour=BLUE, width=2.0)
        corner = (x + stride, y)
        inside = _clear(y + 12 if _BOTTOM - y > _ROOM else y - 10, series, scale)
        pen.write(axes, (x + stride / 2, inside), _words(str(value.printed), series.unit, lang), align="center")
    if series.goal:
        _goal(axes, series, scale, lang)
    return pen.figure(axes)


def _clear(y: float, series: Series, scale: pen.Scale) -> float:
    """Move a label below the target line where the line would strike it through."""
    line = scale(float(series.goal.value)) if series.goal else -_ROOM
    return line + 11 if abs(y - line) < 9 else y  # noqa: PLR2004 - half a line of text


def _words(printed: str, unit: Bilingual, lang: Lang) -> str:
    return numbers.count(printed, unit, lang) if lang == "zh" else numbers.number(printed, lang)


def _goal(axes: Axes, series: Series, scale: pen.Scale, lang: Lang) -> None:
    assert series.goal
    y = scale(float(series.goal.value))
    pen.line(axes, (0, y), (WIDTH, y), colour=ORANGE, width=1.3, dashed=True)
    words = f"{phrases.TARGET.say(lang)} {series.goal.say()}{series.unit.zh if lang == 'zh' else ''}"
    pen.write(axes, (0, y - 12), words, colour=ORANGE)
