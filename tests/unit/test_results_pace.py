"""Pace: level, path ratio and projection, and when the method would matter."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lyreport.results.pace import (
    ACCELERATE,
    ACHIEVED,
    BASE_YEAR,
    DETERIORATION,
    LIMITED,
    ON_TRACK,
    UNABLE,
    Path,
    assess,
    completion,
    growth_ratio,
    method_of,
)

PATH = Path(Fraction(10), Fraction(40), Fraction(90), base_year=2022, year=2025, due_year=2027)


def test_level_ratio_and_projection():
    """From 10 to 40 of 90 in three of five years: 37.5 % of the way in 60 % of the time, 60 by the end."""
    found = assess(PATH)
    assert (found.level, found.ratio) == (Fraction(3, 8), Fraction(5, 8))
    assert (found.projection, found.gap) == (60, -30)
    assert found.label == ACCELERATE


def test_the_growth_rate_method_would_say_otherwise():
    """On a small base the growth-rate ratio is lenient: the status is marked method-sensitive."""
    found = assess(PATH)
    assert found.growth_ratio is not None
    assert str(round(found.growth_ratio, 2)) == "1.06"
    assert found.growth_label == ON_TRACK
    assert found.method_sensitive


@pytest.mark.parametrize(
    ("latest", "label"),
    [
        (Fraction("55.6"), ON_TRACK),
        (Fraction("55.5"), ACCELERATE),
        (Fraction("38.8"), ACCELERATE),
        (Fraction("38.7"), LIMITED),
        (Fraction(10), LIMITED),
        (Fraction(9), DETERIORATION),
        (Fraction(90), ACHIEVED),
    ],
)
def test_labels_change_at_95_60_and_0_percent(latest, label):
    """The path ratio is labelled at 0.95, 0.60 and 0."""
    assert assess(replace(PATH, latest=latest)).label == label


@pytest.mark.parametrize(
    ("change", "label", "reason"),
    [
        ({"base": None}, UNABLE, "no_base"),
        ({"latest": None}, UNABLE, "not_submitted"),
        ({"year": 2022}, BASE_YEAR, None),
        ({"base": Fraction(95), "latest": Fraction(80)}, DETERIORATION, "base_at_target"),
        ({"base": Fraction(95), "latest": Fraction(96)}, ACHIEVED, "base_at_target"),
        ({"base": None, "latest": Fraction(96)}, ACHIEVED, "no_base"),
    ],
)
def test_when_there_is_no_path(change, label, reason):
    """Without a base or a value nothing is assessed, and a value at its target is achieved without a base."""
    found = assess(replace(PATH, **change))
    assert (found.label, found.reason, found.ratio) == (label, reason, None)


@pytest.mark.parametrize("change", [{"base": Fraction(0)}, {"latest": Fraction(0)}, {"base": Fraction(90)}])
def test_growth_rates_are_refused_at_zero(change):
    """No yearly growth is made up from zero."""
    assert growth_ratio(replace(PATH, **change)) is None


def test_completion_needs_a_plan():
    """Without a planned figure, or with one of zero, there is no completion rate."""
    assert completion(Fraction(37), 74) == Fraction(1, 2)
    assert completion(Fraction(37), None) is None
    assert completion(None, 74) is None


def test_inputs_and_method_are_recorded():
    """Each figure has its own formula and operands; the base is said to be assumed, and whether the method matters."""
    level, checked = (
        method_of(kind, PATH, assess(PATH), value="Q01@2025", base="Q01@2022") for kind in ("level", "pace_cagr")
    )
    assert (level["base"], level["target"], level["base_is_assumed"]) == ("Q01@2022", "90", True)
    assert "**" in checked["formula"]
    assert "**" not in level["formula"]
    assert checked["due_year"] == 2027
    assert checked["method_sensitive"] is True
