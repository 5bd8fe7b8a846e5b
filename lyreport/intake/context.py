"""What a check may see: its form's rows from one unit, and the accepted rows of other forms and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from lyreport.intake.rows import FROM_COVER, Row
from lyreport.plan import Form, Place, Plan
from lyreport.project import BASE_YEAR

Rows = tuple[Row, ...]
_VALIDITY = ("valid_from", "valid_to")


@dataclass(frozen=True)
class Context:
    """The surroundings of one unit's form in one year.

    ``facts(form, year)`` returns None where that form was not accepted: a check that needs it then does not apply.
    """

    plan: Plan
    form: Form
    year: int
    unit: str
    rows: Rows
    facts: Callable[[str, int], Rows | None]

    @property
    def year_end(self) -> date:
        """31 December of the data year."""
        return date(self.year, 12, 31)

    @cached_property
    def town(self) -> Place | None:
        """The town whose government submits, or None for a county body."""
        name = self.plan.units[self.unit].name.zh
        return next((town for town in self.plan.places.towns if town.name == name), None)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The key columns that tell rows of one year apart."""
        return lasting_key(self.form)

    @cached_property
    def last(self) -> dict[tuple[Any, ...], Row] | None:
        """Last year's rows by key, or None where last year's form was not accepted."""
        rows = self.facts(self.form.id, self.year - 1)
        return None if rows is None else {self.identity(row): row for row in rows}

    def identity(self, row: Row) -> tuple[Any, ...]:
        """What a row shares with its counterpart of another year: its lasting key, months without their year."""
        return tuple(row[name][5:] if name in self._months and row[name] else row[name] for name in self.key)

    @cached_property
    def _months(self) -> frozenset[str]:
        return frozenset(column.name for column in self.form.columns if column.type == "month")

    @cached_property
    def history(self) -> tuple[dict[tuple[Any, ...], list[Row]] | None, ...]:
        """The form's rows by identity for each year from the base year to the last; None where not accepted."""
        return tuple(self._by_identity(self.facts(self.form.id, year)) for year in range(BASE_YEAR, self.year))

    def _by_identity(self, rows: Rows | None) -> dict[tuple[Any, ...], list[Row]] | None:
        if rows is None:
            return None
        groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in rows:
            groups[self.identity(row)].append(row)
        return dict(groups)

    def before(self, row: Row) -> Row | None:
        """The counterpart of a row a year earlier."""
        return (self.last or {}).get(self.identity(row))

    def a_year_earlier(self) -> Context:
        """The same surroundings with last year's rows in place of this year's."""
        return replace(self, year=self.year - 1, rows=tuple((self.last or {}).values()))

    def others(self, form: str) -> Rows | None:
        """Another form's rows: this year's, or last year's where a register was not accepted this year."""
        rows = self.facts(form, self.year)
        if rows is None and self.plan.forms[form].time_behaviour == "register":
            return self.facts(form, self.year - 1)
        return rows

    def in_force(self, rows: Iterable[Row]) -> Rows:
        """The rows of a register that hold at the end of the year."""
        return tuple(row for row in rows if _holds(row, self.year_end))

    def look_up(self, form: str, column: str, key: tuple[Any, ...]) -> Any:
        """The cell of another form's row, found by the first parts of that form's key; None where there is none."""
        names = lasting_key(self.plan.forms[form])[: len(key)]
        found = [row for row in self.others(form) or () if row.key(names) == key]
        return found[-1][column] if found else None


def lasting_key(form: Form) -> tuple[str, ...]:
    """A form's key without the year and without the date from which an entry holds."""
    return tuple(name for name in form.key if name not in (FROM_COVER, "valid_from"))


def _holds(row: Row, day: date) -> bool:
    start, end = row.key(_VALIDITY)
    return (start is None or start <= day) and (end is None or day <= end)
