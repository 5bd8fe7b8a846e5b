"""Clause 三(三), old residential compounds: Q01, T05, T06, T16–T18."""

from __future__ import annotations

from datetime import date
from typing import Any

from lyreport.indicators.account import Account, Test, every, in_year, is_in, rows_table, yes
from lyreport.indicators.evidence import Empty, Evidence, Register, Row, Sheet, given
from lyreport.indicators.figure import Answer, Figure, answers, count, minus, over, plus, share, sums, total
from lyreport.indicators.funds import NON_FISCAL, Ledger, ledger, ledgers
from lyreport.results.parts import SOURCES

STAGES = ("未列计划", "已列计划", "开工", "完工", "验收")
WITHDRAWN = "调出"
PLAN_START = date(2022, 1, 1)
PROGRAMME = "老旧小区"
_PROGRESS = ("start_date", "finish_date", "accept_date", "plan_year", "floor_area", "withdrawn_reason")
_CONTENTS = ("basic", "improve", "upgrade")
_MODES = (("company", "物业服务企业"), ("trustee", "社区托管"), ("owners", "业主自管"), ("employer", "单位自管"))


def _listed(evidence: Evidence, *columns: str) -> tuple[Register, dict[str, Row], Sheet]:
    """Return the compounds on the renovation list, their rows in the register, and the works sheet."""
    register, rows = evidence.compounds("in_renovation_list", "households", "compound_name")
    listed = register.only(code for code, row in rows.items() if row["in_renovation_list"] is True)
    return listed, rows, evidence.lasting("F01", "compound_id", "stage", *columns)


def reached(stage: str) -> Test:
    """Ask whether a compound's works have come at least as far as ``stage``."""
    return is_in("stage", *STAGES[STAGES.index(stage) :])


def _accepted(evidence: Evidence, since: date | None = None) -> Test:
    def answer(row: Row) -> Answer:
        if row["stage"] != STAGES[-1]:
            return is_in("stage", STAGES[-1])(row)
        day = row["accept_date"]
        if not given(day):
            return Empty.BLANK
        return bool(day <= evidence.year_end and (since is None or day >= since))

    return answer


def renovated(evidence: Evidence) -> Account:
    """Q01: compounds on the list whose works are accepted by the end of the year (acceptance date in F01)."""
    listed, rows, works = _listed(evidence, *_PROGRESS, *(f"content_{name}" for name in _CONTENTS))

    def how_many(test: Test) -> Figure:
        return count(answers(listed, works, "compound_id", test), works, listed.sheet)

    accepted = _accepted(evidence)
    including = how_many(accepted).among(len(listed.groups))
    excluding = how_many(_accepted(evidence, PLAN_START)).among(len(listed.groups))
    excluded = evidence.decided("q01.scope_start") == "exclude"
    done = [row for row in works.rows if accepted(row) is True and row["compound_id"] in listed.groups]
    new = [row for row in done if row["accept_date"].year == evidence.year]
    figures = {
        "": excluding if excluded else including,
        "including_pre2022": including.as_reading(),
        "excluding_pre2022": excluding.as_reading(),
        "rate": share(answers(listed, works, "compound_id", accepted), works, listed.sheet),
        "listed": count(answers(listed, listed.sheet, "compound_id", yes("in_renovation_list")), listed.sheet),
        "planned": how_many(reached("已列计划")),
        "planned_year": how_many(_planned(evidence)),
        "unplanned": how_many(is_in("stage", STAGES[0])),
        "started": how_many(reached("开工")),
        "finished": how_many(reached("完工")),
        "building": how_many(is_in("stage", "开工")),
        "unfinished": how_many(lambda row: _opposite(accepted(row))),
        "withdrawn": how_many(is_in("stage", WITHDRAWN)),
        "new": how_many(every(accepted, in_year("accept_date", evidence.year))),
        "households": _households(new, rows, works, listed),
        "households_total": _households(done, rows, works, listed),
        **_contents(done, listed, works),
    }
    return Account(figures, {"compounds": _compounds_table(listed, rows, works)})


def _opposite(answer: Answer) -> Answer:
    return answer if isinstance(answer, Empty) else not answer


def _planned(evidence: Evidence) -> Test:
    return lambda row: given(row["plan_year"]) and bool(row["plan_year"] == evidence.year)


def _households(done: list[Row], rows: dict[str, Row], works: Sheet, listed: Register) -> Figure:
    served = [{**rows[row["compound_id"]], "place": rows[row["compound_id"]]["community_code"]} for row in done]
    return total(sums(served, top="households", group="place"), works, listed.sheet, among=listed.places)


def _contents(done: list[Row], listed: Register, works: Sheet) -> dict[str, Figure]:
    finished = listed.only(row["compound_id"] for row in done)
    kinds = {
        name: count(answers(finished, works, "compound_id", yes(f"content_{name}")), works, listed.sheet)
        for name in _CONTENTS
    }
    return {**kinds, "floor_area": total(sums(done, top="floor_area"), works)}


def _compounds_table(listed: Register, rows: dict[str, Row], works: Sheet) -> Any:
    shown = [
        {**row, "compound_name": rows[row["compound_id"]]["compound_name"], "place": listed.groups[row["compound_id"]]}
        for row in works.rows
        if row["compound_id"] in listed.groups
    ]
    return rows_table(shown, "compound_id", "compound_name", "place", "stage", *_PROGRESS)


def smart_security(evidence: Evidence) -> Account:
    """T05: compounds with smart security built and connected; the total alone is published."""
    listed, _, works = _listed(evidence, "smart_security")
    built = count(answers(listed, works, "compound_id", yes("smart_security")), works, listed.sheet)
    return Account({"": built.countywide()})


def consulted(evidence: Evidence) -> Account:
    """T17: of the compounds whose works have started, those whose residents deliberated the plan beforehand."""
    listed, _, works = _listed(evidence, "start_date", "consulted", "consult_date")
    started = listed.only(row["compound_id"] for row in works.rows if reached("开工")(row) is True)
    return Account({"": share(answers(started, works, "compound_id", _deliberated_first), works, listed.sheet)})


def _deliberated_first(row: Row) -> Answer:
    if row["consulted"] is not True:
        return yes("consulted")(row)
    if not (given(row["consult_date"]) and given(row["start_date"])):
        return Empty.BLANK
    return bool(row["consult_date"] < row["start_date"])


def covenants(evidence: Evidence) -> Account:
    """T18: of the accepted compounds, those with a management covenant; how they are managed beside it."""
    listed, _, works = _listed(evidence, "accept_date", "covenant_signed", "management_mode")
    done = listed.only(row["compound_id"] for row in works.rows if _accepted(evidence)(row) is True)
    signed = share(answers(done, works, "compound_id", yes("covenant_signed")), works, listed.sheet)
    modes = {
        part: count(answers(done, works, "compound_id", is_in("management_mode", mode)), works, listed.sheet)
        for part, mode in _MODES
    }
    return Account({"": signed, **modes})


def shared_funding(evidence: Evidence) -> Account:
    """T06: share of renovation funds that came from residents, owners, utilities and other capital; neutral."""
    book = ledger(evidence).of_programme(PROGRAMME)
    received, carried_by_others = book.sum("available"), book.of_sources(*NON_FISCAL).sum("available")
    by_source = {f"source.{part}": book.of_sources(source).sum("available") for source, part, _ in SOURCES}
    figures = {
        "": over(carried_by_others, received),
        "available": received,
        "shared": carried_by_others,
        "paid": book.sum("paid"),
        "total": over(_since_base(evidence, *NON_FISCAL), _since_base(evidence)),
        **by_source,
    }
    return Account(figures)


def _since_base(evidence: Evidence, *sources: str) -> Figure:
    return plus([_narrow(book, sources).sum("available") for book in ledgers(evidence)])


def _narrow(book: Ledger, sources: tuple[str, ...]) -> Ledger:
    renovation = book.of_programme(PROGRAMME)
    return renovation.of_sources(*sources) if sources else renovation


def disbursed(evidence: Evidence) -> Account:
    """T16: central and provincial subsidies disbursed ÷ received, both since 2022 so that years do not overlap."""
    books = [_narrow(book, ("中央", "省级")) for book in ledgers(evidence)]
    received = plus([book.sum("available") for book in books])
    passed_on = plus([book.sum("disbursed") for book in books])
    gap = minus(received, passed_on)
    return Account({"": over(passed_on, received), "available": received, "disbursed": passed_on, "gap": gap})
