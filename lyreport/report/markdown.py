"""Small pieces of Pandoc's Markdown: escaped text, links, attributes and pipe tables with measured columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from unicodedata import east_asian_width

_SPECIAL = re.compile(r"""([\\`*_{}\[\]<>#|~^$@"'])""")
_SPACE = re.compile(r"\s*\n\s*")
_DASHES = re.compile(r"(?<=-)(?=-)|(?<=\.)(?=\.)")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\](?:\([^()\s]*\))?(?:\{[^{}]*\})?")
_BREAK = re.compile(r"[\s-]+")
_RULE = 90  # characters between the bars of a table's rule: over 72, so that pandoc reads it as relative widths
_NARROW, _BROAD = 5, 34
_LINES = 4
_GUTTER = 3  # characters that the white at both sides of a cell takes
_ORDINARY, _DENSE, _ASIDE = 81, 92, 127  # characters that a page holds across: as it is, in small letters, on its side
_TERM = 8  # what a word of Chinese characters needs before it may be broken
_CELLS = 1 << 15  # texts whose measures are remembered: one cell is asked for up to five times, many stand often


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""

    __slots__ = ()


def escape(text: str) -> Markdown:
    """Return plain text as Markdown that shows just these characters."""
    if isinstance(text, Markdown):
        return text
    return _escaped(text)


@lru_cache(_CELLS)
def _escaped(text: str) -> Markdown:
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
        classes: of the table.  One that is too broad for a page is ``dense`` on paper, in small letters; where these
            do not help either, it is ``wide`` and stands on a page on its side.
        notes: paragraphs below the table.
    """
    head = [escape(column.title) for column in columns]
    body = [[escape(cell) or Markdown(" ") for cell in row] for row in rows]
    room, *kind = _place(columns, [head, *body])
    names = (*classes, *kind, *(() if id else ("plain-table",)))
    marks = " ".join([*(["#" + id] if id else []), *("." + name for name in names)])
    lines = [_row(head), _rule(columns, [head, *body], room), *map(_row, body)]
    after = "".join(f"\n\n{escape(note)}" for note in notes)
    return f"::: {{{marks}}}\n" + "\n".join(lines) + f"\n\n: {escape(caption)}{after}\n:::\n"


def _place(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> tuple[int, *tuple[str, ...]]:
    """How many characters a table has across, and its class; where shares are given, someone has seen to it."""
    needed = sum(low for _, low in _needs(columns, rows))
    if needed <= _ORDINARY or any(column.share for column in columns):
        return (_ORDINARY,)
    return (_DENSE, "dense") if needed <= _DENSE else (_ASIDE, "wide")


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
    """Where the page is too narrow, words give way: down to a quarter of the longest text, or at last to one word."""
    eased = _needs(columns, rows, lines=_LINES)
    needs = eased if sum(low for _, low in eased) <= room else _needs(columns, rows)
    give = sum(want - low for want, low in needs)
    over = min(give, sum(want for want, _ in needs) - room)
    return [want - (want - low) * over // give if over > 0 else want for want, low in needs]


def _needs(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, lines: int = 0) -> list[tuple[int, int]]:
    """How wide each column would like to be, and must be; with ``lines``, no cell may take more of them."""
    needs = []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        want = column.share or _share(cells) + _GUTTER
        low = max(_least(cells, column), -(-max(map(_width, cells)) // lines) if lines else 0)
        needs.append((want, want if column.share else min(want, low + _GUTTER)))
    return needs


def _share(cells: Sequence[str]) -> int:
    return min(_BROAD, max(_NARROW, *(_width(cell) for cell in cells)))


def _least(cells: Sequence[str], column: Column) -> int:
    """What a column cannot do without: its longest word, of numbers each whole (and apart from what is in brackets)."""
    head, *body = cells
    parts = ([_width(part) for part in _bare(cell).split()] if column.right else [_longest(cell)] for cell in body)
    return max(_longest(head), *chain.from_iterable(parts), 0)


@lru_cache(_CELLS)
def _longest(cell: str) -> int:
    """Columns that the longest word of a cell takes."""
    words = _BREAK.split(_bare(cell))
    return max(min(_width(word), len(word) if word.isascii() else _TERM) for word in words)


def _bare(cell: str) -> str:
    return _LINK.sub(r"\1", cell) if "[" in cell else cell


@lru_cache(_CELLS)
def _width(cell: str) -> int:
    """Columns that the visible text takes; a Chinese character takes two."""
    seen = _bare(cell).replace("\\", "")
    return len(seen) if seen.isascii() else len(seen) + sum(map("WF".__contains__, map(east_asian_width, seen)))
