"""Projects (F28) and their money (F18): what was planned, came in, was passed on and was paid."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from data.demonstration.cells import NOT_APPLICABLE, YEARS, Row, document
from data.demonstration.chance import dice, workday

FISCAL = ("中央", "省级", "市级", "县级", "专项债券")
CENT = Decimal("0.01")
STAGES = ("谋划前期", "立项批复", "开工", "在建", "完工", "竣工验收", "投用")  # as the milestone ladder counts them
SUSPENDED = "暂缓"


SOURCES = {  # mix → per cent of a project's total by source
    "bonds": {"专项债券": 60, "省级": 15, "县级": 15, "社会资本": 10},
    "compounds": {"中央": 52, "省级": 14, "县级": 12, "产权单位": 5, "专营单位": 8, "居民": 6, "社会资本": 3},
    "compounds shared": {"中央": 46, "省级": 14, "县级": 12, "产权单位": 7, "专营单位": 10, "居民": 7, "社会资本": 4},
    "county": {"省级": 40, "县级": 60},
    "households": {"中央": 20, "省级": 35, "市级": 10, "县级": 25, "镇村集体": 4, "居民": 6},
    "houses": {"省级": 30, "县级": 30, "居民": 40},
    "own": {"县级": 100},
    "pipeline": {"县级": 10, "专营单位": 55, "社会资本": 35},
    "rural": {"中央": 20, "省级": 35, "市级": 10, "县级": 25, "镇村集体": 10},
}
AGRICULTURAL = {"households", "houses", "rural"}  # mixes that pool agricultural funds and pay rewards


@dataclass(frozen=True)
class Project:
    """One project, as ``projects.csv`` tells it.

    ``stages``: its stage at the end of 2022 … 2025, one letter a year: index into ``STAGES``, ``s`` suspended, ``-``
    not registered yet.  ``spending``: per cent of the total (万元) planned in each year.  ``facility``: whether public
    facilities are ``required`` with it, or the year in which they were delivered; empty where none are due.
    """

    letter: str
    name: str
    programme: str
    clause: str
    milestone: str
    town: str
    owner: str
    total: str
    stages: str
    spending: str
    mix: str
    facility: str

    @property
    def id(self) -> str:
        """The running number of the project."""
        return f"XM-{ord(self.letter) - ord('A') + 1:02d}"

    def planned_share(self, year: int) -> int:
        """Return the per cent of the total that is planned in ``year``."""
        return int(self.spending.split()[year - YEARS[0]])


@cache
def projects() -> tuple[Project, ...]:
    """Return every project that is ever registered."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return tuple(Project(**row) for row in csv.DictReader(stream))


def registered(year: int) -> list[Project]:
    """Return the projects that stand in the register at the end of ``year``."""
    return [project for project in projects() if project.stages[year - YEARS[0]] != "-"]


def stage(project: Project, year: int) -> str:
    """Return the stage of a project at the end of ``year``."""
    mark = project.stages[year - YEARS[0]]
    return SUSPENDED if mark == "s" else STAGES[int(mark)]


def register(year: int) -> list[Row]:
    """F28: the register of projects."""
    return [_register_row(project, year) for project in registered(year)]


def _register_row(project: Project, year: int) -> Row:
    approved = _first_year(project, year, 1)
    started, accepted = _first_year(project, year, 2), _first_year(project, year, 5)
    return {
        "project_id": project.id,
        "project_name": f"示例项目{project.letter}·{project.name}",
        "programme": project.programme,
        "clause": project.clause,
        "milestone_id": project.milestone or None,
        "town_code": project.town or NOT_APPLICABLE,
        "owner": project.owner,
        "approval_no": document("发改批", approved, ord(project.letter)) if approved else None,
        "total_investment": Decimal(project.total),
        "stage": stage(project, year),
        "start_date": _day(project, started, (2, 5)),
        "accept_date": _day(project, accepted, (9, 12)),
        **_facility(project, year),
    }


def _first_year(project: Project, year: int, step: int) -> int | None:
    """Return the first year, up to ``year``, at whose end the project stood at ``step`` or further."""
    marks = zip(YEARS, project.stages, strict=True)
    return next((past for past, mark in marks if past <= year and mark.isdigit() and int(mark) >= step), None)


def _day(project: Project, year: int | None, months: tuple[int, int]) -> date | None:
    return workday(year, "project", project.letter, months=months) if year else None


def _facility(project: Project, year: int) -> Row:
    if project.programme != "城市更新":
        return {"facility_required": NOT_APPLICABLE}
    if not project.facility:
        return {"facility_required": False}
    delivered = project.facility != "required" and int(project.facility) <= year
    return {"facility_required": True, "facility_delivered": delivered}


def funds(year: int) -> list[Row]:
    """F18: the money of each project and source in ``year``; nothing is paid before it has come in."""
    return [
        _fund_row(project, source, year)
        for project in registered(year)
        if _moving(project, year)
        for source in SOURCES[project.mix]
    ]


def _moving(project: Project, year: int) -> bool:
    """Whether money is planned for ``year``, or some of last year's may still be passed on and paid."""
    return any(past in YEARS and project.planned_share(past) for past in (year - 1, year))


def _fund_row(project: Project, source: str, year: int) -> Row:
    waiting_to_pass = waiting_to_pay = Decimal(0)
    for past in (past for past in YEARS if past <= year):
        planned, available, disbursed, paid = _flows(project, source, past, waiting_to_pass, waiting_to_pay)
        waiting_to_pass += available - disbursed
        waiting_to_pay += available - paid
    fiscal = source in FISCAL
    pooled = project.mix in AGRICULTURAL and source in {"省级", "县级"}
    return {
        "project_id": project.id,
        "source": source,
        "planned": planned,
        "available": available,
        "disbursed": disbursed if fiscal else NOT_APPLICABLE,
        "paid": paid,
        "reward_subsidy": _cents(available * 3 / 10) if pooled else Decimal(0) if fiscal else NOT_APPLICABLE,
        "pooled_agri": _cents(available * 6 / 10) if pooled else Decimal(0) if fiscal else NOT_APPLICABLE,
    }


def _flows(project: Project, source: str, year: int, to_pass: Decimal, to_pay: Decimal) -> tuple[Decimal, ...]:
    """Return planned, available, disbursed and paid; what waited since last year is passed on and paid first."""
    draw = dice("funds", project.letter, source, year)
    part = Decimal(project.total) * SOURCES[project.mix][source] * project.planned_share(year) / 10_000
    planned = _cents(part)
    available = _cents(planned * draw.randint(90, 100) / 100)
    disbursed = _cents((available + to_pass) * draw.randint(86, 98) / 100)
    paid = _cents((available + to_pay) * draw.randint(78, 95) / 100)
    return planned, available, disbursed, paid


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT)
