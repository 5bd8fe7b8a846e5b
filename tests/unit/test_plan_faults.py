"""Faults in params/: one error, every fault, each with file, line, cure and a guess at what was meant."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lyreport.edition.params import read_params
from lyreport.errors import ParamsError
from lyreport.plan import load_plan, load_report, load_year
from lyreport.project import Project

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


def test_a_fault_hides_no_other_in_its_record(params):
    """References inside a record are looked up, whatever else of it does not fit; each fault is said once."""
    plan = params / "plan"
    expected = {
        (f"params/plan/{file}:{edit(plan / file, old, new)}", code)
        for file, old, new, code in (
            ("indicators.yml", "kind: target", "kind: targett", "params.wrong-value"),
            ("indicators.yml", "section: 33-old-compounds", "section: 99-nowhere", "params.dangling"),
            ("indicators.yml", "        asks: zjj", "        asks: nobody", "params.dangling"),
            ("indicators.yml", "id: Q01.new", "id: Q05.new", "params.contradiction"),
            ("milestones.yml", "submitter: zjj", "submitter: Zjj!", "params.wrong-value"),
            ("forms/F05.yml", "name: tap_pop", "name: tap_pop, width: 3", "params.unknown-key"),
            ("forms/F05.yml", "checks: [rural_pop > 0]", "checks: [rural_pops > 0]", "params.dangling"),
            ("forms/F05.yml", "submitters: [slj]", "submitters: [nobody]", "params.dangling"),
        )
    }
    with pytest.raises(ParamsError) as caught:
        load_plan(params)
    assert sorted((problem.where, problem.code) for problem in caught.value.problems) == sorted(expected)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("units.yml", "units:\n", "units: [\n"),
        ("places.csv", "甲一村委会", '"甲"一村委会'),
        ("forms/F05.yml", "key: [", "key: [["),
        ("rules.yml", "judging:\n", "judging: {\n"),
    ],
)
def test_a_file_that_cannot_be_parsed_hides_no_wrong_reference(params, file, old, new):
    """Who is named and stands nowhere in the broken file is unknown; who stands there is not blamed."""
    plan = params / "plan"
    edit(plan / file, old, new)
    assert [code for code in faults(params).values() if code == "params.dangling"] == []
    wrong = {
        f"params/plan/clauses.yml:{edit(plan / 'clauses.yml', 'lead: zjj', 'lead: nobody')}",
        f"params/plan/milestones.yml:{edit(plan / 'milestones.yml', 'form: F24', 'form: F99')}",
    }
    assert {where for where, code in faults(params).items() if code == "params.dangling"} == wrong


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


def test_a_years_faults_hide_none_of_each_other(params):
    """A wrong type in a year leaves its ids and answers to be checked, each once."""
    file = params / "years/2023.yml"
    due = edit(file, 'due: "2024-02-15"', "due: soon")
    expected = {(f"params/years/2023.yml:{edit(file, old, new)}", code) for old, new, code in YEAR[1:]}
    with pytest.raises(ParamsError) as caught:
        load_year(params, 2023)
    found = [(problem.where, problem.code) for problem in caught.value.problems]
    assert {*expected, (f"params/years/2023.yml:{due}", "params.wrong-value")} <= set(found)
    assert len(found) == len(set(found)) == len(expected) + 2  # and the question whose name was misspelt


def test_an_edition_lists_the_faults_of_plan_and_years_at_once(params):
    """The years are checked against whatever could be read of a plan with faults."""
    year = params / "years/2023.yml"
    first = edit(params / "plan/indicators.yml", "section: 33-old-compounds", "section: 99-nowhere")
    expected = {
        (f"params/plan/indicators.yml:{first}", "params.dangling"),
        (f"params/years/2023.yml:{edit(year, '{Q01: 2}', '{Q77: 2}')}", "params.dangling"),
        (f"params/years/2023.yml:{edit(year, 'q01.tolerance: null', 'q01.tolerance: many')}", "params.answer"),
        (f"params/years/2023.yml:{edit(year, 'decisions:', 'decisions: # ') + 3}", "params.dangling"),
    }
    edit(year, "  q05.pop_basis: null", "  q99.foo: null\n  q05.pop_basis: null")
    project = Project(params.parent)
    with pytest.raises(ParamsError) as caught:
        read_params(project, project.edition(2023))
    assert {(problem.where, problem.code) for problem in caught.value.problems} == expected


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


@pytest.mark.parametrize(
    "title", ["年度{foo}报告{", "{}年度报告", "年度报告}", "{year!r}年度报告", "{year:>8}年度报告"]
)
def test_a_title_takes_the_year_and_nothing_else(params, title):
    """A placeholder that cannot be filled in is a fault of the settings, not a crash when the report is composed."""
    line = edit(params / "report.yml", "  title: {zh: ", f'  title: {{zh: "{title}", en: x}} #')
    with pytest.raises(ParamsError, match=re.escape(f"params/report.yml:{line}: ")) as caught:
        load_report(params)
    assert "{year}" in caught.value.say("zh")
    assert len(caught.value.problems) == 1


def test_a_format_is_named_once(params):
    """Who asks for the same format twice meant another one."""
    text = (params / "report.yml").read_text(encoding="utf-8")
    formats = re.search("formats: .*", text)
    line = edit(params / "report.yml", formats[0], "formats: [html, html]")
    with pytest.raises(ParamsError, match=re.escape(f"params/report.yml:{line}: ")):
        load_report(params)
