"""Months: what came in and where it went, month by month; a missing month is an empty place."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import numbers, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Tally, amount
from lyreport.section.style import MUTED, SERIES, SMALL, WIDTH

_HEIGHT, _IN, _OUT = 170.0, 8.0, 11.0
_GAP = Bilingual("缺", "n/a")


def months(ins: Tally, outs: Tally) -> Chart:
    """Draw for each month a narrow column of what came in beside a stacked one of where it went."""
    both = Tally(
        ins.name, ins.row_title, ins.rows, (*ins.columns, *outs.columns),
        tuple((*one, *other) for one, other in zip(ins.numbers, outs.numbers, strict=False)), ins.unit,
    )  # fmt: skip
    return Chart(ins.name, _alt(ins, outs), tables.counted(both), lambda lang: _draw(ins, outs, lang))


def _draw(ins: Tally, outs: Tally, lang: Lang) -> Figure:
    if not ins.rows or len(ins.rows) != len(outs.rows):
        return pen.nothing(lang)
    names = [column.say(lang) for column in (*ins.columns, *outs.columns)]
    colours = (MUTED, *SERIES)
    head = pen.legend_height(names) + 14
    axes = pen.sheet(head + _HEIGHT)
    pen.legend(axes, list(zip(colours, names, strict=False)))
    high = max(sum(float(amount(item) or 0) for item in row) for tally in (ins, outs) for row in tally.numbers)
    bottom = head + _HEIGHT - 24
    scale = pen.Scale(0, high or 1.0, bottom, head + 4)
    left = _gridlines(axes, scale, high, lang) + 6
    stride = (WIDTH - left) / len(ins.rows)
    for place, label in enumerate(ins.rows):
        x = left + place * stride
        pen.write(axes, (x + stride / 2, bottom + 12), label.say(lang), size=SMALL, align="center")
        if all(amount(item) is None for item in (*ins.numbers[place], *outs.numbers[place])):
            pen.box(axes, (x + 3, bottom - 30), (stride - 6, 30), edge=MUTED, dashed=True)
            pen.write(axes, (x + stride / 2, bottom - 15), _GAP.say(lang), size=SMALL, colour=MUTED, align="center")
            continue
        _column(axes, ins.numbers[place], (x + stride / 2 - _IN - 1, _IN), scale, (MUTED,))
        _column(axes, outs.numbers[place], (x + stride / 2 + 0.5, _OUT), scale, SERIES)
    pen.line(axes, (left, bottom), (WIDTH, bottom), colour=MUTED)
    return pen.figure(axes)


def _gridlines(axes: Axes, scale: pen.Scale, high: float, lang: Lang) -> float:
    """Three lines at round amounts, labelled; return the room that the labels take."""
    step = next((size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if high / size <= 4), 10000)  # noqa: PLR2004
    marks = [str(step * number) for number in range(1, int(high // step) + 1)]
    room = 2 + max((pen.wide(numbers.number(mark, lang), SMALL) for mark in marks), default=0.0)
    for mark in marks:
        y = scale(float(mark))
        pen.line(axes, (room + 4, y), (WIDTH, y))
        pen.write(axes, (room, y), numbers.number(mark, lang), size=SMALL, colour=MUTED, align="right")
    return room


def _column(axes: Axes, row: tuple[str, ...], place: tuple[float, float], scale: pen.Scale,
            colours: tuple[str, ...]) -> None:  # fmt: skip
    reached = 0.0
    for printed, colour in zip(row, colours, strict=False):
        part = float(amount(printed) or 0)
        if part:
            top = scale(reached + part)
            pen.box(axes, (place[0], top), (place[1], scale(reached) - top), fill=colour)
        reached += part


def _alt(ins: Tally, outs: Tally) -> Bilingual:
    def say(lang: Lang) -> str:
        known = [n for n, row in enumerate(ins.numbers) if amount(row[0]) is not None]
        gaps = [ins.rows[n].say(lang) for n in range(len(ins.rows)) if n not in known]
        kinds = numbers.listing([column.say(lang) for column in outs.columns], lang)
        if lang == "zh":
            rest = f"缺{numbers.listing(gaps, lang)}" if gaps else "各月齐全"
            return f"分月柱图（{ins.unit.zh}）：左柱为{ins.columns[0].zh}，右柱为去向（{kinds}）；{rest}。"
        rest = f"missing: {numbers.listing(gaps, lang)}" if gaps else "no month is missing"
        left = ins.columns[0].en.lower()
        return f"Column chart by month ({ins.unit.en}): left {left}, right where it went ({kinds}); {rest}."

    return alt.bilingual(say)
