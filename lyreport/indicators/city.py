"""Clause 三(六), the city's health check, sewers and waterlogging: T07, T08, T22."""

from __future__ import annotations

import pandas as pd

from lyreport.indicators.account import Account, Test, every, in_year, is_in, rows_table, yes
from lyreport.indicators.evidence import Empty, Evidence, Register, Row, Sheet, given
from lyreport.indicators.figure import Answer, Figure, amount, answers, count, share, sums, total

KINDS = {"compound": "住宅小区", "org": "机关单位", "road": "主干道"}
SEPARATION = ("雨污分流", "两者")
WATERLOGGING = ("内涝治理", "两者")
ACCEPTED, WITHDRAWN = "验收", "调出"


def health_check(evidence: Evidence) -> Account:
    """T07: communities in the city health check, and in the management appraisal, ÷ all communities."""
    register = evidence.communities()
    ledger = evidence.sheet("F12", "unit_code", "unit_kind", "in_health_check", "in_mgmt_appraisal")
    checked = answers(register, ledger, "unit_code", yes("in_health_check"))
    appraised = answers(register, ledger, "unit_code", yes("in_mgmt_appraisal"))
    figures = {
        "": share(checked, ledger, register.sheet),
        "check": share(checked, ledger, register.sheet),
        "appraisal": share(appraised, ledger, register.sheet),
        "checked": count(checked, ledger, register.sheet).countywide(),
        "appraised": count(appraised, ledger, register.sheet).countywide(),
    }
    return Account(figures)


def _objects(evidence: Evidence, work: tuple[str, ...]) -> Sheet:
    from dataclasses import replace

    columns = ("object_id", "object_kind", "object_name", "work_type", "length_m", "stage", "accept_date", "plan_year")
    ledger = evidence.lasting("F14", *columns)
    return replace(ledger, rows=tuple(row for row in ledger.rows if row["work_type"] in work))


def _listed(ledger: Sheet, *kinds: str) -> Register:
    """Return the objects on the list; those withdrawn from it are no longer asked."""
    kept = [row for row in ledger.rows if row["stage"] != WITHDRAWN and (not kinds or row["object_kind"] in kinds)]
    return Register({row["object_id"]: "" for row in kept}, ledger)


def _accepted(evidence: Evidence) -> Test:
    return every(is_in("stage", ACCEPTED), lambda row: _dated(evidence, row))


def _dated(evidence: Evidence, row: Row) -> Answer:
    if row["stage"] != ACCEPTED:
        return False
    return evidence.by_year_end(row["accept_date"]) if given(row["accept_date"]) else Empty.BLANK


def _done(evidence: Evidence, ledger: Sheet, *kinds: str) -> dict[str, Figure]:
    """Return how many of a list are accepted, how many are new, how long the list is and the share."""
    listed, accepted = _listed(ledger, *kinds), _accepted(evidence)
    cases = answers(listed, ledger, "object_id", accepted)
    new = every(accepted, in_year("accept_date", evidence.year))
    return {
        "": count(cases, ledger).among(len(listed.groups)),
        "listed": count(answers(listed, ledger, "object_id", lambda _: True), ledger),
        "rate": share(cases, ledger),
        "new": count(answers(listed, ledger, "object_id", new), ledger),
    }


def separated(evidence: Evidence) -> Account:
    """T08: objects with stormwater and sewage separated, by kind; compounds, premises and roads never add up."""
    ledger = _objects(evidence, SEPARATION)
    figures = {}
    for part, kind in KINDS.items():
        done = _done(evidence, ledger, kind)
        figures[part] = done.pop("")
        figures |= {f"{part}.{name}": figure for name, figure in done.items()}
    figures[""] = figures["compound"]
    figures["length"] = _length(evidence, ledger)
    return Account(figures, {"objects": _table(ledger)})


def _length(evidence: Evidence, ledger: Sheet) -> Figure:
    accepted = [row for row in ledger.rows if _accepted(evidence)(row) is True]
    measured = [{**row, "length": amount(row["length_m"])} for row in accepted if row["length_m"] is not Empty.NA]
    return total(sums(measured, top="length_m"), ledger)


def waterlogging(evidence: Evidence) -> Account:
    """T22: waterlogging works accepted by the end of the year; the list and the share done beside it."""
    ledger = _objects(evidence, WATERLOGGING)
    return Account(_done(evidence, ledger), {"objects": _table(ledger)})


def _table(ledger: Sheet) -> pd.DataFrame:
    return rows_table(ledger.rows, "object_id", "object_kind", "object_name", "plan_year", "stage", "accept_date")
