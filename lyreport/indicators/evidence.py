"""What is known in one year: the forms, the places in force, the decisions of people.

A form is read into a ``Sheet`` that remembers which form, year and columns it came from, so that every figure can
say what it was computed from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import pandas as pd

from lyreport.plan import BASE_YEAR, Plan, YearSettings
from lyreport.plan.place import PlaceKind
from lyreport.tables import Facts, FormTable

Row = Mapping[str, Any]
KINDS: dict[str, PlaceKind] = {"镇": "town", "行政村": "village", "社区": "community"}


class Empty(Enum):
    """Why a cell has no value: nothing was said, it does not apply, its condition is not met yet."""

    BLANK = "blank"
    NA = "na"
    PENDING = "pending"


def given(value: Any) -> bool:
    """Whether a cell holds a value."""
    return not isinstance(value, Empty)


@dataclass(frozen=True)
class Sheet:
    """The asked columns of one form in one year.

    ``reason`` says why nothing can be read (``not_submitted``, ``rejected``); ``owing`` are the units that owe a part;
    ``senders`` those whose part was accepted; ``carried_from`` is the earlier year whose rows stand in.
    """

    form: str
    year: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    reason: str | None = None
    owing: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    state: str = "verified"
    demonstration: bool = False
    carried_from: int | None = None

    def by(self, key: str) -> dict[str, Row]:
        """Return the rows under their key."""
        return {row[key]: row for row in self.rows}

    def where(self, **wanted: Any) -> tuple[Row, ...]:
        """Return the rows whose cells equal the given values."""
        return tuple(row for row in self.rows if all(row[name] == value for name, value in wanted.items()))


@dataclass(frozen=True)
class Register:
    """Who must answer: each code with the place under which its answer is shown, and the form that says so."""

    groups: Mapping[str, str]
    sheet: Sheet

    def only(self, codes: Iterable[str]) -> Register:
        """Return the register cut to some codes."""
        kept = frozenset(codes)
        return replace(self, groups={code: group for code, group in self.groups.items() if code in kept})

    @property
    def places(self) -> tuple[str, ...]:
        """The places under which answers are shown."""
        return tuple(sorted(set(self.groups.values())))


@dataclass(frozen=True)
class Evidence:
    """Everything one year's figures may be computed from; ``table`` finds a form by id and year."""

    table: Callable[[str, int], FormTable]
    plan: Plan
    year: int
    settings: Mapping[int, YearSettings]

    @classmethod
    def of(cls, facts: Facts, plan: Plan, year: int, settings: Mapping[int, YearSettings]) -> Evidence:
        """Return the evidence of a year over some facts; each form is read once, however many figures ask for it."""
        return cls(cache(facts.table), plan, year, settings)

    @property
    def year_end(self) -> date:
        """The day on which stocks are counted."""
        return date(self.year, 12, 31)

    @property
    def years(self) -> range:
        """The years from the base year to this one."""
        return range(BASE_YEAR, self.year + 1)

    @property
    def pilots(self) -> frozenset[str]:
        """The codes of the towns that the plan names as pilots (Q09); none where a plan has no such target."""
        row = self.plan.indicators.get("Q09")
        return frozenset(row.named) if row else frozenset()

    def at(self, year: int) -> Evidence:
        """Return the evidence of another year."""
        return replace(self, year=year)

    def decided(self, setting: str) -> str | None:
        """Return what a person decided for this year, or None while the setting is open."""
        year = self.settings.get(self.year)
        return None if year is None else year.decisions.get(setting)

    def sheet(self, form: str, *columns: str) -> Sheet:
        """Read the asked columns of a form of this year; before the base year nothing is asked of anyone."""
        if self.year < BASE_YEAR:
            return Sheet(form, self.year, columns, (), "no_earlier_year")
        return _sheet(self.table(form, self.year), columns)

    def lasting(self, form: str, *columns: str) -> Sheet:
        """Read a form of dated facts: where this year's is missing, the last accepted one stands in (沿用上年)."""
        present = self.sheet(form, *columns)
        if present.reason is None:
            return present
        for year in reversed(range(BASE_YEAR, self.year)):
            earlier = self.at(year).sheet(form, *columns)
            if earlier.reason is None:
                return replace(earlier, reason=present.reason, owing=present.owing, carried_from=year)
        return present

    def places(self, *kinds: PlaceKind) -> Register:
        """Return the places in force at the end of the year, each under its town (a town under itself).

        Read from F00; where the office has not sent it, the plan's own register of places stands in.
        """
        sheet = self.sheet("F00", "place_code", "kind", "parent_code", "valid_from", "valid_to")
        if sheet.reason is not None:
            return self._planned_places(kinds, sheet)
        rows = [row for row in sheet.rows if KINDS.get(row["kind"]) in kinds and self.in_force(row)]
        return Register({row["place_code"]: _town(row["place_code"], row["parent_code"]) for row in rows}, sheet)

    def communities(self) -> Register:
        """Return the communities in force, each shown under itself."""
        register = self.places("community")
        return replace(register, groups={code: code for code in register.groups})

    def compounds(self, *columns: str) -> tuple[Register, dict[str, Row]]:
        """Return the compounds in force, each under its community, and their rows in F29."""
        sheet = self.lasting("F29", "compound_id", "community_code", "valid_from", "valid_to", *columns)
        rows = {row["compound_id"]: row for row in sheet.rows if self.in_force(row)}
        return Register({code: row["community_code"] for code, row in rows.items()}, sheet), rows

    def in_force(self, row: Row) -> bool:
        """Whether a register's row is valid at the end of the year."""
        start, end = row["valid_from"], row["valid_to"]
        return not (given(start) and start > self.year_end) and not (given(end) and end < self.year_end)

    def by_year_end(self, day: Any) -> bool:
        """Whether a dated fact had happened by the end of the year."""
        return given(day) and bool(day <= self.year_end)

    def _planned_places(self, kinds: tuple[PlaceKind, ...], missing: Sheet) -> Register:
        places = [place for place in self.plan.places.of_kind(*kinds) if place.valid_at(self.year_end)]
        groups = {place.code: _town(place.code, place.parent) for place in places}
        return Register(groups, replace(missing, form="plan", columns=("places",), reason=None, owing=()))


def _town(code: str, parent: Any) -> str:
    return code if len(code) == len("610329100") else str(parent)


def _sheet(table: FormTable, columns: tuple[str, ...]) -> Sheet:
    accepted = tuple(sent.unit for sent in table.submissions if sent.status == "accepted")
    reasons = {"missing": "not_submitted", "rejected": "rejected"}
    return Sheet(
        form=table.form,
        year=table.year,
        columns=columns,
        rows=tuple(_rows(table, columns)) if table.status in {"accepted", "partial"} else (),
        reason=reasons.get(table.status),
        owing=table.owing,
        senders=accepted,
        state=table.state,
        demonstration=table.demonstration,
    )


def _rows(table: FormTable, columns: tuple[str, ...]) -> Iterable[Row]:
    names = (*columns, "_unit", "_codes")
    for cells in zip(*(table.frame[name].tolist() for name in names), strict=True):
        row = dict(zip(names, cells, strict=True))
        codes = json.loads(row.pop("_codes") or "{}")
        yield {name: _cell(value, codes.get(name, "blank")) for name, value in row.items()}


def _cell(value: Any, code: str) -> Any:
    return Empty(code) if pd.isna(value) else value
