"""How a value stands against its target: one pure function per judging kind.

A value that is only partly known is a pair of bounds; a verdict is given where both bounds agree.
Targets are compared with the exact value, never with the printed one, and ``>=`` includes the bound.
Before its due year a target is ``not_due``; what can already be said stands in ``notes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lyreport.results.value import Verdict

REACHED_AHEAD = "reached_ahead"
ABOVE_TARGET = "above_target_value"
COMPLIES, FALLS_SHORT = "complies", "falls_short"
ROSE, DID_NOT_RISE, NO_EARLIER_YEAR = "rose", "did_not_rise", "no_earlier_year"
THRESHOLD_UNSET = "threshold_unset"
EVERY_YEAR, LAST_YEAR_ONLY = "every_year", "2025_only"
WHOLE = Fraction(1)


@dataclass(frozen=True)
class Known:
    """What is known of a value: both ends, equal where it is exact, None where nothing bounds it."""

    low: Fraction | None
    high: Fraction | None
    reason: str | None = None

    @classmethod
    def exactly(cls, value: Fraction | int) -> Known:
        """Build the knowledge of an exact value."""
        return cls(Fraction(value), Fraction(value))

    @property
    def value(self) -> Fraction | None:
        """The exact value, or None."""
        return self.low if self.low is not None and self.low == self.high else None

    def at_least(self, target: Fraction) -> bool | None:
        """Whether the value reaches ``target``; None where its bounds disagree."""
        if self.low is not None and self.low >= target:
            return True
        return False if self.high is not None and self.high < target else None


NOTHING_KNOWN = Known(None, None, "not_submitted")


@dataclass(frozen=True)
class Judgement:
    """A verdict, the code of its reason where it is undetermined, and what may be said beside it."""

    verdict: Verdict
    reason: str | None = None
    notes: tuple[str, ...] = ()


def _final(reaches: bool | None, known: Known) -> Judgement:
    if reaches is None:
        return Judgement(Verdict.UNDETERMINED, known.reason or "incomplete")
    return Judgement(Verdict.MET if reaches else Verdict.NOT_MET)


def _early(reaches: bool | None, yes: str, no: str | None = None) -> Judgement:
    said = {True: yes, False: no, None: None}[reaches]
    return Judgement(Verdict.NOT_DUE, notes=(said,) if said else ())


def deadline_count(
    known: Known, target: Fraction, *, due: bool, soft: bool = False, tolerance: Fraction | None = None
) -> Judgement:
    """Judge a cumulative count due at a date.

    ``soft``: the plan promises the count only basically (基本完成).  Then a count below ``target`` is never *not met*
    while no person has set ``tolerance``; with one, up to that many missing are *met within tolerance*.
    """
    reaches = known.at_least(target)
    if not due:
        return _early(reaches, REACHED_AHEAD)
    if not soft or reaches:
        return _final(reaches, known)
    if tolerance is None:
        return Judgement(Verdict.UNDETERMINED, THRESHOLD_UNSET if reaches is False else known.reason)
    nearly = known.at_least(target - tolerance)
    if nearly and reaches is False:
        return Judgement(Verdict.MET_WITHIN_TOLERANCE)
    return _final(False if nearly is False else None, known)


def deadline_rate(known: Known, target: Fraction, *, due: bool) -> Judgement:
    """Judge the rate of the due year; an earlier year above ``target`` is only noted, since it may fall back."""
    reaches = known.at_least(target)
    return _final(reaches, known) if due else _early(reaches, ABOVE_TARGET)


def floor(known: Known, target: Fraction, *, due: bool) -> Judgement:
    """Judge a floor without a year of its own: each year complies or falls short, the due year gets the verdict."""
    reaches = known.at_least(target)
    return _final(reaches, known) if due else _early(reaches, COMPLIES, FALLS_SHORT)


def rises(known: Known, before: Known | None, *, full: Fraction = WHOLE) -> bool | None:
    """Whether a value is strictly above last year's; level at ``full`` (100 %) counts, an unknown value does not."""
    if before is None or known.low is None or before.low is None:
        return None
    if before.value == full and known.value == full:
        return True
    if before.high is not None and known.low > before.high:
        return True
    return False if known.high is not None and known.high <= before.low else None


def rising_years(
    history: Mapping[int, Known], *, first: int, last: int, full: Fraction = WHOLE
) -> dict[int, bool | None]:
    """Return for each year whether it rose; a year without a value, or after one, is None."""
    return {
        year: rises(history.get(year, NOTHING_KNOWN), history.get(year - 1, NOTHING_KNOWN), full=full)
        for year in range(first, last + 1)
    }


def rising(rose: Mapping[int, bool | None], *, scope: str | None) -> Judgement:
    """Judge the second condition of a rising floor over the years of ``rose``.

    ``scope`` ``every_year`` (also while unset) looks at every year, ``2025_only`` at the last.  One year that did
    not rise decides; short of that, one unknown year leaves it undetermined.
    """
    years = dict(rose) if scope != LAST_YEAR_ONLY else {max(rose): rose[max(rose)]}
    if any(answer is False for answer in years.values()):
        return Judgement(Verdict.NOT_MET)
    missing = any(answer is None for answer in years.values())
    return Judgement(Verdict.UNDETERMINED, "incomplete") if missing else Judgement(Verdict.MET)


def both(floor_judged: Judgement, rising_judged: Judgement) -> Judgement:
    """Join two conditions that must both hold; what fails decides, then what is undetermined."""
    pair = (floor_judged, rising_judged)
    for verdict in (Verdict.NOT_DUE, Verdict.NOT_MET, Verdict.UNDETERMINED):
        for judged in pair:
            if judged.verdict == verdict:
                return Judgement(verdict, judged.reason, floor_judged.notes)
    return Judgement(Verdict.MET)


def named_list(states: Mapping[str, bool | None], *, due: bool, reason: str | None = None) -> Judgement:
    """Judge a list of names one by one: all must hold, one that does not decides."""
    answers = set(states.values())
    holds = False if False in answers else None if None in answers or not answers else True
    return _final(holds, Known(None, None, reason)) if due else _early(holds, REACHED_AHEAD)


def no_target() -> Judgement:
    """Judge a row for which the plan names no number: level and change only."""
    return Judgement(Verdict.NO_TARGET)
