"""What lies in a year's folder: workbooks read one by one, the rest named, nothing that is broken stops the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lyreport.errors import UnsafeFileError
from lyreport.intake.faults import TEXTS, Fault
from lyreport.intake.rows import Hit
from lyreport.intake.submissions import Owed, Receipt, check_cover, counting, file_unit, owed, receipts, sender
from lyreport.intake.workbook import COVER, Workbook, read
from lyreport.plan import Plan
from lyreport.project import Project

WORKBOOK = ".xlsx"
OURS = frozenset({"ledger.jsonl"})  # files of a year's folder that are no submissions


@dataclass(frozen=True)
class Inbox:
    """A year's workbooks: the versions of each owed form (the one that counts first), and what is wrong already.

    ``spoilt`` are the owed forms that came only in a file that could not be used; ``reasons`` are the covers' remarks
    on forms that were not sent.
    """

    versions: dict[Owed, tuple[Receipt, ...]]
    faults: tuple[Fault, ...]
    spoilt: frozenset[Owed]
    reasons: dict[Owed, str]


def files(project: Project, year: int) -> tuple[Path, ...]:
    """Return the files of a year's folder in the order of their names, without hidden and lock files."""
    folder = project.data(year)
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(path for path in found if path.is_file() and path.name[0] not in ".~" and path.name not in OURS)


def receive(project: Project, plan: Plan, year: int) -> Inbox:
    """Read every workbook of a year."""
    taken: list[Receipt] = []
    faults: list[Fault] = []
    spoilt: set[Owed] = set()
    books: list[tuple[str, Workbook]] = []
    for path in files(project, year):
        name = project.relative(path)
        unit = file_unit(name, plan)
        try:
            book = _open(path, name)
        except UnsafeFileError as error:
            faults += _unreadable(error, year, unit, name)
            spoilt |= _all_of(unit, plan)
            continue
        if book is None:
            faults.append(fault_of(Hit(None, "", code="file.ignored"), year=year, unit=unit, file=name))
            continue
        hits = check_cover(book, plan, year)
        unit = sender(book, plan) or unit
        cover = COVER if book.cover.contents else ""
        faults += [fault_of(hit, year=year, unit=unit, file=name, sheet=cover) for hit in hits]
        if hits:
            spoilt |= {(sheet.form, unit) for sheet in book.sheets if sheet.form} or _all_of(unit, plan)
            continue
        forms, left_aside = receipts(book, unit, plan)
        faults += [
            fault_of(hit, year=year, unit=unit, file=name, form=form, sheet="" if form else COVER)
            for form, hit in left_aside
        ]
        taken += forms
        books.append((unit, book))
    versions = dict(counting(taken))
    return Inbox(versions, tuple(faults), frozenset(spoilt) & set(owed(plan)) - versions.keys(), _reasons(books))


def fault_of(hit: Hit, *, year: int, unit: str, file: str, form: str = "", sheet: str = "") -> Fault:
    """Return the fault for a structural finding that stands in no row."""
    text = TEXTS[hit.code]
    return Fault(hit.code, text.severity, year, unit, form, file, sheet, hit.cell, hit.found, text.what, text.cure)


def _open(path: Path, name: str) -> Workbook | None:
    return read(path.read_bytes(), name) if path.suffix.lower() == WORKBOOK else None


def _all_of(unit: str, plan: Plan) -> set[Owed]:
    return {one for one in owed(plan) if one[1] == unit}


def _unreadable(error: UnsafeFileError, year: int, unit: str, name: str) -> list[Fault]:
    return [
        Fault(problem.code, "error", year, unit, "", name, "", "", "", problem.what, problem.cure)
        for problem in error.problems
    ]


def _reasons(books: Iterable[tuple[str, Workbook]]) -> dict[Owed, str]:
    """The newest cover's remark on each form."""
    dated = sorted(books, key=lambda one: (str(one[1].cover.submitted_on), one[1].file))
    return {
        (form, unit): listing.remark
        for unit, book in dated
        for form, listing in book.cover.listings.items()
        if listing.remark
    }
