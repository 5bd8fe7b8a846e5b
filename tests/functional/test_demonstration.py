"""The demonstration: consistent, complete, and saying what data/README.md promises."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest

from data.demonstration import waste
from data.demonstration.cells import NOT_APPLICABLE, YEARS
from data.demonstration.county import ledgers


@pytest.fixture(scope="module")
def county(plan):
    """All ledgers: year → form → rows."""
    return {year: ledgers(plan, year) for year in YEARS}


def test_every_form_of_the_plan_is_filled_in_every_year(plan, county):
    """No form is forgotten: what is not sent is held back on purpose, later."""
    assert all(set(county[year]) == set(plan.forms) and all(county[year].values()) for year in YEARS)


def test_rows_keep_to_the_columns_choices_and_keys_of_their_form(plan, county):
    """A row names only columns of its form, holds only allowed values, and no key twice."""
    for year, forms in county.items():
        for form_id, rows in forms.items():
            form = plan.forms[form_id]
            columns = {column.name: column for column in (*form.columns, *plan.cover.row_columns)}
            for row in rows:
                assert set(row) <= set(columns), (year, form_id)
                assert all(_fits(columns[name], value) for name, value in row.items()), (year, form_id, row)
            keys = [tuple(row.get(name) for name in form.key) for row in rows]
            assert len(keys) == len(set(keys)), (year, form_id)


def _fits(column, value):
    if value is None or isinstance(value, bool):
        return True
    return (value == NOT_APPLICABLE and column.na_allowed) or not column.allowed or value in column.allowed


def test_sixty_of_sixty_six_villages_are_treated_in_2025_and_fewer_before(county):
    """Ninety per cent needs sixty villages, and sixty there are."""
    treated = [sum(all(row[name] for name in waste.FIVE) for row in county[year]["F06"]) for year in YEARS]
    assert treated == [45, 51, 57, 60]


def test_tap_water_rounds_to_the_target_without_reaching_it_in_2024(county):
    """99.56 per cent prints as 99.6 and is less; 2025 is truly above."""
    rates = {}
    for year in (2024, 2025):
        rows = county[year]["F05"]
        rates[year] = Fraction(sum(row["tap_pop"] for row in rows), sum(row["rural_pop"] for row in rows)) * 100
    assert Fraction("99.555") < rates[2024] < Fraction("99.565")
    assert rates[2025] > Fraction("99.6")


def test_sorting_coverage_stays_above_the_floor_but_falls_once(county):
    """New compounds enter the denominator in 2024."""
    shares = []
    for year in YEARS:
        rows = county[year]["F02"]
        yes = sum(bool(row["separate_collect"] and row["separate_transport"]) for row in rows)
        shares.append((yes, len(rows)))
    assert shares == [(58, 92), (70, 94), (74, 100), (82, 101)]


def test_seventy_two_of_seventy_four_compounds_are_accepted_nine_of_them_before_2022(county):
    """The scope of the seventy-four matters, and the last two are still missing."""
    accepted = [row["accept_date"] for row in county[2025]["F01"] if row["stage"] == "验收"]
    assert (len(county[2025]["F01"]), len(accepted), sum(day.year < 2022 for day in accepted)) == (74, 72, 9)


@pytest.mark.parametrize("form", ["F04", "F07", "F08", "F09", "F14", "F29"])
def test_what_happened_once_stays_on_the_books(plan, county, form):
    """No key of one year is missing in the next."""
    keys = {year: {tuple(row[name] for name in plan.forms[form].key) for row in county[year][form]} for year in YEARS}
    assert keys[2022] <= keys[2023] <= keys[2024] <= keys[2025]


def test_dates_of_the_renovation_change_only_in_a_row_marked_as_corrected(county):
    """One acceptance date is corrected in 2024, with its reason; nothing else moves."""
    moved = []
    for year in YEARS[1:]:
        before = {row["compound_id"]: row for row in county[year - 1]["F01"]}
        for row in county[year]["F01"]:
            days = ("consult_date", "start_date", "finish_date", "accept_date")
            if any(before[row["compound_id"]][day] not in {None, row[day]} for day in days):
                moved.append((year, row["compound_id"], row["row_status"]))
    assert moved == [(2024, "XQ-072", "修订")]


def test_money_is_not_paid_before_it_has_come_in(county):
    """Cumulative payments and disbursements never exceed what was received, source by source."""
    balance = defaultdict(Decimal)
    for year in YEARS:
        for row in county[year]["F18"]:
            for name in ("paid", "disbursed"):
                spent = row[name] if row[name] != NOT_APPLICABLE else 0
                balance[row["project_id"], row["source"], name] += row["available"] - spent
    assert min(balance.values()) >= 0


def test_answers_of_the_survey_add_up_to_the_valid_ones(county):
    """F19 and F30 tell the same story in every stratum, and towns add up to the county."""
    for year in YEARS:
        valid = {row["stratum"]: row["valid"] for row in county[year]["F30"]}
        answered = defaultdict(int)
        for row in county[year]["F19"]:
            answered[row["stratum"]] += row["respondents"]
        assert answered == valid
        assert valid["县"] == valid["城镇社区"] + valid["行政村"]
        assert 0 < valid["丈八镇"] < 30 or year == 2022
