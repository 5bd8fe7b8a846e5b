"""Where each unit stands in a year: per form owed, received, accepted, state, days late, faults and warnings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lyreport.errors import Bilingual
from lyreport.intake.store import Store
from lyreport.tables import Submission


@dataclass(frozen=True)
class Standing:
    """One line of ``lyreport status``: what one unit owes for one form, and how it stands.

    ``status``: accepted, rejected or missing; ``state``: preliminary, verified, revised or None; ``days_late`` counts
    from the deadline to the first version and is None where nothing came.
    """

    unit: str
    unit_name: Bilingual
    form: str
    form_name: Bilingual
    status: str
    state: str | None
    submitted_on: str | None
    days_late: int | None
    rows: int
    errors: int
    warnings: int
    versions: int
    remark: str


def standings(store: Store, year: int) -> tuple[Standing, ...]:
    """Return one line per unit and owed form, units in the order of the plan, forms in theirs.

    Raises:
        NotBuiltError: the year's facts have not been built.
    """
    warnings = Counter((one.unit, one.form) for one in store.faults(year) if one.severity == "warn")
    order = {unit.id: position for position, unit in enumerate(store.plan.submitters)}
    sent = sorted(store.submissions(year), key=lambda one: (order[one.unit], one.form))
    return tuple(_standing(one, store, warnings[one.unit, one.form]) for one in sent)


def _standing(sent: Submission, store: Store, warnings: int) -> Standing:
    return Standing(
        unit=sent.unit,
        unit_name=store.plan.units[sent.unit].name,
        form=sent.form,
        form_name=store.plan.forms[sent.form].name,
        status=sent.status,
        state=sent.state,
        submitted_on=sent.submitted_on,
        days_late=sent.days_late,
        rows=sent.rows,
        errors=sent.faults,
        warnings=warnings,
        versions=len(sent.superseded) + (1 if sent.sha256 else 0),
        remark=sent.remark,
    )
