"""From a figure and its history to a verdict and a pace: which rule applies to which indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from lyreport.indicators.account import Account
from lyreport.indicators.evidence import Evidence
from lyreport.indicators.figure import Figure
from lyreport.plan import BASE_YEAR
from lyreport.plan.indicator import Indicator
from lyreport.results import pace as pacing
from lyreport.results import verdict as rules
from lyreport.results.value import Verdict
from lyreport.results.verdict import Judgement, Known

History = Mapping[int, Account]
PERCENT = 100
PACED = ("deadline_count", "deadline_rate", "named_list")
"""Judging kinds that run toward a date; a floor only complies or falls short, year by year."""


def scale_of(indicator: Indicator) -> int:
    """Return what an indicator's value is multiplied with to stand in the unit of its target."""
    return PERCENT if indicator.unit.zh == "%" else 1


def is_due(indicator: Indicator, year: int) -> bool:
    """Whether the target's year has come."""
    return indicator.target is not None and indicator.target.due is not None and year >= indicator.target.due.year


def judge(indicator: Indicator, part: str, history: History, evidence: Evidence) -> Judgement:
    """Judge one figure (the headline, or an alternative reading of it) of the evidence's year."""
    target = indicator.target
    if indicator.judging == "no_target" or target is None or target.value is None:
        return rules.no_target()
    figure = history[evidence.year].figures[part]
    due = is_due(indicator, evidence.year)
    if figure.undecided and due:
        return Judgement(Verdict.UNDETERMINED, figure.undecided)
    if indicator.judging == "floor_and_rising":
        return _floor_and_rising(indicator, part, history, evidence)
    if indicator.judging == "named_list":
        return _named(history[evidence.year], part, figure, Fraction(target.value), due=due)
    return _against(indicator, figure.known(scale_of(indicator)), Fraction(target.value), evidence)


def _against(indicator: Indicator, known: Known, line: Fraction, evidence: Evidence) -> Judgement:
    due = is_due(indicator, evidence.year)
    if indicator.judging == "deadline_count":
        soft, allowed = _tolerance(indicator, evidence)
        return rules.deadline_count(known, line, due=due, soft=soft, tolerance=allowed)
    rule = rules.deadline_rate if indicator.judging == "deadline_rate" else rules.floor
    return rule(known, line, due=due)


def _tolerance(indicator: Indicator, evidence: Evidence) -> tuple[bool, Fraction | None]:
    """Return whether the plan's word is soft (it has a tolerance to be set), and the tolerance a person set."""
    setting = next((item.id for item in indicator.settings if item.id.endswith(".tolerance")), None)
    answer = evidence.decided(setting) if setting else None
    return setting is not None, None if answer is None else Fraction(Decimal(answer))


def _named(account: Account, part: str, figure: Figure, line: Fraction, *, due: bool) -> Judgement:
    if part:
        return rules.deadline_count(figure.known(), line, due=due)
    return rules.named_list(account.names, due=due, reason=figure.reason)


def known_years(indicator: Indicator, part: str, history: History) -> dict[int, Known]:
    """Return what is known of a figure in each year."""
    return {year: account.figures[part].known(scale_of(indicator)) for year, account in history.items()}


def rose(indicator: Indicator, part: str, history: History, evidence: Evidence) -> dict[int, bool | None]:
    """Return for each year after the base year whether the figure rose."""
    known = known_years(indicator, part, history)
    full = Fraction(scale_of(indicator))
    return rules.rising_years(known, first=BASE_YEAR + 1, last=evidence.year, full=full)


def compared(indicator: Indicator, evidence: Evidence) -> tuple[int, ...]:
    """Return the years that a verdict compares, this one last: all that a rising floor looks back to, else this one."""
    year, base = evidence.year, BASE_YEAR
    if indicator.judging != "floor_and_rising" or year == base:
        return (year,)
    lately = not is_due(indicator, year) or evidence.decided("q02.rising_scope") == rules.LAST_YEAR_ONLY
    return tuple(range(year - 1 if lately else base, year + 1))


def conditions(
    indicator: Indicator, part: str, history: History, evidence: Evidence
) -> tuple[Judgement, dict[str, Judgement]]:
    """Judge the two conditions of a rising floor apart: the floor, and the rise under each reading of its scope.

    Each is answered every year (``met`` or ``not_met``), whether or not the target itself is due.
    """
    target = indicator.target
    assert target is not None
    assert target.value is not None
    known = history[evidence.year].figures[part].known(scale_of(indicator))
    floor = rules.floor(known, Fraction(target.value), due=True)
    years = rose(indicator, part, history, evidence)
    if not years:
        nothing = Judgement(Verdict.NOT_APPLICABLE, rules.NO_EARLIER_YEAR)
        return floor, dict.fromkeys(("rising", "rising_every_year", "rising_2025_only"), nothing)
    this_year = rules.rising(years, scope=rules.LAST_YEAR_ONLY)
    return floor, {
        "rising": this_year,
        "rising_every_year": rules.rising(years, scope=rules.EVERY_YEAR),
        "rising_2025_only": this_year,
    }


def _floor_and_rising(indicator: Indicator, part: str, history: History, evidence: Evidence) -> Judgement:
    floor, rises = conditions(indicator, part, history, evidence)
    if not is_due(indicator, evidence.year):
        said = {Verdict.MET: rules.COMPLIES, Verdict.NOT_MET: rules.FALLS_SHORT}.get(floor.verdict)
        up = {Verdict.MET: rules.ROSE, Verdict.NOT_MET: rules.DID_NOT_RISE}.get(rises["rising"].verdict)
        return Judgement(Verdict.NOT_DUE, notes=tuple(note for note in (said, up) if note))
    scope = evidence.decided("q02.rising_scope")
    chosen = rises["rising_2025_only" if scope == rules.LAST_YEAR_ONLY else "rising_every_year"]
    notes = () if scope else ("scope_unset",)
    return replace(rules.both(floor, chosen), notes=notes)


def path(indicator: Indicator, part: str, history: History, evidence: Evidence) -> pacing.Path | None:
    """Return the way of a figure from the base year to its target, or None where it does not run toward a date.

    Where the denominator is under twenty the figure is a count already, so pace never rests on percentages of it.
    """
    target = indicator.target
    if indicator.judging not in PACED or target is None or target.value is None or target.due is None:
        return None
    known = known_years(indicator, part, history)
    base = known[BASE_YEAR].value if BASE_YEAR in known else None
    return pacing.Path(
        base=base,
        latest=known[evidence.year].value,
        target=Fraction(target.value),
        base_year=BASE_YEAR,
        year=evidence.year,
        due_year=target.due.year,
    )
