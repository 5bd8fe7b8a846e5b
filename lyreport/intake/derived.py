"""Columns that no one types: computed from the row and last year's, as the forms define them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lyreport.intake.context import Context, Rows
from lyreport.intake.rows import Row

FIVE_HAVES = ("has_facilities", "has_technology", "has_cleaners", "has_funds", "has_supervision")


def derive(context: Context) -> Rows:
    """Return the rows with their derived columns filled in."""
    names = [column.name for column in context.form.columns if column.derived]
    return tuple(_fill(row, names, context) for row in context.rows) if names else context.rows


def _fill(row: Row, names: list[str], context: Context) -> Row:
    values = {name: DERIVED[context.form.id, name](row, context) for name in names}
    missing = {name: code for name, code in row.missing.items() if values.get(name) is None}
    return replace(row, values={**row.values, **values}, missing=missing)


def _treated(row: Row, _context: Context) -> bool | None:
    """All five haves; not known while one of them is not."""
    haves = [row[name] for name in FIVE_HAVES]
    return None if None in haves else all(haves)


def _carried_over(row: Row, context: Context) -> bool | None:
    """The level of last year without new evidence; the base year carries nothing over."""
    before = context.before(row)
    if row["level"] is None:
        return None
    day = row["evidence_date"]
    return before is not None and before["level"] == row["level"] and (day is None or day.year < context.year)


# form and column → how it is computed
DERIVED: dict[tuple[str, str], Callable[[Row, Context], Any]] = {
    ("F06", "treated"): _treated,
    ("F24", "carried_over"): _carried_over,
}
