"""Pairs: what was done inside what was due, bar in bar."""

from __future__ import annotations

from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import numbers, phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Series, Tally, amount
from lyreport.section.style import BLUE, PALE, WIDTH

_ROW, _BAR = 30.0, 16.0


def pairs(*source: Tally | Series) -> Chart:
    """Draw the second column inside the first: fixed of found, paid of received, met of due."""
    tally = tables.as_tally(source)
    return Chart(tally.name, _alt(tally), tables.counted(tally), lambda lang: _draw(tally, lang))


def _draw(tally: Tally, lang: Lang) -> Figure:
    names = [column.say(lang) for column in tally.columns[:2]]
    if not tally.rows:
        return pen.nothing(lang)
    labels = [pen.balanced(row.say(lang), 130) for row in tally.rows]
    heights = [max(_ROW, len(lines) * pen.leading() + 8) for lines in labels]
    left = max(pen.wide(line) for lines in labels for line in lines) + 8
    head = pen.legend_height(names) + 4
    axes = pen.sheet(head + sum(heights))
    pen.legend(axes, [(PALE, names[0]), (BLUE, names[1])])
    tail = max(pen.wide(_said(row, lang)) for row in tally.numbers) + 8
    known = [float(found) for row in tally.numbers for found in (amount(row[0]), amount(row[1])) if found is not None]
    scale = pen.Scale(0, max([*known, 1e-9]), left, WIDTH - tail)
    for place, (lines, row) in enumerate(zip(labels, tally.numbers, strict=True)):
        y = head + sum(heights[:place]) + heights[place] / 2
        pen.write_lines(axes, (0, y - (len(lines) - 1) * pen.leading() / 2), lines)
        for printed, colour, height in ((row[0], PALE, _BAR), (row[1], BLUE, _BAR / 2)):
            length = scale(float(amount(printed) or 0)) - left
            pen.box(axes, (left, y - height / 2), (length, height), fill=colour)
        longest = max(scale(float(amount(printed) or 0)) for printed in row[:2])
        pen.write(axes, (longest + 5, y), _said(row, lang))
    return pen.figure(axes)


def _said(row: tuple[str, ...], lang: Lang) -> str:
    if amount(row[0]) is None and amount(row[1]) is None:
        return phrases.MISSING.get(row[1], phrases.UNKNOWN).say(lang)
    whole, part = (numbers.number(text, lang) if amount(text) is not None else "—" for text in row[:2])
    return f"{part}/{whole}"


def _alt(tally: Tally) -> Bilingual:
    def say(lang: Lang) -> str:
        rows = [f"{label.say(lang)} {_said(row, lang)}" for label, row in zip(tally.rows, tally.numbers, strict=True)]
        whole, part = (column.say(lang) for column in tally.columns[:2])
        if lang == "zh":
            return f"对照条形图，{part}/{whole}：{'，'.join(rows)}。"
        return f"Nested bars: {part} out of {whole[:1].lower()}{whole[1:]}: {', '.join(rows)}."

    return alt.bilingual(say)
