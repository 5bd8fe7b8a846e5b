"""Milestone levels that follow from other forms (F24-R4): what the ledger says must agree with them."""

from __future__ import annotations

from collections.abc import Callable

from lyreport.intake.rows import Row

Rows = tuple[Row, ...]
_COMPOUND_STAGES = ("未列计划", "已列计划", "开工", "完工", "验收")
_PROJECT_STAGES = ("谋划前期", "立项批复", "开工", "在建", "完工", "竣工验收", "投用")


def derived_level(milestone: str, rows_of: Callable[[str], Rows | None]) -> int | None:
    """Return the level that follows for ``milestone``, or None where nothing follows.

    M05 from the compounds of F01, M06 from the renewal projects of F28 that must bring public facilities, M29 as the
    lowest of its projects in F28.
    """
    if milestone not in _DERIVED:
        return None
    form, derive = _DERIVED[milestone]
    rows = rows_of(form)
    return None if rows is None else derive(rows)


def _programme(stages: list[int], start: int, finish: int, accept: int) -> int:
    """The level on the ladder of programmes from the stages of its parts."""
    if not any(stages):
        return 0
    for level, reached in ((5, accept), (4, finish), (3, start)):
        if all(stage >= reached for stage in stages):
            return level
    return 2 if any(stage >= start for stage in stages) else 1


def _from_compounds(rows: Rows) -> int | None:
    """The whole list counts, those taken off it left out."""
    stages = [_COMPOUND_STAGES.index(row["stage"]) for row in rows if row["stage"] in _COMPOUND_STAGES]
    return _programme(stages, 2, 3, 4) if stages else None


def _from_renewal_projects(rows: Rows) -> int | None:
    """Accepted counts only where the facilities were delivered too."""
    owed = [row for row in rows if row["programme"] == "城市更新" and row["facility_required"] is True]
    stages = [_PROJECT_STAGES.index(row["stage"]) + 1 for row in owed if row["stage"] in _PROJECT_STAGES]
    if not stages:
        return None
    level = _programme(stages, 3, 5, 6)
    return min(level, 5 if all(row["facility_delivered"] for row in owed) else 4)


def _from_projects(rows: Rows) -> int | None:
    stages = [
        _PROJECT_STAGES.index(row["stage"])
        for row in rows
        if row["milestone_id"] == "M29" and row["stage"] in _PROJECT_STAGES
    ]
    return min(stages) if stages else None


_DERIVED: dict[str, tuple[str, Callable[[Rows], int | None]]] = {
    "M05": ("F01", _from_compounds),
    "M06": ("F28", _from_renewal_projects),
    "M29": ("F28", _from_projects),
}
