"""Every rule of every form, broken once and kept once: what stands in params/ is what the intake enforces."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lyreport.intake.checks import check, cure
from lyreport.intake.context import Context
from lyreport.intake.rows import Row
from tests.fixtures.linyou import plan

ROOT = Path(__file__).parents[2]
YEAR = 2024
Cells = dict[str, Any]

DAY, LATER, LATEST = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1)
VILLAGE, TOWN, COMMUNITY = "610329101200", "610329101", "610329100001"


def village(position: int = 0) -> str:
    """The code of a village."""
    return plan().places.villages[position].code


def community(position: int = 0) -> str:
    """The code of a community."""
    return plan().places.communities[position].code


def villages(**cells: Any) -> list[Cells]:
    """A row for every village."""
    return [{"village_code": place.code, **cells} for place in plan().places.villages]


def places(*kinds: str, **cells: Any) -> list[Cells]:
    """A row for every place of some kinds."""
    return [{"place_code": place.code, **cells} for place in plan().places.of_kind(*kinds)]  # type: ignore[arg-type]


@dataclass(frozen=True)
class Case:
    """Rows that break a rule, rows that keep it, and what both see of last year and of other forms."""

    rule: str
    column: str
    bad: list[Cells]
    good: list[Cells]
    last: list[Cells] = field(default_factory=list)
    others: dict[str, list[Cells]] = field(default_factory=dict)
    unit: str = ""


REGISTER = {"F29": [{"compound_id": "X1", "in_renovation_list": True, "in_built_up_area": True, "households": 40}]}
MONTHS = [f"{YEAR}-{month:02d}" for month in range(1, 13)]
WASTE = {"scope": "全县", "month": MONTHS[0], "collected_t": Decimal(100), "recyclables_t": Decimal(20),
         "recyclables_in_collected": True, "kitchen_t": Decimal(30), "kitchen_residue_t": Decimal(10),
         "hazardous_t": Decimal(0), "thermal_t": Decimal(60), "landfill_t": Decimal(0)}  # fmt: skip
STAGED = {"place_code": "P", "level": "省级"}
IDLE = dict.fromkeys(
    ("participating_households", "meetings", "labour_attendances", "enterprises", "social_orgs", "party_members"), 0
)
STOCK = {"town_code": TOWN, "facility": "公共厕所"}
FUND = {"project_id": "X1", "source": "中央", "available": Decimal(10), "paid": Decimal(6), "disbursed": Decimal(8)}
STEP = {"milestone_id": "M10", "part": "0", "side_state": "正常"}
ANSWERS = ("满意", "基本满意", "不满意", "不清楚", "拒答")


def answers(*names: str, count: int = 20) -> list[Cells]:
    """The answers to one question."""
    return [{"stratum": "县", "question": "Q1", "answer": name, "respondents": count} for name in names]


def staged(*stages: tuple[str, date]) -> list[Cells]:
    """The stages of one place."""
    return [{**STAGED, "stage": stage, "stage_date": day} for stage, day in stages]


def works(form: str) -> list[Case]:
    """Rules shared by the three forms of demonstration places."""
    first, begun, done = {"F09": ("列入试点", "启动", "总结推广")}.get(form, ("申报", "创建中", "通过验收"))
    path = staged((first, DAY), (begun, LATER), (done, LATEST))
    return [
        Case(f"{form}-R1", "stage_date", staged((first, LATER), (begun, DAY)), path),
        Case(f"{form}-R2", "place_code", path[1:], path, last=path[:1]),
        Case(f"{form}-R3", "stage", [path[0], path[2]], path),
    ]


def accepted(*stages: str) -> list[Cells]:
    """Objects or houses at the given stages."""
    return [
        {"object_id": f"D{number}", "house_id": f"D{number}", "stage": stage} for number, stage in enumerate(stages)
    ]


CASES = [
    Case("F00-R1", "valid_from",
         [{"place_code": "1", "valid_from": DAY, "valid_to": LATEST}, {"place_code": "1", "valid_from": LATER}],
         [{"place_code": "1", "valid_from": DAY, "valid_to": LATER}, {"place_code": "1", "valid_from": LATEST}]),
    Case("F00-R2", "parent_code", [{"place_code": "11", "parent_code": "1"}],
         [{"place_code": "11", "parent_code": "1"}, {"place_code": "1"}]),
    Case("F00-R3", "kind", [{"place_code": "1", "kind": "行政村"}],
         [{"place_code": str(number), "kind": "行政村" if number < 66 else "社区"} for number in range(70)]),
    Case("F01-R1", "start_date", [{"start_date": LATER, "finish_date": DAY}], [{"start_date": DAY, "finish_date": DAY}]),
    Case("F01-R2", "stage", [{"stage": "开工", "finish_date": DAY}], [{"stage": "完工", "finish_date": DAY}]),
    Case("F01-R3", "accept_doc_no", [{"accept_date": DAY}], [{"accept_date": DAY, "accept_doc_no": "1号"}]),
    Case("F01-R4", "start_date", [{"compound_id": "X1", "start_date": LATER}],
         [{"compound_id": "X1", "start_date": LATER, "row_status": "修订", "row_remark": "原录有误"},
          {"compound_id": "X2", "start_date": DAY, "finish_date": LATER}],
         last=[{"compound_id": "X1", "start_date": DAY}, {"compound_id": "X2", "start_date": DAY}]),
    Case("F01-R5", "accept_date", [{"accept_date": date(2025, 1, 1)}], [{"accept_date": date(2024, 12, 31)}]),
    Case("F01-R6", "compound_id", [{"compound_id": "X2"}], [{"compound_id": "X1"}], others=REGISTER),
    Case("F01-R7", "consult_date", [{"consult_date": DAY, "start_date": DAY}], [{"consult_date": DAY, "start_date": LATER}]),
    Case("F02-R1", "compound_id", [{"compound_id": "X2"}], [{"compound_id": "X1"}], others=REGISTER),
    Case("F02-R2", "drop_points", [{"fixed_point": True, "drop_points": 0}], [{"fixed_point": True, "drop_points": 1}]),
    Case("F02-R3", "separate_collect", [{"separate_transport": True, "separate_collect": False}],
         [{"separate_transport": False, "separate_collect": False}]),
    Case("F02-R4", "separate_collect", [{"compound_id": "X1", "separate_collect": False}],
         [{"compound_id": "X1", "separate_collect": False, "row_remark": "拆除重建"}],
         last=[{"compound_id": "X1", "separate_collect": True}]),
    Case("F03-R1", "month", [{"scope": "全县", "month": MONTHS[0]}], [{"scope": "全县", "month": one} for one in MONTHS]),
    Case("F03-R2", "recyclables_t", [{**WASTE, "recyclables_t": Decimal(90)}], [WASTE]),
    Case("F03-R3", "generated_t", [{**WASTE, "landfill_t": Decimal(9)}], [WASTE]),
    Case("F03-R4", "collected_t", [WASTE], [{**WASTE, "row_remark": "新增片区"}],
         last=[{**WASTE, "month": "2023-01", "collected_t": Decimal(40)}]),
    Case("F03-R5", "recyclables_in_collected", [WASTE, {**WASTE, "recyclables_in_collected": False}],
         [WASTE, {**WASTE, "scope": "县城建成区", "recyclables_in_collected": False}]),
    Case("F03-R6", "generated_t", [WASTE, {**WASTE, "generated_t": Decimal(100)}], [WASTE, WASTE]),
    *works("F04"),
    Case("F05-R1", "tap_pop", [{"tap_pop": 11, "central_pop": 10}], [{"tap_pop": 10, "central_pop": 10}]),
    Case("F05-R2", "pop_basis", [{"pop_basis": "常住"}, {"pop_basis": "户籍"}], [{"pop_basis": "常住"}] * 2),
    Case("F05-R3", "rural_pop", [{"village_code": VILLAGE, "rural_pop": 111}], [{"village_code": VILLAGE, "rural_pop": 110}],
         last=[{"village_code": VILLAGE, "rural_pop": 100}]),
    Case("F05-R4", "village_code", villages()[1:], villages()),
    Case("F06-R2", "village_code", villages()[1:], villages()),
    Case("F06-R3", "treated", [{"village_code": VILLAGE, "treated": False}], [{"village_code": VILLAGE, "treated": True}],
         last=[{"village_code": VILLAGE, "treated": True}]),
    *works("F07"),
    Case("F08-R1", "accept_date", [{"start_date": LATER, "accept_date": DAY}], [{"start_date": DAY, "accept_date": LATER}]),
    Case("F08-R2", "house_id", [{"house_id": "H1"}] * 2, [{"house_id": "H1"}, {"house_id": "H2"}]),
    Case("F08-R3", "stage", accepted("验收", "在建"), accepted("验收", "验收"), last=accepted("验收", "验收")),
    *works("F09"),
    Case("F10-R1", "doc_no", [{"item": "G00", "met": True, "recognised_on": DAY}],
         [{"item": "G00", "met": True, "recognised_on": DAY, "doc_no": "1号"}]),
    Case("F10-R2", "item", [{"community_code": "C", "item": "G05", "met": False}, {"community_code": "C", "item": "G00", "met": True}],
         [{"community_code": "B", "item": "G05", "met": False}, {"community_code": "C", "item": "G00", "met": True}]),
    Case("F10-R3", "item", [{"community_code": "C", "item": "G00"}],
         [{"community_code": "C", "item": f"G{number:02d}"} for number in range(17)]),
    Case("F11-R1", "item", [{"community_code": "C", "item": "C00", "met": True}, {"community_code": "C", "item": "C07", "met": False}],
         [{"community_code": "C", "item": "C00", "met": True}, {"community_code": "C", "item": "L01", "met": False}]),
    Case("F11-R2", "item", [{"community_code": place.code, "item": "C00"} for place in plan().places.communities],
         [{"community_code": place.code, "item": item} for place in plan().places.communities
          for item in plan().forms["F11"].column("item").allowed]),
    Case("F11-R3", "met", [{"community_code": "C", "item": "C01", "met": False}], [{"community_code": "C", "item": "C01", "met": True}],
         last=[{"community_code": "C", "item": "C01", "met": True}]),
    Case("F12-R1", "unit_code", [{"unit_code": community()}], [{"unit_code": place.code} for place in plan().places.communities]),
    Case("F12-R2", "check_doc", [{"in_health_check": True}], [{"in_health_check": True, "check_doc": "报告"}]),
    Case("F13-R1", "answered", [{"answered": 5, "received": 4}], [{"answered": 4, "received": 4}]),
    Case("F13-R2", "received", [{"community_code": "C", "received": 0}] * 2,
         [{"community_code": "C", "received": 0}, {"community_code": "C", "received": 3}]),
    Case("F14-R1", "finish_date", [{"finish_date": LATER, "accept_date": DAY}], [{"finish_date": DAY, "accept_date": LATER}]),
    Case("F14-R2", "stage", accepted("完工"), [{**accepted("完工")[0], "row_status": "修订", "row_remark": "重新认定"}],
         last=accepted("验收")),
    Case("F14-R3", "work_type", [{"object_kind": "内涝点", "work_type": "雨污分流"}], [{"object_kind": "内涝点", "work_type": "两者"}]),
    Case("F15-R1", "participating_households", [{"participating_households": 9, "total_households": 8}],
         [{"participating_households": 8, "total_households": 8}]),
    Case("F15-R2", "meetings", [{**IDLE, "carried_out": False, "meetings": 2}], [{**IDLE, "carried_out": False}]),
    Case("F15-R3", "meetings", [{**IDLE, "carried_out": True}], [{**IDLE, "carried_out": True, "meetings": 1}]),
    Case("F15-R4", "place_code", [{"place_code": place.code} for place in plan().places.in_town(TOWN)][1:],
         [{"place_code": place.code} for place in plan().places.in_town(TOWN)], unit=f"town-{TOWN}"),
    Case("F16-R1", "session_id", [{"session_id": "1"}] * 2, [{"session_id": "1"}, {"session_id": "2"}]),
    Case("F16-R2", "attendances", [{"attendances": 501}], [{"attendances": 500}]),
    Case("F17-R1", "service_mode", [{"has_resident_tech": False, "service_mode": "驻点"}], [{"has_resident_tech": False}]),
    Case("F17-R2", "design_visits", [{"design_visits": 3, "service_visits": 2}], [{"design_visits": 2, "service_visits": 2}]),
    Case("F17-R3", "place_code", places("village"), places("village", "community")),
    Case("F18-R1", "paid", [{**FUND, "paid": Decimal("14.01")}], [{**FUND, "paid": Decimal(14)}], last=[FUND]),
    Case("F18-R2", "disbursed", [{**FUND, "disbursed": Decimal(13)}], [{**FUND, "source": "居民", "disbursed": Decimal(13)}], last=[FUND]),
    Case("F18-R3", "available", [{**FUND, "available": Decimal(100000)}], [{**FUND, "available": Decimal(10000)}]),
    Case("F19-R1", "answer", answers(*ANSWERS[:4]), answers(*ANSWERS)),
    Case("F19-R2", "respondents", answers(*ANSWERS, count=21), answers(*ANSWERS),
         others={"F30": [{"stratum": "县", "valid": 100}, {"stratum": "行政村", "valid": 1}]}),
    Case("F21-R1", "fixed", [{"problems": 3, "fixed": 2, "overdue": 2}], [{"problems": 4, "fixed": 2, "overdue": 2}]),
    Case("F22-R1", "sanitary", [{"households": 10, "sanitary": 11}], [{"households": 10, "sanitary": 10}]),
    Case("F22-R2", "flush_indoor", [{"sanitary": 5, "flush_indoor": 6}], [{"sanitary": 5, "flush_indoor": 5}]),
    Case("F22-R3", "households", [{"village_code": VILLAGE, "households": 9}],
         [{"village_code": VILLAGE, "households": 9, "row_remark": "迁出1户"}], last=[{"village_code": VILLAGE, "households": 10}]),
    Case("F23-R1", "treated", [{"mode": "未治理", "treated": True}], [{"mode": "未治理", "treated": False}]),
    Case("F23-R2", "treated", [{"treated": True, "running": "不正常"}], [{"treated": True, "running": "正常"}]),
    Case("F23-R3", "village_code", villages()[1:], villages()),
    Case("F24-R1", "evidence_name", [{**STEP, "level": 2, "evidence_date": DAY}],
         [{**STEP, "level": 2, "evidence_date": DAY, "evidence_name": "通知"}], last=[{**STEP, "level": 1}]),
    Case("F24-R2", "reason", [{**STEP, "level": 0}], [{**STEP, "level": 0, "reason": "机构撤并"}], last=[{**STEP, "level": 1}]),
    Case("F24-R3", "evidence_doc_no", [{**STEP, "side_state": "暂缓"}], [{**STEP, "side_state": "暂缓", "evidence_doc_no": "1号"}]),
    Case("F24-R4", "level", [{**STEP, "milestone_id": "M05", "level": 3}], [{**STEP, "milestone_id": "M05", "level": 2}],
         others={"F01": [{"stage": "开工"}, {"stage": "已列计划"}]}),
    Case("F25-R1", "count_year_end", [{**STOCK, "count_year_end": 9, "added": 2, "retired": 1}],
         [{**STOCK, "count_year_end": 8, "added": 2, "retired": 1}], last=[{**STOCK, "count_year_end": 7}]),
    Case("F25-R2", "facility", [{"town_code": town.code, "facility": "公共厕所"} for town in plan().places.towns],
         [{"town_code": town.code, "facility": kind} for town in plan().places.towns
          for kind in plan().forms["F25"].column("facility").allowed]),
    Case("F26-R1", "members_local", [{"members": 1, "members_local": 2}], [{"members": 2, "members_local": 2}]),
    Case("F26-R2", "rules_doc_no", [{"used_times": 1}], [{"used_times": 1, "rules_doc_no": "1号"}]),
    Case("F27-R1", "place_code", places("village", "community", facility="综合服务设施"),
         [*places("village", "community", facility="综合服务设施"),
          *(row for kind in ("镇综合文化站", "镇体育场地", "镇卫生院") for row in places("town", facility=kind))], unit="slj"),
    Case("F27-R2", "available", [{"place_code": VILLAGE, "facility": "综合服务设施", "available": False}],
         [{"place_code": VILLAGE, "facility": "综合服务设施", "available": True}],
         last=[{"place_code": VILLAGE, "facility": "综合服务设施", "available": True}]),
    Case("F28-R1", "accept_date", [{"stage": "投用"}], [{"stage": "投用", "accept_date": DAY}]),
    Case("F28-R2", "facility_delivered", [{"facility_required": True}], [{"facility_required": True, "facility_delivered": False}]),
    Case("F28-R3", "stage", [{"project_id": "X1", "stage": "开工"}], [{"project_id": "X1", "stage": "完工"}],
         last=[{"project_id": "X1", "stage": "在建"}]),
    Case("F29-R1", "built_year", [{"in_renovation_list": True, "built_year": 2001}], [{"in_renovation_list": True, "built_year": 2000}]),
    Case("F29-R2", "in_renovation_list", [{"in_renovation_list": True}], [{"in_renovation_list": True}] * 74),
    Case("F29-R3", "compound_id", [{"compound_id": "X2"}], [{"compound_id": "X1"}], last=[{"compound_id": "X1"}]),
    Case("F29-R4", "compound_name", [{"compound_id": str(one), "community_code": "C", "compound_name": "虚构苑"} for one in (1, 2)],
         [{"compound_id": str(one), "community_code": str(one), "compound_name": "虚构苑"} for one in (1, 2)]),
    Case("F30-R1", "valid", [{"valid": 6, "returned": 5}], [{"valid": 5, "returned": 5}]),
    Case("F30-R2", "sampling", [{"sampling": "方便"}], [{"sampling": "随机"}]),
]  # fmt: skip


def context(case: Case, cells: list[Cells]) -> Context:
    """The rows of a case in their surroundings."""
    form = plan().forms[case.rule[:3]]
    known = {(form.id, YEAR - 1): _rows(case.last) if case.last else None}
    known |= {(form.id, year): () for year in range(2022, YEAR - 1)}
    known |= {(other, YEAR): _rows(rows) for other, rows in case.others.items()}
    unit = case.unit or form.submitters[0]
    return Context(plan(), form, YEAR, unit, _rows(cells), lambda name, year: known.get((name, year)))


def _rows(cells: list[Cells]) -> tuple[Row, ...]:
    return tuple(Row(number, values) for number, values in enumerate(cells, start=4))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_rule_is_found_in_its_column(case):
    """Rows that break a rule are found under the rule's id, in the column it is about."""
    found = {(hit.code, hit.column) for hit in check(context(case, case.bad))}
    assert (case.rule, case.column) in found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_kept_rule_is_silent(case):
    """Rows that keep a rule, or explain the exception, are not blamed for it."""
    assert case.rule not in {hit.code for hit in check(context(case, case.good))}


def test_every_rule_that_a_submission_can_break_has_a_case():
    """The rules of params/ with a condition and the rules tried here are the same set."""
    enforced = {rule.id for form in plan().forms.values() for rule in form.rules if rule.expr}
    assert {case.rule for case in CASES} == enforced


def test_rules_without_condition_are_notes():
    """A rule that only binds computing or publishing says so by its severity and blames no submission."""
    rules = [rule for form in plan().forms.values() for rule in form.rules]
    assert all((rule.expr is None) == (rule.severity == "note") for rule in rules)


def test_every_rule_has_a_cure_in_both_languages():
    """Whoever breaks a rule is told how to mend it."""
    rules = [rule for form in plan().forms.values() for rule in form.rules if rule.expr]
    assert all(cure(rule).zh and cure(rule).en for rule in rules)
