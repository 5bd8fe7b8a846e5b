"""Small tables drawn in text, turned into the forms that indicators read.

A table starts with a form and a year (``F06 2025``, ``F06 2025 missing``, ``F03 2025 preliminary``), names its columns
and gives one line per row.  ``.`` is a blank cell, ``na`` 不适用, ``~`` a column whose condition is not met yet,
``V1..V9`` nine rows that differ in their code alone, ``M1..M12`` the months of the year.  Codes: ``V1``… villages and ``W1``… villages of a second town,
``A`` and ``B`` those towns, ``J`` and ``JF`` the two pilot towns, ``K1``… the communities.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from lyreport.plan import Plan, YearSettings, load_plan
from lyreport.tables import FormTable, Submission

ROOT = Path(__file__).resolve().parents[2]
TOWNS = {"A": "610329101", "B": "610329102", "J": "610329100", "JF": "610329107"}
EMPTY = {".": "blank", "na": "na", "~": "pending"}
_RANGE = re.compile(r"([A-Z]+)(\d+)\.\.\1(\d+)")
_CODE = re.compile(r"(V|W|K)(\d+)")


@cache
def plan() -> Plan:
    """Return the project's plan, read once."""
    return load_plan(ROOT / "params")


@cache
def codes() -> dict[str, str]:
    """Return the statistical code behind each short code of the texts."""
    villages = {
        kind: [one for one in plan().places.in_town(TOWNS[town]) if one.kind == "village"]
        for kind, town in (("V", "A"), ("W", "B"))
    }
    named = {f"{kind}{number}": one.code for kind, some in villages.items() for number, one in enumerate(some, 1)}
    listed = plan().indicators["Q10"].named
    others = [one.code for one in plan().places.communities if one.code not in listed]
    communities = {f"K{number}": code for number, code in enumerate((*listed, *others), 1)}
    return {**TOWNS, **named, **communities}


def real(text: str) -> str:
    """Return a text with its short code replaced, if it is one."""
    return codes().get(text, text)


def short(code: str) -> str:
    """Return the short code of a place, for messages."""
    return next((name for name, real_code in codes().items() if real_code == code), code)


@dataclass(frozen=True)
class TextFacts:
    """The facts of a spec: its tables, and the places that exist in it."""

    tables: dict[tuple[str, int], FormTable]
    places: tuple[str, ...]

    def table(self, form: str, year: int) -> FormTable:
        """Return a table of the spec; a form that it does not draw has not been sent."""
        if form == "F00":
            return _frame_table("F00", year, _places(self.places), ())
        if (form, year) in self.tables:
            return self.tables[form, year]
        sent = tuple(Submission(form, year, unit, "missing") for unit in plan().forms[form].submitters)
        return FormTable(form, year, pd.DataFrame(), "missing", sent)


def _places(names: tuple[str, ...]) -> list[dict[str, Any]]:
    kinds = {"town": "镇", "village": "行政村", "community": "社区"}
    rows = []
    for name in names:
        place = plan().places[real(name)]
        rows.append({"place_code": place.code, "kind": kinds[place.kind], "parent_code": place.parent or ""})
    return rows


def facts(text: str, places: str) -> TextFacts:
    """Read the tables of a spec; ``places`` lists the short codes that exist (``A V1..V10``)."""
    blocks = [block.strip().splitlines() for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    tables = [_table(block) for block in blocks]
    names = tuple(name for part in places.split() for name in _expand(part))
    return TextFacts({(table.form, table.year): table for table in tables}, names)


def _expand(text: str) -> list[str]:
    found = _RANGE.fullmatch(text)
    if not found:
        return [text]
    return [f"{found[1]}{number}" for number in range(int(found[2]), int(found[3]) + 1)]


def _table(lines: list[str]) -> FormTable:
    form, year, *words = lines[0].split()
    status = next((word for word in words if word in ("missing", "rejected")), "accepted")
    state = next((word for word in words if word in ("preliminary", "revised")), "verified")
    owing = tuple(word.removeprefix("owes:") for word in words if word.startswith("owes:"))
    names = lines[1].split() if len(lines) > 1 else []
    rows = [row for line in lines[2:] for row in _rows(form, int(year), names, line.split())]
    submitters = plan().forms[form].submitters
    sent = tuple(
        Submission(form, int(year), unit, "missing" if unit in owing else status, state=state, demonstration=False)
        for unit in submitters
    )
    return _frame_table(form, int(year), rows, sent)


def _rows(form: str, year: int, names: list[str], cells: list[str]) -> list[dict[str, Any]]:
    if len(cells) != len(names):
        raise AssertionError(f"{form}: {len(names)} columns, but {cells}")
    wide = next((index for index, cell in enumerate(cells) if _RANGE.fullmatch(cell)), None)
    if wide is None:
        return [_row(form, year, names, cells)]
    narrower = [[*cells[:wide], one, *cells[wide + 1 :]] for one in _expand(cells[wide])]
    return [row for one in narrower for row in _rows(form, year, names, one)]


def _row(form: str, year: int, names: list[str], cells: list[str]) -> dict[str, Any]:
    typed = {name: _cell(form, year, name, cell) for name, cell in zip(names, cells, strict=True)}
    empty = {name: EMPTY[cell] for name, cell in zip(names, cells, strict=True) if cell in EMPTY}
    return {**typed, "_codes": json.dumps(empty)}


def _cell(form: str, year: int, name: str, cell: str) -> Any:
    if cell in EMPTY:
        return None
    kind = plan().forms[form].column(name).type
    if kind == "month":
        return f"{year}-{int(cell.removeprefix('M')):02}"
    if name == "item":
        return f"{cell[0]}{int(cell[1:]):02}"
    return READERS.get(kind, real)(cell)


def _yes(cell: str) -> bool:
    return {"yes": True, "no": False}[cell]


READERS: dict[str, Callable[[str], Any]] = {
    "int": int,
    "year": int,
    "decimal": Decimal,
    "bool": _yes,
    "date": date.fromisoformat,
}


def _frame_table(form: str, year: int, rows: list[dict[str, Any]], sent: tuple[Submission, ...]) -> FormTable:
    names = [column.name for column in plan().forms[form].columns]
    accepted = next((one.unit for one in sent if one.status == "accepted"), "ldxzb")
    full = [
        {
            "_file": "spec",
            "_sheet": form,
            "_row": number,
            "_unit": accepted,
            "_codes": "{}",
            **dict.fromkeys(names),
            **row,
        }
        for number, row in enumerate(rows, 4)
    ]
    columns = [*names, "_file", "_sheet", "_row", "_unit", "_codes"]
    statuses = {one.status for one in sent} or {"accepted"}
    status = "partial" if len(statuses) > 1 else statuses.pop()
    return FormTable(form, year, pd.DataFrame(full, columns=columns, dtype=object), status, sent)


@dataclass(frozen=True)
class Spec:
    """One example: what it shows, in both languages, its tables, what people decided, and what must come out.

    ``expect`` has one line per value: id, printed, exact, verdict, then ``key=value`` for reason, low, high, pace,
    notes, numerator, denominator, owing, unit, state.  ``-`` is nothing.
    """

    title_zh: str
    title_en: str
    tables: str
    expect: str
    places: str = "A V1..V4"
    decisions: dict[str, str] = field(default_factory=dict)
    annual_plan: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[str, ...]:
        """The indicators and milestones that it shows."""
        return tuple(dict.fromkeys(line.split()[0][:3] for line in self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of what is expected."""
        return tuple(line.strip() for line in self.expect.strip().splitlines())

    def settings(self, year: int) -> YearSettings:
        """Return the settings of a year, with everything undecided but what the spec decides."""
        decided = {name: self.decisions.get(name) for name in _setting_ids()}
        planned = {row: Decimal(number) for row, number in self.annual_plan.items()}
        return YearSettings(
            year=year,
            demonstration=False,
            release_date=None,
            due=date(year + 1, 2, 15),
            decisions=decided,
            annual_plan=planned,
        )


def _setting_ids() -> tuple[str, ...]:
    rows = (*plan().indicators.values(), *plan().milestones.values())
    return (*plan().settings, *(setting.id for row in rows for setting in row.settings))
