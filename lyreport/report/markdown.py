"""Small pieces of Pandoc's Markdown: escaped text, links, attributes and pipe tables with measured columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

_SPECIAL = re.compile(r"""([\\`*_{}\[\]<>#|~^$@"'])""")
_SPACE = re.compile(r"\s*\n\s*")
_DASHES = re.compile(r"(?<=-)(?=-)|(?<=\.)(?=\.)")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\](?:\([^()\s]*\))?(?:\{[^{}]*\})?")
_RULE = 90  # characters between the bars of a table's rule: over 72, so that pandoc reads it as relative widths
_NARROW, _BROAD = 5, 34
_GUTTER = 3  # characters that the white at both sides of a cell takes
_ORDINARY, _DENSE, _ASIDE = 81, 92, 127  # characters that a page holds across: as it is, in small letters, on its side
_TERM = 8  # what a word of Chinese characters needs before it may be broken


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""

    __slots__ = ()


def escape(text: str) -> Markdown:
    """Return plain text as Markdown that shows just these characters."""
    if isinstance(text, Markdown):
        return text
    return Markdown(_DASHES.sub(r"\\", _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text))))


def link(text: str, target: str, *, trace: str = "") -> Markdown:
    """Return a link of the class ``n``: a shown number that leads to its source."""
    traced = f' trace="{trace}"' if trace else ""
    return Markdown(f"[{escape(text)}](#{target}){{.n{traced}}}")


def span(text: str, *classes: str) -> Markdown:
    """Return text with classes."""
    return Markdown(f"[{escape(text)}]{{{' '.join('.' + name for name in classes)}}}")


def attribute(text: str) -> str:
    """Return text as the inside of a quoted attribute."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


@dataclass(frozen=True)
class Column:
    """A column of a pipe table; ``share`` overrides the measured width."""

    title: str
    right: bool = False
    share: int = 0


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    id: str = "",  # noqa: A002 - what Markdown calls it
    classes: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> str:
    """Return a table as a fenced block that the filter pair knows.

    Args:
        columns: titles are escaped here.
        rows: cells, Markdown or plain text.
        caption: escaped here.
        id: begins with ``tbl-`` for a numbered table; empty for one without number.
        classes: ``wide`` puts it on a page on its side; where small letters do, on paper it becomes ``dense``.
        notes: paragraphs below the table.
    """
    head = [escape(column.title) for column in columns]
    body = [[escape(cell) or Markdown(" ") for cell in row] for row in rows]
    dense = "wide" in classes and sum(low for _, low in _needs(columns, [head, *body])) <= _DENSE
    room = _DENSE if dense else _ASIDE if "wide" in classes else _ORDINARY
    names = (*classes, *(("dense",) if dense else ()), *(() if id else ("plain-table",)))
    marks = " ".join([*(["#" + id] if id else []), *("." + name for name in names)])
    lines = [_row(head), _rule(columns, [head, *body], room), *map(_row, body)]
    after = "".join(f"\n\n{escape(note)}" for note in notes)
    return f"::: {{{marks}}}\n" + "\n".join(lines) + f"\n\n: {escape(caption)}{after}\n:::\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> str:
    shares = _shares(columns, rows, room)
    total = sum(shares)
    dashes = [max(3, round(share * _RULE / total)) for share in shares]
    cells = (
        "-" * count + ":" if column.right else ":" + "-" * count for count, column in zip(dashes, columns, strict=True)
    )
    return "|" + "|".join(cells) + "|"


def _shares(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Where the page is too narrow, words give way down to the longest of them, and so do the titles of numbers."""
    needs = _needs(columns, rows)
    give = sum(want - low for want, low in needs)
    over = min(give, sum(want for want, _ in needs) - room)
    return [want - (want - low) * over // give if over > 0 else want for want, low in needs]


def _needs(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """How wide each column would like to be, and must be."""
    needs = []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        want = column.share or _share(cells) + _GUTTER
        needs.append((want, want if column.share else min(want, _least(cells, column) + _GUTTER)))
    return needs


def _share(cells: Sequence[str]) -> int:
    return min(_BROAD, max(_NARROW, *(_width(cell) for cell in cells)))


def _least(cells: Sequence[str], column: Column) -> int:
    """What a column cannot do without: its longest word, of numbers each whole."""
    head, *body = cells
    return max(_longest(head), *(_width(cell) if column.right else _longest(cell) for cell in body), 0)


def _longest(cell: str) -> int:
    """Columns that the longest word of a cell takes."""
    words = _LINK.sub(r"\1", cell).split() or [""]
    return max(min(_width(word), len(word) if word.isascii() else _TERM) for word in words)


def _width(cell: str) -> int:
    """Columns that the visible text takes; a Chinese character takes two."""
    seen = _LINK.sub(r"\1", cell).replace("\\", "")
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in seen)
