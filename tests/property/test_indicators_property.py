"""What must hold of indicators whatever was submitted: parts add up, bounds hold, missing is never zero."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lyreport.indicators.evidence import Empty, Register, Sheet
from lyreport.indicators.figure import Case, amounts, answers, count, rate, share, total
from lyreport.indicators.suppression import SMALL, cells, hidden, is_small
from lyreport.results.printing import printed, printed_against
from lyreport.results.value import Verdict
from lyreport.results.verdict import Known, deadline_count, floor

sys.path.insert(0, str(Path(__file__).parents[1] / "spec"))

from spec_text import facts, plan

from lyreport.indicators import compute

SHEET = Sheet("F06", 2025, ("village_code", "yes"), (), senders=("zjj",))
TOWNS = ("A", "B", "C")
ANSWER = st.sampled_from([True, False, Empty.BLANK, Empty.NA])
AMOUNT = st.one_of(st.integers(0, 40), st.just(Empty.BLANK))
RANK = [Verdict.NOT_MET, Verdict.UNDETERMINED, Verdict.MET_WITHIN_TOLERANCE, Verdict.MET]


def sheet(said: dict[str, object], column: str = "yes") -> Sheet:
    """Return a sheet with one row per member, in the order given."""
    rows = tuple({"village_code": code, column: answer, "_unit": "zjj"} for code, answer in said.items())
    return replace(SHEET, rows=rows)


def register(said: dict[str, object]) -> Register:
    """Return a register of the members, spread over three towns."""
    return Register({code: TOWNS[int(code[1:]) % len(TOWNS)] for code in said}, SHEET)


members = st.dictionaries(st.integers(1, 40).map("V{}".format), ANSWER, min_size=1, max_size=20)
quantities = st.dictionaries(st.integers(1, 40).map("V{}".format), AMOUNT, min_size=1, max_size=20)


@given(members)
def test_bounds_hold_for_any_late_answer(said):
    """Whatever the missing members answer later, the share lies between its bounds."""
    before = share(answers(register(said), sheet(said), "village_code", lambda row: row["yes"]), sheet(said))
    for late in (True, False):
        filled = {code: late if answer is Empty.BLANK else answer for code, answer in said.items()}
        after = share(answers(register(said), sheet(filled), "village_code", lambda row: row["yes"]), sheet(filled))
        if after.value is not None and before.low is not None and before.high is not None:
            assert before.low <= after.value <= before.high


@given(members)
def test_county_is_the_sum_of_its_towns(said):
    """The county's numerator and denominator are the sums of its towns'."""
    cases = answers(register(said), sheet(said), "village_code", lambda row: row["yes"])
    figure = share(cases, sheet(said))
    if figure.denominator is not None:
        assert figure.numerator == sum(one.numerator for one in figure.places.values())
        assert figure.denominator == sum(one.denominator for one in figure.places.values())


@given(members)
def test_missing_is_never_zero(said):
    """A blank never lowers a count, and no value is given while one is blank."""
    cases = answers(register(said), sheet(said), "village_code", lambda row: row["yes"])
    figure = count(cases, sheet(said))
    assert figure.low == sum(answer is True for answer in said.values())
    if Empty.BLANK in said.values():
        assert figure.value is None
        assert figure.reason in {"incomplete", "not_submitted"}


@given(quantities)
def test_amounts_are_complete_or_nothing(said):
    """One amount missing and there is neither a total nor a rate."""
    cases = amounts(register(said), sheet(said), "village_code", top="yes", bottom="yes")
    whole, ratio = total(cases, sheet(said)), rate(cases, sheet(said))
    if Empty.BLANK in said.values():
        assert whole.value is None
        assert ratio.value is None
        assert ratio.low is None
    else:
        assert whole.value == sum(said.values())


@given(members, st.randoms())
def test_the_order_of_rows_changes_nothing(said, random):
    """A permutation of the submitted rows gives the same figure."""
    codes = list(said)
    random.shuffle(codes)
    mixed = sheet({code: said[code] for code in codes})
    first = share(answers(register(said), sheet(said), "village_code", lambda row: row["yes"]), SHEET)
    assert share(answers(register(said), mixed, "village_code", lambda row: row["yes"]), SHEET) == first


@given(st.integers(0, 80), st.integers(0, 80), st.integers(0, 5))
def test_a_higher_count_never_gets_a_worse_verdict(one, other, tolerance):
    """Verdicts are monotone in the value, with and without a tolerance."""
    low, high = sorted((one, other))
    for allowed in (None, Fraction(tolerance)):
        ranks = [
            RANK.index(
                deadline_count(Known.exactly(value), Fraction(74), due=True, soft=True, tolerance=allowed).verdict
            )
            for value in (low, high)
        ]
        assert ranks == sorted(ranks)


@given(st.fractions(0, 1), st.fractions(0, 1), st.fractions(0, 1))
def test_a_verdict_from_bounds_holds_for_every_value_between(low, high, target):
    """What bounds decide, every value between them would decide alike."""
    low, high = sorted((low, high))
    judged = floor(Known(low, high), target, due=True).verdict
    if judged != Verdict.UNDETERMINED:
        assert {floor(Known.exactly(value), target, due=True).verdict for value in (low, high)} == {judged}


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_printing_moves_by_less_than_half_a_step(value, decimals):
    """A printed value is never further than half a last digit from the exact one."""
    assert abs(Fraction(printed(value, decimals)) - value) <= Fraction(1, 2 * 10**decimals)


@given(st.fractions(0, 100, max_denominator=10**6), st.integers(0, 100))
def test_a_printed_value_stands_on_its_side_of_the_target(value, target):
    """Comparing the printed value with the target gives the verdict of the exact one."""
    assert (Fraction(printed_against(value, target, decimals=1)) >= target) == (value >= target)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=7))
def test_no_small_cell_can_be_worked_out(sizes):
    """No cell of 1 to 4 is shown, and what is hidden adds up to at least five in at least two cells where it can."""
    cases = [Case(f"V{number}", f"T{number}", Fraction(size)) for number, size in enumerate(sizes)]
    places = total(cases, SHEET).of_people().places
    out = hidden(places)
    assert not any(is_small(one) for code, one in places.items() if code not in out)
    if out:
        left = [one for code, one in places.items() if code not in out and any(cells(one))]
        concealed = sum(cells(places[code])[0] for code in out)
        assert not left or (len(out) > 1 and concealed >= SMALL)


@settings(max_examples=20, deadline=None)
@given(st.permutations([f"V{number}" for number in range(1, 9)]), st.integers(0, 8))
def test_an_indicator_does_not_depend_on_the_order_of_its_form(order, treated):
    """Q06 from rows in any order: as many villages as were treated."""
    header = "F06 2025\nvillage_code has_facilities has_technology has_cleaners has_funds has_supervision\n"
    yes = {f"V{number}" for number in range(1, treated + 1)}
    rows = "\n".join(f"{code} yes yes yes yes {'yes' if code in yes else 'no'}" for code in order)
    found = compute("Q06", facts(header + rows, "A V1..V8"), plan=plan(), year=2025, settings={}).headline
    assert found.exact == f"{treated}/8"
