"""The village grid: 66 squares in the order of the towns; no map, and it says so."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Marks, State
from lyreport.section.style import BLUE, MUTED, ORANGE, SMALL, WIDTH

_ROW, _HEAD = 21.0, 24.0
_WORDS: dict[State, Bilingual] = {
    "yes": Bilingual("是", "Yes"),
    "no": Bilingual("否", "No"),
    "missing": Bilingual("未报", "Not submitted"),
    "na": Bilingual("不适用", "Not applicable"),
}


def villagegrid(marks: Marks) -> Chart:
    """Draw one square for each village: full yes, crossed no, dashed not submitted."""
    return Chart(marks.name, _alt(marks), tables.marked(marks), lambda lang: _draw(marks, lang))


def mark(axes: Axes, at: pen.Point, state: State, size: float) -> None:
    """Draw one square; the shape says as much as the colour."""
    squares(axes, [at], state, size)


def squares(axes: Axes, places: Sequence[pen.Point], state: State, size: float) -> None:
    """Draw the squares of one state."""
    inside = [(x + 0.5, y + 0.5) for x, y in places]
    if state == "yes":
        pen.boxes(axes, places, (size, size), fill=BLUE)
    elif state == "no":
        pen.boxes(axes, inside, (size - 1, size - 1), edge=ORANGE)
        pen.crosses(axes, [(x + size / 2, y + size / 2) for x, y in places], colour=ORANGE, reach=size * 0.22)
    elif state == "missing":
        pen.boxes(axes, inside, (size - 1, size - 1), edge=MUTED, dashed=True)
    else:
        pen.dashes(axes, [(x + 2, y + size / 2) for x, y in places], size - 4)


def key(axes: Axes, marks: Marks, lang: Lang, *, top: float = 9.0) -> None:
    """Write what the squares mean; states that do not occur are left out."""
    x = 0.0
    for state, words in _WORDS.items():
        if marks.count(state):
            label = f"{words.say(lang)} {marks.count(state)}"
            mark(axes, (x, top - 5), state, 10)
            pen.write(axes, (x + 14, top), label, size=SMALL)
            x += 26 + pen.wide(label, SMALL)


def _draw(marks: Marks, lang: Lang) -> Figure:
    names = [label.say(lang) for label in marks.rows]
    axes = pen.sheet(_HEAD + _ROW * len(names))
    key(axes, marks, lang)
    left = max(pen.wide(name) for name in names) + 8
    stride = min(17.0, (WIDTH - left - 40) / max(len(states) for states in marks.states))
    places: dict[State, list[pen.Point]] = {state: [] for state in _WORDS}
    for row, (name, states) in enumerate(zip(names, marks.states, strict=True)):
        y = _HEAD + (row + 0.5) * _ROW
        pen.write(axes, (0, y), name)
        for place, state in enumerate(states):
            places[state].append((left + place * stride, y - stride / 2 + 1.5))
        pen.write(axes, (WIDTH, y), f"{states.count('yes')}/{len(states)}", align="right")
    for state, there in places.items():
        squares(axes, there, state, stride - 3)
    return pen.figure(axes)


def _alt(marks: Marks) -> Bilingual:
    def say(lang: Lang) -> str:
        total = sum(map(len, marks.states))
        parts = [f"{_WORDS[state].say(lang)} {marks.count(state)}" for state in _WORDS if marks.count(state)]
        short = [
            f"{label.say(lang)} {states.count('yes')}/{len(states)}"
            for label, states in zip(marks.rows, marks.states, strict=True)
            if states.count("yes") < len(states)
        ]
        if lang == "zh":
            rest = "，".join(short) or "无"
            return f"格图（不是地图），{total}格按镇排列。{marks.name.zh}：{'，'.join(parts)}。未满的：{rest}。"
        rest = ", ".join(short) or "none"
        return f"Grid of {total} squares by town (no map). {marks.name.en}: {', '.join(parts)}. Short of all: {rest}."

    return alt.bilingual(say)
