"""Workbooks to facts: one function that reads, checks and stores every year up to the last one asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from lyreport.hashing import digest, sha256_file
from lyreport.intake.acceptance import Examined, examine
from lyreport.intake.checks import other_forms
from lyreport.intake.context import Rows
from lyreport.intake.faults import Fault
from lyreport.intake.parquet import Record
from lyreport.intake.reception import Inbox, files, receive
from lyreport.intake.store import Store, save
from lyreport.intake.submissions import Owed, Receipt, days_late, owed
from lyreport.plan import Plan, load_year
from lyreport.plan.watch import digest_whole, only
from lyreport.project import BASE_YEAR, Project
from lyreport.tables import Submission

Progress = Callable[[int], None]

READ = ("clauses", "units", "ladders", "milestones", "forms", "cover", "places")
"""The parts of the plan that taking in submissions may read; the others are closed to it."""


@dataclass(frozen=True)
class IntakeReport:
    """What a run of the intake found: all submissions and faults of ``years``; ``rebuilt`` were not up to date."""

    years: tuple[int, ...]
    rebuilt: tuple[int, ...]
    submissions: tuple[Submission, ...]
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep a form or file from being accepted."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is missing or unusual; the forms count."""
        return tuple(fault for fault in self.faults if fault.severity == "warn")

    @property
    def unreadable(self) -> tuple[Fault, ...]:
        """The files that could not be opened or must not be (exit 11)."""
        return tuple(fault for fault in self.errors if fault.code.startswith("file."))

    @property
    def rejected(self) -> tuple[Submission, ...]:
        """The forms that came and were not accepted (exit 12)."""
        return tuple(one for one in self.submissions if one.status == "rejected")

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
    progress: Progress | None = None,
    facts: Path | None = None,
) -> IntakeReport:
    """Bring the facts of ``years``, and of every year before them, up to date.

    Earlier years come first because checks look back at them.  A year is left alone when its workbooks, the
    parameters, the code and the years before it are what they were.

    Args:
        project: where ``data/`` is read and ``output/facts`` written.
        plan: the plan whose forms are filled.
        years: the data years wanted.
        force: build even what is up to date.
        progress: called with each year before it is looked at.
        facts: a folder to build in instead of ``output/facts``.

    Raises:
        ParamsError: a year has no valid settings.
        OSError: the disk refused; the earlier facts of that year stay.
    """
    store = Store(project, only(plan, *READ), facts)
    last = max(years, default=BASE_YEAR - 1)
    due = _due(project, plan, last)
    keys = _keys(store, due)
    rebuilt = []
    for year, key in keys.items():
        if progress:
            progress(year)
        if force or store.key(year) != key:
            _build_year(store, year, key, due[year])
            rebuilt.append(year)
    submissions = tuple(one for year in keys for one in store.submissions(year))
    faults = tuple(one for year in keys for one in store.faults(year))
    return IntakeReport(tuple(keys), tuple(rebuilt), submissions, faults)


def outdated(project: Project, plan: Plan, year: int, *, force: bool = False) -> tuple[int, ...]:
    """Return the years up to ``year`` whose facts :func:`build` would make again."""
    store = Store(project, plan)
    return tuple(one for one, key in _keys(store, _due(project, plan, year)).items() if force or store.key(one) != key)


def _build_year(store: Store, year: int, key: str, due: date) -> None:
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
    save(store, year, key, rows, submissions, faults)


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


def _due(project: Project, plan: Plan, last: int) -> dict[int, date]:
    """The only setting of a year that its facts depend on."""
    return {year: load_year(project.params, year, plan).due for year in range(BASE_YEAR, last + 1)}


def _keys(store: Store, due: dict[int, date]) -> dict[int, str]:
    """For each year the digest of all that its facts depend on, the years before it included."""
    keys: dict[int, str] = {}
    shared = {"plan": digest_whole(store.plan, *READ), "code": _code()}
    for year, day in due.items():
        received = {store.project.relative(path): sha256_file(path) for path in files(store.project, year)}
        own = {"received": received, "due": day.isoformat(), "before": keys.get(year - 1, "")}
        keys[year] = digest({**shared, **own})
    return keys


def _code() -> str:
    """The digest of this room and of the plan's: other code may judge the same workbooks differently."""
    package = Path(__file__).parent.parent
    found = sorted(path for room in ("intake", "plan") for path in (package / room).glob("*.py"))
    return digest({path.relative_to(package).as_posix(): sha256_file(path) for path in found})
