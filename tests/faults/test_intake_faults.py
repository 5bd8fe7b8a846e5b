"""One workbook, one fault: each is found with its code, at its cell, with a cure, and only it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from lyreport.intake import build
from lyreport.intake.faults import TEXTS
from lyreport.plan import load_plan
from lyreport.project import Project
from tests.fixtures.workbooks import columns, send

ROOT = Path(__file__).parents[2]
PLAN = load_plan(ROOT / "params")
WATER = {"pop_basis": "常住", "rural_pop": 100, "central_pop": 99, "tap_pop": 98, "supply_mode": "小型集中"}
VILLAGES = [{"village_code": place.code, **WATER} for place in PLAN.places.villages]
VISIT = {"inspection_id": "1", "held_on": date(2022, 11, 3), "method": "随机抽查", "places": 2, "problems": 3,
         "fixed": 2, "overdue": 1}  # fmt: skip


@pytest.fixture
def project(tmp_path):
    """An empty project with the real parameters."""
    (tmp_path / "params").symlink_to(ROOT / "params")
    return Project(tmp_path)


def faults(project, **how):
    """The faults of one workbook of the water bureau."""
    send(project.data(2022) / "县水利局.xlsx", PLAN, unit=how.pop("unit", "县水利局"), **how)
    return [(fault.code, fault.severity, fault.cell) for fault in build(project, PLAN, [2022]).faults]


def water(first: dict | None = None, *more: dict) -> dict:
    """The water form with its first village changed, and further rows at the end."""
    return {"F05": [{**VILLAGES[0], **(first or {})}, *VILLAGES[1:], *more]}


CELLS = {
    "half a person": ({"tap_pop": 97.5}, "cell.int", "E4"),
    "a number with its unit": ({"tap_pop": "98人"}, "cell.int", "E4"),
    "an unknown choice": ({"supply_mode": "水窖"}, "cell.enum", "F4"),
    "not applicable where it is no answer": ({"central_pop": "不适用"}, "cell.na", "D4"),
    "an error value": ({"rural_pop": "#DIV/0!"}, "cell.excel-error", "C4"),
    "more tap water than people": ({"tap_pop": 101}, "F05-R1", "E4"),
    "nobody": ({"rural_pop": 0, "central_pop": 0, "tap_pop": 0}, "cell.check", "C4"),
    "another basis": ({"pop_basis": "户籍"}, "F05-R2", "B5"),
    "a place that does not exist": ({"village_code": "610329101999"}, "cell.reference", "A4"),
    "a town instead of a village": ({"village_code": "610329101"}, "cell.reference", "A4"),
    "no key": ({"village_code": None}, "row.no-key", "A4"),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_bad_cell_rejects_its_form(project, name):
    """An error names the cell it stands in."""
    change, code, cell = CELLS[name]
    assert (code, "error", cell) in faults(project, forms=water(change))


def test_a_second_row_of_one_village_is_a_fault(project):
    """The second of two rows with one key is named."""
    assert faults(project, forms=water({}, VILLAGES[0])) == [("row.duplicate-key", "error", "A70")]


GAPS = {
    "a cell not reported": (water({"tap_pop": "未报"}), ("row.required", "warn", "E4")),
    "a village without a row": ({"F05": VILLAGES[1:]}, ("F05-R4", "warn", "A3")),
}


@pytest.mark.parametrize("name", GAPS)
def test_a_gap_is_a_warning(project, name):
    """What is missing is said, and does not keep the form from being accepted."""
    forms, expected = GAPS[name]
    assert faults(project, forms=forms) == [expected]


HEADERS = {
    "a renamed column": ({"tap_pop": "自来水人口"}, {"sheet.unknown-column", "sheet.missing-column"}),
    "a column of names": ({"row_remark": "户主姓名"}, {"sheet.person-column"}),
    "a column twice": ({"row_remark": "集中供水人口"}, {"sheet.column-twice"}),
    "no header at all": (dict.fromkeys(columns(PLAN.forms["F05"]), ""), {"sheet.no-header"}),
}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_are_those_of_the_form(project, name):
    """Columns are known by their texts; what is unknown, missing or doubled is an error."""
    headers, expected = HEADERS[name]
    found = {code for code, severity, _ in faults(project, forms=water(), headers=headers) if severity == "error"}
    assert found == expected


def test_headers_may_stand_anywhere_and_be_followed_by_hints(project):
    """A column for the clerk's eye is ignored, and one without its unit is known all the same."""
    headers = {"rural_pop": "农村供水人口", "row_remark": "参考：上年自来水入户人口"}
    assert faults(project, forms=water(), headers=headers) == []


COVERS = {
    "another year": ({"year": 2023}, ("cover.year", "error", "B2")),
    "an unknown unit": ({"unit": "县水务局"}, ("cover.unit", "error", "B3")),
    "no date": ({"on": "尽快"}, ("cover.date", "error", "B5")),
    "an unknown state": ({"state": "差不多"}, ("cover.state", "error", "B6")),
    "rows although not sent": ({"states": {"F05": "未报"}}, ("cover.lists-unsent", "warn", "C12")),
    "listed but absent": ({"states": {"F22": "核定"}}, ("cover.lists-absent", "warn", "A13")),
    "another unit's form": ({"forms": {**water(), "F21": [VISIT]}}, ("sheet.not-owed", "warn", "")),
}


@pytest.mark.parametrize("name", COVERS)
def test_the_cover_is_checked(project, name):
    """The cover says who, when and in which state; contradictions name its cell."""
    how, expected = COVERS[name]
    assert faults(project, **{"forms": water(), **how}) == [expected]


FUND = {"project_id": "1", "source": "省级", "planned": 1, "available": 1, "disbursed": 1, "paid": 1,
        "reward_subsidy": 0, "pooled_agri": 0}  # fmt: skip
SESSION = {"session_id": "1", "held_on": date(2022, 10, 9), "topic": "虚构专题", "organiser": "县住建局",
           "audience": "群众", "attendances": 30, "in_cadre_plan": "是", "at_base": "否"}  # fmt: skip
DRAIN = {"object_id": "1", "object_kind": "主干道", "object_name": "虚构路", "work_type": "两者", "plan_year": 2022,
         "stage": "已列计划"}  # fmt: skip
HOUSE = {"house_id": "1", "village_code": PLAN.places.villages[0].code, "work": "新建", "structure": "砖混",
         "stage": "验收", "start_date": date(2022, 3, 1), "accept_date": date(2022, 9, 1), "accept_doc_no": "1号"}  # fmt: skip
STEP = {"milestone_id": "M02", "part": "0", "level": 1, "side_state": "正常"}
REQUESTS = {"community_code": PLAN.places.communities[0].code, "month": "2022-10", "channel": "网格", "received": 9,
            "answered": 9, "due_count": 9, "closed": 9}  # fmt: skip
OTHERS = {
    "thousands": ("县财政局", "F18", {**FUND, "planned": "1,000"}, "cell.decimal", "C4"),
    "no yes and no no": ("县住建局", "F16", {**SESSION, "in_cadre_plan": "√"}, "cell.bool", "G4"),
    "no day": ("县住建局", "F16", {**SESSION, "held_on": "2022年10月"}, "cell.date", "B4"),
    "an unknown organiser": ("县住建局", "F16", {**SESSION, "organiser": "虚构公司"}, "cell.reference", "D4"),
    "truth for a topic": ("县住建局", "F16", {**SESSION, "topic": True}, "cell.text", "C4"),
    "truth for a code": ("县住建局", "F16", {**SESSION, "session_id": True}, "cell.code", "A4"),
    "no month": ("县民政局", "F13", {**REQUESTS, "month": "十月"}, "cell.month", "B4"),
    "another year's month": ("县民政局", "F13", {**REQUESTS, "month": "2021-10"}, "cell.check", "B4"),
    "no year": ("县住建局", "F14", {**DRAIN, "plan_year": 22}, "cell.year", "G4"),
    "accepted without a document": ("县住建局", "F08", {**HOUSE, "accept_doc_no": None}, "cell.due", "H4"),
    "another unit's milestone": ("县民政局", "F24", STEP, "row.not-owed", "A4"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_every_type_of_cell_has_its_fault(project, name):
    """What is no value of its column, or is another's to say, rejects the form."""
    unit, form, row, code, cell = OTHERS[name]
    assert (code, "error", cell) in faults(project, unit=unit, forms={form: [row]})


def test_one_cell_is_blamed_once(project):
    """Where a column's condition and the form's rule find the same cell, the rule speaks."""
    assert faults(project, forms=water({"tap_pop": 101})) == [("F05-R1", "error", "E4")]


def with_sheets(project, change):
    """The faults of a sound water workbook after ``change(book)``."""
    path = send(project.data(2022) / "县水利局.xlsx", PLAN, water(), unit="县水利局")
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return [(fault.code, fault.severity, fault.form) for fault in build(project, PLAN, [2022]).faults]


def test_a_form_on_two_sheets_is_not_accepted(project):
    """Which of two sheets counts is not for us to choose."""
    found = with_sheets(project, lambda book: setattr(book.copy_worksheet(book.worksheets[1]), "title", "F05 副本"))
    assert found == [("sheet.twice", "error", "F05")]


def test_a_sheet_that_is_no_form_is_named_and_passed_over(project):
    """A sheet of notes does not stop the form."""
    assert with_sheets(project, lambda book: book.create_sheet("说明")) == [("sheet.unknown", "warn", "")]


def test_what_is_typed_into_a_computed_column_is_not_used(project):
    """A column that the form computes may be there; its content is a warning."""
    haves = dict.fromkeys(("has_facilities", "has_technology", "has_cleaners", "has_funds", "has_supervision"), "是")
    rows = [{"village_code": place.code, **haves, "haul_mode": "其他", "sorting": "否", "row_remark": "是"}
            for place in PLAN.places.villages]  # fmt: skip
    found = faults(project, unit="县住建局", forms={"F06": rows}, headers={"row_remark": "是否得到治理"})
    assert set(found) == {("row.derived", "warn", f"J{number}") for number in range(4, 70)}


def test_no_code_is_promised_that_no_workbook_shows():
    """Every structural code has its words, and is tried here or beside the store."""
    tried = {code for _, code, _ in CELLS.values()} | {one[1][0] for one in (*GAPS.values(), *COVERS.values())}
    tried |= {code for _, codes in HEADERS.values() for code in codes} | {case[3] for case in OTHERS.values()}
    tried |= {"row.duplicate-key", "row.derived", "sheet.twice", "sheet.unknown", "cell.bare-formula", "file.ignored"}
    tried |= {"cover.absent"}
    assert {code for code in tried if "." in code} == set(TEXTS)


def test_every_fault_can_be_read_in_both_languages(project):
    """Each fault says file, form and cell, what is wrong, and how to mend it."""
    send(project.data(2022) / "县水利局.xlsx", PLAN, water({"tap_pop": 101}), unit="县水利局")
    (fault,) = build(project, PLAN, [2022]).faults
    assert fault.where == "data/2022/县水利局.xlsx F05!E4"
    assert "101 > 99" in fault.problem.say("zh")
    assert "101 > 99" in fault.problem.say("en")
    assert fault.cure.zh
    assert fault.cure.en
