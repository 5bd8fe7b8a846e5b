"""Clause 四(二), pilots: Q09, T09, T28."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lyreport.indicators.account import Account, rows_table
from lyreport.indicators.evidence import Evidence, Row, Sheet, given
from lyreport.indicators.figure import Case, Figure, count, events, over, plus
from lyreport.indicators.funds import ledger, ledgers
from lyreport.plan.place import PlaceKind

STAGES = {
    "listed": "列入试点",
    "plan": "方案印发",
    "started": "启动",
    "midterm": "中期评估",
    "summary": "总结推广",
    "left": "退出",
}
STARTED = ("启动", "中期评估", "总结推广")
LEFT = "退出"
KINDS: tuple[PlaceKind, ...] = ("town", "village", "community")


def _ledger(evidence: Evidence) -> tuple[Sheet, tuple[Row, ...]]:
    sheet = evidence.lasting("F09", "place_code", "level", "stage", "stage_date", "issuer", "doc_no")
    return sheet, tuple(row for row in sheet.rows if evidence.by_year_end(row["stage_date"]))


def started(rows: tuple[Row, ...], *, documented: bool = False) -> dict[str, date]:
    """Return the places whose pilot has started and was not left, with the day of the start.

    ``documented`` asks for a document number on the row that says so.
    """
    left = {row["place_code"]: row["stage_date"] for row in rows if row["stage"] == LEFT}
    days: dict[str, date] = {}
    for row in rows:
        place, day = row["place_code"], row["stage_date"]
        proven = given(row["doc_no"]) or not documented
        if row["stage"] in STARTED and proven and not left.get(place, date.min) >= day:
            days[place] = min(day, days.get(place, day))
    return days


def named_towns(evidence: Evidence) -> Account:
    """Q09: of the two towns the plan names, those whose pilot has started under a document (F09)."""
    sheet, rows = _ledger(evidence)
    days = started(rows, documented=True)
    named = evidence.plan.indicators["Q09"].named
    cases = [Case(code, code, _answer(code in days, sheet)) for code in named]
    names = {case.code: None if case.top is None else bool(case.top) for case in cases}
    shown = rows_table(rows, "place_code", "level", "stage", "stage_date", "issuer", "doc_no")
    return Account({"": count(cases, sheet).among(len(named))}, {"stages": shown}, names)


def _answer(yes: bool, sheet: Sheet) -> Fraction | None:
    """A form that did not come proves nothing against a place; what it said last year still holds."""
    return Fraction(yes) if yes or sheet.reason is None else None


def extent(evidence: Evidence) -> Account:
    """T09: places whose pilot has started, apart for towns, villages and communities; new ones and stages beside it."""
    sheet, rows = _ledger(evidence)
    days, named = started(rows), set(evidence.plan.indicators["Q09"].named)
    figures: dict[str, Figure] = {}
    for kind in KINDS:
        places = evidence.places(kind).groups
        mine = {code: day for code, day in days.items() if code in places}
        figures[kind] = events({code: places[code] for code in mine}, sheet)
        new = [code for code, day in mine.items() if day.year == evidence.year]
        figures[f"{kind}.new"] = events({code: places[code] for code in new}, sheet)
    towns = evidence.places("town").groups
    figures[""] = figures["town"]
    figures["town.added"] = events({code: "" for code in days if code in towns and code not in named}, sheet)
    at = _standing(rows)
    for part, stage in STAGES.items():
        figures[f"stage.{part}"] = events({code: "" for code, now in at.items() if now == stage}, sheet)
    return Account(figures, {"stages": rows_table(rows, "place_code", "level", "stage", "stage_date", "doc_no")})


def _standing(rows: tuple[Row, ...]) -> dict[str, str]:
    order = list(STAGES.values())
    return {
        row["place_code"]: row["stage"]
        for row in sorted(rows, key=lambda row: (row["stage_date"], order.index(row["stage"])))
    }


def funds_share(evidence: Evidence) -> Account:
    """T28: funds received by projects in the two pilot towns ÷ funds that can be assigned to a town; neutral."""
    named = evidence.plan.indicators["Q09"].named
    book, books = ledger(evidence), ledgers(evidence)
    allocable = book.where(lambda line: given(line["town_code"]))
    figures = {
        "": over(book.of_towns(*named).sum("available"), allocable.sum("available")),
        "pilot": book.of_towns(*named).sum("available"),
        "allocable": allocable.sum("available"),
        "unallocated": book.where(lambda line: not given(line["town_code"])).sum("available"),
        "total": over(
            plus([one.of_towns(*named).sum("available") for one in books]),
            plus([one.where(lambda line: given(line["town_code"])).sum("available") for one in books]),
        ),
    }
    return Account(figures)
