"""Findings by row and year: computed once in a notebook, or taken from what the other sections handed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lyreport import indicators
from lyreport.indicators import Finding
from lyreport.plan import Plan, YearSettings
from lyreport.results.ids import ValueId
from lyreport.results.parts import DERIVED
from lyreport.results.value import Value
from lyreport.section import shapes
from lyreport.tables import Facts

_CHANGES = frozenset(suffix for suffix, _, _ in DERIVED)


@dataclass(frozen=True)
class Ledger:
    """Values on demand; history is recomputed by the same functions, no notebook reads another year's notebook."""

    plan: Plan
    facts: Facts
    years: Mapping[int, YearSettings]
    given: Mapping[str, Value] = field(default_factory=dict)
    found: dict[tuple[str, int], Finding] = field(default_factory=dict)

    def finding(self, row: str, year: int) -> Finding:
        """Compute an indicator or milestone; the second time it is remembered."""
        if (row, year) not in self.found:
            compute = indicators.compute if row in self.plan.indicators else indicators.compute_milestone
            self.found[row, year] = compute(row, self.facts, plan=self.plan, year=year, settings=self.years)
        return self.found[row, year]

    def value(self, name: str, year: int, place: str = "") -> Value:
        """Return one value; one that the year did not record stands as absent."""
        row, _, part = name.partition(".")
        wanted = str(ValueId(row, year, part, place))
        if wanted in self.given:
            return self.given[wanted]
        recorded = {value.id: value for value in self.finding(row, year).values}
        return recorded.get(wanted) or shapes.absent(wanted, year, place)

    def parts(self, prefix: str, year: int) -> tuple[str, ...]:
        """Return the county's parts right under ``prefix``, in recorded order; changes and the like are left out."""
        names = [value.key.name for value in self.finding(prefix.partition(".")[0], year).values if not value.place]
        under = [name for name in names if name.rpartition(".")[0] == prefix]
        return tuple(dict.fromkeys(name for name in under if name.rpartition(".")[2] not in _CHANGES))


def given(path: str | None) -> dict[str, Value]:
    """Read the values that the other sections handed over; nothing where no file is named."""
    if not path:
        return {}
    records = json.loads(Path(path).read_bytes())
    return {record["id"]: Value.from_json(record) for record in records}
