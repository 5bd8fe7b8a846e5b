"""Level, pace and projection of a value on its way to a target.

Pace needs a base and the plan gives none: the recorded value of the base year (2022) is *assumed* as base, and every
figure says so.  Method: the linear path ratio, labelled at 95, 60 and 0 %.  The growth-rate ratio is computed beside
it only to say when the choice of method matters (docs/decisions/0041).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from lyreport.results.methods import method
from lyreport.results.printing import decimal_text

METHOD_VERSION = "linear-path-1"
ACHIEVED, ON_TRACK, ACCELERATE = "achieved", "on_track", "acceleration_needed"
LIMITED, DETERIORATION, UNABLE = "limited_progress", "deterioration", "unable_to_assess"
BASE_YEAR, NOT_ASSESSED = "base_year", "not_assessed"
THRESHOLDS: tuple[tuple[Fraction, str], ...] = (
    (Fraction(95, 100), ON_TRACK),
    (Fraction(60, 100), ACCELERATE),
    (Fraction(0), LIMITED),
)
_DIGITS = 40


@dataclass(frozen=True)
class Path:
    """Where a value started, where it is, where it has to be, and when."""

    base: Fraction | None
    latest: Fraction | None
    target: Fraction
    base_year: int
    year: int
    due_year: int

    @property
    def elapsed(self) -> Fraction:
        """The share of the time between base and due year that has passed."""
        return Fraction(self.year - self.base_year, self.due_year - self.base_year)


@dataclass(frozen=True)
class Pace:
    """The status of a value on its path.

    ``level``: share of the distance covered; ``ratio``: level over time elapsed; ``projection``: the value in the due
    year if it goes on like this; ``gap``: projection minus target; ``growth_ratio``: observed over required yearly
    growth, None where a value is not positive.  Values are None where ``label`` says why.
    """

    label: str
    reason: str | None = None
    level: Fraction | None = None
    ratio: Fraction | None = None
    projection: Fraction | None = None
    gap: Fraction | None = None
    growth_ratio: Decimal | None = None
    growth_label: str | None = None

    @property
    def method_sensitive(self) -> bool:
        """Whether the growth-rate method would give another label."""
        return self.growth_label is not None and self.growth_label != self.label


def assess(path: Path) -> Pace:
    """Assess a value that should rise from its base to its target."""
    if path.latest is None:
        return Pace(UNABLE, "not_submitted")
    if path.base is None:
        return Pace(ACHIEVED if path.latest >= path.target else UNABLE, "no_base")
    if path.year <= path.base_year:
        return Pace(BASE_YEAR)
    if path.base >= path.target:
        return Pace(ACHIEVED if path.latest >= path.target else DETERIORATION, "base_at_target")
    return _on_path(path, path.base, path.latest)


def _on_path(path: Path, base: Fraction, latest: Fraction) -> Pace:
    done = latest >= path.target
    level = (latest - base) / (path.target - base)
    ratio = level / path.elapsed
    projection = base + (latest - base) / path.elapsed
    growth = growth_ratio(path)
    return Pace(
        label=ACHIEVED if done else _label(ratio),
        level=level,
        ratio=ratio,
        projection=projection,
        gap=projection - path.target,
        growth_ratio=growth,
        growth_label=None if growth is None else ACHIEVED if done else _label(Fraction(growth)),
    )


def _label(ratio: Fraction) -> str:
    return next((label for threshold, label in THRESHOLDS if ratio >= threshold), DETERIORATION)


def growth_ratio(path: Path) -> Decimal | None:
    """Return observed over required compound yearly growth, to 40 digits; None where any value is not positive.

    Source of the method: Statistics Canada's progress measurement, as used by Open SDG.
    """
    if path.base is None or path.latest is None or min(path.base, path.latest, path.target) <= 0:
        return None
    if path.base == path.target or path.year <= path.base_year:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        observed = _yearly(path.latest / path.base, path.year - path.base_year)
        required = _yearly(path.target / path.base, path.due_year - path.base_year)
        return observed / required


def _yearly(factor: Fraction, years: int) -> Decimal:
    quotient = Decimal(factor.numerator) / Decimal(factor.denominator)
    return quotient ** (Decimal(1) / Decimal(years)) - 1


def completion(achieved: Fraction | None, planned: Decimal | None) -> Fraction | None:
    """Return the share of a year's plan that was done (完成率), or None without a plan or a value."""
    return None if achieved is None or not planned else achieved / Fraction(planned)


def method_of(kind: str, path: Path, pace: Pace, **operands: str) -> dict[str, Any]:
    """Return the method of one figure of a status, for ``Value.method``; ``operands`` are ids of recorded values."""
    inputs: dict[str, Any] = {"target": decimal_text(path.target)}
    if kind not in {"level", "gap"}:
        inputs |= {"year": path.year, "base_year": path.base_year, "due_year": path.due_year}
    return method(
        kind,
        **operands,
        **inputs,
        base_is_assumed=True,
        version=METHOD_VERSION,
        thresholds={label: str(threshold) for threshold, label in THRESHOLDS},
        growth_label=pace.growth_label,
        method_sensitive=pace.method_sensitive,
    )
