"""Drawing in units: one sheet of 360 × height units, origin top left, and six strokes that every chart uses."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lyreport.errors import Lang
from lyreport.section.phrases import UNKNOWN
from lyreport.section.style import FOOT, GRID, INK, MUTED, PAPER, SIZE, SMALL, WIDTH

Point = tuple[float, float]
Align = Literal["left", "center", "right"]
_LATIN = 0.56  # mean advance of Noto Sans SC's Latin letters, in em
_LEADING = 1.28


@dataclass(frozen=True)
class Scale:
    """Maps numbers to units along one direction."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, number: float) -> float:
        """Where ``number`` lies."""
        return self.start + (self.end - self.start) * (number - self.low) / ((self.high - self.low) or 1.0)


def sheet(height: float) -> Axes:
    """Return an empty drawing of that height; a foot for the demonstration mark is added below."""
    total = height + FOOT
    figure = Figure(figsize=(WIDTH / 72, total / 72))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(total, 0)
    axes.set_axis_off()
    return axes


def nothing(lang: Lang) -> Figure:
    """Return the picture of no data: it says so."""
    axes = sheet(30)
    write(axes, (WIDTH / 2, 15), UNKNOWN.say(lang), align="center", colour=MUTED)
    return figure(axes)


def figure(axes: Axes) -> Figure:
    """Return the figure that ``axes`` belongs to."""
    owner = axes.get_figure(root=True)
    assert isinstance(owner, Figure)
    return owner


def write(
    axes: Axes, at: tuple[float, float], words: str, *, size: float = SIZE, colour: str = INK, align: Align = "left"
) -> None:
    """Write one line, vertically centred on its place; a curly apostrophe would be full-width in this font."""
    if words:
        axes.text(*at, words.replace("’", "'"), fontsize=size, color=colour, ha=align, va="center_baseline", zorder=2)


def write_lines(axes: Axes, at: tuple[float, float], lines: Sequence[str], *, size: float = SIZE) -> None:
    """Write several lines downwards, the first one centred on ``at``."""
    for number, line in enumerate(lines):
        write(axes, (at[0], at[1] + number * leading(size)), line, size=size)


def line(axes: Axes, start: tuple[float, float], end: tuple[float, float], *, colour: str = GRID,
         width: float = 0.8, dashed: bool = False) -> None:  # fmt: skip
    """Draw a straight line."""
    dashes = (4, 3) if dashed else (None, None)
    axes.plot(
        [start[0], end[0]], [start[1], end[1]], color=colour, linewidth=width, dashes=dashes, clip_on=False, zorder=2
    )


def polyline(axes: Axes, points: Sequence[tuple[float, float]], *, colour: str, width: float = 1.8) -> None:
    """Draw a line through points."""
    axes.plot([x for x, _ in points], [y for _, y in points], color=colour, linewidth=width, clip_on=False, zorder=2)


def box(axes: Axes, at: Point, size: Point, *, fill: str | None = None, edge: str | None = None,
        dashed: bool = False) -> None:  # fmt: skip
    """Draw a rectangle from its top left corner."""
    boxes(axes, [at], size, fill=fill, edge=edge, dashed=dashed)


def boxes(axes: Axes, corners: Sequence[Point], size: Point, *, fill: str | None = None, edge: str | None = None,
          dashed: bool = False) -> None:  # fmt: skip
    """Draw rectangles of one size from their top left corners: one shape, however many they are."""
    width, height = size
    outline = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    _draw(axes, corners, outline, codes, facecolor=fill or "none", edgecolor=edge or "none", linewidth=0.9,
          linestyle=(0, (2, 2)) if dashed else "solid")  # fmt: skip


def _draw(axes: Axes, places: Sequence[Point], outline: Sequence[Point], codes: Sequence[Any], **look: Any) -> None:
    """Draw one outline at many places; the limits of the sheet are fixed, so they need not follow."""
    if places:
        vertices = (np.array(places)[:, np.newaxis] + np.array(outline)).reshape(-1, 2)
        shape = Path(vertices, np.tile(np.array(codes, dtype=Path.code_type), len(places)))
        axes.add_artist(PathPatch(shape, clip_on=False, zorder=2, **look))


def dot(axes: Axes, at: tuple[float, float], *, colour: str, shape: str = "o", size: float = 6.5,
        hollow: bool = False) -> None:  # fmt: skip
    """Draw a mark; a hollow one has the paper's colour inside."""
    face = PAPER if hollow else colour
    axes.plot(*at, marker=shape, markersize=size, color=colour, markerfacecolor=face, markeredgewidth=1.3,
              linestyle="none", clip_on=False, zorder=2)  # fmt: skip


def cross(axes: Axes, at: Point, *, colour: str = MUTED, reach: float = 3.0) -> None:
    """Draw an ×."""
    crosses(axes, [at], colour=colour, reach=reach)


def crosses(axes: Axes, centres: Sequence[Point], *, colour: str = MUTED, reach: float = 3.0) -> None:
    """Draw an × at each of many places."""
    strokes = [(-reach, -reach), (reach, reach), (-reach, reach), (reach, -reach)]
    _draw(axes, centres, strokes, [Path.MOVETO, Path.LINETO] * 2, facecolor="none", edgecolor=colour, linewidth=1.2,
          capstyle="projecting")  # fmt: skip


def dashes(axes: Axes, starts: Sequence[Point], length: float, *, colour: str = MUTED, width: float = 1.2) -> None:
    """Draw a short level line from each of many places to the right."""
    _draw(axes, starts, [(0.0, 0.0), (length, 0.0)], [Path.MOVETO, Path.LINETO], facecolor="none", edgecolor=colour,
          linewidth=width, capstyle="projecting")  # fmt: skip


def leading(size: float = SIZE) -> float:
    """Distance between two lines of text."""
    return size * _LEADING


def wide(words: str, size: float = SIZE) -> float:
    """About how many units ``words`` take."""
    return sum(size if unicodedata.east_asian_width(letter) in "WF" else size * _LATIN for letter in words)


def balanced(words: str, units: float, size: float = SIZE) -> list[str]:
    """Break like :func:`wrap`, in as many lines, but of even length: no single character is left over."""
    lines = wrap(words, units, size)
    tighter = (wrap(words, units * share / 100, size) for share in range(50, 100, 5))
    return next((found for found in tighter if len(found) == len(lines)), lines)


def wrap(words: str, units: float, size: float = SIZE) -> list[str]:
    """Break ``words`` into lines of at most ``units``: at spaces, or between Chinese characters."""
    lines = [""]
    for piece in _pieces(words):
        if lines[-1] and wide(lines[-1] + piece.rstrip(), size) > units:
            lines.append("")
        lines[-1] += piece.lstrip() if not lines[-1] else piece
    return [found.rstrip() for found in lines]


_OPENING = "（《“"
_CLOSING = "，。；：、）》”％%"


def _pieces(words: str) -> list[str]:
    """What may not be broken: a Latin word with its space, a Chinese character with the mark that follows it."""
    pieces: list[str] = []
    for letter in words:
        breakable = unicodedata.east_asian_width(letter) in "WF" and letter not in _CLOSING
        after_break = not pieces or pieces[-1].endswith(" ") or _chinese(pieces[-1])
        held = bool(pieces) and pieces[-1][-1] in _OPENING
        if held or (pieces and not breakable and (letter in _CLOSING or not after_break or letter == " ")):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _chinese(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) in "WF" and piece[-1] not in _OPENING


def spread(places: Sequence[float], gap: float, *, low: float = 0.0, high: float = 1e9) -> list[float]:
    """Push label positions apart until each has ``gap`` to its neighbours; their order is kept."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    found = list(places)
    floor = low
    for n in order:
        found[n] = floor = max(found[n], floor)
        floor += gap
    ceiling = high
    for n in reversed(order):
        found[n] = min(found[n], ceiling)
        ceiling = found[n] - gap
    return found


def brief(labels: Sequence[str]) -> list[str]:
    """Drop a word that ends every label: ``Town``, ``Community``, ``社区``; one Chinese character stays."""
    if len(labels) < 2:  # noqa: PLR2004 - nothing is shared by one label
        return list(labels)
    tail = _shared_tail(labels)
    latin = tail.rpartition(" ")[1:]
    drop = "".join(latin) if latin[0] else tail if len(tail) > 1 and _chinese(tail) else ""
    return [label.removesuffix(drop) for label in labels]


def _shared_tail(labels: Sequence[str]) -> str:
    first, *others = labels
    starts = range(len(first) + 1)
    return next(first[start:] for start in starts if all(label.endswith(first[start:]) for label in others))


def legend(axes: Axes, entries: Sequence[tuple[str, str]], *, top: float = 8, left: float = 0) -> float:
    """Write (colour, words) entries from ``top`` downwards, as many on a line as fit; return where they end."""
    x, y = left, top
    for colour, words in entries:
        needs = 16 + wide(words, SMALL)
        if x > left and x + needs > WIDTH:
            x, y = left, y + leading(SMALL) + 1
        box(axes, (x, y - 4.5), (9, 9), fill=colour)
        write(axes, (x + 13, y), words, size=SMALL)
        x += needs + 10
    return y + leading(SMALL)


def legend_height(entries: Sequence[str], *, left: float = 0) -> float:
    """How tall :func:`legend` will be."""
    x, rows = left, 1
    for words in entries:
        needs = 16 + wide(words, SMALL)
        if x > left and x + needs > WIDTH:
            x, rows = left, rows + 1
        x += needs + 10
    return 8 + rows * (leading(SMALL) + 1)
