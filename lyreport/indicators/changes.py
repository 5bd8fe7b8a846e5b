"""What is worked out from a figure's years: changes, completion of the year's plan, pace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from lyreport.indicators.evidence import Evidence
from lyreport.indicators.figure import Figure
from lyreport.indicators.judging import PACED, is_due, path
from lyreport.indicators.recording import SMALL_DENOMINATOR, SUPPRESSED, Line, derived, is_small
from lyreport.indicators.suppression import is_hidden
from lyreport.plan import BASE_YEAR
from lyreport.plan.indicator import Indicator
from lyreport.results import pace as pacing
from lyreport.results.methods import method
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

    def id(self, year: int | None = None, suffix: str = "") -> str:
        """Return the id under which the figure, or one derived from it, is recorded in a year."""
        return Line(self._part(suffix) if suffix else self.part, year or self.evidence.year).id

    def _part(self, suffix: str) -> Part:
        return describe(f"{self.part.id}.{suffix}", self.evidence.plan)

    def line(self, suffix: str) -> Line:
        """Return where a derived value stands."""
        return Line(self._part(suffix), self.evidence.year)


@dataclass(frozen=True)
class _Earlier:
    """The figure of an earlier year that one is compared with, under the name it has in formulas."""

    operand: str
    year: int
    figure: Figure | None
    missing: str

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figure, where there is one."""
        return () if self.figure is None else (self.figure,)

    def method(self, name: str, years: Years) -> dict[str, Any]:
        """Return how a figure follows from the two years."""
        return method(name, value=years.id(), **{self.operand: None if self.figure is None else years.id(self.year)})


def changes(years: Years) -> Iterator[Value]:
    """Record the change on last year and on the base year, in percentage points or, where n < 20, in numerators."""
    year, base = years.evidence.year, BASE_YEAR
    for suffix, operand, other in (("change", "earlier", year - 1), ("since_base", "base", base)):
        missing = "no_earlier_year" if suffix == "change" else "no_base"
        then = _Earlier(operand, other, years.figures.get(other) if other < year else None, missing)
        yield _change(years, suffix, replace(then, missing="base_year") if year == base else then)
        if _fraction_is_said(years.now):
            yield _count_change(years, f"{suffix}_count", then)


def _fraction_is_said(figure: Figure) -> bool:
    bottom = figure.denominator
    return figure.counted and bottom is not None and SMALL_DENOMINATOR <= bottom < PRINT_FRACTION_BELOW


def _change(years: Years, suffix: str, then: _Earlier) -> Value:
    if any(is_small(one) for one in (years.now, *then.figures)):
        return _count_change(years, suffix, then)
    scale = 100 if years.part.unit.zh == "%" else 1
    amount, reason = _difference(years.now, then)
    return derived(
        None if amount is None else amount * scale,
        years.line(suffix),
        years.now,
        *then.figures,
        reason=reason,
        notes=("not_distinguishable",) if _overlap(years.now, then.figure) else (),
        method=then.method(suffix, years),
    )


def _difference(now: Figure, then: _Earlier) -> tuple[Fraction | None, str | None]:
    if now.value is None:
        return None, now.reason
    if not now.is_ratio and any(is_hidden(one) for one in (now, *then.figures)):
        return None, SUPPRESSED
    if then.figure is None or then.figure.value is None:
        return None, then.missing
    if _question(now) != _question(then.figure):
        return None, "question_changed"
    return now.value - then.figure.value, None


def _question(figure: Figure) -> tuple[str, ...]:
    """Return what a survey asked, or the basis and scope of a count: another one is not compared."""
    return tuple(note for note in figure.notes if note.startswith(("question:", "basis:", "scope:")))


def _overlap(now: Figure, then: Figure | None) -> bool:
    if now.interval is None or then is None or then.interval is None:
        return False
    return now.interval[0] <= then.interval[1] and then.interval[0] <= now.interval[1]


def _count_change(years: Years, suffix: str, then: _Earlier) -> Value:
    line = years.line(suffix)
    unit = ITEMS if years.part.id[:3] in ITEM_ROWS else THINGS
    line = replace(line, part=replace(line.part, unit=unit, decimals=0))
    amount, reason = _difference(years.now, then)
    before = None if then.figure is None else then.figure.numerator
    if amount is not None and before is not None and years.now.numerator is not None:
        amount = years.now.numerator - before
    how = then.method(f"{suffix.removesuffix('_count')}_count", years)
    return derived(amount, line, years.now, *then.figures, reason=reason, method=how)


def growth(years: Years, indicator: Indicator) -> Iterator[Value]:
    """Record the growth of a flow on last year in percent; a base under twenty makes no percentage."""
    if indicator.behaviour != "flow" or years.now.is_ratio:
        return
    last = years.evidence.year - 1
    then = _Earlier("earlier", last, years.figures.get(last), "no_earlier_year")
    amount, reason = _difference(years.now, then)
    before = None if then.figure is None else then.figure.value
    if amount is not None and (before is None or before < SMALL_DENOMINATOR):
        amount, reason = None, "small_base"
    percent = None if amount is None or not before else amount / before * 100
    how = then.method("growth", years)
    yield derived(percent, years.line("growth"), years.now, *then.figures, reason=reason, method=how)


def completion(years: Years, indicator: Indicator) -> Iterator[Value]:
    """Record the share of the year's plan that was done, where the year has a plan."""
    year = years.evidence.year
    settings = years.evidence.settings.get(year)
    planned = None if settings is None else settings.annual_plan.get(indicator.id)
    if planned is None:
        return
    done = pacing.completion(years.now.value, planned)
    percent = None if done is None else done * 100
    plan = {"file": f"params/years/{year}.yml", "key": f"annual_plan.{indicator.id}"}
    how = method("completion", value=years.id(), planned=str(planned), plan=plan)
    line = replace(years.line("completion"), target=Fraction(100))
    yield derived(percent, line, years.now, reason=years.now.reason, method=how)


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
    amounts = {
        "level": None if found.level is None else found.level * 100,
        "pace": found.ratio,
        "projection": found.projection,
        "gap": found.gap,
    }
    for suffix, amount in amounts.items():
        line = _estimated(years.line(suffix), years, amount)
        line = replace(line, target=way.target) if suffix == "projection" else line
        yield _on_the_way(years, way, found, suffix=suffix, amount=amount, line=line, reason=reason)
    growing, line = found.growth_ratio, years.line("pace_cagr")
    missing = reason or "not_positive"
    checked = _on_the_way(years, way, found, suffix="pace_cagr", amount=None, line=line, reason=missing)
    if growing is None:
        yield checked
    else:
        shown = printed_inexact(growing, line.part.decimals)
        yield replace(checked, printed=shown, reason=None)


def _estimated(line: Line, years: Years, amount: Fraction | None) -> Line:
    """A count that is projected to a whole number is printed as one; the decimal is for what lies between."""
    whole = amount is not None and amount.denominator == 1 and line.scale == 1
    counted = years.part.decimals == 0 and line.part.unit == years.part.unit
    return replace(line, part=replace(line.part, decimals=0)) if whole and counted else line


def _on_the_way(
    years: Years, way: pacing.Path, found: pacing.Pace, *, suffix: str, amount: Fraction | None, line: Line,
    reason: str | None,
) -> Value:  # fmt: skip
    """Record one figure of a status: read from this year and the base year."""
    base = years.figures.get(way.base_year)
    ids = {"value": years.id()} | ({} if base is None else {"base": years.id(way.base_year)})
    operands = {"projection": years.id(suffix="projection")} if suffix == "gap" else ids
    how = pacing.method_of(suffix, way, found, **operands)
    pace = found.growth_label if suffix == "pace_cagr" else found.label
    earlier = () if base is None or way.base_year == years.evidence.year else (base,)
    return derived(amount, line, years.now, *earlier, reason=reason, pace=pace, method=how)
