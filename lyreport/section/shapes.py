"""What a notebook hands over: series of recorded values, tallies of facts, tables and charts.

They are plain data in both languages.  A cell of a table is one of: a recorded value (looked up and linked by its
id), a number as decimal string, a text, a missing code, a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from lyreport.errors import Bilingual, Lang
from lyreport.results.value import Value

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Missing = Literal["not_submitted", "not_applicable", "suppressed", "incomplete", "pending"]
Kind = Literal["text", "number", "value", "verdict"]
Cell = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """A target as a chart shows it: ``≥ 99.6``; ``value`` is a decimal string."""

    operator: str
    value: str

    def say(self) -> str:
        """Return ``≥99.6``; without operator just the figure."""
        sign = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}.get(self.operator, "")
        return sign + self.value


@dataclass(frozen=True)
class Series:
    """Recorded values in a row: one indicator (or part of one) over years, or over towns or communities."""

    id: str
    name: Bilingual
    unit: Bilingual
    labels: tuple[Bilingual, ...]
    values: tuple[Value, ...]
    goal: Goal | None = None

    def __iter__(self) -> Iterator[tuple[Bilingual, Value]]:
        return iter(zip(self.labels, self.values, strict=True))

    @property
    def last(self) -> Value:
        """The value at the end: the latest year, or the last place."""
        return self.values[-1]


@dataclass(frozen=True)
class Tally:
    """Numbers counted or added up from one form: rows × columns, ``None`` or a missing code where nothing is known.

    ``numbers[row][column]`` is a decimal string, or a :data:`Missing` code.
    """

    id: str
    rows: tuple[Bilingual, ...]
    columns: tuple[Bilingual, ...]
    numbers: tuple[tuple[str, ...], ...]
    unit: Bilingual
    row_title: Bilingual
    row_keys: tuple[str, ...] = ()
    column_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    title: Bilingual
    kind: Kind = "text"
    unit: Bilingual | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the column as the record writes it."""
        unit = self.unit._asdict() if self.unit and self.unit.zh else None
        return {"name": self.name, "title": self.title._asdict(), "kind": self.kind, "unit": unit}


@dataclass(frozen=True)
class Table:
    """One table; ``values`` are the recorded values its cells name (for showing, not for the record)."""

    title: Bilingual
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Bilingual, ...] = ()
    values: dict[str, Value] = field(default_factory=dict)

    def as_json(self, id: str) -> dict[str, Any]:  # noqa: A002 - the record calls it id
        """Return the record of the table (contract: application/vnd.lyreport.table+json)."""
        return {
            "id": id,
            "title": self.title._asdict(),
            "columns": [column.as_json() for column in self.columns],
            "rows": [list(row) for row in self.rows],
            "notes": [note._asdict() for note in self.notes],
        }


@dataclass(frozen=True)
class Chart:
    """One chart that is not drawn yet: ``draw(lang)`` makes the matplotlib figure; ``table`` has the same numbers."""

    title: Bilingual
    alt: Bilingual
    table: Table
    draw: Callable[[Lang], Figure]


def text(words: Bilingual | str) -> Cell:
    """A text cell; a plain string reads the same in both languages."""
    both = Bilingual(words, words) if isinstance(words, str) else words
    return {"text": both._asdict()}


def number(printed: str) -> Cell:
    """A number cell, or a missing cell where ``printed`` is a missing code."""
    return {"missing": printed} if printed.isalpha() or "_" in printed else {"number": printed}


def value(recorded: Value) -> Cell:
    """A cell that names a recorded value; the page looks it up and links it."""
    return {"value": recorded.id}


def missing(code: Missing) -> Cell:
    """A cell that says why nothing stands in it."""
    return {"missing": code}


def verdict(recorded: Value) -> Cell:
    """A cell that says how the value stands against its target."""
    return {"verdict": str(recorded.verdict)}
