"""From an exact value to the one decimal string that every page, table and download shows.

Rounding mode: half up (四舍五入), applied once to the exact value (docs/decisions/0040).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from lyreport.errors import LyreportError

GUARD = Fraction(1, 10**9)
"""An inexact value this close to a rounding boundary might print either way, so it is refused."""

Number = Fraction | Decimal | int


class RoundingBoundaryError(LyreportError):
    """A value that went through roots or floats lies too close to a rounding boundary to be printed."""


def printed(value: Number, decimals: int) -> str:
    """Return ``value`` rounded half up to ``decimals`` places: ``printed(Fraction(60, 66) * 100, 1) == "90.9"``.

    A tie goes away from zero; a negative value that rounds to zero is printed without a sign.
    """
    exact = Fraction(value)
    whole, rest = divmod(abs(exact.numerator) * 10**decimals, exact.denominator)
    digits = str(whole + (2 * rest >= exact.denominator)).rjust(decimals + 1, "0")
    sign = "-" if exact < 0 and int(digits) else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits


def printed_against(value: Number, target: Number, *, decimals: int) -> str:
    """Print ``value`` with the fewest further decimals that leave it on its side of ``target``.

    99.56 against ≥ 99.6 would print 99.6 at one decimal and contradict its verdict; it prints 99.56.
    """
    exact, line = Fraction(value), Fraction(target)
    return _fewest(exact, decimals, lambda shown: (shown >= line) == (exact >= line))


def printed_change(value: Number, decimals: int) -> str:
    """Print a change with the fewest further decimals that keep its sign: a rise never prints as 0.0."""
    exact = Fraction(value)
    return _fewest(exact, decimals, lambda shown: (shown > 0, shown < 0) == (exact > 0, exact < 0))


def printed_inexact(value: Decimal | float, decimals: int) -> str:
    """Print a value that is not exact (Wilson bounds, growth rates).

    Raises:
        RoundingBoundaryError: it lies within 1e-9 of a boundary between two printed values.
    """
    exact = Fraction(value)
    scaled = abs(exact) * 10**decimals
    distance = abs(scaled - scaled.__floor__() - Fraction(1, 2)) / 10**decimals
    if distance <= GUARD:
        message = f"{value} lies within 1e-9 of a rounding boundary at {decimals} decimals"
        raise RoundingBoundaryError(message)
    return printed(exact, decimals)


def _fewest(exact: Fraction, decimals: int, agrees: Callable[[Fraction], bool]) -> str:
    while not agrees(Fraction(shown := printed(exact, decimals))):
        decimals += 1
    return shown


def decimal_text(value: Number) -> str:
    """Write an exact value: an integer or decimal as such (``1234.5``), anything else as a fraction."""
    exact = Fraction(value)
    twos_and_fives = exact.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives != 1:
        return f"{exact.numerator}/{exact.denominator}"
    if exact.denominator == 1:
        return str(exact.numerator)
    return format((Decimal(exact.numerator) / Decimal(exact.denominator)).normalize(), "f")


def fraction_text(numerator: Number, denominator: Number) -> str:
    """Write a ratio as it was counted, in whole numbers and not reduced: ``60/66``, ``1250/300`` for 12.5 over 3."""
    top, bottom = Fraction(numerator), Fraction(denominator)
    scale = 1
    while (top * scale).denominator != 1 or (bottom * scale).denominator != 1:
        scale *= 10
    return f"{(top * scale).numerator}/{(bottom * scale).numerator}"
