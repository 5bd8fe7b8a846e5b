"""Who sends what, when, and in which state: the yearly envelopes of the fourteen submitting units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from data.demonstration import waste
from data.demonstration.cells import Row
from data.demonstration.chance import dice
from data.demonstration.county import ledgers
from lyreport.plan import Form, Plan, Unit

PRELIMINARY, VERIFIED, REVISED, UNSENT = "初步", "核定", "修订", "未报"

# What went otherwise than it should; data/README.md says what each case must lead to.
NOT_SENT = {
    (2023, "常丰镇", "F15"): "村级台账核对未完成，本年未报",
    (2025, "县生态环境局", "F23"): "治理成效认定尚未完成，暂不能报",
}
FIRST_FIGURES = {
    (2024, "F03"): "11、12月可回收物为估算数，另报修订",
    (2025, "F03"): "12月过磅单尚未全部核对，待核定",
}
CORRECTIONS = {2024: ("县住建局", "F03", "11、12月可回收物由估算改为回收企业台账数")}
DAYS_LATE = {(2024, "丈八镇"): 19, (2025, "招贤镇"): 6}
CORRECTED_AFTER = timedelta(days=41)


@dataclass(frozen=True)
class Entry:
    """One line of the cover's table, and the rows of its sheet (none where the form was not sent)."""

    form: Form
    state: str
    rows: list[Row]
    remark: str = ""


@dataclass(frozen=True)
class Envelope:
    """One workbook as a unit sends it."""

    unit: Unit
    year: int
    submitted_on: date
    entries: tuple[Entry, ...]
    state: str = VERIFIED
    version: str = field(default="")

    @property
    def filename(self) -> str:
        """The name under which it is received."""
        return f"{self.unit.name.zh}{self.version}.xlsx"


def envelopes(plan: Plan, year: int, due: date) -> list[Envelope]:
    """Return all workbooks of ``year``, in the order of the units; a correction follows at the end."""
    rows = ledgers(plan, year)
    sent = [_envelope(plan, unit, year, due, rows) for unit in plan.submitters]
    return [*sent, _correction(plan, year, due, rows)] if year in CORRECTIONS else sent


def names(plan: Plan, sent: Iterable[Envelope]) -> dict[str, str]:
    """Return what a clerk wants to read beside a code: code → Chinese name, from the plan and the registers sent."""
    rows = [row for envelope in sent for entry in envelope.entries for row in entry.rows]
    return (
        {place.code: place.short_name.zh for place in plan.places}
        | {milestone.id: milestone.name.zh for milestone in plan.milestones.values()}
        | {str(row["compound_id"]): str(row["compound_name"]) for row in rows if "compound_name" in row}
        | {str(row["project_id"]): str(row["project_name"]) for row in rows if "project_name" in row}
    )


def _envelope(plan: Plan, unit: Unit, year: int, due: date, rows: Mapping[str, list[Row]]) -> Envelope:
    entries = tuple(_entry(plan, unit, form, year, rows[form.id]) for form in plan.forms_of(unit.id))
    early = dice("submitted", unit.id, year).randint(1, 16)
    day = due + timedelta(days=DAYS_LATE.get((year, unit.name.zh), -early))
    return Envelope(unit, year, day, entries)


def _entry(plan: Plan, unit: Unit, form: Form, year: int, rows: list[Row]) -> Entry:
    refusal = NOT_SENT.get((year, unit.name.zh, form.id))
    if refusal:
        return Entry(form, UNSENT, [], refusal)
    remark = FIRST_FIGURES.get((year, form.id), "")
    first_rows = waste.quantities(year, preliminary=True) if form.id == "F03" else rows
    own = [row for row in first_rows if len(form.submitters) == 1 or owner(plan, row) == unit]
    return Entry(form, PRELIMINARY if remark else VERIFIED, own, remark)


def owner(plan: Plan, row: Row) -> Unit:
    """Return the unit that reports a row of a form with several submitters: by town, or by milestone."""
    if "milestone_id" in row:
        return plan.units[plan.milestones[str(row["milestone_id"])].submitter]
    return plan.unit(plan.places[str(row["place_code"])[:9]].name)


def _correction(plan: Plan, year: int, due: date, rows: Mapping[str, list[Row]]) -> Envelope:
    """A second workbook that holds the corrected form alone."""
    unit, form, reason = CORRECTIONS[year]
    entry = Entry(plan.forms[form], REVISED, rows[form], reason)
    return Envelope(plan.unit(unit), year, due + CORRECTED_AFTER, (entry,), REVISED, "（修订1）")
