"""From figures to recorded values: printed once, with everything they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lyreport.indicators.evidence import Sheet
from lyreport.indicators.figure import Figure
from lyreport.results.ids import ValueId
from lyreport.results.parts import Part
from lyreport.results.printing import (
    decimal_text,
    fraction_text,
    printed,
    printed_against,
    printed_change,
    printed_inexact,
)
from lyreport.results.value import DataState, Value
from lyreport.results.verdict import Judgement, no_target

SMALL_DENOMINATOR = 20
"""Under twenty a ratio is printed in whole numbers, after its count."""
SUPPRESSED = "suppressed"
_STATES = (DataState.PRELIMINARY, DataState.REVISED)


@dataclass(frozen=True)
class Line:
    """Where a value stands: its year, place, name, unit, decimals and the target it must not be printed across."""

    part: Part
    year: int
    place: str = ""
    target: Fraction | None = None

    @property
    def id(self) -> str:
        """The value's id."""
        row, _, part = self.part.id.partition(".")
        return str(ValueId(row, self.year, part, self.place))

    @property
    def scale(self) -> int:
        """100 for percentages, else 1."""
        return 100 if self.part.unit.zh == "%" else 1


def is_small(figure: Figure) -> bool:
    """Whether a ratio counts fewer than twenty things."""
    return figure.counted and figure.denominator is not None and figure.denominator < SMALL_DENOMINATOR


def value(
    figure: Figure, line: Line, *, judged: Judgement | None = None, judged_by: Iterable[Sheet] = (), **more: Any
) -> Value:
    """Record a figure: exact, printed, bounds, verdict, what it was read from and who owes what is missing.

    ``judged_by`` is what the verdict rests on beyond the figure itself; how firm the figure is does not depend on it.
    """
    judgement = judged or no_target()
    exact = figure.value
    below, above = _bounds(figure, line)
    bottom = figure.denominator if figure.denominator is not None else figure.out_of
    return Value(
        id=line.id,
        year=line.year,
        place=line.place,
        exact=None if exact is None else _exact(figure),
        printed=None if exact is None else _print(exact * line.scale, figure, line),
        unit=line.part.unit.zh,
        numerator=_text(figure.numerator),
        denominator=_text(bottom),
        verdict=judgement.verdict,
        reason=figure.reason or judgement.reason,
        low=below,
        high=above,
        owing=figure.owing,
        method={**(more.pop("method", None) or {}), **figure.method} or None,
        notes=(*figure.notes, *judgement.notes, *more.pop("notes", ())),
        **sources(figure.sheets) | _inputs((*figure.sheets, *judged_by)),
        **more,
    )


def suppressed(figure: Figure, line: Line) -> Value:
    """Record that a value exists and is not shown, nor anything it could be worked out from."""
    return Value(
        id=line.id,
        year=line.year,
        place=line.place,
        exact=None,
        printed=None,
        unit=line.part.unit.zh,
        reason=SUPPRESSED,
        **sources(figure.sheets),
    )


def derived(
    amount: Fraction | None, line: Line, figure: Figure, *others: Figure, reason: str | None = None, **more: Any
) -> Value:
    """Record a number worked out from a figure and ``others`` (of earlier years): a change, a completion, a pace."""
    decimals = line.part.decimals
    shown = None if amount is None else printed_change(amount, decimals)
    if amount is not None and line.target is not None:
        shown = printed_against(amount, line.target, decimals=decimals)
    return Value(
        id=line.id,
        year=line.year,
        place=line.place,
        exact=None if amount is None else decimal_text(amount),
        printed=shown,
        unit=line.part.unit.zh,
        reason=reason if amount is None else None,
        owing=figure.owing if amount is None else (),
        **sources(sheet for one in (figure, *others) for sheet in one.sheets),
        **more,
    )


def _exact(figure: Figure) -> str | None:
    if figure.numerator is None:
        return None
    if figure.denominator is not None:
        return fraction_text(figure.numerator, figure.denominator)
    return decimal_text(figure.numerator)


def _text(amount: Fraction | None) -> str | None:
    """A numerator or denominator as decimal string; a quotient that has none (an effective sample) is neither."""
    text = None if amount is None else decimal_text(amount)
    return None if text is None or "/" in text else text


def _print(amount: Fraction, figure: Figure, line: Line) -> str:
    decimals = 0 if is_small(figure) else line.part.decimals
    if line.target is None:
        return printed(amount, decimals)
    return printed_against(amount, line.target, decimals=decimals)


def _bounds(figure: Figure, line: Line) -> tuple[str | None, str | None]:
    """Print the ends between which a value lies, where it is not exact or has a confidence interval."""
    if figure.interval is not None:
        low, high = (printed_inexact(end * line.scale, line.part.decimals) for end in figure.interval)
        return low, high
    if figure.reason is None:
        return None, None
    ends = (None if end is None else _print(end * line.scale, figure, line) for end in (figure.low, figure.high))
    low_text, high_text = ends
    return low_text, high_text


def sources(sheets: Iterable[Sheet]) -> dict[str, Any]:
    """Return what a value was read from: forms, years and columns, the weakest state, the demonstration mark."""
    used = _forms_of(sheets)
    states = {sheet.state for sheet in used if sheet.reason is None}
    demonstration = any(sheet.demonstration for sheet in used)
    otherwise = DataState.DEMONSTRATION if demonstration else DataState.VERIFIED  # what is made up is never verified
    state = next((name for name in _STATES if name in states), otherwise)
    return {**_inputs(used), "data_state": state, "demonstration": demonstration}


def _inputs(sheets: Iterable[Sheet]) -> dict[str, Any]:
    read: dict[tuple[str, int], set[str]] = {}
    for sheet in _forms_of(sheets):
        read.setdefault((sheet.form, sheet.carried_from or sheet.year), set()).update(sheet.columns)
    inputs = tuple({"form": form, "year": year, "columns": sorted(read[form, year])} for form, year in sorted(read))
    return {"forms": tuple(sorted({form for form, _ in read})), "inputs": inputs}


def _forms_of(sheets: Iterable[Sheet]) -> list[Sheet]:
    return [sheet for sheet in sheets if sheet.form != "plan"]


def places_of(figure: Figure, kinds: Mapping[str, str], wanted: Iterable[str]) -> dict[str, Figure]:
    """Return the figure's places of the kinds that may be published."""
    allowed = frozenset(wanted)
    return {code: one for code, one in sorted(figure.places.items()) if kinds.get(code) in allowed}
