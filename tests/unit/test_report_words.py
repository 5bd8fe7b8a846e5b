"""What authors may say, and what they are told when they say it wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lyreport.report.lead import lead
from lyreport.report.shown import Shown
from lyreport.report.words import FUNCTIONS, Rendered, Source, render


def say(material, text: str, lang: str = "zh", stem: str = "38-livable-villages") -> Rendered:
    """Fill in one file of words."""
    return render(Source(stem, lang, f"notebooks/{stem}.{lang}.qmd", text), Shown(material, lang))


def test_the_period_names_one_year_once(material):
    """An edition of the base year has no dash to itself."""
    alone = replace(material, year=2022)
    assert [Shown(one, lang).period for one in (material, alone) for lang in ("zh", "en")] == [
        "2022—2025年", "2022–2025", "2022年", "2022",
    ]  # fmt: skip


def test_every_function_of_the_guide_exists_and_every_function_is_in_the_guide():
    """The how-to and the functions name each other."""
    guide = (Path(__file__).parents[2] / "docs/how-to/write-the-words.md").read_text(encoding="utf-8")
    assert [name for name in FUNCTIONS if f"{name}(" not in guide] == []


@pytest.mark.parametrize(
    ("placeholder", "zh", "en"),
    [
        ('number("Q05")', "[99.56](#w-Q05-2025)", "[99.56](#w-Q05-2025)"),
        ('value("Q05")', '99.56](#w-Q05-2025){.n trace="Q05@2025"}%', '99.56](#w-Q05-2025){.n trace="Q05@2025"}%'),
        ('fraction("Q05")', "[24890/25000]", "[24,890/25,000]"),
        ('value("Q03")', "[未报]{.missing}", "[not submitted]{.missing}"),
        ('value("Q06")', "[87.9%～92.4%]", "[87.9–92.4%]"),
        ('change("Q05")', "比上年提高[2](#w-Q05-change-2025)", "up [2](#w-Q05-change-2025)"),
        ('change("Q05", since=2022)', "比2022年下降[7]", "down [7]"),
        ('target("Q05")', "不低于99.6%", "at least 99.6%"),
        ('verdict("Q05")', "[▲ 未达成]{.verdict .not_met}", "[▲ not met]{.verdict .not_met}"),
        ('pace("Q07")', "进展正常（基期为假定）", "on track (assumed base)"),
        ('state("Q05")', "核定数", "verified figure"),
        ('missing("Q03")', "未报F03，无法判定。", "has not submitted F03; no verdict is possible."),
        ('decision("q01.tolerance")', "尚未确定", "not yet decided"),
        ('trend("Q05")', "up", "up"),
        ('name("610329101")', "崔木镇", "Cuimu Town"),
    ],
)  # fmt: skip
def test_a_placeholder_reads_in_both_languages(material, placeholder, zh, en):
    """Each function gives the words of the guide."""
    assert zh in say(material, f"<< {placeholder} >>").text
    assert en in say(material, f"<< {placeholder} >>", "en").text


def test_a_place_and_an_earlier_year_can_be_asked_for(material):
    """``year=``, ``place=`` and full ids lead to the same record."""
    assert "#w-Q05-2023)" in say(material, '<< number("Q05", year=2023) >>').text
    assert say(material, '<< number("Q05@2023") >>').text == say(material, '<< number("Q05", year=2023) >>').text
    assert "#w-Q05-2025-610329101)" in say(material, '<< number("Q05", place="610329101") >>').text


def test_unknown_ids_are_all_reported_with_their_lines(material):
    """Two wrong ids are two problems, each at its own line; nothing is raised half-way."""
    said = say(material, '一行\n\n<< value("Q77") >>\n\n<< figure("no-such") >>\n')
    assert [problem.where for problem in said.log.problems] == [
        "notebooks/38-livable-villages.zh.qmd:3",
        "notebooks/38-livable-villages.zh.qmd:5",
    ]


@pytest.mark.parametrize(("text", "line"), [("好\n<< valu('Q05') >>", 2), ("好\n\n<% if %>", 3)])
def test_an_unknown_or_broken_placeholder_names_its_line(material, text, line):
    """A misspelled function and broken syntax are problems of the words, not bugs."""
    assert [problem.where for problem in say(material, text).log.problems] == [
        f"notebooks/38-livable-villages.zh.qmd:{line}"
    ]


def test_an_undefined_name_hides_no_other_fault(material):
    """It is stood in for, and whatever else is wrong in the file is found with it."""
    text = "<< valeu('Q05') >>\n<% if answers.all > 3 %>x<% endif %>\n<< value('Q77') >>\n<< 1 + sum >>\n"
    said = say(material, text)
    assert [(problem.code, problem.where.rpartition(":")[2]) for problem in said.log.problems] == [
        ("words.unknown-placeholder", "2"),
        ("words.unknown-placeholder", "4"),
        ("words.unknown-placeholder", "1"),
        ("words.unknown-id", "3"),
    ]


@pytest.mark.parametrize("text", ["<< value() >>", "<< exact('Q05') > 'a' >>", "<< 1 / 0 >>", "<< year.foo >>"])
def test_what_cannot_be_worked_out_is_a_fault_of_the_words(material, text):
    """No traceback for a call without its id, a comparison of unlike things, a property that is not there."""
    assert [problem.where.rpartition(":")[2] for problem in say(material, f"好\n{text}").log.problems] == ["2"]


def test_what_a_year_never_records_is_not_known_but_a_name_that_nothing_bears_is_a_fault(material):
    """A year without annual plan has no completion rate; a slip of the pen still stops the build."""
    assert say(material, '<< known("Q01.completion") >>').text == "False"
    assert say(material, '<< known("Q01.completion") >>').log.problems == []
    assert say(material, '<< known("Q01.compleation") >>').log.problems[0].code == "words.unknown-id"


def test_a_change_within_the_margin_of_error_is_no_change(material):
    """Where intervals overlap neither rise nor fall is claimed."""
    vague = replace(material.values["S03.change@2025"], notes=("not_distinguishable",))
    unclear = replace(material, values={**material.values, "S03.change@2025": vague})
    assert "与上年相比无明显变化" in say(unclear, '<< change("S03") >>', stem="20-self-assessment").text


def test_names_and_texts_are_escaped_for_markdown(material):
    """A name with Markdown's own marks shows just these marks."""
    row = material.plan.indicators["Q05"]
    odd = material.plan.indicators | {"Q05": row.model_copy(update={"name": type(row.name)("水*率*[1]", "a_b")})}
    plan = replace(material.plan, indicators=odd)
    assert say(replace(material, plan=plan), '<< name("Q05") >>').text == r"水\*率\*\[1\]"


def test_references_stand_apart_from_chinese_letters(material):
    """``@fig-…`` right after a Chinese character is a reference, an address with @ is not."""
    assert say(material, "见@fig-water-path和@tbl-x。a@fig-b").text == "见[@fig-water-path]和[@tbl-x]。a@fig-b"


class TestLead:
    """The fixed sentence, in every case of missing."""

    def zh(self, material, name: str, year: int = 2025) -> str:
        """The sentence without its links."""
        import re

        text = lead(Shown(material, "zh"), material.values[f"{name}@{year}"])
        return re.sub(r"\[([^\]]*)\]\([^)]*\)\{[^}]*\}|\[([^\]]*)\]\{[^}]*\}", r"\1\2", text)

    def test_a_missed_target(self, material):
        """Value, fraction, change on last year and on 2022, target, verdict."""
        name = material.plan.indicators["Q05"].name.zh
        assert self.zh(material, "Q05") == (
            f"到2025年末，{name}为99.56%（24890/25000），比上年提高2个百分点，比2022年下降7个百分点；"
            "目标为不低于99.6%，判定：▲ 未达成。"
        )

    def test_a_form_that_did_not_come(self, material):
        """The sentence names who owes it and gives no zero."""
        said = self.zh(material, "Q03")
        assert "县住建局未报F03，没有数据" in said
        assert said.endswith("判定：? 无法判定。")

    def test_bounds(self, material):
        """Where units are missing the value lies between two bounds."""
        assert "在87.9%～92.4%之间；" in self.zh(material, "Q06")

    def test_an_undecided_criterion(self, material):
        """The count is known; what it means is for people to decide."""
        assert "为72个" in self.zh(material, "Q01")
        assert "的判据尚未确定）。" in self.zh(material, "Q01")

    def test_a_suppressed_figure(self, material):
        """Too few persons: no figure, but a verdict."""
        assert "过少，按规定不公布" in self.zh(material, "Q08")

    def test_few_things_come_before_their_rate(self, material):
        """Below twenty things the count stands first."""
        assert "为3/4（75%）" in self.zh(material, "T01")

    def test_the_base_year_has_no_change(self, material):
        """2022 is compared with nothing."""
        assert (
            "比"
            not in self.zh(material, "Q05", 2022)
            .replace(material.plan.indicators["Q05"].name.zh, "")
            .partition("；")[0]
        )
