"""Verdicts: every judging kind, with what is unknown and what nobody has decided."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lyreport.results.value import Verdict
from lyreport.results.verdict import (
    EVERY_YEAR,
    LAST_YEAR_ONLY,
    NOTHING_KNOWN,
    Judgement,
    Known,
    both,
    deadline_count,
    deadline_rate,
    floor,
    named_list,
    rises,
    rising,
    rising_years,
)

MET, NOT_MET, UNDETERMINED, NOT_DUE = Verdict.MET, Verdict.NOT_MET, Verdict.UNDETERMINED, Verdict.NOT_DUE
exactly = Known.exactly
line = Fraction(74)


def test_the_bound_itself_is_met():
    """At least 74 includes 74."""
    assert deadline_count(exactly(74), line, due=True).verdict == MET
    assert deadline_count(exactly(73), line, due=True).verdict == NOT_MET


@pytest.mark.parametrize(
    ("count", "tolerance", "verdict"),
    [(74, None, MET), (73, None, UNDETERMINED), (73, 1, Verdict.MET_WITHIN_TOLERANCE), (72, 1, NOT_MET), (74, 0, MET)],
)
def test_a_soft_word_needs_a_tolerance(count, tolerance, verdict):
    """While nobody has set what basically completed means, fewer is undetermined, never not met."""
    allowed = None if tolerance is None else Fraction(tolerance)
    assert deadline_count(exactly(count), line, due=True, soft=True, tolerance=allowed).verdict == verdict


def test_bounds_of_a_soft_count():
    """Bounds across the tolerance decide nothing; below it they do."""
    wide = Known(Fraction(70), Fraction(74), "incomplete")
    assert deadline_count(wide, line, due=True, soft=True, tolerance=Fraction(2)).verdict == UNDETERMINED
    assert deadline_count(wide, line, due=True, soft=True).reason == "incomplete"
    low = Known(Fraction(60), Fraction(71), "incomplete")
    assert deadline_count(low, line, due=True, soft=True, tolerance=Fraction(2)).verdict == NOT_MET


def test_before_it_is_due_nothing_is_judged():
    """A count may be reached ahead, a rate only stands above its target, a floor complies or falls short."""
    assert deadline_count(exactly(75), line, due=False) == Judgement(NOT_DUE, notes=("reached_ahead",))
    assert deadline_count(exactly(70), line, due=False) == Judgement(NOT_DUE)
    assert deadline_rate(exactly(75), line, due=False).notes == ("above_target_value",)
    assert floor(exactly(75), line, due=False).notes == ("complies",)
    assert floor(exactly(70), line, due=False).notes == ("falls_short",)
    assert floor(NOTHING_KNOWN, line, due=False) == Judgement(NOT_DUE)


def test_bounds_decide_when_both_agree():
    """Both bounds on one side of the target give a verdict, otherwise the reason is why they differ."""
    target = Fraction(9, 10)
    assert floor(Known(Fraction(60, 66), Fraction(63, 66), "incomplete"), target, due=True).verdict == MET
    assert floor(Known(Fraction(50, 66), Fraction(59, 66), "incomplete"), target, due=True).verdict == NOT_MET
    open_ended = floor(Known(Fraction(58, 66), Fraction(61, 66), "rejected"), target, due=True)
    assert (open_ended.verdict, open_ended.reason) == (UNDETERMINED, "rejected")


def test_what_is_unknown_is_never_not_met():
    """Nothing submitted is undetermined."""
    assert deadline_rate(NOTHING_KNOWN, line, due=True) == Judgement(UNDETERMINED, "not_submitted")


def test_rising_is_strict_except_at_the_top():
    """Level counts only at 100 %."""
    assert rises(exactly(2), exactly(1), full=Fraction(100)) is True
    assert rises(exactly(2), exactly(2), full=Fraction(100)) is False
    assert rises(exactly(100), exactly(100), full=Fraction(100)) is True
    assert rises(exactly(99), exactly(100), full=Fraction(100)) is False
    assert rises(exactly(2), None) is None


def test_rising_by_bounds():
    """A value whose bounds lie above last year's has risen, whatever is missing."""
    wide = Known(Fraction(70), Fraction(80), "incomplete")
    assert rises(wide, exactly(69), full=Fraction(100)) is True
    assert rises(wide, exactly(80), full=Fraction(100)) is False
    assert rises(wide, exactly(75), full=Fraction(100)) is None


def test_a_missing_year_leaves_the_rise_open():
    """The year without a value and the year after it cannot be compared."""
    rose = rising_years({2022: exactly(1), 2023: exactly(2), 2025: exactly(4)}, first=2023, last=2025)
    assert rose == {2023: True, 2024: None, 2025: None}
    assert rising(rose, scope=EVERY_YEAR).verdict == UNDETERMINED
    assert rising({2023: False, 2024: None, 2025: True}, scope=None).verdict == NOT_MET
    assert rising({2023: False, 2024: None, 2025: True}, scope=LAST_YEAR_ONLY).verdict == MET


def test_two_conditions_both_needed():
    """What fails decides, then what is undetermined."""
    met, fails, open_ended = Judgement(MET), Judgement(NOT_MET), Judgement(UNDETERMINED, "incomplete")
    assert both(met, met).verdict == MET
    assert both(met, fails).verdict == NOT_MET
    assert both(fails, open_ended).verdict == NOT_MET
    assert both(open_ended, met) == open_ended


def test_a_list_is_judged_name_by_name():
    """One name that fails decides; one unknown leaves it open; all must hold."""
    assert named_list({"a": True, "b": True}, due=True).verdict == MET
    assert named_list({"a": True, "b": False, "c": None}, due=True).verdict == NOT_MET
    assert named_list({"a": True, "b": None}, due=True, reason="not_submitted").reason == "not_submitted"
    assert named_list({"a": True}, due=False).notes == ("reached_ahead",)
    assert named_list({}, due=True).verdict == UNDETERMINED
