"""Clause 五, organization: T15, T30; inspections (M43) and publicity (M45)."""

from __future__ import annotations

from lyreport.indicators.account import Account, rows_table
from lyreport.indicators.evidence import Evidence, Row, Sheet, given
from lyreport.indicators.figure import Figure, over, plus, sums, total
from lyreport.indicators.funds import ledger, ledgers
from lyreport.indicators.training import number_of
from lyreport.results.parts import CHANNELS, PROGRAMMES, SOURCES

METHODS = {"documents": "查阅资料", "spot": "随机抽查", "unannounced": "暗查暗访", "other": "其他"}
CASE, INFORMATION = "典型案例", "一般信息"


def funds(evidence: Evidence) -> Account:
    """T15: funds received in the year (万元), by source and by use; planned, disbursed and paid stay apart."""
    book, books = ledger(evidence), ledgers(evidence)
    figures: dict[str, Figure] = {
        "": book.by_town("available"),
        **{name: book.sum(name) for name in ("planned", "disbursed", "paid")},
        "cumulative": plus([one.sum("available") for one in books]),
        "disbursed_total": plus([one.sum("disbursed") for one in books]),
        "paid_total": plus([one.sum("paid") for one in books]),
    }
    for source, part, _ in SOURCES:
        mine = book.of_sources(source)
        figures[f"source.{part}"] = mine.sum("available")
        figures |= {f"{name}.{part}": mine.sum(name) for name in ("planned", "disbursed", "paid")}
    for programme, part, _ in PROGRAMMES:
        figures[f"use.{part}"] = book.of_programme(programme).sum("available")
    return Account(figures)


def good_cases(evidence: Evidence) -> Account:
    """T30: good-practice cases first published in the year, whatever the channel (F20)."""
    sheet = evidence.sheet("F20", "channel", "kind", "posts", "reposts")
    cases = sheet.where(kind=CASE)
    return Account({"": _sum(cases, "posts", sheet), "reposts": _sum(cases, "reposts", sheet)})


def publicity(evidence: Evidence) -> Account:
    """M45: items first published and reposted, and by channel (F20); reads are never added up."""
    sheet = evidence.sheet("F20", "channel", "kind", "posts", "reposts")
    figures = {"posts": _sum(sheet.rows, "posts", sheet), "reposts": _sum(sheet.rows, "reposts", sheet)}
    for channel, part, _ in CHANNELS:
        figures[f"posts.{part}"] = _sum(sheet.where(channel=channel), "posts", sheet)
    return Account(figures)


def _sum(rows: tuple[Row, ...], column: str, sheet: Sheet) -> Figure:
    return total(sums(rows, top=column), sheet)


def inspections(evidence: Evidence) -> Account:
    """M43: inspections of the year, problems found, fixed by the end of the year, overdue (F21)."""
    columns = ("inspection_id", "held_on", "method", "places", "town_code", "problems", "fixed", "overdue")
    sheet = evidence.sheet("F21", *columns)
    held = tuple(row for row in sheet.rows if given(row["held_on"]) and row["held_on"].year == evidence.year)
    towns = evidence.places("town").places

    def column(name: str) -> Figure:
        return total(sums(held, top=name, group="town_code"), sheet, among=towns)

    figures = {name: column(name) for name in ("places", "problems", "fixed", "overdue")}
    figures["rate"] = over(figures["fixed"].countywide(), figures["problems"].countywide(), counted=True)
    figures["inspections"] = number_of(held, sheet)
    for part, method in METHODS.items():
        figures[part] = number_of([row for row in held if row["method"] == method], sheet)
    return Account(figures, {"inspections": rows_table(held, *columns)})
