"""What the two languages owe each other, and what no author may type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lyreport.errors import Bilingual, Problem
from lyreport.plan import Term
from lyreport.report.agreement import faults
from lyreport.report.words import Log, Rendered, Source

NONE = Bilingual("", "")


def words(text: str, lang: str = "zh", used: tuple[tuple[str, str], ...] = ()) -> Rendered:
    """One file of words that asked for ``used``."""
    log = Log(used=list(used), lines=dict.fromkeys(used, 7))
    return Rendered(Source("33-x", lang, f"notebooks/33-x.{lang}.qmd", text), text, log)


def codes(
    zh: Rendered, en: Rendered, terms: tuple[Term, ...] = (), references: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """Code and place of every fault."""
    return [(problem.code, problem.where) for problem in faults([(zh, en)], terms, references=references)]


@pytest.mark.parametrize(
    "text",
    [
        "共有12个小区", "增长3.5%", "ｌ２３４ 全角１２", "66个行政村", "the 7 towns",
    ],
)  # fmt: skip
def test_a_typed_digit_is_a_fault(text):
    """Numbers come from the record."""
    assert ("words.typed-number", "notebooks/33-x.zh.qmd:2") in codes(words(f"头\n{text}"), words("", "en"))


@pytest.mark.parametrize(
    "text",
    [
        "到2025年末", "麟政办发〔2022〕55号", "指标Q05和表F11、M03", "见@fig-a-1和@tbl-b2[^n1]", "1. 第一\n2. 第二",
        '<< value("Q05", year=2023) >>', '::: {.callout-note title="第3条"}', "<% if exact('Q01') > 3 %>",
    ],
)  # fmt: skip
def test_years_ids_documents_and_placeholders_are_no_typed_digits(text):
    """What is excepted stays excepted."""
    found = codes(words(text), words(text, "en"), references=("fig-a-1", "tbl-b2"))
    assert [code for code, _ in found if code == "words.typed-number"] == []


def test_a_value_in_one_language_only_is_a_fault_in_both_directions():
    """Same values, figures, tables and fixed numbers in both languages."""
    zh = words("", used=(("value", "Q05@2025"), ("figure", "a")))
    en = words("", "en", used=(("value", "Q05@2025"), ("fixed", "15")))
    assert codes(zh, en) == [
        ("words.languages-differ", "notebooks/33-x.zh.qmd:7"),
        ("words.languages-differ", "notebooks/33-x.en.qmd:7"),
    ]


def test_what_an_unknown_function_was_asked_for_is_no_second_fault():
    """``valeu("Q05")`` in one language is a slip of the pen, not a value that the other language has alone."""
    zh, en = words("好"), words("fine", "en", used=(("value", "Q05@2025"),))
    zh.log.doubtful.add("Q05")
    assert codes(zh, en) == []


def test_words_that_cannot_be_filled_in_are_the_only_fault():
    """Where one language cannot be read, the other is not said to differ in everything and to refer to nothing."""
    zh = words("")
    zh.log.problems.append(Problem("words.bad-placeholder", "notebooks/33-x.zh.qmd:1", NONE, NONE))
    en = words("see @fig-a", "en", used=(("value", "Q05@2025"), ("figure", "a")))
    assert codes(zh, en) == [("words.bad-placeholder", "notebooks/33-x.zh.qmd:1")]


def test_a_fixed_term_must_appear_in_its_fixed_english():
    """A glossary term translated in another way stops the build; its variants and inflections do not."""
    term = Term(zh="管理规约", en="management covenant", also=("covenant",), fixed=True)
    assert codes(words("签订管理规约"), words("house rules", "en"), (term,)) == [
        ("words.term", "notebooks/33-x.zh.qmd:1")
    ]
    assert codes(words("签订管理规约"), words("Covenants were signed", "en"), (term,)) == []


TERM = Term(zh="共同缔造", en="co-creation", fixed=True)


@pytest.mark.parametrize(
    ("zh", "en", "line"),
    [
        ("共同缔造一\n\n共同缔造二", "Co-creation one\n\nJoint work two", 3),
        ("共同缔造一\n\n中\n\n共同缔造二\n", "Joint work\n\nmiddle\n\n\nCo-creation two", 1),
        ("头\n\n## 甲\n共同缔造\n\n## 乙\n\n好\n\n共同缔造", "One\n\n## A\nCo-creation\n\n## B\nGood joint work", 10),
        ("一共同缔造\n\n二\n\n三共同缔造\n\n四共同缔造", "Co-creation\n\nJoint work\n\nSomething", 7),
    ],
)
def test_a_term_is_rendered_alike_in_every_paragraph(zh, en, line):
    """One right rendering in a file does not excuse another one elsewhere, also where paragraphs cannot be paired."""
    assert codes(words(zh), words(en, "en"), (TERM,)) == [("words.term", f"notebooks/33-x.zh.qmd:{line}")]


def test_a_term_that_stands_twice_in_a_paragraph_need_not_be_repeated():
    """English says it once and then *it*; a paragraph fewer in English is no other rendering."""
    assert codes(words("共同缔造和共同缔造"), words("Co-creation, and it", "en"), (TERM,)) == []
    assert codes(words("共同缔造\n\n又共同缔造"), words("Co-creation", "en"), (TERM,)) == []


def test_the_longest_term_wins():
    """``居住社区`` is not also ``社区``."""
    terms = (Term(zh="社区", en="community", fixed=True), Term(zh="居住社区设施", en="facility", fixed=True))
    assert codes(words("居住社区设施"), words("the facilities", "en"), terms) == []


@pytest.mark.parametrize("text", ["# 标题", "<div>块</div>", "![图](a.png)", "$x^2$"])
def test_what_would_break_the_page_is_refused(text):
    """Headings of the first level, HTML, pictures and mathematics are not for the words."""
    assert ("words.forbidden", "notebooks/33-x.zh.qmd:1") in codes(words(text), words("", "en"))


def test_a_reference_in_a_branch_that_was_not_taken_is_none():
    """Words may name a table that only some years have."""
    rendered = replace(words("<% if false %>见@tbl-none。<% endif %>"), text="")
    assert codes(rendered, words("", "en")) == []


def test_a_reference_to_nothing_is_a_fault():
    """Every figure, table and section that is named must be there."""
    assert codes(words("见@fig-none。"), words("", "en"), references=("fig-some",)) == [
        ("words.dangling", "notebooks/33-x.zh.qmd:1")
    ]
