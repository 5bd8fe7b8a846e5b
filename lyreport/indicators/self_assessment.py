"""Clause 五(三), self-assessment: S01 coverage, S02 participation, S03 satisfaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from lyreport.indicators.account import Account, yes
from lyreport.indicators.evidence import Evidence, Row, Sheet, given
from lyreport.indicators.figure import Case, Figure, amounts, answers, count, over, rate, share, total
from lyreport.plan import BASE_YEAR
from lyreport.results.printing import decimal_text

COUNTS = {
    "meetings": "meetings",
    "labour": "labour_attendances",
    "enterprises": "enterprises",
    "orgs": "social_orgs",
    "party": "party_members",
}
SATISFIED, BASICALLY, DISSATISFIED, UNCLEAR, REFUSED = "满意", "基本满意", "不满意", "不清楚", "拒答"
ANSWERS = (SATISFIED, BASICALLY, DISSATISFIED, UNCLEAR, REFUSED)
COUNTY, URBAN, RURAL = "县", "城镇社区", "行政村"
MIN_SAMPLE = 30
Z95 = Decimal("1.959963984540054")
"""The 97.5 % point of the normal distribution."""


def coverage(evidence: Evidence) -> Account:
    """S01: villages and communities that carried out the campaign in the year ÷ all of them."""
    activity = evidence.sheet("F15", "place_code", "carried_out")
    everywhere, villages = evidence.places("village", "community"), evidence.places("village")
    cases = answers(everywhere, activity, "place_code", yes("carried_out"))
    mine = [case for case in cases if case.code in villages.groups]
    urban = [case for case in cases if case.code not in villages.groups]
    pilots = evidence.pilots
    figures = {
        "": share(cases, activity, everywhere.sheet),
        "village": share(mine, activity, villages.sheet),
        "community": share(urban, activity, villages.sheet).countywide(),
        "places": count(cases, activity, everywhere.sheet),
        "villages": count(mine, activity, villages.sheet).countywide(),
        "communities": count(urban, activity, villages.sheet).countywide(),
        "new": _new(evidence, cases, activity),
        "pilot": share([case for case in cases if case.group in pilots], activity).countywide(),
        "other": share([case for case in cases if case.group not in pilots], activity).countywide(),
    }
    return Account(figures)


def _new(evidence: Evidence, cases: tuple[Case, ...], activity: Sheet) -> Figure:
    """Count the places that are active and were not last year; without last year nothing can be said."""
    before = evidence.at(evidence.year - 1).sheet("F15", "place_code", "carried_out")
    if evidence.year == BASE_YEAR or before.reason is not None:
        return Figure(None, reason="no_earlier_year", sheets=(activity,))
    active = {row["place_code"] for row in before.rows if row["carried_out"] is True}
    return count(tuple(replace(case, top=_unless(case, active)) for case in cases), activity).countywide()


def _unless(case: Case, active: set[str]) -> Fraction | None:
    return case.top if case.top is None or case.code not in active else Fraction(0)


def participation(evidence: Evidence) -> Account:
    """S02: households that took part ÷ households in all; meetings, labor and organizations stay separate counts."""
    activity = evidence.sheet(
        "F15",
        *("place_code", "total_households", "participating_households", "households_estimated"),
        *(*COUNTS.values(), "forum_exists", "covenant_revised"),
    )
    everywhere = evidence.places("village", "community")
    cases = amounts(everywhere, activity, "place_code", top="participating_households", bottom="total_households")
    pilots = evidence.pilots

    def asked(column: str) -> Figure:
        return count(answers(everywhere, activity, "place_code", yes(column)), activity).countywide()

    figures = {
        "": rate(cases, activity, everywhere.sheet, counted=True).of_people(),
        "households": total(cases, activity).countywide(),
        "total": total([replace(case, top=case.bottom) for case in cases], activity).countywide(),
        "estimated": asked("households_estimated"),
        "forums": asked("forum_exists"),
        "covenants": asked("covenant_revised"),
        "pilot": rate([case for case in cases if case.group in pilots], activity, counted=True).countywide(),
        "other": rate([case for case in cases if case.group not in pilots], activity, counted=True).countywide(),
    }
    for part, column in COUNTS.items():
        figures[part] = total(amounts(everywhere, activity, "place_code", top=column), activity)
    return Account(figures)


def satisfaction(evidence: Evidence) -> Account:
    """S03: satisfied and basically satisfied ÷ those who gave an opinion, by weight, with Wilson's 95 % interval.

    The effective sample is Kish's (Σw)² / Σw².  Strata with fewer than 30 responses are not printed.
    """
    survey = evidence.sheet("F19", "stratum", "question", "answer", "respondents", "weight_sum", "weight_sq_sum")
    design = evidence.sheet("F30", "stratum", "frame_households", "issued", "returned", "valid")
    question = min((row["question"] for row in survey.rows if row["stratum"] == COUNTY), default="")
    strata = {row["stratum"] for row in survey.rows}
    towns = {evidence.plan.places[code].name: code for code in evidence.places("town").groups}

    def of(stratum: str) -> Figure:
        return _satisfied(_weights(survey, stratum, question), survey)

    county = _weights(survey, COUNTY, question)
    figures = {
        "": replace(of(COUNTY), places={code: of(name) for name, code in sorted(towns.items()) if name in strata}),
        "urban": of(URBAN),
        "rural": of(RURAL),
        **_answers(county, survey),
        "effective": _effective(county, survey),
        **_design(design),
    }
    figures[""] = figures[""].noted(f"question:{question}")
    hidden = [name for name in strata if _responses(_weights(survey, name, question)) < MIN_SAMPLE]
    figures["strata_hidden"] = total([Case(name, "", Fraction(1)) for name in sorted(hidden)], survey)
    return Account(figures)


Weights = Mapping[str, tuple[Fraction, Fraction, Fraction] | None]
"""Per answer: respondents, sum of weights, sum of squared weights."""


def _weights(survey: Sheet, stratum: str, question: str) -> Weights:
    rows = {row["answer"]: row for row in survey.where(stratum=stratum, question=question)}
    return {answer: _three(rows.get(answer)) for answer in ANSWERS}


def _three(row: Row | None) -> tuple[Fraction, Fraction, Fraction] | None:
    if row is None:
        return None
    cells = (row["respondents"], row["weight_sum"], row["weight_sq_sum"])
    if not all(given(cell) for cell in cells):
        return None
    people, weight, square = (Fraction(cell) for cell in cells)
    return people, weight, square


def _responses(weights: Weights) -> Fraction:
    return sum((three[0] for three in weights.values() if three), Fraction(0))


def _sum(weights: Weights, index: int, *chosen: str) -> Fraction:
    return sum((three[index] for name, three in weights.items() if three and name in chosen), Fraction(0))


def _satisfied(weights: Weights, survey: Sheet) -> Figure:
    opinions = (SATISFIED, BASICALLY, DISSATISFIED)
    whole = _ratio(weights, survey, (SATISFIED, BASICALLY), opinions)
    if whole.reason is None and _responses(weights) < MIN_SAMPLE:
        return replace(whole, numerator=None, denominator=None, low=None, high=None, reason="below_sample")
    if whole.value is None:
        return whole
    effective = _sum(weights, 1, *opinions) ** 2 / _sum(weights, 2, *opinions)
    method: dict[str, Any] = {"name": "wilson-95", "z": str(Z95), "effective_sample": decimal_text(effective)}
    return replace(whole, interval=wilson(whole.value, effective), method=method)


def _ratio(weights: Weights, survey: Sheet, above: tuple[str, ...], below: tuple[str, ...]) -> Figure:
    complete = all(weights[answer] is not None for answer in ANSWERS)
    top, bottom = _sum(weights, 1, *above), _sum(weights, 1, *below)
    case = Case("", "", top if complete else None, bottom if complete else None)
    return rate([case], survey)


def _answers(weights: Weights, survey: Sheet) -> dict[str, Figure]:
    chosen: dict[str, tuple[str, ...]] = {
        "satisfied": (SATISFIED,),
        "basically": (BASICALLY,),
        "dissatisfied": (DISSATISFIED,),
        "unclear": (UNCLEAR,),
        "refusals": (REFUSED,),
        "refused": (UNCLEAR, REFUSED),
    }
    return {part: _ratio(weights, survey, names, ANSWERS) for part, names in chosen.items()}


def _effective(weights: Weights, survey: Sheet) -> Figure:
    opinions = (SATISFIED, BASICALLY, DISSATISFIED)
    squares = _sum(weights, 2, *opinions)
    effective = _sum(weights, 1, *opinions) ** 2 / squares if squares else None
    return total([Case("", "", effective)], survey)


def wilson(share_: Fraction, effective: Fraction) -> tuple[Decimal, Decimal]:
    """Return Wilson's 95 % limits of a share, to 40 digits.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    with localcontext() as context:
        context.prec = 40
        p, n = _decimal(share_), _decimal(effective)
        centre = p + Z95**2 / (2 * n)
        spread = Z95 * (p * (1 - p) / n + Z95**2 / (4 * n**2)).sqrt()
        below = 1 + Z95**2 / n
        return max(Decimal(0), (centre - spread) / below), min(Decimal(1), (centre + spread) / below)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _design(design: Sheet) -> dict[str, Figure]:
    row = design.by("stratum").get(COUNTY)

    def one(column: str) -> Figure:
        cell = None if row is None or not given(row[column]) else Fraction(row[column])
        return total([Case(column, "", cell)], design)

    named: dict[str, Callable[[], Figure]] = {
        "sample": lambda: one("valid"),
        "issued": lambda: one("issued"),
        "returned": lambda: one("returned"),
        "frame": lambda: one("frame_households"),
        "response": lambda: over(one("valid"), one("issued"), counted=True),
    }
    return {part: make() for part, make in named.items()}
