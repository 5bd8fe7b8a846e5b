"""What a notebook hands over: series of recorded values, tallies of facts, tables and charts.

They are plain data in both languages.  A cell of a table is one of: a recorded value (looked up and linked by its
id), a number as decimal string, a text, a missing code, a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from lyreport.errors import LANGS, Bilingual, Lang
from lyreport.results.value import Value
from lyreport.section import numbers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Missing = Literal["not_submitted", "not_applicable", "suppressed", "incomplete", "pending"]
Kind = Literal["text", "number", "value", "verdict"]
Cell = dict[str, Any]
NOTHING = Bilingual("", "")


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
    """Numbers in rows × columns: counted from one form, or taken from recorded values.

    ``numbers[row][column]`` is a decimal string or a missing code; ``values`` has the recorded values behind them,
    row by row, and is empty for counts from a form.
    """

    name: Bilingual
    row_title: Bilingual
    rows: tuple[Bilingual, ...]
    columns: tuple[Bilingual, ...]
    numbers: tuple[tuple[str, ...], ...]
    unit: Bilingual
    row_keys: tuple[str, ...] = ()
    values: tuple[tuple[Value, ...], ...] = ()

    def column(self, place: int) -> list[Decimal | None]:
        """The numbers of one column; None where one is missing."""
        return [amount(row[place]) for row in self.numbers]


State = Literal["yes", "no", "missing", "na"]


@dataclass(frozen=True)
class Marks:
    """Yes, no, not reported or not applicable, in rows.

    With ``columns`` it is a matrix; without, each row has its own things (the villages of a town) with their names.
    """

    name: Bilingual
    row_title: Bilingual
    rows: tuple[Bilingual, ...]
    columns: tuple[Bilingual, ...]
    states: tuple[tuple[State, ...], ...]
    things: tuple[tuple[Bilingual, ...], ...] = ()

    def count(self, state: State) -> int:
        """How often ``state`` stands in all rows."""
        return sum(row.count(state) for row in self.states)


@dataclass(frozen=True)
class Climb:
    """One milestone over the years: the words of its ladder, and the level at the end of each year (None: unknown)."""

    id: str
    name: Bilingual
    steps: tuple[Bilingual, ...]
    years: tuple[int, ...]
    levels: tuple[int | None, ...]
    values: tuple[Value, ...]
    side: Bilingual | None = None
    evidence: Bilingual = NOTHING


@dataclass(frozen=True)
class Events:
    """Dated events in lanes, oldest first: ``lanes[n]`` with its ``(date, what)`` pairs; up to the end of ``year``."""

    name: Bilingual
    lanes: tuple[Bilingual, ...]
    events: tuple[tuple[tuple[date, Bilingual], ...], ...]
    first_year: int
    year: int


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


def label(name: Bilingual) -> Bilingual:
    """A name as it begins a cell, a legend or a line: English with a capital."""
    return Bilingual(name.zh, numbers.capital(name.en))


def number(printed: str) -> Cell:
    """A number cell, or a missing cell where ``printed`` is a missing code."""
    return {"missing": printed} if amount(printed) is None else {"number": printed}


def amount(printed: str | None) -> Decimal | None:
    """The number behind a decimal string; None for a missing code."""
    return Decimal(printed) if printed and printed.lstrip("-")[:1].isdigit() else None


def tallied(*series: Series) -> Tally:
    """Put series side by side: their labels become rows, they themselves columns."""
    names = [one.name for one in series]
    return Tally(
        name=_common(names),
        row_title=Bilingual("", ""),
        rows=series[0].labels,
        columns=tuple(_own(names)),
        numbers=tuple(
            tuple(one.values[row].printed or one.values[row].reason or "incomplete" for one in series)
            for row in range(len(series[0].labels))
        ),
        unit=series[0].unit,
        values=tuple(tuple(one.values[row] for one in series) for row in range(len(series[0].labels))),
    )


def across(series: Sequence[Series], prefix: str) -> Series:
    """Turn the parts of one thing into one series: their last values, labelled by what tells them apart."""
    names = [one.name for one in series]
    return Series(prefix, _common(names), series[0].unit, tuple(_own(names)), tuple(one.last for one in series))


_LEAST_SHARED = {"zh": 3, "en": 9}  # letters; less than that is chance


def _common(names: Sequence[Bilingual]) -> Bilingual:
    """What all names say; the first name where they share nothing."""
    shared = _shared_in_both(names)
    zh, en = ("".join(shared[lang]).strip(" ：:,，") for lang in LANGS)
    return Bilingual(zh or names[0].zh, en or names[0].en)


def _own(names: Sequence[Bilingual]) -> list[Bilingual]:
    """The names without what they share: ``中央`` and ``省级`` for ``到位资金：中央`` and ``到位资金：省级``."""
    (zh_head, zh_tail), (en_head, en_tail) = (_shared_in_both(names)[lang] for lang in LANGS)
    return [
        label(
            Bilingual(
                name.zh.removeprefix(zh_head).removesuffix(zh_tail), name.en.removeprefix(en_head).removesuffix(en_tail)
            )
        )
        for name in names
    ]


def _shared_in_both(names: Sequence[Bilingual]) -> dict[Lang, tuple[str, str]]:
    """What the names share in each language; nothing unless they share something in both."""
    found = {lang: _shared([name.say(lang) for name in names], lang) for lang in LANGS}
    return found if all(any(parts) for parts in found.values()) else dict.fromkeys(LANGS, ("", ""))


def _shared(said: Sequence[str], lang: Lang) -> tuple[str, str]:
    """The words that begin and that end every text; nothing where a text would be left without any of its own."""
    if len(set(said)) < 2:  # noqa: PLR2004 - one name shares nothing with itself
        return "", ""
    head = _prefix(said)
    if lang == "en":
        head = head[: head.rfind(" ") + 1]
    head = head if len(head) >= _LEAST_SHARED[lang] else ""
    tail = _prefix([text.removeprefix(head)[::-1] for text in said])[::-1] if lang == "zh" else ""
    tail = tail if len(tail) >= _LEAST_SHARED[lang] else ""
    whole = all(text.removeprefix(head).removesuffix(tail) for text in said)
    return (head, tail) if whole else ("", "")


def _prefix(texts: Sequence[str]) -> str:
    shortest = min(texts, key=len)
    return next(shortest[:end] for end in range(len(shortest), -1, -1) if _all_begin(texts, shortest[:end]))


def _all_begin(texts: Sequence[str], head: str) -> bool:
    return all(text.startswith(head) for text in texts)


def value(recorded: Value) -> Cell:
    """A cell that names a recorded value; the page looks it up and links it."""
    return {"missing": "not_submitted"} if recorded.reason == ABSENT else {"value": recorded.id}


ABSENT = "not_recorded"


def absent(id: str, year: int, place: str = "") -> Value:  # noqa: A002 - the record calls it id
    """Stand for a value that the year did not record (a form came later, a part has no cases)."""
    return Value(id, year, place, None, None, "", reason=ABSENT)


def missing(code: Missing) -> Cell:
    """A cell that says why nothing stands in it."""
    return {"missing": code}


def verdict(recorded: Value) -> Cell:
    """A cell that says how the value stands against its target."""
    return {"verdict": str(recorded.verdict)}
