"""Clause 四(四), training: T14."""

from __future__ import annotations

from fractions import Fraction

from lyreport.indicators.account import Account, rows_table
from lyreport.indicators.evidence import Evidence, Row, Sheet, given
from lyreport.indicators.figure import Case, Figure, sums, total
from lyreport.results.parts import AUDIENCES

COLUMNS = ("session_id", "held_on", "topic", "organiser", "audience", "attendances", "in_cadre_plan", "at_base")


def sessions(evidence: Evidence) -> tuple[Sheet, tuple[Row, ...]]:
    """Return the sheet of sessions and those held in the year."""
    ledger = evidence.sheet("F16", *COLUMNS)
    return ledger, tuple(row for row in ledger.rows if given(row["held_on"]) and row["held_on"].year == evidence.year)


def number_of(rows: list[Row] | tuple[Row, ...], *sheets: Sheet) -> Figure:
    """Count rows of a form that lists everything there was: none is zero, not missing."""
    return total([Case(str(index), "", Fraction(1)) for index, _ in enumerate(rows)], *sheets)


def attendances(evidence: Evidence) -> Account:
    """T14: attendances at training sessions in the year (not people); sessions, base and cadre plan beside it."""
    ledger, held = sessions(evidence)
    figures = {
        "": total(sums(held, top="attendances"), ledger),
        "sessions": number_of(held, ledger),
        "base": number_of([row for row in held if given(row["at_base"]) and row["at_base"] != "否"], ledger),
        "cadre": number_of([row for row in held if row["in_cadre_plan"] is True], ledger),
    }
    for audience, part, _ in AUDIENCES:
        rows = [row for row in held if row["audience"] == audience]
        figures[f"audience.{part}"] = total(sums(rows, top="attendances"), ledger)
        figures[f"sessions.{part}"] = number_of(rows, ledger)
    return Account(figures, {"sessions": rows_table(held, *COLUMNS)})
