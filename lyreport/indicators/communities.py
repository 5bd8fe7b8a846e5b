"""Clause 三(二), complete residential communities: T01–T04, T31; visits by professionals (M46)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from lyreport.indicators.account import Account, Test
from lyreport.indicators.evidence import Empty, Evidence, Register, Row, Sheet, given
from lyreport.indicators.figure import Answer, Case, Figure, answers, count, over, share, sums, total
from lyreport.plan import BASE_YEAR

WHOLE_ROW = "C00"
ITEMS = tuple(f"C{number:02}" for number in range(1, 21))
CLASSES: dict[str, tuple[str, ...]] = {
    "services": ITEMS[0:5],
    "shops": ITEMS[5:8],
    "utilities": ITEMS[8:13],
    "space": ITEMS[13:15],
    "property": ITEMS[15:17],
    "management": ITEMS[17:20],
}
CIRCLE = {"market": "L01", "sports": "L02", "culture": "L03", "service": "L04", "medical": "L05"}
CHANNELS = {"visits": "走访摸排调研", "forum": "议事平台", "grid": "网格", "hotline": "热线", "other": "其他"}
COUNTED = ("走访摸排调研", "议事平台", "网格")
"""The plan's own channels; hotline and other channels stand apart and never enter the rates."""
MONTHS = 12


def _ledger(evidence: Evidence) -> tuple[Sheet, Register]:
    return evidence.sheet("F11", "community_code", "item", "met"), evidence.communities()


def _cases(ledger: Sheet, communities: Register, items: tuple[str, ...]) -> tuple[Case, ...]:
    """Ask every community for every item; items that do not apply are left out."""
    said = {(row["community_code"], row["item"]): row["met"] for row in ledger.rows}
    cases = []
    for community in communities.groups:
        for item in items:
            met = said.get((community, item), Empty.BLANK)
            if met is not Empty.NA:
                cases.append(Case(f"{community}-{item}", community, Fraction(met) if given(met) else None))
    return tuple(cases)


def complete(evidence: Evidence) -> Account:
    """T01: communities that meet the standard as a whole ÷ all communities; the 20 items beside it."""
    ledger, communities = _ledger(evidence)
    whole = _cases(ledger, communities, (WHOLE_ROW,))
    items = share(_cases(ledger, communities, ITEMS), ledger, communities.sheet)
    figures = {
        "": share(whole, ledger, communities.sheet),
        "rate": share(whole, ledger, communities.sheet),
        "items": items,
        "met": count(whole, ledger, communities.sheet).among(len(communities.groups)),
        **{part: _of(_cases(ledger, communities, chosen), ledger) for part, chosen in CLASSES.items()},
    }
    return Account(figures, {"items": _grid(ledger)})


def _of(cases: tuple[Case, ...], ledger: Sheet) -> Figure:
    return count(cases, ledger).among(len(cases))


def life_circle(evidence: Evidence) -> Account:
    """T02: the five facilities of the 15-minute life circle in place ÷ communities × 5."""
    ledger, communities = _ledger(evidence)
    together = _cases(ledger, communities, tuple(CIRCLE.values()))
    each = {part: _of(_cases(ledger, communities, (item,)), ledger).countywide() for part, item in CIRCLE.items()}
    return Account({"": share(together, ledger, communities.sheet), **each}, {"items": _grid(ledger)})


def _grid(ledger: Sheet) -> pd.DataFrame:
    cells = [(row["community_code"], row["item"], _word(row["met"])) for row in ledger.rows]
    return pd.DataFrame(cells, columns=["community_code", "item", "met"], dtype=object)


def _word(met: Answer) -> str:
    return met.value if isinstance(met, Empty) else "yes" if met else "no"


def gaps_closed(evidence: Evidence) -> Account:
    """T31: of the items that were not met at the end of 2022, those that are met now; without 2022 there is no base.

    An item that no longer applies is left out.
    """
    ledger, communities = _ledger(evidence)
    base, _ = _ledger(evidence.at(BASE_YEAR))
    if base.reason is not None:
        nothing = Figure(None, reason="no_base", sheets=(base,), owing=base.owing, is_ratio=True, counted=True)
        return Account(dict.fromkeys(("", "gaps", "closed", "open"), nothing))
    lacked = {case.code for case in _cases(base, communities, ITEMS) if case.top == 0}
    now = {case.code: case for case in _cases(ledger, communities, ITEMS)}
    lifted = {f"{row['community_code']}-{row['item']}" for row in ledger.rows if row["met"] is Empty.NA}
    cases = tuple(now.get(code, Case(code, code[:12], None)) for code in sorted(lacked - lifted))
    figures = {
        "": _noted(share(cases, ledger, base), evidence.decided("t31.threshold")),
        "gaps": total([replace(case, top=Fraction(1)) for case in cases], base),
        "closed": count(cases, ledger, base),
        "open": count([_flip(case) for case in cases], ledger, base),
    }
    return Account(figures)


def _noted(figure: Figure, threshold: str | None) -> Figure:
    """Say beside the rate whether it reaches the threshold (percent) that a person set for "basically closed"."""
    if threshold is None or figure.value is None:
        return figure
    reached = figure.value * 100 >= Fraction(threshold)
    return figure.noted("threshold_reached" if reached else "threshold_not_reached")


def _flip(case: Case) -> Case:
    return replace(case, top=None if case.top is None else 1 - case.top)


def _requests(evidence: Evidence) -> Sheet:
    columns = ("community_code", "month", "channel", "received", "answered", "due_count", "closed", "overdue_closed")
    return evidence.sheet("F13", *columns)


def _months(evidence: Evidence, sheet: Sheet, channels: tuple[str, ...], column: str) -> Figure:
    """Add up a column over communities, months and channels.

    A channel that a community never reports in the year does not exist there; one it reports must have twelve months.
    """
    rows = {(row["community_code"], row["channel"], row["month"]): row for row in sheet.rows}
    used = sorted({(row["community_code"], row["channel"]) for row in sheet.rows if row["channel"] in channels})
    wanted = [f"{evidence.year}-{month:02}" for month in range(1, MONTHS + 1)]
    cases = [_month(rows, key, month, column) for key in used for month in wanted]
    silent = [
        Case(code, code, None)
        for code in evidence.communities().groups
        if sheet.reason is None and code not in {community for community, _ in used} and channels == COUNTED
    ]
    return total([*cases, *silent], sheet)


def _month(rows: dict[tuple[str, str, str], Row], key: tuple[str, str], month: str, column: str) -> Case:
    row = rows.get((*key, month))
    cases = sums([] if row is None else [row], top=column, group="community_code")
    return cases[0] if cases else Case(month, key[0], None)


def _by_place(top: Figure, bottom: Figure) -> Figure:
    places = {code: over(top.places[code], bottom.places[code], counted=True) for code in bottom.places}
    return replace(over(top, bottom, counted=True), places=places)


def answered(evidence: Evidence) -> Account:
    """T03: requests answered ÷ requests received, by month of receipt, cut-off 31 January; hotline apart."""
    sheet = _requests(evidence)
    received = _months(evidence, sheet, COUNTED, "received")
    replied = _months(evidence, sheet, COUNTED, "answered")
    figures = {"": _by_place(replied, received), "received": received, "answered": replied}
    for part, channel in CHANNELS.items():
        figures[f"received.{part}"] = _months(evidence, sheet, (channel,), "received").countywide()
        figures[f"answered.{part}"] = _months(evidence, sheet, (channel,), "answered").countywide()
    figures["hotline"] = figures["received.hotline"]
    return Account(figures)


def closed(evidence: Evidence) -> Account:
    """T04: requests resolved ÷ requests due for resolution; hotline apart."""
    sheet = _requests(evidence)
    due, done = (_months(evidence, sheet, COUNTED, column) for column in ("due_count", "closed"))
    figures = {
        "": _by_place(done, due),
        "due": due,
        "closed": done,
        "overdue": _months(evidence, sheet, COUNTED, "overdue_closed"),
        "due.hotline": _months(evidence, sheet, ("热线",), "due_count").countywide(),
        "closed.hotline": _months(evidence, sheet, ("热线",), "closed").countywide(),
    }
    return Account(figures)


def professionals(evidence: Evidence) -> Account:
    """M46: visits of professional bodies to communities, and how many communities had one (F17)."""
    register = evidence.communities()
    service = evidence.sheet("F17", "place_code", "org_visits")
    visited: Test = lambda row: row["org_visits"] > 0 if given(row["org_visits"]) else Empty.BLANK  # noqa: E731 — a question, like yes()
    rows = [row for row in service.rows if row["place_code"] in register.groups]
    figures = {
        "visits": total(sums(rows, top="org_visits", group="place_code"), service),
        "communities": count(answers(register, service, "place_code", visited), service, register.sheet).countywide(),
    }
    return Account(figures)
