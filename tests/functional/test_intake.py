"""From workbooks to facts: what is accepted, what is not, what is left alone, and how it is read back."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from lyreport.errors import LockedError, NotBuiltError
from lyreport.intake import Store, build, outdated, standings
from lyreport.intake.derived import DERIVED
from lyreport.plan import load_plan
from lyreport.project import Project, lock_facts
from tests.fixtures.workbooks import send

MODULE = sys.modules[build.__module__]  # the room hands out the function under the module's name
ROOT = Path(__file__).parents[2]
PLAN = load_plan(ROOT / "params")
WATER = {"pop_basis": "常住", "rural_pop": 100, "central_pop": 99, "tap_pop": 98, "supply_mode": "小型集中"}
VILLAGES = [{"village_code": place.code, **WATER} for place in PLAN.places.villages]
ACTIVE = {"carried_out": "是", "total_households": 90, "participating_households": 40, "households_estimated": "否",
          "meetings": 3, "labour_attendances": 9, "enterprises": 0, "social_orgs": 1, "party_members": 12,
          "forum_exists": "是", "covenant_revised": "否", "covenant_has_sorting": "不适用",
          "village_plan_input": "是"}  # fmt: skip
FUND = {"project_id": "XM-01", "source": "省级", "planned": 10, "available": 8.25, "disbursed": "不适用", "paid": 0.1,
        "reward_subsidy": 0, "pooled_agri": 0}  # fmt: skip


@pytest.fixture
def project(tmp_path):
    """An empty project with the real parameters."""
    (tmp_path / "params").symlink_to(ROOT / "params")
    return Project(tmp_path)


@pytest.fixture
def store(project):
    """Its facts store."""
    return Store(project, PLAN)


def water(project, rows=VILLAGES, *, name="县水利局", **how):
    """Send the water bureau's workbook."""
    year = how.get("year", 2022)
    return send(project.data(year) / f"{name}.xlsx", PLAN, {"F05": rows}, unit="县水利局", **how)


def activities(project, town, unit, **cells):
    """Send one town's activities."""
    rows = [{"place_code": place.code, **ACTIVE, **cells} for place in PLAN.places.in_town(town)]
    send(project.data(2022) / f"{unit}.xlsx", PLAN, {"F15": rows}, unit=unit)


def test_an_accepted_form_is_read_back_with_its_places(project, store):
    """A row keeps file, sheet and row, and any of its cells can be named."""
    water(project, [*VILLAGES[:2], {}, *VILLAGES[2:]])
    assert build(project, PLAN, [2022]).errors == ()
    table = store.table("F05", 2022)
    assert (table.status, len(table.frame), table.state, table.demonstration) == ("accepted", 66, "verified", True)
    assert list(table.frame["_row"][:4]) == [4, 5, 7, 8]
    assert str(table.frame["tap_pop"].dtype) == "Int64"
    (sent,) = table.submissions
    assert (sent.file, sent.sheet) == ("data/2022/县水利局.xlsx", "F05 农村供水台账")
    assert dict(sent.columns)["tap_pop"] == "E"


def test_numbers_are_exact_and_missing_says_why(project, store):
    """Decimals come back as typed; an empty cell is blank, not applicable or pending, never zero."""
    rows = [{"project_id": "XM-01", "project_name": "虚构项目", "programme": "供水", "clause": "三(八)", "owner": "虚构单位",
             "total_investment": 12.5, "stage": "谋划前期", "facility_required": "不适用", "town_code": "不适用"}]  # fmt: skip
    send(project.data(2022) / "县住建局.xlsx", PLAN, {"F28": rows}, unit="县住建局")
    send(
        project.data(2022) / "县财政局.xlsx",
        PLAN,
        {"F18": [{**FUND, "source": "居民", "planned": None}]},
        unit="县财政局",
    )
    build(project, PLAN, [2022])
    (fund,) = store.table("F18", 2022).frame.to_dict("records")
    assert [str(fund[name]) for name in ("paid", "available", "reward_subsidy")] == ["0.1", "8.25", "0"]
    assert fund["planned"] is None
    assert json.loads(fund["_codes"]) == {"planned": "blank", "disbursed": "na"}
    (work,) = store.table("F28", 2022).frame.to_dict("records")
    assert json.loads(work["_codes"])["start_date"] == "pending"


def test_a_form_with_errors_is_not_accepted_and_the_others_are(project, store):
    """One town's fault leaves the other towns' rows in place; the form is partial and says who owes it."""
    activities(project, "610329101", "崔木镇")
    activities(project, "610329102", "招贤镇", participating_households=91)
    report = build(project, PLAN, [2022])
    table = store.table("F15", 2022)
    assert [(one.form, one.unit) for one in report.submissions if one.status == "rejected"] == [
        ("F15", "town-610329102")
    ]
    assert table.status == "partial"
    assert set(table.frame["_unit"]) == {"town-610329101"}
    assert "town-610329102" in table.owing
    assert store.table("F05", 2022).status == "missing"
    assert store.table("F05", 2022).frame.empty


def test_derived_columns_are_computed(project, store):
    """Treated follows from the five haves, carried over from last year's level; nobody types them."""
    haves = dict.fromkeys(("has_facilities", "has_technology", "has_cleaners", "has_funds", "has_supervision"), "是")
    rest = {"haul_mode": "其他", "sorting": "否"}
    changes: list[dict] = [{}, {"has_funds": "否"}, {"has_funds": None}]
    rows = [
        {"village_code": PLAN.places.villages[number].code, **haves, **rest, **change}
        for number, change in enumerate(changes)
    ]
    steps = [{"milestone_id": milestone, "part": "0", "level": 1, "side_state": "正常"} for milestone in ("M02", "M03")]
    proof = {"evidence_name": "虚构通知", "evidence_date": date(2023, 5, 1)}
    send(project.data(2022) / "县住建局.xlsx", PLAN, {"F06": rows, "F24": steps}, unit="县住建局")
    send(
        project.data(2023) / "县住建局.xlsx",
        PLAN,
        {"F24": [steps[0], {**steps[1], **proof}]},
        unit="县住建局",
        year=2023,
    )
    build(project, PLAN, [2023])
    treated = store.table("F06", 2022).frame
    assert [treated["treated"].get(number) for number in (0, 1)] == [True, False]
    assert json.loads(treated["_codes"][2])["treated"] == "blank"
    assert list(store.table("F24", 2022).frame["carried_over"]) == [False, False]
    assert list(store.table("F24", 2023).frame["carried_over"]) == [True, False]


def test_every_derived_column_of_the_plan_has_its_function():
    """A form with a computed column that no one computes cannot be added unnoticed."""
    assert set(DERIVED) == {
        (form.id, column.name) for form in PLAN.forms.values() for column in form.columns if column.derived
    }


def test_a_register_that_did_not_come_is_last_years(project):
    """Codes are checked against the register of last year where this year's is missing, and not at all without one."""
    compound = {"compound_id": "XQ-1", "valid_from": date(2020, 1, 1), "compound_name": "虚构苑", "buildings": 2,
                "community_code": PLAN.places.communities[0].code, "compound_kind": "其他", "built_year": 1990,
                "in_built_up_area": "是", "in_renovation_list": "否", "households": 40}  # fmt: skip
    appraised = {"unit_kind": "小区", "in_health_check": "否", "in_mgmt_appraisal": "否"}
    rows = [{"unit_code": code, **appraised} for code in ("XQ-1", "XQ-2")]
    send(project.data(2023) / "县住建局.xlsx", PLAN, {"F12": rows}, unit="县住建局", year=2023)
    assert build(project, PLAN, [2023]).errors == ()
    send(project.data(2022) / "县住建局.xlsx", PLAN, {"F29": [compound]}, unit="县住建局")
    assert [(fault.code, fault.found) for fault in build(project, PLAN, [2023]).errors] == [("cell.reference", "XQ-2")]


def test_a_file_that_cannot_be_opened_does_not_stop_the_others(project, store):
    """The broken file is a fault of its own class, its unit's forms are rejected, the rest is read."""
    water(project)
    (project.data(2022) / "县财政局.xlsx").write_bytes(b"<html>")
    report = build(project, PLAN, [2022])
    assert [fault.file for fault in report.unreadable] == ["data/2022/县财政局.xlsx"]
    assert store.table("F18", 2022).status == "rejected"
    assert store.table("F05", 2022).status == "accepted"


def test_the_latest_version_counts_and_earlier_ones_are_kept_on_record(project, store):
    """The date on the cover decides; being late is counted from the first version."""
    first = water(project, on=date(2023, 2, 1))
    water(
        project,
        [{**VILLAGES[0], "tap_pop": 97}, *VILLAGES[1:]],
        name="县水利局（修订1）",
        on=date(2023, 6, 1),
        state="修订",
    )
    build(project, PLAN, [2022])
    table = store.table("F05", 2022)
    (sent,) = table.submissions
    assert table.frame["tap_pop"][0] == 97
    assert (sent.state, sent.submitted_on, sent.days_late) == ("revised", "2023-06-01", 0)
    assert len(sent.superseded) == 1
    first.unlink()
    build(project, PLAN, [2022])
    assert store.submissions(2022)[5].days_late > 0


def test_checks_look_back_at_the_accepted_year_before(project, store):
    """A basis that differs from last year's is found in this year's cell."""
    water(project)
    water(project, [{**row, "pop_basis": "户籍"} for row in VILLAGES], year=2023)
    report = build(project, PLAN, [2023])
    assert {(fault.code, fault.year) for fault in report.errors} == {("F05-R2", 2023)}
    assert store.table("F05", 2023).status == "rejected"


def test_what_is_unchanged_is_left_alone(project, store):
    """Nothing is read twice; a changed workbook rebuilds its year and those after it."""
    water(project)
    water(project, year=2023)
    assert tuple(build(project, PLAN, [2023]).changed) == (2022, 2023)
    before = store.digest("F05", 2022)
    assert tuple(build(project, PLAN, [2023]).changed) == ()
    water(project, [{**VILLAGES[0], "tap_pop": 96}, *VILLAGES[1:]], year=2023)
    assert tuple(build(project, PLAN, [2023]).changed) == (2023,)
    assert store.digest("F05", 2022) == before
    water(project, [{**VILLAGES[0], "tap_pop": 96}, *VILLAGES[1:]])
    assert tuple(build(project, PLAN, [2023]).changed) == (2022, 2023)
    assert store.digest("F05", 2022) != before
    (project.facts / "2023" / "F05.parquet").unlink()
    assert outdated(project, PLAN, 2023) == {2023: ("new",)}
    assert tuple(build(project, PLAN, [2023]).changed) == (2023,)


def test_facts_are_the_same_bytes_in_another_folder(project, tmp_path):
    """Building again elsewhere gives the same Parquet files and the same record."""
    water(project)
    activities(project, "610329101", "崔木镇")
    build(project, PLAN, [2022])
    other = Project(tmp_path / "elsewhere")
    shutil.copytree(project.root / "data", other.root / "data")
    (other.root / "params").symlink_to(ROOT / "params")
    build(other, PLAN, [2022])
    made = {path.name: path.read_bytes() for path in (project.facts / "2022").iterdir()}
    again = {path.name: path.read_bytes() for path in (other.facts / "2022").iterdir()}
    assert len(made) == 32
    assert made == again


def test_facts_that_another_process_builds_are_waited_for_and_not_built_twice(project, monkeypatch):
    """While another process holds the facts, nothing is written; once it has built them, they are taken as they are."""
    water(project)
    monkeypatch.setattr(MODULE, "lock_facts", partial(lock_facts, patience=0.1))
    with lock_facts(project.facts, "pid 4711"), pytest.raises(LockedError, match="pid 4711"):
        build(project, PLAN, [2022])
    assert not (project.facts / "2022").exists()

    @contextmanager
    def after_another(folder, holder):
        monkeypatch.setattr(MODULE, "lock_facts", lock_facts)
        assert build(project, PLAN, [2022]).changed.keys() == {2022}
        with lock_facts(folder, holder):
            yield

    monkeypatch.setattr(MODULE, "lock_facts", after_another)
    assert build(project, PLAN, [2022]).changed == {}


def test_a_full_disk_leaves_the_earlier_facts(project, store, monkeypatch):
    """A year's facts change as a whole or not at all."""
    water(project)
    build(project, PLAN, [2022])
    before = store.digest("F05", 2022)
    water(project, VILLAGES[1:])

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lyreport.intake.store.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        build(project, PLAN, [2022])
    assert store.digest("F05", 2022) == before
    assert sorted(path.name for path in project.facts.iterdir()) == [".lock", "2022"]


def test_a_formula_without_a_saved_value_is_no_blank(project):
    """A sum that was never computed is a fault in its cell."""
    import openpyxl

    path = water(project)
    book = openpyxl.load_workbook(path)
    book["F05 农村供水台账"]["E4"] = "=90+8"
    book.save(path)
    assert [(fault.code, fault.cell) for fault in build(project, PLAN, [2022]).errors] == [("cell.bare-formula", "E4")]


def test_standing_tells_who_owes_what(project, store):
    """Every owed form has a line with status, state, days late and warnings, whether it came or not."""
    water(project, VILLAGES[1:], on=date(2023, 12, 31), state="初步")
    build(project, PLAN, [2022])
    lines = standings(store, 2022)
    assert len(lines) == sum(len(form.submitters) for form in PLAN.forms.values())
    (line,) = (one for one in lines if one.status != "missing")
    assert (line.unit, line.form, line.status, line.state, line.warnings) == (
        "slj",
        "F05",
        "accepted",
        "preliminary",
        1,
    )
    assert line.days_late > 0


def test_facts_that_were_never_built_say_what_to_run(store):
    """Asking for a year that was not built is a person's mistake with a next step."""
    with pytest.raises(NotBuiltError, match="lyreport run 2024"):
        store.table("F05", 2024)


def test_facts_that_are_replaced_between_record_and_file_are_not_mixed(project, store):
    """Who has read the record of a year never gets rows that another process put there since, nor damaged ones."""
    water(project)
    build(project, PLAN, [2022])
    path = store.path(2022).with_name("F05.parquet")
    path.write_bytes(path.with_name("F06.parquet").read_bytes())
    with pytest.raises(NotBuiltError, match=r"F05\.parquet"):
        store.table("F05", 2022)
    assert build(project, PLAN, [2022]).changed
    assert len(store.table("F05", 2022).frame) == len(VILLAGES)


def test_other_files_are_named_and_passed_over(project):
    """A file that is no workbook is a warning; Excel's lock files are nothing."""
    water(project)
    (project.data(2022) / "县水利局.xls").write_bytes(b"x")
    (project.data(2022) / "~$县水利局.xlsx").write_bytes(b"x")
    assert [(fault.code, fault.file) for fault in build(project, PLAN, [2022]).faults] == [
        ("file.ignored", "data/2022/县水利局.xls")
    ]
