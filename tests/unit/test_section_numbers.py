"""Figures, dates and lists as text: the point moves, nothing is rounded."""

from datetime import date

import pytest

from lyreport.errors import Bilingual, UsageError
from lyreport.section import numbers


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [
        ("74", "74", "74"),
        ("1234.50", "1234.50", "1,234.50"),
        ("-0.4", "−0.4", "−0.4"),
        ("57196", "57196", "57,196"),
        ("0", "0", "0"),
    ],
)
def test_a_figure_keeps_every_digit(printed, zh, en):
    """Grouping and the minus sign differ by language; the digits never do."""
    assert numbers.number(printed, "zh") == zh
    assert numbers.number(printed, "en") == en


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [
        ("1234.5", "1234.5万元", "CNY 12.345 million"),
        ("99.5", "99.5万元", "CNY 995,000"),
        ("100", "100万元", "CNY 1 million"),
        ("0.00", "0.00万元", "CNY 0"),
        ("-3", "−3万元", "CNY −30,000"),
    ],
)
def test_money_comes_in_ten_thousands(printed, zh, en):
    """An amount in 万元 reads as it stands in Chinese, and as yuan or millions in English."""
    assert numbers.money(printed, "zh") == zh
    assert numbers.money(printed, "en") == en


def test_units_follow_the_language():
    """Measure words follow directly in Chinese, English units after a space; % after neither."""
    compounds = Bilingual("个", "compounds")
    assert numbers.count("74", compounds, "zh") == "74个"
    assert numbers.count("74", compounds, "en") == "74 compounds"
    assert numbers.count("99.58", Bilingual("%", "%"), "en") == "99.58%"
    assert numbers.count("685.49", Bilingual("元", "CNY"), "zh") == "685.49元"
    assert numbers.count("685.49", Bilingual("元", "CNY"), "en") == "CNY 685.49"


def test_points_are_singular_for_exactly_one():
    """One whole point is a point; 1.0 and all others are points."""
    assert numbers.points("1", "en") == "1 percentage point"
    assert numbers.points("1.0", "en") == "1.0 percentage points"
    assert numbers.points("1.2", "zh") == "1.2个百分点"


def test_dates_months_and_years():
    """Dates are written out without leading zeros."""
    assert numbers.day(date(2025, 12, 31), "zh") == "2025年12月31日"
    assert numbers.day(date(2022, 9, 7), "en") == "7 September 2022"
    assert numbers.month("2025-03", "zh") == "2025年3月"
    assert numbers.month("2025-03", "en") == "March 2025"


def test_lists_ranges_fractions_and_signs():
    """Lists end in 和 / and, ranges have 浪纹 / en dash, changes carry their sign."""
    assert numbers.listing(["甲", "乙", "丙"], "zh") == "甲、乙和丙"
    assert numbers.listing(["a", "b", "c"], "en") == "a, b and c"
    assert numbers.listing(["a"], "en") == "a"
    assert numbers.listing([], "zh") == ""
    assert numbers.span("63", "68", "zh", unit="%") == "63%～68%"
    assert numbers.span("63", "68", "en", unit="%") == "63–68%"
    assert numbers.fraction("56845", "57050", "en") == "56,845/57,050"
    assert numbers.fraction("822.2", "3141.18", "zh") == "822.20/3141.18"
    assert [numbers.signed(text, "zh") for text in ("1.2", "-1.2", "0")] == ["+1.2", "−1.2", "0"]


@pytest.mark.parametrize("wrong", ["", "1e3", "NaN", "1,234", "约5"])
def test_only_printed_numbers_are_accepted(wrong):
    """What is no decimal string is refused, not guessed at."""
    with pytest.raises(UsageError, match="printed decimal"):
        numbers.number(wrong, "zh")
