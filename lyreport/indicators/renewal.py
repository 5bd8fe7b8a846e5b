"""Clause 三(一), urban renewal: what F28 and F18 say about projects (M03, M04, M06, M28, M29)."""

from __future__ import annotations

from collections.abc import Iterable

from lyreport.indicators.account import Account, rows_table
from lyreport.indicators.evidence import Evidence, Row, Sheet
from lyreport.indicators.figure import Figure, plus, sums, total
from lyreport.indicators.funds import Ledger, ledger, ledgers
from lyreport.indicators.training import number_of

PROGRAMME = "城市更新"
STAGES = ("谋划前期", "立项批复", "开工", "在建", "完工", "竣工验收", "投用")
SUSPENDED = "暂缓"
GROUPS = {
    "preparing": STAGES[0:2],
    "building": STAGES[2:4],
    "finished": STAGES[4:6],
    "in_use": STAGES[6:7],
    "suspended": (SUSPENDED,),
}
COLUMNS = (
    "project_id",
    "project_name",
    "programme",
    "milestone_id",
    "stage",
    "start_date",
    "accept_date",
    "total_investment",
    "facility_required",
    "facility_delivered",
)


def _projects(evidence: Evidence) -> Sheet:
    return evidence.sheet("F28", *COLUMNS)


def renewal_projects(evidence: Evidence) -> Account:
    """M06: urban renewal projects by stage, facilities that had to be built with them and were, money."""
    sheet = _projects(evidence)
    mine = sheet.where(programme=PROGRAMME)
    required = [row for row in mine if row["facility_required"] is True]
    figures = {
        "projects": number_of(mine, sheet),
        **{part: number_of([row for row in mine if row["stage"] in some], sheet) for part, some in GROUPS.items()},
        "required": number_of(required, sheet),
        "delivered": number_of([row for row in required if row["facility_delivered"] is True], sheet),
        "available": ledger(evidence).of_programme(PROGRAMME).sum("available"),
        "paid": ledger(evidence).of_programme(PROGRAMME).sum("paid"),
        **_money(mine, sheet, [book.of_programme(PROGRAMME) for book in ledgers(evidence)]),
    }
    return Account(figures, {"projects": rows_table(mine, *COLUMNS)})


def one_project(evidence: Evidence, milestone: str) -> Account:
    """M03, M04, M28, M29: investment and money so far of the projects that stand for a milestone."""
    sheet = _projects(evidence)
    mine = sheet.where(milestone_id=milestone)
    figures = _money(mine, sheet, [book.of_milestone(milestone) for book in ledgers(evidence)])
    if milestone == "M29":
        figures["projects"] = number_of(mine, sheet)
    return Account(figures, {"projects": rows_table(mine, *COLUMNS)})


def _money(rows: tuple[Row, ...], sheet: Sheet, books: Iterable[Ledger]) -> dict[str, Figure]:
    kept = list(books)
    return {
        "investment": total(sums(rows, top="total_investment"), sheet),
        "available_total": plus([book.sum("available") for book in kept]),
        "paid_total": plus([book.sum("paid") for book in kept]),
    }
