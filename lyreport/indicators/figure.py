"""A figure before it is printed: what was counted, over what, and how far it is known.

Four ways to make one, after what is missing:

* ``count`` and ``share`` of a register: every member must answer yes or no; those who have not leave bounds;
* ``total`` and ``rate`` of amounts (people, tonnes, money): one amount missing and nothing is computed;
* ``events``: dated facts without a register; where this year's form is missing they are a lower bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lyreport.indicators.evidence import Empty, Register, Row, Sheet, given
from lyreport.results.verdict import Known

NOT_SUBMITTED, INCOMPLETE, NO_DENOMINATOR = "not_submitted", "incomplete", "no_denominator"
Answer = bool | Empty
"""Yes, no, or why there is neither."""


@dataclass(frozen=True)
class Case:
    """One thing counted: a village, a compound, a month, a project.

    ``group`` is the place under which it is shown; ``top`` and ``bottom`` are its part of numerator and denominator,
    None where it was not reported by ``sender``.
    """

    code: str
    group: str
    top: Fraction | None
    bottom: Fraction | None = Fraction(1)
    sender: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure of one year.

    ``denominator`` is None for counts and totals.  ``low`` and ``high`` bound the value; both equal it where it is
    exact.  ``reason`` says why there is no exact value.  ``counted``: the denominator counts things (so n < 20 has
    consequences).  ``people``: small cells are suppressed.  ``concealed``: one of several cells that would give a
    small one away.  ``reading``: an alternative reading, judged on its own.  ``out_of`` is the whole that a
    count is shown against; ``undecided`` says why no verdict may be given although the value is known.  ``interval``
    holds inexact confidence limits.
    """

    numerator: Fraction | None
    denominator: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    reason: str | None = None
    sheets: tuple[Sheet, ...] = ()
    cases: tuple[Case, ...] = ()
    places: Mapping[str, Figure] = field(default_factory=dict)
    owing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_ratio: bool = False
    counted: bool = False
    people: bool = False
    reading: bool = False
    concealed: bool = False
    out_of: Fraction | None = None
    undecided: str | None = None
    interval: tuple[Decimal, Decimal] | None = None
    method: Mapping[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> Fraction | None:
        """The exact value; None where ``reason`` says why."""
        if self.reason is not None or self.numerator is None:
            return None
        return self.numerator / self.denominator if self.denominator else self.numerator

    def known(self, scale: int = 1) -> Known:
        """What is known of the value, times ``scale`` (100 for percentages)."""
        low, high = (None if end is None else end * scale for end in (self.low, self.high))
        return Known(low, high, self.reason)

    def noted(self, *notes: str) -> Figure:
        """Return the figure with further notes."""
        return replace(self, notes=(*self.notes, *notes))

    def without_value(self, reason: str) -> Figure:
        """Return the figure with nothing known of its value, and why."""
        return replace(self, reason=reason, low=None, high=None)

    def of_people(self) -> Figure:
        """Return the figure, and that of each place, marked as one of persons or households."""
        places = {code: replace(one, people=True) for code, one in self.places.items()}
        return replace(self, people=True, places=places)

    def as_reading(self) -> Figure:
        """Return the figure marked as an alternative reading, to be judged on its own."""
        return replace(self, reading=True)

    def among(self, whole: int) -> Figure:
        """Return the count with the whole it is shown against (``x/4``)."""
        return replace(self, out_of=Fraction(whole))

    def countywide(self) -> Figure:
        """Return the figure without its places."""
        return replace(self, places={})


def answers(register: Register, sheet: Sheet, key: str, test: Callable[[Row], Answer]) -> tuple[Case, ...]:
    """Ask every member of a register; one without a row is missing, one to whom it does not apply is left out.

    Rows carried over from an earlier year prove a yes; anything else in them is unknown.
    """
    rows, cases = sheet.by(key), []
    for code, group in sorted(register.groups.items()):
        row = rows.get(code)
        answer: Answer = Empty.BLANK if row is None else test(row)
        if answer is not Empty.NA:
            known = given(answer) and (answer or sheet.carried_from is None)
            cases.append(Case(code, group, Fraction(bool(answer)) if known else None, sender=_sender(row)))
    return tuple(cases)


def amounts(register: Register, sheet: Sheet, key: str, *, top: str, bottom: str | None = None) -> tuple[Case, ...]:
    """Take an amount (and what it is measured against) from every member of a register."""
    rows = sheet.by(key)
    return tuple(_amount(code, group, rows.get(code), top, bottom) for code, group in sorted(register.groups.items()))


def sums(rows: Iterable[Row], *, top: str, bottom: str | None = None, group: str | None = None) -> tuple[Case, ...]:
    """Take an amount from every row there is (months, projects, sessions); ``group`` names the column of the place."""
    return tuple(
        _amount(str(index), str(row[group]) if group and given(row[group]) else "", row, top, bottom)
        for index, row in enumerate(rows)
    )


def _amount(code: str, group: str, row: Row | None, top: str, bottom: str | None) -> Case:
    if row is None:
        return Case(code, group, None, None if bottom else Fraction(1))
    below = amount(row[bottom]) if bottom else Fraction(1)
    return Case(code, group, amount(row[top]), below, _sender(row))


def amount(cell: Any) -> Fraction | None:
    """Return a cell's amount: 0 where it does not apply, None where it was not reported."""
    if cell is Empty.NA:
        return Fraction(0)
    return Fraction(cell) if given(cell) else None


def _sender(row: Row | None) -> str:
    return str(row["_unit"]) if row is not None and given(row.get("_unit", Empty.BLANK)) else ""


Builder = Callable[[Sequence[Case], tuple[Sheet, ...]], Figure]


def count(cases: Sequence[Case], *sheets: Sheet) -> Figure:
    """Count the members that answered yes; unanswered ones leave bounds."""
    return _with_places(_count, cases, sheets)


def share(cases: Sequence[Case], *sheets: Sheet) -> Figure:
    """Divide the yes answers by the register; with m unanswered the bounds are yes/N and (yes+m)/N."""
    return _with_places(_share, cases, sheets)


def total(cases: Sequence[Case], *sheets: Sheet, among: Iterable[str] = ()) -> Figure:
    """Add up amounts; one missing and the total is incomplete, never estimated.

    ``among`` are places that show a total even where nothing stands under them.
    """
    figure = _with_places(_total, cases, sheets)
    empty = {place: _total((), sheets) for place in among}
    return replace(figure, places={**empty, **figure.places})


def rate(cases: Sequence[Case], *sheets: Sheet, counted: bool = False) -> Figure:
    """Divide the sum of one amount by the sum of another; one missing and the rate is incomplete."""

    def build(some: Sequence[Case], read: tuple[Sheet, ...]) -> Figure:
        return replace(_rate(some, read), counted=counted)

    return _with_places(build, cases, sheets)


def events(happened: Mapping[str, str], sheet: Sheet, *, among: Iterable[str] = ()) -> Figure:
    """Count dated facts, each under its place; ``among`` are the places that show a count even if it is 0."""
    cases = tuple(Case(code, group, Fraction(1)) for code, group in sorted(happened.items()))
    figure = _events(cases, (sheet,))
    groups = {group: [case for case in cases if case.group == group] for group in among}
    places = {group: _events(some, (sheet,)) for group, some in groups.items()}
    return replace(figure, cases=cases, places=places)


def _with_places(build: Builder, cases: Sequence[Case], sheets: tuple[Sheet, ...]) -> Figure:
    groups = sorted({case.group for case in cases if case.group})
    places = {group: build([case for case in cases if case.group == group], sheets) for group in groups}
    return replace(build(cases, sheets), cases=tuple(cases), places=places)


def _missing(cases: Sequence[Case], sheets: tuple[Sheet, ...]) -> dict[str, Any]:
    """Say why a figure is not exact, who owes it, and whether earlier facts stand in for it."""
    gone = [case for case in cases if case.top is None or case.bottom is None]
    absent = next((sheet.reason for sheet in sheets if sheet.reason), None)
    carried = ("carried_over",) if any(sheet.carried_from for sheet in sheets) else ()
    owing = {unit for sheet in sheets for unit in sheet.owing} | {case.sender for case in gone if case.sender}
    if gone and not owing:
        owing = {unit for sheet in sheets for unit in sheet.senders}
    partly = INCOMPLETE if len(gone) < len(cases) else NOT_SUBMITTED
    reason = absent or (partly if gone else None)
    return {"reason": reason, "owing": tuple(sorted(owing)) if reason else (), "notes": carried, "sheets": sheets}


def _count(cases: Sequence[Case], sheets: tuple[Sheet, ...]) -> Figure:
    about = _missing(cases, sheets)
    yes = sum((case.top for case in cases if case.top is not None), Fraction(0))
    gone = sum(case.top is None for case in cases)
    if any(sheet.reason and not sheet.carried_from for sheet in sheets):
        return Figure(None, **about)
    return Figure(yes, low=yes, high=yes + gone, **about)


def _share(cases: Sequence[Case], sheets: tuple[Sheet, ...]) -> Figure:
    counted = _count(cases, sheets)
    members = Fraction(len(cases))
    if counted.numerator is None or counted.high is None or not members:
        reason = counted.reason or NO_DENOMINATOR
        return replace(counted, numerator=None, low=None, high=None, reason=reason, is_ratio=True, counted=True)
    low, high = counted.numerator / members, counted.high / members
    return replace(counted, denominator=members, is_ratio=True, counted=True, low=low, high=high)


def _total(cases: Sequence[Case], sheets: tuple[Sheet, ...]) -> Figure:
    about = _missing(cases, sheets)
    if any(sheet.reason for sheet in sheets):
        return Figure(None, **about)
    added = sum((case.top for case in cases if case.top is not None), Fraction(0))
    exact = None if about["reason"] else added
    return Figure(added, low=exact, high=exact, **about)


def _rate(cases: Sequence[Case], sheets: tuple[Sheet, ...]) -> Figure:
    both = [case for case in cases if case.top is not None and case.bottom is not None]
    above = replace(_total(cases, sheets), is_ratio=True, low=None, high=None)
    if above.numerator is None:
        return above
    top = sum((case.top for case in both if case.top is not None), Fraction(0))
    bottom = sum((case.bottom for case in both if case.bottom is not None), Fraction(0))
    whole = replace(above, numerator=top, denominator=bottom)
    if not bottom:
        return replace(whole, reason=above.reason or NO_DENOMINATOR)
    return whole if whole.reason else replace(whole, low=whole.value, high=whole.value)


def _events(cases: Sequence[Case], sheets: tuple[Sheet, ...]) -> Figure:
    about = _missing(cases, sheets)
    happened = Fraction(len(cases))
    if about["reason"] is None:
        return Figure(happened, low=happened, high=happened, **about)
    return Figure(happened if about["notes"] else None, low=happened if about["notes"] else None, **about)


def plus(figures: Sequence[Figure]) -> Figure:
    """Add totals of several years; where one is incomplete so is the sum."""
    sheets = tuple(sheet for figure in figures for sheet in figure.sheets)
    reason = next((figure.reason for figure in figures if figure.reason), None)
    owing = tuple(sorted({unit for figure in figures for unit in figure.owing}))
    added = sum((figure.numerator for figure in figures if figure.numerator is not None), Fraction(0))
    exact = None if reason else added
    known = any(figure.numerator is not None for figure in figures)
    return Figure(added if known else None, low=exact, high=exact, reason=reason, owing=owing, sheets=sheets)


def minus(one: Figure, other: Figure) -> Figure:
    """Subtract one total or count from another."""
    both = plus([one.countywide(), other.countywide()])
    known = one.numerator is not None and other.numerator is not None
    difference = (one.numerator or Fraction(0)) - (other.numerator or Fraction(0)) if known else None
    exact = None if both.reason else difference
    return replace(both, numerator=difference, low=exact, high=exact)


def over(top: Figure, bottom: Figure, *, counted: bool = False) -> Figure:
    """Divide one total by another."""
    reason = top.reason or bottom.reason or (None if bottom.numerator else NO_DENOMINATOR)
    sheets = (*top.sheets, *bottom.sheets)
    owing = tuple(sorted({*top.owing, *bottom.owing}))
    made = Figure(top.numerator, bottom.numerator, reason=reason, owing=owing, sheets=sheets, is_ratio=True)
    return replace(made, counted=counted, low=made.value, high=made.value)
