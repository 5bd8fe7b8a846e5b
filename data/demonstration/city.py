"""The county seat: health check and appraisal (F12), sewer separation and waterlogging (F14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from data.demonstration.cells import NOT_APPLICABLE, Row, document, known, reached
from data.demonstration.chance import dice, first, workday
from data.demonstration.compounds import compounds
from data.demonstration.frame import Frame

CHECKED = {2022: 1, 2023: 2, 2024: 4, 2025: 4}  # communities of four
APPRAISED = {2022: 0, 2023: 2, 2024: 3, 2025: 4}
SAMPLED_COMPOUNDS = {2022: 0, 2023: 3, 2024: 6, 2025: 6}  # extra lines, for reference

# Kind → how many are accepted in 2022, 2023, 2024, 2025, and how many are left on the list.
WORKS = {
    "住宅小区": ((2, 4, 5, 4), 3),
    "机关单位": ((1, 2, 2, 3), 1),
    "主干道": ((0, 1, 2, 1), 2),
    "内涝点": ((1, 1, 2, 2), 1),
}
CODES = {"住宅小区": "X", "机关单位": "J", "主干道": "D", "内涝点": "N"}


def appraisal(frame: Frame, year: int) -> list[Row]:
    """F12: which communities were checked and appraised, with a few compounds beside them."""
    checked = first("check", frame.communities, CHECKED[year])
    appraised = first("appraisal", frame.communities, APPRAISED[year])
    rows = [_appraisal_row(code, "社区", year, code in checked, code in appraised) for code in frame.communities]
    sample = [compound.id for compound in compounds()[: SAMPLED_COMPOUNDS[year]]]
    return rows + [_appraisal_row(id_, "小区", year, True, False) for id_ in sample]


def _appraisal_row(code: str, kind: str, year: int, checked: bool, appraised: bool) -> Row:
    return {
        "unit_code": code,
        "unit_kind": kind,
        "in_health_check": checked,
        "in_mgmt_appraisal": appraised,
        "check_doc": f"示例城市体检报告（{year}）" if checked else None,
        "appraisal_doc": f"示例城市管理评价报告（{year}）" if appraised else None,
    }


@dataclass(frozen=True)
class Work:
    """One object on the list of sewer works, to its end."""

    id: str
    kind: str
    number: int
    planned: int
    start: date
    finish: date
    accept: date | None


@cache
def _works() -> tuple[Work, ...]:
    works = []
    for kind, (accepted, left) in WORKS.items():
        years = [2022 + i for i, count in enumerate(accepted) for _ in range(count)] + [2026] * left
        works += [_work(kind, number, year) for number, year in enumerate(years, start=1)]
    return tuple(works)


def _work(kind: str, number: int, year: int) -> Work:
    accept = workday(year, "sewer", kind, number, months=(8, 12))
    finish = accept - timedelta(days=dice("sewer", kind, number).randint(15, 50))
    start = finish - timedelta(days=dice("sewer", kind, number, "length").randint(70, 160))
    return Work(f"PS-{CODES[kind]}{number:02d}", kind, number, min(start.year, 2025), start, finish, accept)


def sewers(year: int) -> list[Row]:
    """F14: every object on the list, from the first year on."""
    return [_sewer_row(work, year) for work in _works()]


def _sewer_row(work: Work, year: int) -> Row:
    draw = dice("sewer row", work.id)
    works = {"内涝点": ("内涝治理", "两者"), "主干道": ("雨污分流", "两者")}.get(work.kind, ("雨污分流",))
    accepted = work.accept is not None and reached(work.accept, year)
    work_type = draw.choice(works)
    return {
        "object_id": work.id,
        "object_kind": work.kind,
        "object_name": f"示例{work.kind}{work.number:02d}",
        "compound_id": compounds()[work.number * 3].id if work.kind == "住宅小区" else None,
        "work_type": work_type,
        "length_m": NOT_APPLICABLE if work_type == "内涝治理" else draw.randint(90, 900),
        "plan_year": work.planned,
        "stage": _stage(work, year),
        "start_date": known(work.start, year),
        "finish_date": known(work.finish, year),
        "accept_date": known(work.accept, year),
        "accept_doc_no": document("排验", work.accept.year, work.number) if work.accept and accepted else None,
    }


def _stage(work: Work, year: int) -> str:
    steps = (("验收", work.accept), ("完工", work.finish), ("开工", work.start))
    return next((name for name, day in steps if reached(day, year)), "已列计划")
