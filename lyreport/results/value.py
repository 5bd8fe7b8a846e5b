"""The value record: one number of the report, as it was computed, printed and judged."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from lyreport.hashing import canonical_json
from lyreport.results.ids import ValueId


class Verdict(StrEnum):
    """How a value stands against its target."""

    MET = "met"
    MET_WITHIN_TOLERANCE = "met_within_tolerance"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    NO_TARGET = "no_target"


class DataState(StrEnum):
    """How firm the submissions behind a value are; the weakest of them counts.

    Demonstration submissions may be preliminary or revised, never verified: they say ``demonstration`` instead.
    """

    DEMONSTRATION = "demonstration"
    PRELIMINARY = "preliminary"
    VERIFIED = "verified"
    REVISED = "revised"


@dataclass(frozen=True)
class Value:
    """One recorded value (contract: architecture §5).

    ``exact`` is an integer, a decimal or a fraction in lowest writing as computed (``"60/66"`` stays so),
    or None where nothing can be said; ``printed`` is the decimal string that every page shows (percentages
    already times 100), or None.  ``reason`` is a code that says why a value or verdict is missing
    (``not_submitted``, ``rejected``, ``incomplete``, ``threshold_unset``, ``no_earlier_year``, ``suppressed``…).
    ``low`` and ``high`` are printed bounds (register ratios with gaps; Wilson interval).
    ``owing`` are the ids of the units that owe the missing forms.  ``inputs`` lists what was read:
    ``{"form", "year", "columns"}``.
    """

    id: str
    year: int
    place: str
    exact: str | None
    printed: str | None
    unit: str
    numerator: str | None = None
    denominator: str | None = None
    verdict: Verdict = Verdict.NO_TARGET
    reason: str | None = None
    pace: str | None = None
    data_state: DataState = DataState.VERIFIED
    demonstration: bool = False
    forms: tuple[str, ...] = ()
    notebook: str | None = None
    cell: str | None = None
    low: str | None = None
    high: str | None = None
    owing: tuple[str, ...] = ()
    inputs: tuple[dict[str, Any], ...] = ()
    method: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> ValueId:
        """The id, taken apart."""
        return ValueId.parse(self.id)

    @property
    def fraction(self) -> Fraction | None:
        """The exact value as a fraction, or None."""
        return None if self.exact is None else Fraction(self.exact)

    def as_json(self) -> dict[str, Any]:
        """Return the record as plain JSON types, every field present."""
        found = ((name, getattr(self, name)) for name in FIELDS)  # asdict would copy every input, ten times as slow
        return {name: list(item) if isinstance(item, tuple) else item for name, item in found}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Value:
        """Read a record; an unknown field is a ``TypeError``, since only lyreport writes them."""
        known = dict(record)
        for name in ("forms", "owing", "inputs", "notes"):
            known[name] = tuple(known.get(name) or ())
        known["verdict"] = Verdict(known["verdict"])
        known["data_state"] = DataState(known["data_state"])
        return cls(**known)


FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Value))


def dump(values: Iterable[Value]) -> bytes:
    """Return results.json: a canonical JSON list sorted by id."""
    ordered = sorted(values, key=lambda value: value.id)
    return canonical_json([value.as_json() for value in ordered])


def load(path: Path) -> dict[str, Value]:
    """Read results.json into a mapping from id to value."""
    records = json.loads(path.read_bytes())
    return {record["id"]: Value.from_json(record) for record in records}
