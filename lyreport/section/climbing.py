"""Milestones over the years, as ladders show them."""

from __future__ import annotations

from collections.abc import Sequence

from lyreport.results.value import Value
from lyreport.section.ledger import Ledger
from lyreport.section.shapes import Climb, amount


def climb(ledger: Ledger, milestone: str, years: Sequence[int]) -> Climb:
    """Return one milestone's level at the end of each year; a year that was not reported is None."""
    row = ledger.plan.milestones[milestone]
    values = tuple(ledger.value(f"{milestone}.level", year) for year in years)
    method = values[-1].method or {}
    side = method.get("side_state")
    return Climb(
        id=milestone,
        name=row.name,
        steps=ledger.plan.ladders[row.ladder].levels,
        years=tuple(years),
        levels=tuple(map(_level, values)),
        values=values,
        side=ledger.plan.side_states[side].name if side and side != "normal" else None,
        evidence=str(method.get("evidence") or ""),
    )


def _level(value: Value) -> int | None:
    found = amount(value.printed)
    return None if found is None else int(found)
