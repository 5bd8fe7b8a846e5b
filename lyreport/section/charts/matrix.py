"""The matrix: communities × items, towns × facilities; many items run down the page, few across."""

from __future__ import annotations

from collections import defaultdict

from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import tables
from lyreport.section.charts import alt, pen
from lyreport.section.charts.villagegrid import key, squares
from lyreport.section.shapes import Chart, Marks, State
from lyreport.section.style import SMALL, WIDTH

_ROW, _SQUARE, _MANY, _NAME = 20.0, 12.0, 7, 158.0


def matrix(marks: Marks) -> Chart:
    """Draw a square for each row and column; more than seven columns, or more than rows, are turned into rows."""
    turned = _turned(marks) if len(marks.columns) > min(_MANY, len(marks.rows)) else marks
    return Chart(marks.name, _alt(marks), tables.marked(turned), lambda lang: _draw(turned, lang))


def _turned(marks: Marks) -> Marks:
    states = tuple(tuple(row[place] for row in marks.states) for place in range(len(marks.columns)))
    return Marks(marks.name, Bilingual("项目", "Item"), marks.columns, marks.rows, states)


def _draw(marks: Marks, lang: Lang) -> Figure:
    if not marks.rows or not marks.columns:
        return pen.nothing(lang)
    longest = max(pen.wide(label.say(lang), SMALL) for label in marks.rows)
    left = min(longest, _NAME) + 10
    stride = min(64.0, (WIDTH - left) / len(marks.columns))
    names = [pen.wrap(label.say(lang), left - 10, SMALL) for label in marks.rows]
    short = pen.brief([label.say(lang) for label in marks.columns])
    heads = [pen.balanced(name, stride - 2, SMALL) for name in short]
    heights = [max(_ROW, len(lines) * pen.leading(SMALL) + 4) for lines in names]
    head = 24 + max(map(len, heads)) * pen.leading(SMALL)
    axes = pen.sheet(head + sum(heights) + 4)
    key(axes, marks, lang)
    for place, lines in enumerate(heads):
        for number, words in enumerate(reversed(lines)):
            at = (left + (place + 0.5) * stride, head - 8 - number * pen.leading(SMALL))
            pen.write(axes, at, words, size=SMALL, align="center")
    y, places = head, defaultdict[State, list[pen.Point]](list)
    for lines, states, height in zip(names, marks.states, heights, strict=True):
        pen.line(axes, (0, y), (left + stride * len(states), y))
        middle = y + height / 2
        pen.write_lines(axes, (0, middle - (len(lines) - 1) * pen.leading(SMALL) / 2), lines, size=SMALL)
        for place, state in enumerate(states):
            places[state].append((left + (place + 0.5) * stride - _SQUARE / 2, middle - _SQUARE / 2))
        y += height
    for state, there in sorted(places.items()):
        squares(axes, there, state, _SQUARE)
    return pen.figure(axes)


def _alt(marks: Marks) -> Bilingual:
    def say(lang: Lang) -> str:
        parts = [
            f"{label.say(lang)} {states.count('yes')}/{len(states) - states.count('na')}"
            for label, states in zip(marks.rows, marks.states, strict=True)
        ]
        if lang == "zh":
            return f"格图。{marks.name.zh}，达标项数/应达项数：{'，'.join(parts)}；未报{marks.count('missing')}格。"
        gaps = marks.count("missing")
        return f"Matrix. {marks.name.en}, items met out of items that apply: {', '.join(parts)}; {gaps} not submitted."

    return alt.bilingual(say)
