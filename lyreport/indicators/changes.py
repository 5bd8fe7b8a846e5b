"""What is worked out from a figure's years: changes, completion of the year's plan, pace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from lyreport.indicators.evidence import Evidence
from lyreport.indicators.figure import Figure
from lyreport.indicators.judging import PACED, is_due, path
from lyreport.indicators.recording import SMALL_DENOMINATOR, SUPPRESSED, Line, derived, is_small
from lyreport.indicators.suppression import is_hidden
from lyreport.plan import BASE_YEAR
from lyreport.plan.indicator import Indicator
from lyreport.results import pace as pacing
from lyreport.results.parts import Part, describe
from lyreport.results.parts.shape import ITEMS, THINGS
from lyreport.results.printing import printed_inexact
from lyreport.results.value import Value, Verdict
from lyreport.results.verdict import Judgement

PRINT_FRACTION_BELOW = 100
"""Ratios over fewer than a hundred things are said with their numerators."""
ITEM_ROWS = ("T02", "T21", "T24", "T31")
"""Ratios that count items or facilities rather than places."""


@dataclass(frozen=True)
class Years:
    """One figure through the years, and the evidence of the year that is being recorded."""

    part: Part
    figures: Mapping[int, Figure]
    evidence: Evidence

    @property
    def now(self) -> Figure:
        """The figure of the year."""
        return self.figures[self.evidence.year]

    def line(self, suffix: str) -> Line:
        """Return where a derived value stands."""
        part = describe(f"{self.part.id}.{suffix}", self.evidence.plan)
        return Line(part, self.evidence.year)


def changes(years: Years) -> Iterator[Value]:
    """Record the change on last year and on the base year, in percentage points or, where n < 20, in numerators."""
    year, base = years.evidence.year, BASE_YEAR
    for suffix, other, missing in (("change", year - 1, "no_earlier_year"), ("since_base", base, "no_base")):
        then = years.figures.get(other) if other < year else None
        yield _change(years, suffix, then, "base_year" if year == base else missing)
        if _fraction_is_said(years.now):
            yield _count_change(years, f"{suffix}_count", then, missing)


def _fraction_is_said(figure: Figure) -> bool:
    bottom = figure.denominator
    return figure.counted and bottom is not None and SMALL_DENOMINATOR <= bottom < PRINT_FRACTION_BELOW


def _change(years: Years, suffix: str, then: Figure | None, missing: str) -> Value:
    if is_small(years.now) or (then is not None and is_small(then)):
        return _count_change(years, suffix, then, missing)
    line = years.line(suffix)
    scale = 100 if years.part.unit.zh == "%" else 1
    amount, reason = _difference(years.now, then, missing)
    notes = ("not_distinguishable",) if _overlap(years.now, then) else ()
    return derived(None if amount is None else amount * scale, line, years.now, reason=reason, notes=notes)


def _difference(now: Figure, then: Figure | None, missing: str) -> tuple[Fraction | None, str | None]:
    if now.value is None:
        return None, now.reason
    if not now.is_ratio and any(is_hidden(one) for one in (now, then) if one is not None):
        return None, SUPPRESSED
    if then is None or then.value is None:
        return None, missing
    if _question(now) != _question(then):
        return None, "question_changed"
    return now.value - then.value, None


def _question(figure: Figure) -> tuple[str, ...]:
    """Return what a survey asked, or the basis and scope of a count: another one is not compared."""
    return tuple(note for note in figure.notes if note.startswith(("question:", "basis:", "scope:")))


def _overlap(now: Figure, then: Figure | None) -> bool:
    if now.interval is None or then is None or then.interval is None:
        return False
    return now.interval[0] <= then.interval[1] and then.interval[0] <= now.interval[1]


def _count_change(years: Years, suffix: str, then: Figure | None, missing: str) -> Value:
    line = years.line(suffix)
    unit = ITEMS if years.part.id[:3] in ITEM_ROWS else THINGS
    line = replace(line, part=replace(line.part, unit=unit, decimals=0))
    amount, reason = _difference(years.now, then, missing)
    if amount is not None and then is not None and years.now.numerator is not None and then.numerator is not None:
        amount = years.now.numerator - then.numerator
    return derived(amount, line, years.now, reason=reason)


def growth(years: Years, indicator: Indicator) -> Iterator[Value]:
    """Record the growth of a flow on last year in percent; a base under twenty makes no percentage."""
    if indicator.behaviour != "flow" or years.now.is_ratio:
        return
    then = years.figures.get(years.evidence.year - 1)
    amount, reason = _difference(years.now, then, "no_earlier_year")
    before = then.value if then is not None else None
    if amount is not None and (before is None or before < SMALL_DENOMINATOR):
        amount, reason = None, "small_base"
    percent = None if amount is None or not before else amount / before * 100
    yield derived(percent, years.line("growth"), years.now, reason=reason)


def completion(years: Years, indicator: Indicator) -> Iterator[Value]:
    """Record the share of the year's plan that was done, where the year has a plan."""
    settings = years.evidence.settings.get(years.evidence.year)
    planned = None if settings is None else settings.annual_plan.get(indicator.id)
    if planned is None:
        return
    done = pacing.completion(years.now.value, planned)
    percent = None if done is None else done * 100
    method = {"name": "completion", "planned": str(planned), "formula": "value / planned * 100"}
    line = replace(years.line("completion"), target=Fraction(100))
    yield derived(percent, line, years.now, reason=years.now.reason, method=method)


@dataclass(frozen=True)
class Status:
    """The pace of a headline: the label shown beside it and the values that explain it."""

    label: str | None
    notes: tuple[str, ...]
    values: tuple[Value, ...]


def status(indicator: Indicator, history: Mapping[int, object], years: Years, judged: Judgement) -> Status:
    """Assess a headline's pace; a target that runs toward no date is not assessed."""
    if indicator.judging == "no_target":
        return Status(None, (), ())
    way = path(indicator, "", history, years.evidence)  # type: ignore[arg-type]  # a history of accounts
    if way is None or indicator.judging not in PACED:
        return Status(pacing.NOT_ASSESSED, (), ())
    found = _reached(pacing.assess(way), judged, is_due(indicator, years.evidence.year))
    notes = ("assumed_base", "method_sensitive") if found.method_sensitive else ("assumed_base",)
    return Status(found.label, notes, tuple(_pace_values(years, way, found)))


def _reached(found: pacing.Pace, judged: Judgement, due: bool) -> pacing.Pace:
    """A verdict from bounds goes before a pace that has no exact value."""
    met = judged.verdict == Verdict.MET or (not due and "reached_ahead" in judged.notes)
    return replace(found, label=pacing.ACHIEVED) if met and found.label == pacing.UNABLE else found


def _pace_values(years: Years, way: pacing.Path, found: pacing.Pace) -> Iterator[Value]:
    reason = None if found.ratio is not None else found.reason or found.label
    method = pacing.method_of(way, found)
    amounts = {
        "level": None if found.level is None else found.level * 100,
        "pace": found.ratio,
        "projection": found.projection,
        "gap": found.gap,
    }
    for suffix, amount in amounts.items():
        line = years.line(suffix)
        line = replace(line, target=way.target) if suffix == "projection" else line
        yield derived(amount, line, years.now, reason=reason, pace=found.label, method=method)
    growing = found.growth_ratio
    line = years.line("pace_cagr")
    checked = derived(None, line, years.now, reason=reason or "not_positive", pace=found.growth_label, method=method)
    if growing is None:
        yield checked
    else:
        shown = printed_inexact(growing, line.part.decimals)
        yield replace(checked, printed=shown, reason=None)
