"""The toy county of the tests and the tutorial: two towns, six villages, five old compounds, all checkable by hand.

2022: Q01 2 of 5 (1 of them before 2022), Q05 2377/2400 = 99.04 %, Q06 3/6.
2023: Q01 3 of 5, Q05 2390/2400 = 99.58 % (99.6 when rounded, and below it), Q06 between 5/6 and 6/6, undetermined.
"""

from __future__ import annotations

from datetime import date, timedelta

from data.demonstration.cells import NOT_APPLICABLE, Row, document, known, reached
from data.demonstration.frame import Frame, register
from data.demonstration.submissions import PRELIMINARY, VERIFIED, Entry, Envelope
from data.demonstration.waste import FIVE
from lyreport.plan import Form, Plan

YEARS = (2022, 2023)
EAST, WEST = "990101101001", "990101101002"
COMPOUNDS = (  # id, community, built, households, listed
    ("XQ-01", EAST, 1986, 40, True),
    ("XQ-02", EAST, 1992, 36, True),
    ("XQ-03", WEST, 1995, 52, True),
    ("XQ-04", WEST, 1998, 24, True),
    ("XQ-05", WEST, 1999, 30, True),
    ("XQ-06", EAST, 2012, 96, False),
)
WORKS: dict[str, tuple[int, date | None, date | None, date | None]] = {  # planned, start, finish, acceptance
    "XQ-01": (2021, date(2021, 3, 15), date(2021, 8, 20), date(2021, 9, 10)),
    "XQ-02": (2022, date(2022, 4, 11), date(2022, 9, 15), date(2022, 10, 20)),
    "XQ-03": (2022, date(2022, 11, 8), date(2023, 8, 25), date(2023, 10, 12)),
    "XQ-04": (2022, date(2023, 5, 9), None, None),
    "XQ-05": (2023, None, None, None),
}
PEOPLE = (500, 400, 300, 600, 350, 250)  # village by village, in the order of the register
WITH_TAP = {2022: (498, 394, 300, 590, 346, 249), 2023: (499, 398, 300, 595, 349, 249)}
TREATED = {2022: (True, True, False, True, False, False), 2023: (True, True, True, True, True, None)}
LEVELS = {2022: 1, 2023: 3}
PRELIMINARY_FORMS = {(2023, "F05"): "年末人口待公安部门核对"}


def envelopes(plan: Plan, year: int, due: date) -> list[Envelope]:
    """Return the three workbooks of ``year``, sent a week before the deadline."""
    rows, day = _ledgers(plan, year), due - timedelta(days=7)
    return [
        Envelope(unit, year, day, tuple(_entry(form, rows, year) for form in plan.forms_of(unit.id)))
        for unit in plan.submitters
    ]


def _entry(form: Form, rows: dict[str, list[Row]], year: int) -> Entry:
    remark = PRELIMINARY_FORMS.get((year, form.id), "")
    return Entry(form, PRELIMINARY if remark else VERIFIED, rows[form.id], remark)


def _ledgers(plan: Plan, year: int) -> dict[str, list[Row]]:
    frame = Frame.of(plan)
    return {
        "F00": register(frame, year),
        "F01": [_renovation(id_, year) for id_ in WORKS],
        "F05": [_water(*village) for village in zip(frame.villages, PEOPLE, WITH_TAP[year], strict=True)],
        "F06": [_waste(*village) for village in zip(frame.villages, TREATED[year], strict=True)],
        "F24": [_milestone(year)],
        "F29": [_compound(*compound) for compound in COMPOUNDS],
    }


def _compound(id_: str, community: str, built: int, households: int, listed: bool) -> Row:
    return {
        "compound_id": id_,
        "valid_from": date(2020, 1, 1),
        "compound_name": f"示例小区{id_[-2:]}",
        "community_code": community,
        "compound_kind": "单位房" if listed else "商品房",
        "built_year": built,
        "in_built_up_area": True,
        "in_renovation_list": listed,
        "list_doc_no": document("改造清单", 2021, 1) if listed else None,
        "buildings": 2,
        "households": households,
    }


def _renovation(id_: str, year: int) -> Row:
    planned, start, finish, accept = WORKS[id_]
    steps = (("验收", accept), ("完工", finish), ("开工", start))
    before = "已列计划" if planned <= year else "未列计划"
    accepted, begun = reached(accept, year), reached(start, year)
    return {
        "compound_id": id_,
        "plan_year": planned if planned <= year else NOT_APPLICABLE,
        "plan_doc_no": document("改造计划", planned, 1) if planned <= year else NOT_APPLICABLE,
        "stage": next((name for name, day in steps if reached(day, year)), before),
        "consulted": begun,
        "consult_date": start - timedelta(days=30) if start and begun else None,
        "agreeing_households": 20 if begun else None,
        "start_date": known(start, year),
        "finish_date": known(finish, year),
        "accept_date": known(accept, year),
        "accept_doc_no": document("建验", accept.year, int(id_[-1])) if accept and accepted else None,
        "smart_security": accepted,
        "covenant_signed": True if accepted else None,
        "management_mode": "社区托管" if accepted else None,
        **dict.fromkeys(("content_basic", "content_improve", "content_upgrade", "floor_area"), NOT_APPLICABLE),
    }


def _water(code: str, people: int, tap: int) -> Row:
    return {
        "village_code": code,
        "pop_basis": "常住",
        "rural_pop": people,
        "central_pop": people,
        "tap_pop": tap,
        "supply_mode": "小型集中",
    }


def _waste(code: str, treated: bool | None) -> Row:
    conditions = dict.fromkeys(FIVE, True) | {"has_funds": treated}
    return {"village_code": code, **conditions, "haul_mode": "村收镇运县处理", "sorting": bool(treated)}


def _milestone(year: int) -> Row:
    return {
        "milestone_id": "M11",
        "part": "0",
        "level": LEVELS[year],
        "side_state": "正常",
        "evidence_name": "示例材料：会议纪要",
        "evidence_doc_no": document("", year, 11),
        "evidence_date": date(year, 11, 3),
    }
