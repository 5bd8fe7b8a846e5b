"""Every indicator, judging kind, missing rule and rounding trap, on tables small enough to check by hand."""

from __future__ import annotations

import re
from functools import cache

import pytest
import spec_page
from spec_cases import SPECS
from spec_text import facts, plan, real

from lyreport.indicators import INDICATORS, Finding, compute, compute_milestone
from lyreport.results.ids import ValueId
from lyreport.results.methods import METHODS
from lyreport.results.parts import DERIVED, PARTS, describe
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


def _names(value: Value) -> list[str]:
    """The ids of the values that a method was applied to."""
    put_in = (value.method or {}).values()
    flat = [one for item in put_in for one in (item if isinstance(item, list | tuple) else [item])]
    return [one for one in flat if isinstance(one, str) and re.fullmatch(r"[QTSM]\d\d\S*@\d{4}", one)]


@pytest.mark.parametrize("number", range(len(SPECS)), ids=[spec.title_en for spec in SPECS])
def test_a_derived_figure_says_what_it_was_worked_out_from(number: int):
    """Each has its own formula, names the values in it, and lists whatever those were read from, earlier years too."""
    asked = {ValueId.parse(line.split()[0].partition("/")[0]) for line in SPECS[number].lines}
    for row, year in sorted({(key.row, key.year) for key in asked}):
        for value in finding(number, row, year).values:
            suffix = value.key.part.rpartition(".")[2]
            how = value.method or {}
            if suffix not in SUFFIXES or (value.id.startswith("M") and suffix == "level") or value.id in HOMONYMS:
                continue
            assert METHODS[how["name"]].formula == how["formula"], value.id
            assert _names(value), value.id
            for name in _names(value):
                key = ValueId.parse(name)
                of = finding(number, key.row, key.year).value(key.part)
                judged = (of.method or {}).get("name") == "floor_and_rising"  # its verdict read more than the value
                assert {one for one in _read(of) if one[1] == key.year or not judged} <= _read(value), (value.id, name)


def _read(value: Value) -> set[tuple[str, int]]:
    return {(item["form"], item["year"]) for item in value.inputs}


SUFFIXES = {suffix for suffix, _, _ in DERIVED}
HOMONYMS = ("Q05.gap@2025", "T16.gap@2023")
"""Figures of their own that share a suffix's name."""


def test_a_rising_floor_names_every_year_it_was_compared_with():
    """A verdict that comes from an earlier year lists that year's forms, and the values of all years."""
    number = next(at for at, spec in enumerate(SPECS) for line in spec.lines if line.startswith("Q02@2025 "))
    years = {2022, 2023, 2024, 2025}
    value = finding(number, "Q02", 2025).value("")
    assert {year for _, year in _read(value)} == years
    assert value.method["values"] == [f"Q02@{year}" for year in sorted(years)]
    rising = finding(number, "Q02", 2025).value("rising")
    assert (rising.method["value"], rising.method["earlier"]) == ("Q02@2025", "Q02@2024")
    assert {year for _, year in _read(rising)} == {2024, 2025}
