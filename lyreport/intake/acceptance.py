"""One unit's form of one year: typed, derived, checked; accepted as it stands, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from lyreport.errors import Bilingual
from lyreport.intake.checks import check, cure, pending
from lyreport.intake.context import Context, Rows
from lyreport.intake.derived import derive
from lyreport.intake.faults import TEXTS, Fault, Severity
from lyreport.intake.parquet import Record
from lyreport.intake.rows import REMARK, STATUS, Hit, Layout, Row, find_layout, read_rows
from lyreport.intake.submissions import Receipt
from lyreport.intake.workbook import COVER
from lyreport.plan import Form, Plan

_NOWHERE = Layout(1, {})


@dataclass(frozen=True)
class Examined:
    """A form after all checks: its rows, where its columns stand, every fault; accepted where none is an error."""

    receipt: Receipt
    layout: Layout
    rows: Rows
    faults: tuple[Fault, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing contradicts the form."""
        return not any(fault.severity == "error" for fault in self.faults)

    @property
    def records(self) -> list[Record]:
        """The rows as the facts store keeps them."""
        return [_record(row, self.receipt) for row in self.rows]


def examine(receipt: Receipt, plan: Plan, year: int, facts: Callable[[str, int], Rows | None]) -> Examined:
    """Read and check one unit's form.

    Args:
        receipt: the version that counts.
        plan: the plan whose form it fills.
        year: the data year.
        facts: accepted rows by form and year, None where not accepted; the registers of this year come first.
    """
    form = plan.forms[receipt.form]
    found, hits = find_layout(receipt.sheet, form)
    layout = found or _NOWHERE
    raw, more = read_rows(receipt.sheet, layout, form, year) if found else ((), [])
    context = Context(plan, form, year, receipt.unit, raw, facts)
    context = replace(context, rows=derive(context))
    hits = [*_state(receipt), *hits, *more, *(check(context) if found else ())]
    rows = tuple(_with_pending(row, context) for row in context.rows)
    return Examined(receipt, layout, rows, tuple(_fault(hit, receipt, layout, form, year) for hit in hits))


def _state(receipt: Receipt) -> list[Hit]:
    if receipt.state:
        return []
    return [Hit(None, "", receipt.workbook.cover.state(receipt.form), "cover.state")]


def _with_pending(row: Row, context: Context) -> Row:
    """Mark empty conditional cells whose time has not come."""
    early = {
        column.name: "pending"
        for column in context.form.columns
        if column.conditional and row.missing.get(column.name) == "blank" and pending(column, row, context)
    }
    return replace(row, missing={**row.missing, **early}) if early else row


def _fault(hit: Hit, receipt: Receipt, layout: Layout, form: Form, year: int) -> Fault:
    text = _words(hit, form)
    severity: Severity = "error" if (hit.severity or text[0]) == "error" else "warn"
    on_cover = hit.code.startswith("cover.")
    return Fault(
        code=hit.code,
        severity=severity,
        year=year,
        unit=receipt.unit,
        form="" if on_cover else form.id,
        file=receipt.workbook.file,
        sheet=COVER if on_cover else receipt.sheet.name,
        cell=receipt.workbook.cover.addresses.get("数据状态", "") if on_cover else layout.address(hit),
        found=hit.found,
        what=text[1],
        cure=text[2],
    )


def _words(hit: Hit, form: Form) -> tuple[str, Bilingual, Bilingual]:
    """Severity, what is wrong and how to mend it: the form's rule, or the structural code and the column's name."""
    rule = next((rule for rule in form.rules if rule.id == hit.code), None)
    if rule:
        return rule.severity, rule.text, cure(rule)
    text = TEXTS[hit.code]
    column = next((column for column in form.columns if column.name == hit.column), None)
    if column is None or hit.code == "row.required":  # that finding names its columns itself
        return text.severity, text.what, text.cure
    named = Bilingual(f"{column.header.zh}：{text.what.zh}", f"{column.header.en}: {text.what.en}")
    return text.severity, named, text.cure


def _record(row: Row, receipt: Receipt) -> Record:
    own = {name: value for name, value in row.values.items() if name not in (STATUS, REMARK)}
    return own | {
        "_file": receipt.workbook.file,
        "_sheet": receipt.sheet.name,
        "_row": row.number,
        "_unit": receipt.unit,
        "_codes": json.dumps(dict(row.missing), ensure_ascii=False, sort_keys=True),
        "_status": row[STATUS],
        "_remark": row[REMARK],
    }
