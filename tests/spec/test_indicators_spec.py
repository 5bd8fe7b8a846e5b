"""Every indicator, judging kind, missing rule and rounding trap, on tables small enough to check by hand."""

from __future__ import annotations

from functools import cache

import pytest
import spec_page
from spec_cases import SPECS
from spec_text import facts, plan, real

from lyreport.indicators import INDICATORS, Finding, compute, compute_milestone
from lyreport.results.ids import ValueId
from lyreport.results.parts import PARTS, describe
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


@cache
def recorded() -> frozenset[str]:
    """Return every name that is recorded for 2025, even where no form came."""
    nothing = facts("", "A V1 K1")
    indicators = [compute(row, nothing, plan=plan(), year=2025, settings={}) for row in plan().indicators]
    milestones = [compute_milestone(row, nothing, plan=plan(), year=2025, settings={}) for row in plan().milestones]
    return frozenset(value.key.name for one in (*indicators, *milestones) for value in one.values)


def test_every_promised_figure_is_recorded():
    """Headlines, components, milestone levels and the further parts are recorded even where no form came."""
    components = {part.id for row in plan().indicators.values() for part in row.components}
    levels = {f"{row}.level" for row in plan().milestones}
    assert (components | levels | set(PARTS)) - recorded() == set()


def test_every_recorded_figure_has_a_name():
    """Whatever stands in results.json has a name and a unit in both languages."""
    for name in sorted(recorded()):
        part = describe(name, plan())
        assert part.name.zh
        assert part.name.en
        assert part.unit.zh


def test_nothing_submitted_is_nothing_known():
    """Without a single form no indicator has a value, and no target is met or missed."""
    nothing = facts("", "A V1 K1")
    for row in sorted(set(plan().indicators) - {"S04"}):
        headline = compute(row, nothing, plan=plan(), year=2025, settings={}).headline
        assert (row, headline.exact) == (row, None)
        assert headline.verdict in {"undetermined", "no_target"}
        assert headline.reason in {"not_submitted", "no_base"}
        assert headline.owing
