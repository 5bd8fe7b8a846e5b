"""What a level means: steps that count as established or running, and levels that follow from other forms.

The derivations are those by which intake checks the ledger (F24-R4), said again from the facts that were accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lyreport.indicators.compounds import STAGES as COMPOUND_STAGES
from lyreport.indicators.evidence import Evidence, Row, Sheet
from lyreport.indicators.renewal import PROGRAMME
from lyreport.indicators.renewal import STAGES as PROJECT_STAGES

STEPS = ("established", "running", "consolidated")
_FROM = {
    "mechanism": (3, 4, 5),
    "campaign": (2, 3, 4),
    "roster": (2, 3, 4),
    "planning": (3, 4, 5),
}
"""From which level on a ladder's milestone counts as established, running, consolidated."""


def reached(ladder: str, level: int | None) -> tuple[str, ...]:
    """Return the steps that a level has reached on its ladder; a ladder of works has none."""
    if level is None or ladder not in _FROM:
        return ()
    return tuple(step for step, needed in zip(STEPS, _FROM[ladder], strict=True) if level >= needed)


def derive(milestone: str, evidence: Evidence) -> tuple[int, Sheet] | None:
    """Return the level that follows from the forms, and the form it follows from; None where nothing follows."""
    if milestone not in _DERIVED:
        return None
    form, columns, rule = _DERIVED[milestone]
    sheet = evidence.sheet(form, *columns)
    level = rule(sheet.rows)
    return None if level is None else (level, sheet)


def _programme(stages: Sequence[int], start: int, finish: int, accept: int) -> int:
    """Return the level of a programme: planned, partly started, all started, all finished, all accepted."""
    if not any(stages):
        return 0
    for level, stage in ((5, accept), (4, finish), (3, start)):
        if min(stages) >= stage:
            return level
    return 2 if max(stages) >= start else 1


def _from_compounds(rows: Sequence[Row]) -> int | None:
    """M05: the compounds of F01; those taken off the list are left out."""
    stages = [COMPOUND_STAGES.index(row["stage"]) for row in rows if row["stage"] in COMPOUND_STAGES]
    return _programme(stages, 2, 3, 4) if stages else None


def _from_renewal(rows: Sequence[Row]) -> int | None:
    """M06: renewal projects that must bring public facilities; accepted counts only with the facilities there."""
    owed = [row for row in rows if row["programme"] == PROGRAMME and row["facility_required"] is True]
    stages = [PROJECT_STAGES.index(row["stage"]) + 1 for row in owed if row["stage"] in PROJECT_STAGES]
    if not stages:
        return None
    delivered = all(row["facility_delivered"] is True for row in owed)
    return min(_programme(stages, 3, 5, 6), 5 if delivered else 4)


def _from_projects(rows: Sequence[Row]) -> int | None:
    """M29: the lowest stage of the projects registered for it."""
    mine = [row["stage"] for row in rows if row["milestone_id"] == "M29"]
    return min((PROJECT_STAGES.index(stage) for stage in mine if stage in PROJECT_STAGES), default=None)


_DERIVED: dict[str, tuple[str, tuple[str, ...], Callable[[Sequence[Row]], int | None]]] = {
    "M05": ("F01", ("compound_id", "stage"), _from_compounds),
    "M06": ("F28", ("project_id", "programme", "stage", "facility_required", "facility_delivered"), _from_renewal),
    "M29": ("F28", ("project_id", "milestone_id", "stage"), _from_projects),
}
