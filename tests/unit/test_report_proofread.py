"""What is found in words before anything runs: every fault of every file, with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lyreport.errors import RenderError
from lyreport.plan import Plan, load_plan
from lyreport.report.proofread import proofread

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests/fixtures/tiny"
STEM = "38-livable-villages"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """What the toy county promised."""
    return load_plan(TINY / "params")


@pytest.fixture
def words(tmp_path) -> Path:
    """A copy of the toy county's notebooks and words."""
    return Path(shutil.copytree(TINY / "notebooks", tmp_path / "notebooks"))


def added(words: Path, plan: Plan, **texts: str) -> list[tuple[str, str]]:
    """Append a text to the words of a language and return code and place of every fault, lines counted from there."""
    ends = {}
    for lang, text in texts.items():
        path = words / f"{STEM}.{lang}.qmd"
        before = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
        ends[path.name] = before.count("\n")
        path.write_text(before + text, encoding="utf-8")
    try:
        proofread(words, plan, plan.sections)
    except RenderError as error:
        places = [(problem.code, *problem.where.rpartition("/")[2].split(":")) for problem in error.problems]
        return [(code, f"{file}+{int(line) - ends[file]}") for code, file, line in places]
    return []


@pytest.mark.parametrize("root", [ROOT, TINY], ids=["county", "tiny"])
def test_the_words_of_a_project_pass(root: Path):
    """No false alarm on any pair of words there is."""
    plan = load_plan(root / "params")
    proofread(root / "notebooks", plan, plan.sections)


def test_all_faults_of_both_files_come_at_once(words, plan):
    """An undefined name hides no wrong id, no wrong part, no missing chart, nor what is wrong in the other file."""
    zh = '<< valeu() >>\n<< value("Q77") >>\n<< value("Q01.foo") >>\n<< figure("nope") >>\n'
    assert sorted(added(words, plan, zh=zh, en='<< figure("nope") >>\n<< name("nobody") >>\n<< value() >>\n')) == [
        ("words.bad-placeholder", f"{STEM}.en.qmd+3"),
        ("words.unknown-id", f"{STEM}.en.qmd+1"),
        ("words.unknown-id", f"{STEM}.en.qmd+2"),
        ("words.unknown-id", f"{STEM}.zh.qmd+2"),
        ("words.unknown-id", f"{STEM}.zh.qmd+3"),
        ("words.unknown-id", f"{STEM}.zh.qmd+4"),
        ("words.unknown-placeholder", f"{STEM}.zh.qmd+1"),
    ]


@pytest.mark.parametrize(
    "placeholder",
    [
        'number("Q05.chance")', 'exact("Q05@1")', 'value("Q05@2023/990101999")', 'value("Q05", place="990101999")',
        'level("M99")', 'level("Q05")', 'target("M11")', 'decision("q05.pop_base")', 'tally("reached")',
        'listed("Q77")', 'table("milestones-77")', 'known("Q05.chance")', 'value("M11")', "lead(1, 2, 3)",
        'value("Q05") | shout',
    ],
)  # fmt: skip
def test_what_no_data_can_answer_is_a_fault(words, plan, placeholder):
    """Each function knows what it may be asked for."""
    assert next(place for _, place in added(words, plan, zh=f"<< {placeholder} >>\n")) == f"{STEM}.zh.qmd+1"


@pytest.mark.parametrize(
    "placeholder",
    [
        'number("Q05.change")', 'value("Q05@2022")', 'value("Q06", place="990101101")', 'name("slj")', 'name("F05")',
        'name("Q05.change")', 'name("990101101")', 'level("M11")', 'value("M11.change")', 'known("Q01.completion")',
        'decision("q05.pop_basis")', 'tally("met")', 'fixed("15")', 'value("Q05." ~ year)',
    ],
)  # fmt: skip
def test_what_some_data_can_answer_is_none(words, plan, placeholder):
    """Parts, derived figures, earlier years and places pass, and what only the data will tell."""
    assert added(words, plan, zh=f"<< {placeholder} >>\n") == []


def test_a_chart_in_one_language_only_is_found_before_anything_runs(words, plan):
    """Both languages place the same charts and tables."""
    text = '<< table("sources-33") >>\n'
    assert added(words, plan, zh=text, en=text) == []
    assert added(words, plan, en='<< table("milestones-33") >>\n') == [("words.languages-differ", f"{STEM}.en.qmd+1")]


def test_a_notebook_that_names_its_charts_by_code_settles_nothing(words, plan):
    """Where a name is worked out, only the record can tell whether a chart is there."""
    path = words / f"{STEM}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert 'ly.table(\\"' in text
    path.write_text(text.replace('ly.table(\\"', 'ly.table(f\\"', 1), encoding="utf-8")
    text = '<< figure("nope") >>\n'
    assert added(words, plan, zh=text, en=text) == []
