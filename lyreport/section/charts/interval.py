"""Intervals: a point estimate, its 95 % interval, the sample size beside."""

from __future__ import annotations

from math import ceil, floor

from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import numbers, phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Series, amount
from lyreport.section.style import BLUE, MUTED, SMALL, WIDTH

_ROW, _TEN = 40.0, 10


def interval(series: Series) -> Chart:
    """Draw one row for each value with bounds, on the part of 0 to 100 where they lie: its ends are written below."""
    return Chart(series.name, _alt(series), tables.intervals(series), lambda lang: _draw(series, lang))


def _draw(series: Series, lang: Lang) -> Figure:
    names = [label.say(lang) for label in series.labels]
    axes = pen.sheet(_ROW * len(names) + 20)
    low, high = _reach(series)
    scale = pen.Scale(low, high, 14, WIDTH - 14)
    for place, (name, value) in enumerate(zip(names, series.values, strict=True)):
        y = place * _ROW
        pen.write(axes, (0, y + 10), name)
        pen.write(axes, (WIDTH, y + 10), _said(series, place, lang), align="right")
        pen.line(axes, (scale.start, y + 27), (scale.end, y + 27))
        if value.low and value.high:
            ends = (scale(float(value.low)), y + 27), (scale(float(value.high)), y + 27)
            pen.line(axes, *ends, colour=BLUE, width=3)
            for end in ends:
                pen.line(axes, (end[0], y + 22), (end[0], y + 32), colour=BLUE, width=1.6)
        found = amount(value.printed)
        if found is not None:
            pen.dot(axes, (scale(float(found)), y + 27), colour=BLUE, size=8, hollow=True)
    for mark in (low, (low + high) / 2, high):
        pen.write(axes, (scale(mark), _ROW * len(names) + 8), f"{mark:g}%", size=SMALL, colour=MUTED, align="center")
    return pen.figure(axes)


def _reach(series: Series) -> tuple[float, float]:
    """The tens between which all intervals lie."""
    ends = [float(end) for value in series.values for end in (value.low, value.high) if end]
    return (floor(min(ends) / _TEN) * _TEN, ceil(max(ends) / _TEN) * _TEN) if ends else (0, 100)


def _said(series: Series, place: int, lang: Lang) -> str:
    value = series.values[place]
    text = phrases.figure(value, series.unit, lang)
    if value.printed and value.low and value.high:
        bounds = numbers.span(value.low, value.high, lang, unit="%")
        text += f"（{bounds}）" if lang == "zh" else f" ({bounds})"
    size = tables.sample(value)
    return f"{text}  n={numbers.number(size, lang)}" if size else text


def _alt(series: Series) -> Bilingual:
    def say(lang: Lang) -> str:
        rows = [f"{label.say(lang)} {_said(series, place, lang)}" for place, label in enumerate(series.labels)]
        if lang == "zh":
            return f"区间图，点为估计值，横线为95%区间。{series.name.zh}：{'；'.join(rows)}。"
        return f"Point estimates with 95% intervals. {series.name.en}: {'; '.join(rows)}."

    return alt.bilingual(say)
