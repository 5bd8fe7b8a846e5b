"""Faults in params/: one error, every fault, each with file, line, cure and a guess at what was meant."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lyreport.errors import ParamsError
from lyreport.plan import load_plan, load_report, load_year

TINY = Path(__file__).parents[1] / "fixtures/tiny/params"


@pytest.fixture
def params(tmp_path) -> Path:
    """A copy of the toy county that a test may break."""
    return Path(shutil.copytree(TINY, tmp_path / "params"))


def edit(file: Path, old: str, new: str, count: int = 1) -> int:
    """Replace a text and return the line on which it first stood."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, count), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(params: Path) -> dict[str, str]:
    """Load the plan and return the faults as where → code."""
    with pytest.raises(ParamsError) as caught:
        load_plan(params)
    assert caught.value.exit_code == 10
    return {problem.where: problem.code for problem in caught.value.problems}


def test_lists_the_faults_of_all_files_at_once(params):
    """Faults in five files, of form and of reference, come in one error."""
    plan = params / "plan"
    edit(plan / "units.yml", "kind: government", "kind: goverment")
    edit(plan / "indicators.yml", "forms: [F05]", "forms: [F50]")
    edit(plan / "forms/F29.yml", "type: int", "type: integer")
    edit(plan / "places.csv", "990101102203,", "99010110220,")
    edit(plan / "milestones.yml", "form: F24", "form: [F24")
    files = {where.rpartition(":")[0].rpartition("/")[2] for where in faults(params)}
    assert files == {"units.yml", "indicators.yml", "F29.yml", "places.csv", "milestones.yml"}


def test_one_fault_does_not_raise_others(params):
    """A record that is faulty itself is not also reported as missing by those who refer to it."""
    edit(params / "plan/units.yml", "{id: slj,", "{id: slj, telephone: none,")
    assert list(faults(params).values()) == ["params.unknown-key"]


def test_guesses_what_was_meant_in_both_languages(params):
    """A near miss is answered with the right word."""
    edit(params / "plan/indicators.yml", "lead_unit: zjj", "lead_unt: zjj")
    with pytest.raises(ParamsError) as caught:
        load_plan(params)
    assert "是不是 lead_unit？" in caught.value.say("zh")
    assert "did you mean lead_unit?" in caught.value.say("en")


def test_a_section_without_rows_is_refused(params):
    """A section that no indicator and no milestone names has nothing to say."""
    edit(
        params / "plan/sections.yml",
        "sections:\n",
        "sections:\n  - {stem: 34-waste-sorting, clause: 三(三), title: {zh: 分类, en: Sorting}}\n",
    )
    assert faults(params) == {"params/plan/sections.yml:3": "params.contradiction"}


def test_missing_files_are_named(params):
    """Files that are gone are named; the rest is still checked, and nothing is blamed on those who refer to them."""
    gone = ("units.yml", "document.yml", "forms/cover.yml", "places.csv", "glossary.csv")
    for file in gone:
        (params / "plan" / file).unlink()
    assert faults(params) == {f"params/plan/{file}": "params.missing-file" for file in gone}


def test_yaml_words_stay_words(params):
    """`on`, `no`, octal and sexagesimal numbers are text; 99.6 is exact."""
    from decimal import Decimal

    from lyreport.plan.source import read_yaml

    file = params / "words.yml"
    file.write_text('a: [on, no, 010, 12:30, 0x1F, 1e3, .5, 99.6, 7, true, null, "7", 2025-12-31]\n', encoding="utf-8")
    expected = ("on", "no", "010", "12:30", "0x1F", "1e3", ".5", Decimal("99.6"), 7, True, None, "7", "2025-12-31")
    assert read_yaml(file, "words.yml").value == {"a": expected}


YEAR = [
    ("year: 2023", "year: 2024", "params.contradiction"),
    ("q05.pop_basis: null", "q05.pop_base: null", "params.dangling"),
    ("q06.standard: null", "q06.standard: four_haves", "params.answer"),
    ("q01.tolerance: null", "q01.tolerance: many", "params.answer"),
    ("{Q01: 2}", "{Q99: 2}", "params.dangling"),
    ("unit_names: {}", "unit_names: {zjjj: {zh: 县住建局, en: Bureau}}", "params.dangling"),
]


def test_a_year_is_checked_against_the_plan(params):
    """Ids, answers and figures of a year must fit the plan; all misfits are listed with their lines."""
    expected = {(f"params/years/2023.yml:{edit(params / 'years/2023.yml', old, new)}", code) for old, new, code in YEAR}
    with pytest.raises(ParamsError) as caught:
        load_year(params, 2023)
    assert expected <= {(problem.where, problem.code) for problem in caught.value.problems}


def test_an_answer_that_fits_is_taken(params):
    """A choice, a number and a text are accepted as a person writes them."""
    edit(params / "years/2023.yml", "q05.pop_basis: null", "q05.pop_basis: resident")
    edit(params / "years/2023.yml", "q01.tolerance: null", 'q01.tolerance: "2"')
    settings = load_year(params, 2023)
    assert (settings.decided("q05.pop_basis"), settings.decided("q01.tolerance")) == ("resident", "2")


def test_report_settings_are_checked(params):
    """An unknown engine is refused with the engines there are."""
    line = edit(params / "report.yml", "engine: auto", "engine: latex")
    with pytest.raises(ParamsError, match=re.escape(f"params/report.yml:{line}")) as caught:
        load_report(params)
    assert "embedded" in caught.value.say("zh")
