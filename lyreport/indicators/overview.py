"""The overview: S04 counts how the ten targets stand; what M01 sums up over its mechanisms."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from lyreport.indicators.account import Account
from lyreport.indicators.evidence import Evidence, Sheet
from lyreport.indicators.figure import Case, Figure, total
from lyreport.results.value import Verdict
from lyreport.results.verdict import ABOVE_TARGET, COMPLIES, REACHED_AHEAD, THRESHOLD_UNSET, Judgement

AT_TARGET = frozenset({REACHED_AHEAD, ABOVE_TARGET, COMPLIES})
"""Notes of a judgement before its due year that say the value stands at its target."""


def outcomes(judged: Mapping[str, tuple[Judgement, Figure]], evidence: Evidence) -> Account:
    """S04: targets met; not met, undetermined and not yet due beside it, so that the four add up to all of them."""
    sheets = tuple(sheet for _, figure in judged.values() for sheet in figure.sheets)

    def tally(*rows: str) -> Figure:
        return total([Case(row, "", Fraction(1)) for row in rows], *_readable(sheets)).among(len(judged))

    def stands(*verdicts: Verdict) -> list[str]:
        return [row for row, (judgement, _) in judged.items() if judgement.verdict in verdicts]

    open_rows = stands(Verdict.UNDETERMINED)
    unset = [row for row in open_rows if judged[row][0].reason == THRESHOLD_UNSET]
    figures = {
        "": tally(*stands(Verdict.MET, Verdict.MET_WITHIN_TOLERANCE)),
        "not_met": tally(*stands(Verdict.NOT_MET)),
        "undetermined": tally(*open_rows),
        "undetermined_threshold": tally(*unset),
        "undetermined_missing": tally(*(row for row in open_rows if row not in unset)),
        "not_due": tally(*stands(Verdict.NOT_DUE)),
        "at_target": tally(*(row for row, (judgement, _) in judged.items() if _at_target(judgement))),
        **_submissions(evidence),
    }
    shown = [(row, str(judgement.verdict), judgement.reason) for row, (judgement, _) in judged.items()]
    return Account(figures, {"targets": pd.DataFrame(shown, columns=["indicator", "verdict", "reason"], dtype=object)})


def _at_target(judgement: Judgement) -> bool:
    reached = judgement.verdict in {Verdict.MET, Verdict.MET_WITHIN_TOLERANCE}
    return reached or bool(AT_TARGET.intersection(judgement.notes))


def _readable(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """A verdict counts whether or not its forms came: keep what was read, drop what is missing."""
    return tuple(sheet for sheet in sheets if sheet.reason is None)


def _submissions(evidence: Evidence) -> dict[str, Figure]:
    """Count the forms that units owe for the year, and how they came."""
    sent = [
        (item, f"{form}-{item.unit}")
        for form in evidence.plan.forms
        for item in evidence.table(form, evidence.year).submissions
    ]

    def tally(*codes: str) -> Figure:
        return total([Case(code, "", Fraction(1)) for code in codes])

    return {
        "forms_due": tally(*(code for _, code in sent)),
        "forms_accepted": tally(*(code for item, code in sent if item.status == "accepted")),
        "forms_late": tally(*(code for item, code in sent if item.status == "accepted" and (item.days_late or 0) > 0)),
        "forms_missing": tally(*(code for item, code in sent if item.status == "missing")),
        "forms_rejected": tally(*(code for item, code in sent if item.status == "rejected")),
    }
