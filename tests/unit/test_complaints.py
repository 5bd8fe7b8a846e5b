"""What Quarto 1.10 was heard to say in each mishap, and where that sends the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyreport.report import complaints

SAID = Path(__file__).parents[1] / "fixtures" / "quarto_said"
PROJECT = SAID / "project"

EXPECTED = {
    "alt-missing": ["quarto.typst zh/_two.qmd:7"],
    "chapter-missing": ["quarto.include zh/report.qmd:10"],
    "div-unclosed": ["quarto.pandoc zh/report.qmd", "quarto.pandoc zh/report.qmd"],
    "filter-missing": ["quarto.filter-missing _quarto.yml:12"],
    "font-missing": ["quarto.font zh/report.qmd"],
    "front-matter": ["quarto.yaml zh/report.qmd:5"],
    "front-matter-types": ["quarto.yaml zh/report.qmd:5", "quarto.yaml zh/report.qmd:4"],
    "id-twice": ["quarto.pandoc zh/report.qmd"],
    "label-missing": ["quarto.typst zh/_two.qmd:13"],
    "lua-assert": ["quarto.lua zh/_two.qmd:3"],
    "lua-error-call": ["quarto.lua zh/_two.qmd:3"],
    "lua-failure": ["quarto.lua filters/before.lua:3"],
    "lua-syntax": ["quarto.lua filters/before.lua:2"],
    "own-faults": ["quarto.lua zh/_two.qmd:3", "quarto.lua zh/_two.qmd:16"],
    "own-faults-asserted": ["quarto.lua zh/_two.qmd:3", "quarto.lua zh/_two.qmd:16"],
    "partial-missing": ["quarto.file _quarto.yml:7"],
    "picture-missing": ["quarto.image zh/_two.qmd:5", "quarto.typst zh/_two.qmd:5"],
    "reference": ["quarto.reference zh/_two.qmd:3", "quarto.reference zh/_two.qmd:3"],
    "reference-doc-broken": ["quarto.quarto zh/report.qmd"],
    "reference-doc-missing": ["quarto.file _quarto.yml:9"],
    "settings-broken": ["quarto.quarto zh/report.qmd"],
    "settings-duplicate": ["quarto.yaml _quarto.yml:14"],
    "settings-types": ["quarto.yaml _quarto.yml:9", "quarto.yaml _quarto.yml:8"],
    "shortcode": ["quarto.lua zh/_two.qmd:9"],
    "template-broken": ["quarto.template zh/report.qmd"],
    "template-missing": ["quarto.file _quarto.yml:5"],
    "typst-error": ["quarto.typst zh/_two.qmd:12"],
    "version-required": ["quarto.quarto zh/report.qmd"],
}


def said(name: str) -> str:
    """Return a recorded output, as if it had been said over ``PROJECT``."""
    return (SAID / f"{name}.txt").read_text(encoding="utf-8").replace("PROJECT", str(PROJECT))


@pytest.mark.parametrize("name", sorted(path.stem for path in SAID.glob("*.txt")))
def test_a_complaint_names_its_kind_and_its_place_once(name):
    """Each recorded mishap becomes its problems, at the file and line a person can mend, without repetition."""
    problems = complaints.read(said(name), root=PROJECT, source="zh/report.qmd")
    assert [f"{problem.code} {problem.where}" for problem in problems] == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_complaint_says_what_happened_without_the_scratch_folder(name):
    """Both languages carry Quarto's own words, and neither the scratch path nor colour codes."""
    for problem in complaints.read(said(name), root=PROJECT, source="zh/report.qmd"):
        for text in problem.what:
            assert "{}" not in text
            assert str(PROJECT) not in text
            assert "\x1b" not in text
            assert not text.rstrip().endswith(("：", ":"))


def test_the_source_of_a_typst_error_is_quoted():
    """A typst error shows the line that it choked on, because its line number is that of a file nobody wrote."""
    (problem,) = complaints.read(said("typst-error"), root=PROJECT, source="zh/report.qmd")
    assert problem.what.en == "typst could not make the PDF: unknown variable: undefined_fn (#undefined_fn(1))"


def test_quartos_remarks_about_itself_are_no_complaints():
    """Progress, the list of settings and ``WARN:`` lines leave a good render good."""
    output = "pandoc \n  to: html\n  \nWARN: a newer version is available\n[typst]: Compiling report.typ to report.pdf...DONE\n"
    assert complaints.read(output, root=PROJECT, source="zh/report.qmd") == ()


def test_a_place_that_was_said_is_believed_before_one_that_is_guessed():
    """Where the tool names a line, no quoted word sends the reader elsewhere."""
    output = "ERROR (../filters/before.lua:3) no such picture: nofile.png\n"
    (problem,) = complaints.read(output, root=PROJECT, source="zh/report.qmd")
    assert problem.where == "filters/before.lua:3"
