"""Every indicator, judging kind, missing rule and rounding trap, on tables small enough to check by hand."""

from __future__ import annotations

from functools import cache

import pytest
import spec_page
from spec_cases import SPECS
from spec_text import facts, plan, real

from lyreport.indicators import INDICATORS, Finding, compute, compute_milestone
from lyreport.results.ids import ValueId
from lyreport.results.value import Value

FIELDS = {"state": "data_state"}


@cache
def finding(number: int, row: str, year: int) -> Finding:
    """Compute one row of one spec."""
    spec = SPECS[number]
    settings = {one: spec.settings(one) for one in range(2022, year + 1)}
    make = compute_milestone if row.startswith("M") else compute
    return make(row, facts(spec.tables, spec.places), plan=plan(), year=year, settings=settings)


def find(number: int, text: str) -> Value:
    """Return the value that a line of a spec asks for."""
    row, _, place = text.partition("/")
    key = ValueId.parse(row)
    return finding(number, key.row, key.year).value(key.part, real(place))


def said(value: Value, name: str) -> str:
    """Write a field as a spec writes it."""
    found = getattr(value, FIELDS.get(name, name))
    if isinstance(found, tuple):
        return ",".join(found) or "-"
    return "-" if found is None else str(found)


CASES = [(number, line) for number, spec in enumerate(SPECS) for line in spec.lines]
NAMES = [f"{line.split()[0]} {SPECS[number].title_en}" for number, line in CASES]


@pytest.mark.parametrize(("number", "line"), CASES, ids=NAMES)
def test_value(number: int, line: str):
    """The value comes out of the drawn tables as written below them."""
    name, printed, exact, verdict, *more = line.split()
    value = find(number, name)
    shown = {field: said(value, field) for field in ("printed", "exact", "verdict")}
    wanted = {"printed": printed, "exact": exact, "verdict": "no_target" if verdict == "-" else verdict}
    for pair in more:
        field, _, expected = pair.partition("=")
        shown[field], wanted[field] = said(value, field), expected
    assert shown == wanted


def test_every_indicator_has_a_spec():
    """No indicator is without an example."""
    shown = {row for spec in SPECS for row in spec.rows}
    assert set(plan().indicators) - shown == set()
    assert set(INDICATORS) | {"S04"} == set(plan().indicators)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_is_current(lang):
    """docs/reference/indicators shows these very examples; `python tests/spec/spec_page.py` writes it."""
    assert spec_page.path(lang).read_text(encoding="utf-8") == spec_page.page(lang)
