"""The stack: one bar for each row, split by column; segments keep one colour and one order."""

from __future__ import annotations

from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import numbers, phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Series, Tally, amount
from lyreport.section.style import INK, LIGHT, MUTED, ON_LIGHT, PAPER, RAMP, SERIES, SMALL, WIDTH

_ROW, _BAR = 30.0, 17.0
_REST = Bilingual("其余", "Other")


def stack(*source: Tally | Series, ordered: bool = False) -> Chart:
    """Draw bars from a tally, or from series (segments) over years or places (bars).

    At most eight segments are told apart: the smallest are drawn together as "rest", the table keeps them all.
    ``ordered`` segments, from most to least, go from dark to pale instead of having colours of their own.
    """
    tally = tables.as_tally(source)
    drawn = _gathered(tally)
    steps = dict(zip(tally.columns, RAMP, strict=False)) if ordered else {}
    colours = [steps.get(name, own) for name, own in zip(drawn.columns, SERIES, strict=False)]
    return Chart(tally.name, _alt(drawn), tables.counted(tally), lambda lang: _draw(drawn, colours, lang))


def _gathered(tally: Tally) -> Tally:
    """Leave out columns that are nothing but zero, and put the smallest together where there are too many."""
    sums = [sum((item or Decimal(0) for item in tally.column(n)), Decimal(0)) for n in range(len(tally.columns))]
    shown = [n for n, total in enumerate(sums) if total]
    if len(shown) > len(SERIES):
        shown = sorted(sorted(shown, key=lambda n: -sums[n])[: len(SERIES) - 1])
    rest = [n for n, total in enumerate(sums) if total and n not in shown]
    numbers_of = [tuple(row[n] for n in shown) + ((_sum(row, rest),) if rest else ()) for row in tally.numbers]
    names = tuple(tally.columns[n] for n in shown) + ((_REST,) if rest else ())
    return Tally(tally.name, tally.row_title, tally.rows, names, tuple(numbers_of), tally.unit)


def _sum(row: tuple[str, ...], places: list[int]) -> str:
    known = [amount(row[n]) for n in places]
    return "incomplete" if None in known else str(sum(item for item in known if item is not None))


def _draw(tally: Tally, colours: list[str], lang: Lang) -> Figure:
    names = [column.say(lang) for column in tally.columns]
    if not tally.rows or not tally.columns:
        return pen.nothing(lang)
    labels = [pen.balanced(row.say(lang), 130) for row in tally.rows]
    heights = [max(_ROW, len(lines) * pen.leading() + 8) for lines in labels]
    left = max(pen.wide(line) for lines in labels for line in lines) + 8
    head = pen.legend_height(names) + 6
    axes = pen.sheet(head + sum(heights) + 16)
    pen.legend(axes, list(zip(colours, names, strict=True)))
    totals = [_total(row) for row in tally.numbers]
    tail = max(pen.wide(_said(total, lang)) for total in totals) + 6
    scale = pen.Scale(0, float(max([*(total for total in totals if total is not None), Decimal("1e-9")])), left,
                      WIDTH - tail)  # fmt: skip
    for place, (lines, row) in enumerate(zip(labels, tally.numbers, strict=True)):
        y = head + sum(heights[:place]) + heights[place] / 2
        pen.write_lines(axes, (0, y - (len(lines) - 1) * pen.leading() / 2), lines)
        end = _bar(axes, list(zip(colours, row, strict=True)), y, scale, lang)
        pen.write(axes, (end + 5, y), _said(totals[place], lang))
    pen.write(axes, (WIDTH, head + sum(heights) + 6), _unit(tally, lang), size=SMALL, colour=MUTED, align="right")
    return pen.figure(axes)


def _bar(axes: Axes, row: list[tuple[str, str]], y: float, scale: pen.Scale, lang: Lang) -> float:
    reached = 0.0
    for colour, printed in row:
        part = amount(printed)
        if not part:
            continue
        start, end = scale(reached), scale(reached + float(part))
        pen.box(axes, (start, y - _BAR / 2), (max(end - start - 0.8, 0.5), _BAR), fill=colour)
        words = numbers.number(printed, lang)
        if end - start > pen.wide(words, SMALL) + 6:
            pen.write(
                axes,
                ((start + end) / 2, y),
                words,
                size=SMALL,
                colour=ON_LIGHT if colour in LIGHT else INK if colour in RAMP[2:] else PAPER,
                align="center",
            )
        reached += float(part)
    return scale(reached)


def _total(row: tuple[str, ...]) -> Decimal | None:
    known = [amount(printed) for printed in row]
    return None if None in known else sum((item for item in known if item is not None), Decimal(0))


def _said(total: Decimal | None, lang: Lang) -> str:
    return phrases.MISSING["incomplete"].say(lang) if total is None else numbers.number(str(total), lang)


def _unit(tally: Tally, lang: Lang) -> str:
    return f"单位：{tally.unit.zh}" if lang == "zh" else f"Unit: {tally.unit.en}"


def _alt(tally: Tally) -> Bilingual:
    def say(lang: Lang) -> str:
        bars = []
        for label, row in zip(tally.rows, tally.numbers, strict=True):
            pairs = sorted(zip(tally.columns, row, strict=True), key=lambda pair: -(amount(pair[1]) or 0))
            largest = [f"{name.say(lang)} {numbers.number(text, lang)}" for name, text in pairs[:3] if amount(text)]
            total = _said(_total(row), lang)
            bars.append(
                f"{label.zh}合计{total}，其中{'、'.join(largest)}"
                if lang == "zh"
                else f"{label.en} {total} in all, of which {', '.join(largest)}"
            )
        if lang == "zh":
            return f"堆叠条形图。{tally.name.zh}（{tally.unit.zh}）：{'；'.join(bars)}。"
        return f"Stacked bars. {numbers.titled(tally.name, tally.unit).en}: {'; '.join(bars)}."

    return alt.bilingual(say)
