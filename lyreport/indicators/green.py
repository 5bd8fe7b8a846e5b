"""Clause 三(五), green communities: Q10, T21."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from lyreport.indicators.account import Account
from lyreport.indicators.evidence import Empty, Evidence, Register, Row, Sheet, given
from lyreport.indicators.figure import Answer, Case, Figure, answers, count, share

WHOLE_ROW = "G00"
ITEMS = tuple(f"G{number:02}" for number in range(1, 17))
AREAS: dict[str, tuple[str, ...]] = {
    "mechanism": ITEMS[0:3],
    "infrastructure": ITEMS[3:6],
    "livability": ITEMS[6:10],
    "smart": ITEMS[10:13],
    "culture": ITEMS[13:16],
}
READINGS = {"started": "started", "self_checked": "checked", "recognised": "recognised"}
"""Answers to ``q10.counts_as_done`` and the part that each one reads."""

Rows = dict[str, Row]


def recognised(evidence: Evidence) -> Account:
    """Q10: listed communities recognized as green by document, name by name; two weaker readings beside it."""
    ledger = evidence.lasting("F10", "community_code", "item", "met", "recognised_on", "doc_no")
    named = _named(evidence)
    tests: dict[str, Callable[[Rows], Answer]] = {
        "started": _started,
        "checked": _self_checked,
        "recognised": lambda rows: _recognised(evidence, rows.get(WHOLE_ROW)),
    }
    figures = {part: _count(named, ledger, test).as_reading() for part, test in tests.items()}
    part = READINGS.get(evidence.decided("q10.counts_as_done") or "", "recognised")
    names = {case.code: None if case.top is None else bool(case.top) for case in figures[part].cases}
    return Account({"": figures[part], **figures}, {"items": _grid(ledger)}, names)


def _named(evidence: Evidence) -> Register:
    listed = evidence.plan.indicators["Q10"].named
    return Register({code: code for code in listed}, evidence.communities().sheet)


def _count(named: Register, ledger: Sheet, test: Callable[[Rows], Answer]) -> Figure:
    def answer(row: Row) -> Answer:
        return test({item["item"]: item for item in ledger.where(community_code=row["community_code"])})

    return count(answers(named, ledger, "community_code", answer), ledger).among(len(named.groups))


def _started(rows: Rows) -> Answer:
    """Creation is under way where the community has entries in the ledger."""
    return any(given(row["met"]) for row in rows.values())


def _self_checked(rows: Rows) -> Answer:
    said = [rows[item]["met"] if item in rows else Empty.BLANK for item in ITEMS]
    if False in said:
        return False
    return Empty.BLANK if Empty.BLANK in said else True


def _recognised(evidence: Evidence, row: Row | None) -> Answer:
    if row is None or not given(row["met"]):
        return Empty.BLANK
    return row["met"] is True and given(row["doc_no"]) and evidence.by_year_end(row["recognised_on"])


def criteria(evidence: Evidence) -> Account:
    """T21: items G01–G16 met by the listed communities ÷ items that apply, over all and by area.

    A community outside the list shows its own items and is not counted for the county.
    """
    ledger = evidence.sheet("F10", "community_code", "item", "met")
    named = evidence.plan.indicators["Q10"].named
    reporting = {row["community_code"] for row in ledger.rows}
    others = sorted(reporting & set(evidence.communities().groups) - set(named))
    figures = {"": _met(ledger, named, ITEMS, others)}
    figures |= {area: _met(ledger, named, items, others) for area, items in AREAS.items()}
    cases = _item_cases(ledger, named, ITEMS)
    before = _item_cases(evidence.at(evidence.year - 1).sheet("F10", "community_code", "item", "met"), named, ITEMS)
    figures["met"] = count(cases, ledger)
    figures |= {f"met.{area}": _met(ledger, named, items, others, count) for area, items in AREAS.items()}
    figures["new"] = _turned(cases, before, ledger, Fraction(1))
    figures["lost"] = _turned(cases, before, ledger, Fraction(0))
    return Account(figures, {"items": _grid(ledger)})


def _met(
    ledger: Sheet, named: tuple[str, ...], items: tuple[str, ...], others: list[str],
    measure: Callable[[tuple[Case, ...], Sheet], Figure] = share,
) -> Figure:  # fmt: skip
    figure = measure(_item_cases(ledger, named, items), ledger)
    apart = {code: measure(_item_cases(ledger, (code,), items), ledger).countywide() for code in others}
    return replace(figure, places={**figure.places, **apart})


def _item_cases(ledger: Sheet, communities: tuple[str, ...], items: tuple[str, ...]) -> tuple[Case, ...]:
    said = {(row["community_code"], row["item"]): row["met"] for row in ledger.rows}
    cases = []
    for community in communities:
        for item in items:
            met = said.get((community, item), Empty.BLANK)
            if met is not Empty.NA:
                cases.append(Case(f"{community}-{item}", community, Fraction(met) if given(met) else None))
    return tuple(cases)


def _turned(now: tuple[Case, ...], before: tuple[Case, ...], ledger: Sheet, to: Fraction) -> Figure:
    """Count items that stand at ``to`` and stood otherwise last year; without last year nothing can be said."""
    earlier = {case.code: case.top for case in before}
    known = [case for case in now if earlier.get(case.code) is not None]
    if not known:
        return Figure(None, reason=ledger.reason or "no_earlier_year", sheets=(ledger,), owing=ledger.owing)
    turned = [Case(case.code, case.group, _is(case.top, earlier[case.code], to)) for case in known]
    return count(turned, ledger)


def _is(now: Fraction | None, before: Fraction | None, to: Fraction) -> Fraction | None:
    return None if now is None else Fraction(now == to and before != to)


def _grid(ledger: Sheet) -> pd.DataFrame:
    cells = [(row["community_code"], row["item"], _word(row["met"])) for row in ledger.rows]
    return pd.DataFrame(cells, columns=["community_code", "item", "met"], dtype=object)


def _word(met: Answer) -> str:
    return met.value if isinstance(met, Empty) else "yes" if met else "no"
