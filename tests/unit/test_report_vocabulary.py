"""What chapters say beyond single figures: places, steps of a ladder, both changes, lines that end in a block."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from lyreport.report.shown import Shown
from lyreport.report.words import Source, render

STEM = "38-livable-villages"
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)\{[^}]*\}")


def say(material, text: str, lang: str = "zh") -> str:
    """Fill in words and take the links off."""
    source = Source(STEM, lang, f"notebooks/{STEM}.{lang}.qmd", text)
    return LINK.sub(r"\1", render(source, Shown(material, lang)).text)


def with_values(material, *changed):
    """The edition with some values replaced."""
    return replace(material, values={**material.values, **{value.id: value for value in changed}})


def towns(material, *printed: str):
    """Give Q07 of the towns these counts."""
    codes = [place.code for place in material.plan.places.towns]
    values = [material.values[f"Q07@2025/{code}"] for code in codes]
    counts = [*printed, *("0",) * (len(codes) - len(printed))]
    return with_values(material, *(
        replace(value, exact=count, printed=count, unit="个", numerator=count, denominator=None)
        for value, count in zip(values, counts, strict=True)
    ))  # fmt: skip


def test_places_are_named_with_their_figures(material):
    """Above zero with the figure, at zero by name alone; a place without a figure is in neither."""
    some = towns(material, "3", "1")
    assert say(some, '<< where("Q07") >>') == "九成宫镇3个和崔木镇1个"
    assert say(some, '<< where("Q07") >>', "en") == "Jiuchenggong Town (3) and Cuimu Town (1)"
    assert say(some, '<< where("Q07", none=True) >>').startswith("招贤镇、两亭镇")
    gone = replace(some.values["Q07@2025/610329101"], exact=None, printed=None, numerator=None, reason="suppressed")
    assert say(with_values(some, gone), '<< where("Q07") >>') == "九成宫镇3个"


def test_a_target_lists_the_places_it_names(material):
    """``listed()`` gives codes for a loop, in the plan's order."""
    assert say(material, '<% for place in listed("Q10") %><< name(place) >>;<% endfor %>').count("社区") == 3


def test_both_changes_at_once(material):
    """On last year and on the base year; in the base year nothing is earlier."""
    assert say(material, '<< changes("Q05") >>') == "比上年提高2个百分点，比2022年下降7个百分点"
    assert say(material, '<< changes("Q05") >>', "en") == (
        "up 2 percentage points from 2024 and down 7 percentage points from 2022"
    )
    first = replace(material, year=2022)
    assert say(first, '<< changes("Q05") >>') == "没有更早的年份可比"


def test_what_is_missing_comes_with_its_bounds(material):
    """Two ends make a range, one end or two equal ones a figure; never bounds that are not printed."""
    unjudged = replace(material.values["Q06@2025"], verdict="no_target")
    said = say(with_values(material, unjudged), '<< missing("Q06") >>')
    assert said.endswith("，数值在87.9%～92.4%之间。")
    equal = replace(unjudged, high=unjudged.low)
    assert say(with_values(material, equal), '<< missing("Q06") >>').endswith("，按已报部分计为87.9%。")
    assert "至少" not in say(with_values(material, equal), '<< lead("Q06") >>')
    assert "为87.9%" in say(with_values(material, equal), '<< lead("Q06") >>')
    floor = replace(unjudged, high=None)
    assert say(with_values(material, floor), '<< missing("Q06") >>').endswith("，按已报部分计为不低于87.9%。")


def test_a_change_in_few_things_is_told_in_things(material):
    """Below twenty things the record changes in things: English says the bare number."""
    few = replace(material.values["T01.change@2025"], exact="1", printed="1", unit="个")
    assert say(with_values(material, few), '<< change("T01") >>') == "比上年增加1个"
    assert say(with_values(material, few), '<< change("T01") >>', "en") == "up by 1 from 2024"


def test_english_says_a_direction_once(material):
    """Two changes the same way in the same unit share direction and unit."""
    same = replace(material.values["Q05.since_base@2025"], exact="7", printed="7")
    assert say(with_values(material, same), '<< changes("Q05") >>', "en") == (
        "up 2 percentage points from 2024 and 7 from 2022"
    )


@pytest.mark.parametrize(
    ("notes", "evidence", "zh"),
    [
        ((), [], "在建"),
        ((), [{"evidence_doc_no": "甲〔2025〕1号"}, {"evidence_doc_no": "甲〔2025〕1号"}], "在建（甲〔2025〕1号）"),
        ((), [{"evidence_doc_no": None, "evidence_name": "会议纪要"}], "在建（会议纪要）"),
        (("suspended",), [{"evidence_doc_no": "乙2号"}], "在建（暂缓；乙2号）"),
        (("carried_over",), [{"evidence_doc_no": None, "evidence_name": None}], "在建（沿用上年）"),
    ],
)
def test_a_step_with_its_side_state_and_its_proof(material, notes, evidence, zh):
    """In brackets: suspended or carried over, then each document once."""
    value = replace(material.values["M03.level@2025"], notes=notes, method={"evidence": evidence})
    assert say(with_values(material, value), '<< level("M03") >>') == zh


def test_brackets_of_a_step_are_not_opened_twice(material):
    """A step that ends in a bracket takes the remark into it."""
    value = replace(material.values["M02.level@2025"], exact="1", printed="1", notes=("carried_over",))
    assert say(with_values(material, value), '<< level("M02") >>') == "已部署（方案或文件印发；沿用上年）"


def test_bounds_of_a_count_keep_their_unit(material):
    """Between 6 and 9 villages, not between 6 and 9."""
    vague = replace(material.values["Q07@2025"], exact=None, printed=None, low="6", high="9", reason="incomplete")
    assert say(with_values(material, vague), '<< value("Q07") >>村') == "6～9个村"
    assert say(with_values(material, vague), '<< value("Q07") >>', "en") == "6–9 villages"


def test_a_line_that_ends_in_a_block_stays_a_paragraph(material):
    """A block alone on its line leaves none behind; at the end of a sentence it does not swallow the line's end."""
    text = "<% if known('Q05') %>\n甲<% if known('Q05') %>乙<% endif %>\n\n丙\n<% endif %>\n丁"
    assert say(material, text) == "甲乙\n\n丙\n丁"


def test_incomplete_because_a_unit_sent_nothing(material):
    """A figure that lacks a town whose form never came is not called badly filled in."""
    whole = material.values["Q06@2025"]
    some = with_values(material, replace(whole, reason="incomplete", owing=("zjj",), forms=("F06",)))
    assert "报送的F06不完整" in say(some, '<< missing("Q06") >>')
    gone = tuple(replace(one, status="missing") for one in some.submissions[2025] if one.form == "F06")
    assert "县住建局未报F06" in say(replace(some, submissions={2025: gone}), '<< missing("Q06") >>')
