"""Cells: what was typed becomes a value, a missing code or a fault, and nothing in between."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lyreport.intake.cells import Cell, read_cell


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        (12, "int", 12),
        (12.0, "int", 12),
        ("12", "int", 12),
        (-3, "int", -3),
        (0.1, "decimal", Decimal("0.1")),
        (1800.0, "decimal", Decimal(1800)),
        (1e-7, "decimal", Decimal("0.0000001")),
        (123456.78, "decimal", Decimal("123456.78")),
        ("12.50", "decimal", Decimal("12.5")),
        ("是", "bool", True),
        (" 否 ", "bool", False),
        (datetime(2024, 3, 5, tzinfo=UTC), "date", date(2024, 3, 5)),
        ("2024-03-05", "date", date(2024, 3, 5)),
        ("2024-02", "date", date(2024, 2, 29)),
        ("2024-03", "month", "2024-03"),
        (datetime(2024, 3, 1, tzinfo=UTC), "month", "2024-03"),
        (1998, "year", 1998),
        (610329101200, "code", "610329101200"),
        ("XM-01", "code", "XM-01"),
        (7, "text", "7"),
    ],
)
def test_what_was_typed_is_kept_exactly(raw, kind, value):
    """A number is the shortest decimal of the stored float, a month alone is its last day, a code is text."""
    read = read_cell(raw, kind)
    assert read == Cell(value=value)
    assert (type(read.value), str(read.value)) == (type(value), str(value))


@pytest.mark.parametrize(
    ("raw", "missing"), [(None, "blank"), ("", "blank"), ("  ", "blank"), ("未报", "blank"), ("不适用", "na")]
)
@pytest.mark.parametrize("kind", ["int", "decimal", "bool", "date", "month", "code", "text", "enum(units)"])
def test_missing_is_said_and_never_zero(raw, missing, kind):
    """Empty and 未报 are blank, 不适用 is its own answer, in columns of every type."""
    assert read_cell(raw, kind) == Cell(missing=missing)


def test_zero_is_a_value():
    """0 is zero, not missing."""
    assert read_cell(0, "int") == Cell(value=0)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (12.5, "int"),
        ("12户", "int"),
        ("１２", "int"),
        ("1,200", "decimal"),
        (True, "int"),
        (float("inf"), "decimal"),
        (True, "bool"),
        ("yes", "bool"),
        ("2024-02-30", "date"),
        (45000, "date"),
        ("2024-13", "month"),
        ("二〇二四", "year"),
        (1.5, "code"),
    ],
)
def test_what_is_no_value_of_its_type_is_a_fault(raw, kind):
    """Nothing is guessed: units, separators, full-width digits and impossible days are faults named by the type."""
    assert read_cell(raw, kind) == Cell(fault=f"cell.{kind}")


def test_a_choice_outside_the_list_is_a_fault():
    """An enumeration takes its own values only."""
    assert read_cell("常驻", "enum", ("常住", "户籍")) == Cell(fault="cell.enum")
    assert read_cell("常住", "enum", ("常住", "户籍")) == Cell(value="常住")


@pytest.mark.parametrize(("raw", "fault"), [("#REF!", "cell.excel-error"), ("=SUM(A1:A3)", "cell.bare-formula")])
def test_formulas_without_a_result_are_faults(raw, fault):
    """An error value or a formula that was never computed is no blank."""
    assert read_cell(raw, "decimal") == Cell(fault=fault)
