"""One indicator, one year: from facts to recorded values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lyreport.indicators import (
    city,
    communities,
    compounds,
    green,
    guidance,
    mechanisms,
    organisation,
    overview,
    pilots,
    self_assessment,
    towns,
    training,
    villages,
    waste,
)
from lyreport.indicators.account import Account
from lyreport.indicators.changes import Status, Years, changes, completion, growth, status
from lyreport.indicators.evidence import Evidence, Sheet
from lyreport.indicators.figure import Figure
from lyreport.indicators.finding import Finding, workings
from lyreport.indicators.judging import History, compared, conditions, judge
from lyreport.indicators.recording import Line, derived, places_of, suppressed, value
from lyreport.indicators.suppression import hidden_in_any, is_hidden
from lyreport.plan import Plan, YearSettings
from lyreport.plan.indicator import Indicator
from lyreport.results.methods import method
from lyreport.results.parts import describe
from lyreport.results.printing import decimal_text
from lyreport.results.value import Value
from lyreport.results.verdict import Judgement
from lyreport.tables import Facts

Rule = Callable[[Evidence], Account]
SCORECARD = "S04"
_OWED = frozenset({"not_submitted", "rejected", "incomplete"})


def compute(
    indicator_id: str,
    facts: Facts,
    *,
    plan: Plan,
    year: int,
    settings: Mapping[int, YearSettings],
) -> Finding:
    """Compute one indicator of one year, with changes, verdict and pace.

    Earlier years are computed by the same function from the same facts.  ``settings`` go from year to its settings;
    a year without any has no annual plan and no decisions.  Raises ``KeyError`` for an unknown indicator.
    """
    indicator = plan.indicators[indicator_id]
    evidence = Evidence.of(facts, plan, year, settings)
    history = _history(indicator_id, evidence)
    account = history[year]
    values = tuple(_values(indicator, history, evidence))
    return Finding(indicator_id, year, values, workings(account))


def _history(indicator_id: str, evidence: Evidence) -> History:
    """Return the figures of one indicator from the base year on, before they are judged and printed."""
    if indicator_id == SCORECARD:
        return _scorecard(evidence)
    return {year: INDICATORS[indicator_id](evidence.at(year)) for year in evidence.years}


def _scorecard(evidence: Evidence) -> History:
    targets = [one for one in evidence.plan.indicators.values() if one.judging != "no_target"]
    histories = {one.id: _history(one.id, evidence) for one in targets}

    def judged(one: Indicator, year: int) -> tuple[Judgement, Figure]:
        so_far = {earlier: account for earlier, account in histories[one.id].items() if earlier <= year}
        figure = so_far[year].headline
        behind = (sheet for past in compared(one, evidence.at(year)) for sheet in so_far[past].headline.sheets)
        return judge(one, "", so_far, evidence.at(year)), replace(figure, sheets=tuple(behind))

    return {
        year: overview.outcomes({one.id: judged(one, year) for one in targets}, evidence.at(year))
        for year in evidence.years
    }


def _values(indicator: Indicator, history: History, evidence: Evidence) -> Iterator[Value]:
    account = history[evidence.year]
    concealed = hidden_in_any(account.figures.values())
    declared = {component.id.partition(".")[2] for component in indicator.components}
    for name in sorted(account.figures, key=lambda name: (name != "", name not in declared)):
        years = _years(indicator, name, history, evidence)
        yield from _headline_or_part(indicator, name, history, years)
        yield from _places(indicator, name, years, concealed)
        if name in declared or not name:
            yield from changes(years)
            yield from growth(years, indicator)
    if indicator.judging == "floor_and_rising":
        yield from _conditions(indicator, history, evidence)


def _years(indicator: Indicator, name: str, history: History, evidence: Evidence) -> Years:
    part = describe(f"{indicator.id}.{name}" if name else indicator.id, evidence.plan)
    figures = {year: account.figures[name] for year, account in history.items() if name in account.figures}
    return Years(part, figures, evidence)


def _headline_or_part(indicator: Indicator, name: str, history: History, years: Years) -> Iterator[Value]:
    figure, evidence = years.now, years.evidence
    line = Line(years.part, evidence.year, target=_target(indicator, figure, name))
    if name and not figure.reading:
        yield suppressed(figure, line) if is_hidden(figure) else value(figure, line)
        return
    judged = judge(indicator, name, history, evidence)
    found = status(indicator, history, years, judged) if not name else Status(None, (), ())
    looked_at = compared(indicator, evidence)
    yield value(
        figure,
        line,
        judged=judged,
        judged_by=_sheets(years, looked_at),
        pace=found.label,
        notes=found.notes,
        method=_rising_floor(indicator, years, looked_at),
    )
    yield from found.values
    if not name:
        yield from completion(years, indicator)


def _sheets(years: Years, looked_at: Iterable[int]) -> tuple[Sheet, ...]:
    return tuple(sheet for year in looked_at for sheet in years.figures[year].sheets)


def _rising_floor(indicator: Indicator, years: Years, looked_at: Iterable[int]) -> dict[str, Any] | None:
    """Say what the verdict of a floor that has to rise was compared with; other verdicts need only their own figure."""
    if indicator.judging != "floor_and_rising" or indicator.target is None:
        return None
    values = [years.id(year) for year in looked_at]
    return method("floor_and_rising", value=years.id(), values=values, target=decimal_text(indicator.target.value or 0))


def _target(indicator: Indicator, figure: Figure, name: str) -> Fraction | None:
    target = indicator.target
    judged = not name or figure.reading
    return Fraction(target.value) if judged and target is not None and target.value is not None else None


def _places(indicator: Indicator, name: str, years: Years, concealed: frozenset[str]) -> Iterator[Value]:
    evidence = years.evidence
    kinds = {place.code: place.kind for place in evidence.plan.places}
    target = _target(indicator, years.now, name) if years.now.is_ratio else None
    for code, figure in places_of(years.now, kinds, indicator.publish_grain).items():
        line = Line(years.part, evidence.year, code, target)
        yield suppressed(figure, line) if figure.people and code in concealed else value(figure, line)


def _conditions(indicator: Indicator, history: History, evidence: Evidence) -> Iterator[Value]:
    """Record the floor and the rise as lines of their own, each with its verdict, under each reading."""
    floor, rises = conditions(indicator, "", history, evidence)
    years = _years(indicator, "", history, evidence)
    figure = years.now
    part = describe(f"{indicator.id}.floor", evidence.plan)
    line = Line(part, evidence.year, target=_target(indicator, figure, ""))
    yield value(
        figure, line, judged=floor, method=method("floor", value=years.id(), target=decimal_text(line.target or 0))
    )
    change = next(one for one in changes(years) if one.key.part == "change")
    for name, judged in rises.items():
        line = Line(describe(f"{indicator.id}.{name}", evidence.plan), evidence.year)
        earlier = [year for year in years.figures if name == "rising_every_year" or year == evidence.year - 1]
        others = [years.figures[year] for year in earlier if year < evidence.year]
        made = derived(None, line, figure, *others, verdict=judged.verdict, method=_rise(name, years))
        shown = {"exact": change.exact, "printed": change.printed, "unit": change.unit} if name == "rising" else {}
        owing = _owing(history) if judged.reason in _OWED else ()
        yield replace(made, reason=judged.reason, owing=owing, **shown)  # type: ignore[arg-type]  # texts


def _owing(history: History) -> tuple[str, ...]:
    """Whoever owes a part of any year: a rise is unknown also where an earlier year is."""
    return tuple(sorted({unit for account in history.values() for unit in account.headline.owing}))


def _rise(name: str, years: Years) -> dict[str, Any]:
    """Say what a rise was compared with: last year, or every year from the base year on."""
    if name == "rising_every_year":
        return method(name, values=[years.id(year) for year in years.evidence.years])
    return method("rising", value=years.id(), earlier=years.id(years.evidence.year - 1))


INDICATORS: dict[str, Rule] = {
    "Q01": compounds.renovated,
    "Q02": waste.coverage,
    "Q03": waste.recovery,
    "Q04": towns.demonstration_towns,
    "Q05": villages.tap_water,
    "Q06": villages.waste_treated,
    "Q07": villages.demonstration_villages,
    "Q08": villages.demonstration_houses,
    "Q09": pilots.named_towns,
    "Q10": green.recognised,
    "T01": communities.complete,
    "T02": communities.life_circle,
    "T03": communities.answered,
    "T04": communities.closed,
    "T05": compounds.smart_security,
    "T06": compounds.shared_funding,
    "T07": city.health_check,
    "T08": city.separated,
    "T09": pilots.extent,
    "T10": villages.flush_toilets,
    "T11": villages.sewage,
    "T12": villages.waste_devices,
    "T13": guidance.technicians,
    "T14": training.attendances,
    "T15": organisation.funds,
    "T16": compounds.disbursed,
    "T17": compounds.consulted,
    "T18": compounds.covenants,
    "T19": waste.consolidated,
    "T20": waste.covenants,
    "T21": green.criteria,
    "T22": city.waterlogging,
    "T23": towns.services,
    "T24": towns.town_facilities,
    "T25": villages.renewed_devices,
    "T26": villages.sorting_villages,
    "T27": mechanisms.capital,
    "T28": pilots.funds_share,
    "T29": guidance.staff_training,
    "T30": organisation.good_cases,
    "T31": communities.gaps_closed,
    "S01": self_assessment.coverage,
    "S02": self_assessment.participation,
    "S03": self_assessment.satisfaction,
}
"""Which function computes which indicator; S04 counts the verdicts of the others (``account_of``)."""
