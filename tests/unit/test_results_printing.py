"""Printing: one rounding, half up, and never against the verdict."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from lyreport.results.printing import (
    RoundingBoundaryError,
    decimal_text,
    fraction_text,
    printed,
    printed_against,
    printed_change,
    printed_inexact,
)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(60, 66) * 100, 1, "90.9"),
        (Decimal("0.25"), 1, "0.3"),
        (Decimal("-0.25"), 1, "-0.3"),
        (Decimal("-0.04"), 1, "0.0"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("0.05"), 2, "0.05"),
        (1234567, 0, "1234567"),
        (Fraction(1, 3), 4, "0.3333"),
        (0, 2, "0.00"),
    ],
)
def test_rounds_half_up_once(value, decimals, shown):
    """A tie goes away from zero, and nothing is printed as minus zero."""
    assert printed(value, decimals) == shown


def test_a_tie_is_not_rounded_twice():
    """2.449… rounds to 2, although 2.45 would round to 2.5 and that to 3."""
    assert printed(Decimal("2.4499"), 0) == "2"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("99.56", "99.56"), ("99.54", "99.5"), ("99.5999", "99.5999"), ("99.6", "99.6"), ("99.62", "99.6")],
)
def test_printing_never_contradicts_the_verdict(value, shown):
    """Against at least 99.6 the fewest further decimals are printed that stay on the value's side."""
    assert printed_against(Decimal(value), Decimal("99.6"), decimals=1) == shown


@pytest.mark.parametrize(("value", "shown"), [("0.04", "0.04"), ("-0.004", "-0.004"), ("0", "0.0"), ("0.06", "0.1")])
def test_a_change_keeps_its_sign(value, shown):
    """A small rise is not printed as no change."""
    assert printed_change(Decimal(value), 1) == shown


def test_a_float_near_a_boundary_is_refused():
    """A value that went through a root is not printed where its last bits would decide."""
    assert printed_inexact(0.123456, 2) == "0.12"
    assert printed_inexact(Decimal(1), 1) == "1.0"
    with pytest.raises(RoundingBoundaryError, match="rounding boundary"):
        printed_inexact(0.125 + 1e-11, 2)
    with pytest.raises(RoundingBoundaryError):
        printed_inexact(-0.125, 2)


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(5, 2), "2.5"), (74, "74"), (Fraction(1, 3), "1/3"), (100, "100")]
)
def test_exact_values_are_written_plainly(value, text):
    """A finite decimal is written as such, anything else as a fraction."""
    assert decimal_text(value) == text
    assert Fraction(text) == Fraction(value)


def test_a_ratio_is_written_as_counted():
    """60 of 66 stays 60/66, and money is scaled to whole numbers."""
    assert fraction_text(60, 66) == "60/66"
    assert fraction_text(Decimal("12.5"), Decimal("3.00")) == "125/30"
