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
_UPRIGHT, _ASIDE = 86, 128  # characters that a page holds across: upright, on its side
_TERM = 10  # what a word of Chinese characters needs before it may be broken


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
        classes: ``wide`` puts it on a page on its side.
        notes: paragraphs below the table.
    """
    names = (*classes, *(() if id else ("plain-table",)))
    marks = " ".join([*(["#" + id] if id else []), *("." + name for name in names)])
    head = [escape(column.title) for column in columns]
    body = [[escape(cell) or Markdown(" ") for cell in row] for row in rows]
    room = _ASIDE if "wide" in classes else _UPRIGHT
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
    """Where the page is too narrow, words give way down to the longest of them: a number must stay on one line."""
    cells = [[row[place] for row in rows] for place in range(len(columns))]
    wanted = [column.share or _share(found) + _GUTTER for column, found in zip(columns, cells, strict=True)]
    least = [
        want if column.right or column.share else min(want, max(map(_longest, found)) + _GUTTER)
        for column, found, want in zip(columns, cells, wanted, strict=True)
    ]
    give = sum(wanted) - sum(least)
    over = min(give, sum(wanted) - room)
    return [want - (want - low) * over // give for want, low in zip(wanted, least, strict=True)] if over > 0 else wanted


def _share(cells: Sequence[str]) -> int:
    return min(_BROAD, max(_NARROW, *(_width(cell) for cell in cells)))


def _longest(cell: str) -> int:
    """Columns that the longest word of a cell takes."""
    words = _LINK.sub(r"\1", cell).split() or [""]
    return max(min(_width(word), len(word) if word.isascii() else _TERM) for word in words)


def _width(cell: str) -> int:
    """Columns that the visible text takes; a Chinese character takes two."""
    seen = _LINK.sub(r"\1", cell).replace("\\", "")
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in seen)
