"""Who owes what, which version counts, and how late it came."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from lyreport.intake.rows import Hit
from lyreport.intake.workbook import STATES, UNSENT, Sheet, Workbook
from lyreport.plan import Plan

_REVISION = re.compile(r"（修订(\d+)）")

Owed = tuple[str, str]  # form id, unit id


@dataclass(frozen=True)
class Receipt:
    """One form in one workbook: who sent it, when, in which state."""

    form: str
    unit: str
    workbook: Workbook
    sheet: Sheet
    submitted_on: date
    state: str
    remark: str

    @property
    def order(self) -> tuple[date, int, str]:
        """What decides which version counts: the day on the cover, then the revision number of the file."""
        found = _REVISION.search(self.workbook.file)
        return self.submitted_on, int(found[1]) if found else 0, self.workbook.file


def owed(plan: Plan) -> tuple[Owed, ...]:
    """Every form with each unit that must send it, in the order of the forms."""
    return tuple((form.id, unit) for form in plan.forms.values() for unit in form.submitters)


def check_cover(book: Workbook, plan: Plan, year: int) -> list[Hit]:
    """Return what makes the whole workbook unusable: no cover, or its year, unit or date."""
    cover = book.cover
    if not cover.contents:
        return [Hit(None, "", "", "cover.absent")]
    hits = []
    if cover.year != year:
        hits.append(_cover_hit(book, "数据年份", "cover.year"))
    if sender(book, plan) is None:
        hits.append(_cover_hit(book, "报送单位", "cover.unit"))
    if cover.submitted_on is None:
        hits.append(_cover_hit(book, "报送日期", "cover.date"))
    return hits


def sender(book: Workbook, plan: Plan) -> str | None:
    """The id of the unit on the cover, if it is one that submits; otherwise of the unit the file is named after."""
    names = {name: unit.id for unit in plan.submitters for name in (unit.id, *unit.names)}
    return names.get(book.cover.unit)


def file_unit(file: str, plan: Plan) -> str:
    """The id of the unit whose name the file bears, or nothing."""
    stem = _REVISION.sub("", PurePosixPath(file).stem)
    names = {name: unit.id for unit in plan.submitters for name in (unit.id, *unit.names)}
    return names.get(stem, "")


def receipts(book: Workbook, unit: str, plan: Plan) -> tuple[list[Receipt], list[tuple[str, Hit]]]:
    """Take the forms out of a workbook with a sound cover, and say which sheets were left aside (form id, why)."""
    taken: dict[str, Receipt] = {}
    hits: list[tuple[str, Hit]] = []
    for sheet in book.sheets:
        form = sheet.form or ""
        refused = _refused(sheet, book, unit, plan, taken)
        if refused:
            hits.append((form if form in plan.forms else "", refused))
        elif sheet.rows and not _unsent(book, form):
            taken[form] = _receipt(sheet, form, book, unit)
    hits += _absent(book, plan)
    return list(taken.values()), hits


def counting(all_receipts: Iterable[Receipt]) -> Mapping[Owed, tuple[Receipt, ...]]:
    """Group the versions of each owed form, the one that counts first."""
    versions: dict[Owed, list[Receipt]] = defaultdict(list)
    for receipt in all_receipts:
        versions[receipt.form, receipt.unit].append(receipt)
    newest_first = {"reverse": True}
    return {owed: tuple(sorted(group, key=lambda one: one.order, **newest_first)) for owed, group in versions.items()}


def days_late(versions: tuple[Receipt, ...], due: date) -> int:
    """Days between the deadline and the first version; a later revision does not make a punctual unit late."""
    first = min(version.submitted_on for version in versions)
    return max(0, (first - due).days)


def _cover_hit(book: Workbook, label: str, code: str) -> Hit:
    content = book.cover.contents.get(label)
    return Hit(None, "", "" if content is None else str(content), code, cell=book.cover.addresses.get(label, "A1"))


def _refused(sheet: Sheet, book: Workbook, unit: str, plan: Plan, taken: Mapping[str, Receipt]) -> Hit | None:
    """Why a sheet is left aside, if it is."""
    form = sheet.form
    if form is None or form not in plan.forms:
        return Hit(None, "", sheet.name, "sheet.unknown")
    if unit not in plan.forms[form].submitters:
        return Hit(None, "", sheet.name, "sheet.not-owed")
    if form in taken:
        return Hit(None, "", sheet.name, "sheet.twice")
    listing = book.cover.listings.get(form)
    if _unsent(book, form) and listing and len(sheet.rows) > 3:  # noqa: PLR2004 - title, note and header are no data
        return Hit(None, "", UNSENT, "cover.lists-unsent", cell=f"C{listing.row}")
    return None


def _unsent(book: Workbook, form: str) -> bool:
    return book.cover.state(form) == UNSENT


def _receipt(sheet: Sheet, form: str, book: Workbook, unit: str) -> Receipt:
    submitted_on = book.cover.submitted_on
    assert submitted_on is not None  # the cover was checked
    listing = book.cover.listings.get(form)
    written = book.cover.state(form)
    state = STATES.get(written, "")
    return Receipt(form, unit, book, sheet, submitted_on, state, listing.remark if listing else "")


def _absent(book: Workbook, plan: Plan) -> Iterator[tuple[str, Hit]]:
    """Forms that the cover lists as sent, although the workbook has no such sheet."""
    present = {sheet.form for sheet in book.sheets}
    for form, listing in book.cover.listings.items():
        if listing.state and listing.state != UNSENT and form not in present and form in plan.forms:
            yield form, Hit(None, "", form, "cover.lists-absent", cell=f"A{listing.row}")
