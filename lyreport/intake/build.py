"""Workbooks to facts: one function that reads, checks and stores every year up to the last one asked for."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from lyreport.intake.acceptance import Examined, examine
from lyreport.intake.checks import other_forms
from lyreport.intake.context import Rows
from lyreport.intake.faults import Fault
from lyreport.intake.origins import READ, Origins, changes, last_days, origins
from lyreport.intake.parquet import Record
from lyreport.intake.reception import Inbox, receive
from lyreport.intake.store import Store, save
from lyreport.intake.submissions import Owed, Receipt, days_late, owed
from lyreport.plan import Plan
from lyreport.plan.watch import only
from lyreport.project import BASE_YEAR, Project, lock_facts, sweep
from lyreport.tables import Submission

Progress = Callable[[int], None]


@dataclass(frozen=True)
class IntakeReport:
    """What a run of the intake found: all submissions and faults of ``years``.

    ``changed`` says for the years that were not up to date what had changed.
    """

    years: tuple[int, ...]
    changed: Mapping[int, tuple[str, ...]]
    submissions: tuple[Submission, ...]
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep a form or file from being accepted."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def unreadable(self) -> tuple[Fault, ...]:
        """The files that could not be opened or must not be (exit 11)."""
        return tuple(fault for fault in self.errors if fault.code.startswith("file."))

    @property
    def missing(self) -> tuple[Submission, ...]:
        """The forms that did not come."""
        return tuple(one for one in self.submissions if one.status == "missing")


def build(
    project: Project,
    plan: Plan,
    years: Iterable[int],
    *,
    force: bool = False,
    progress: Progress = lambda _: None,
    facts: Path | None = None,
) -> IntakeReport:
    """Bring the facts of ``years``, and of every year before them (checks look back at them), up to date.

    A year is left alone when its workbooks, the parameters, the code and the years before it are what they were.

    Args:
        project: where ``data/`` is read and ``output/facts`` written.
        plan: the plan whose forms are filled.
        years: the data years wanted.
        force: build even what is up to date.
        progress: called with each year before it is built.
        facts: a folder to build in instead of ``output/facts``.

    Raises:
        ParamsError: a year has no valid settings.
        LockedError: another process has been building facts for too long (17).
        OSError: the disk refused; the earlier facts of that year stay.
    """
    store = Store(project, only(plan, *READ), facts)
    due = last_days(project, plan, max(years, default=BASE_YEAR - 1))
    found = origins(store, due)
    changed = changes(store, found, force=force)
    if changed:
        folder = facts or project.facts
        with lock_facts(folder, f"lyreport, pid {os.getpid()}"):
            changed = changes(store, found, force=force)  # another process may have built them by now
            sweep(folder)
            for year in changed:
                progress(year)
                _build_year(store, year, found[year], due[year])
    submissions = tuple(one for year in found for one in store.submissions(year))
    faults = tuple(one for year in found for one in store.faults(year))
    return IntakeReport(tuple(found), changed, submissions, faults)


def outdated(project: Project, plan: Plan, year: int, *, force: bool = False) -> dict[int, tuple[str, ...]]:
    """Return the years up to ``year`` whose facts :func:`build` would make again, and what has changed for each."""
    store = Store(project, plan)
    return changes(store, origins(store, last_days(project, plan, year)), force=force)


def _build_year(store: Store, year: int, made_from: Origins, due: date) -> None:
    inbox = receive(store.project, store.plan, year)
    examined = _examine_all(inbox, store, year)
    loose = [fault for fault in inbox.faults if (fault.form, fault.unit) not in examined]
    faults = [*loose, *(fault for one in examined.values() for fault in one.faults)]
    submissions = []
    rows: dict[str, list[Record]] = defaultdict(list)
    for form, unit in owed(store.plan):
        found = examined.get((form, unit))
        if found is None:
            submissions.append(_not_received(form, unit, year, inbox))
            continue
        submissions.append(_received(found, year, inbox.versions[form, unit], due))
        rows[form] += found.records if found.accepted else []
    save(store, year, made_from, rows, submissions, faults)


def _examine_all(inbox: Inbox, store: Store, year: int) -> dict[Owed, Examined]:
    """Examine the forms that others refer to before those others."""
    accepted: dict[str, Rows] = {}

    earlier = cache(store.rows)

    def facts(form: str, asked: int) -> Rows | None:
        if asked == year:
            return accepted.get(form)
        return earlier(form, asked) if asked >= BASE_YEAR else None

    examined: dict[Owed, Examined] = {}
    for form in _order(store.plan):
        parts = []
        for unit in store.plan.forms[form].submitters:
            if (form, unit) in inbox.versions:
                one = examine(inbox.versions[form, unit][0], store.plan, year, facts)
                one = replace(one, faults=(*_known(inbox, form, unit), *one.faults))
                examined[form, unit] = one
                parts.append(one)
        if any(one.accepted for one in parts):
            accepted[form] = tuple(row for one in parts if one.accepted for row in one.rows)
    return examined


def _known(inbox: Inbox, form: str, unit: str) -> tuple[Fault, ...]:
    """What the reception found about one unit's form."""
    return tuple(fault for fault in inbox.faults if (fault.form, fault.unit) == (form, unit))


def _order(plan: Plan) -> tuple[str, ...]:
    graph = {form.id: sorted(other_forms(form, plan) - {form.id}) for form in plan.forms.values()}
    return tuple(TopologicalSorter(graph).static_order())


def _received(found: Examined, year: int, versions: tuple[Receipt, ...], due: date) -> Submission:
    receipt = found.receipt
    return Submission(
        form=receipt.form,
        year=year,
        unit=receipt.unit,
        status="accepted" if found.accepted else "rejected",
        state=receipt.state or None,
        file=receipt.workbook.file,
        sha256=receipt.workbook.sha256,
        sheet=receipt.sheet.name,
        submitted_on=receipt.submitted_on.isoformat(),
        days_late=days_late(versions, due),
        rows=len(found.rows),
        faults=sum(fault.severity == "error" for fault in found.faults),
        demonstration=receipt.workbook.cover.demonstration,
        columns=tuple(sorted(found.layout.letters.items())),
        superseded=tuple(version.workbook.sha256 for version in versions[1:]),
        remark=receipt.remark,
    )


def _not_received(form: str, unit: str, year: int, inbox: Inbox) -> Submission:
    spoilt = (form, unit) in inbox.spoilt
    reason = inbox.reasons.get((form, unit), "")
    return Submission(form, year, unit, "rejected" if spoilt else "missing", faults=int(spoilt), remark=reason)
