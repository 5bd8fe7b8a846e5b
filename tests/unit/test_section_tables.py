"""Tables, tallies and marks: cells name recorded values; what is missing says so."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from lyreport.errors import Bilingual, UsageError
from lyreport.plan import Column, Form
from lyreport.results.value import Value, Verdict
from lyreport.section import counting, shapes, tables
from lyreport.section.reading import Watched
from lyreport.section.shapes import Goal, Series
from lyreport.section.sheet import Sheet, read_sheet
from lyreport.tables import FormTable

PERCENT = Bilingual("%", "%")
COVERAGE = Bilingual("普及率", "coverage")
YEARS = (Bilingual("2024年", "2024"), Bilingual("2025年", "2025"))


def recorded(name: str, printed: str | None, **more) -> Value:
    """A value as indicators hand it over."""
    return Value(name, int(name[-4:]), "", printed, printed, "%", **more)


def series(*values: Value, goal: Goal | None = None, name: Bilingual = COVERAGE) -> Series:
    """A series over two years."""
    return Series(values[0].key.name, name, PERCENT, YEARS, values, goal)


def test_cells_name_values_and_never_repeat_them():
    """A table of years holds ids; only target and verdict are said in words."""
    one = series(
        recorded("Q05@2024", "99.1"), recorded("Q05@2025", "99.6", verdict=Verdict.NOT_MET), goal=Goal(">=", "99.6")
    )
    row = tables.over_years(one).as_json("t")["rows"][0]
    assert row[1:3] == [{"value": "Q05@2024"}, {"value": "Q05@2025"}]
    assert row[3]["text"]["zh"] == "≥99.6%"
    assert row[4] == {"verdict": "not_met"}


def test_a_year_without_record_is_not_a_dead_link():
    """A value that was never recorded is a missing cell, not a value id."""
    one = series(shapes.absent("Q05@2024", 2024), recorded("Q05@2025", "99.6"))
    assert tables.over_years(one).rows[0][1] == {"missing": "not_submitted"}


def test_places_show_numerator_and_denominator():
    """By place, a ratio takes three columns, and a suppressed one hides all three."""
    one = series(
        recorded("Q06@2024", "90.9", numerator="60", denominator="66"),
        recorded("Q06@2025", None, reason="suppressed"),
    )
    table = tables.by_place(one)
    assert [column.name for column in table.columns] == ["place", "Q06.num", "Q06.den", "Q06"]
    assert table.rows[0][1:] == ({"number": "60"}, {"number": "66"}, {"value": "Q06@2024"})
    assert table.rows[1][1:3] == ({"missing": "suppressed"}, {"missing": "suppressed"})


def of_source(zh: str, en: str) -> Series:
    """Funds from one source."""
    name = Bilingual(f"到位资金：{zh}", f"funds received: {en}")
    return series(recorded("T15.a@2024", "1"), recorded("T15.a@2025", "2"), name=name)


def test_groups_keep_their_indicators_together():
    """Every indicator stands under its group's name, with target and verdict where it has them."""
    judged = series(recorded("Q05@2025", "99.7", verdict=Verdict.MET), goal=Goal(">=", "99.6"))
    plain = series(recorded("T10@2025", "58.7", verdict=Verdict.NO_TARGET))
    table = tables.grouped((("舒适", "Comfortable"), [judged]), (("整洁", "Clean"), [plain]))
    assert [row[0]["text"]["en"] for row in table.rows] == ["Comfortable", "Clean"]
    assert [row[2] for row in table.rows] == [{"value": "Q05@2025"}, {"value": "T10@2025"}]
    assert (table.rows[0][4], table.rows[1][4]["text"]["zh"]) == ({"verdict": "met"}, "")


def test_fractions_say_nothing_of_targets_where_there_are_none():
    """Without a target there is no empty column for it."""
    plain = series(recorded("T10@2025", "58.7", verdict=Verdict.NO_TARGET))
    judged = series(recorded("Q05@2025", "99.7", verdict=Verdict.MET), goal=Goal(">=", "99.6"))
    assert [column.name for column in tables.fractions(plain).columns][-1] == "value"
    assert [column.name for column in tables.fractions(plain, judged).columns][-1] == "verdict"


def test_parts_drop_what_their_names_share():
    """Sources of funds are called 中央 and 省级 beside each other, not 到位资金：中央."""
    tally = shapes.tallied(of_source("中央", "central"), of_source("省级", "provincial"))
    assert tally.name == ("到位资金", "funds received")
    assert tally.columns == (("中央", "Central"), ("省级", "Provincial"))


def test_names_that_share_nothing_in_one_language_stay_whole():
    """发现问题 and 已整改问题 are not cut to found and fixed."""
    names = (Bilingual("发现问题", "Problems found"), Bilingual("已整改", "Problems fixed"))
    values = recorded("M43.a@2024", "1"), recorded("M43.a@2025", "2")
    assert shapes.tallied(*(series(*values, name=name) for name in names)).columns == names


FORM = Form(
    id="F99",
    name=Bilingual("试表", "trial form"),
    grain=Bilingual("行", "row"),
    key=("item",),
    submitters=("u",),
    collected_from=Bilingual("", ""),
    verified_by=Bilingual("", ""),
    expected=Bilingual("", ""),
    visibility="public",
    group=Bilingual("", ""),
    time_behaviour="yearly_snapshot",
    columns=(
        Column(name="item", header=Bilingual("项", "Item"), type="code"),
        Column(name="kind", header=Bilingual("类", "Kind"), type="enum", choices={"乙": "b", "甲": "a"}),
        Column(name="paid", header=Bilingual("支付", "Paid"), type="decimal", unit=Bilingual("万元", "CNY 10,000")),
        Column(name="met", header=Bilingual("达标", "Met"), type="bool"),
        Column(name="on", header=Bilingual("日期", "Date"), type="date"),
    ),
)
PLAN = SimpleNamespace(forms={"F99": FORM}, places={})
ROWS = [
    ("x", "甲", "1.50", True, date(2024, 5, 1), "{}"),
    ("x", "乙", None, None, None, '{"met": "na", "paid": "blank"}'),
    ("y", "甲", "2", False, date(2026, 1, 1), "{}"),
    ("y", "乙", None, None, None, '{"paid": "na"}'),
]
FRAME = pd.DataFrame(ROWS, columns=["item", "kind", "paid", "met", "on", "_codes"], dtype=object)


def facts(form: str, year: int) -> FormTable:
    """The one form of these tests."""
    return FormTable(form, year, FRAME, "accepted", ())


def sheet(**where):
    """The form, cut down."""
    return read_sheet(PLAN, facts, "F99", 2025, where=where)


def test_counting_keeps_the_forms_own_order():
    """Coded words stand in the order of the form, and zero is a count."""
    tally = counting.tally(sheet(met=True), rows="item", columns="kind", sums=())
    assert [column.en for column in counting.tally(sheet(), rows="item", columns="kind", sums=()).columns] == ["B", "A"]
    assert tally.numbers == (("1",),)


def test_a_unit_is_named_in_both_languages():
    """An organizer is typed in Chinese; English readers read its English name."""
    plan = SimpleNamespace(places={}, unit=lambda _: SimpleNamespace(name=Bilingual("县水利局", "County Bureau")))
    column = Column(name="by", header=Bilingual("主办单位", "Organizer"), type="enum", reference=("units",))
    assert Sheet(plan, (FORM,), FRAME).label(column, "水利局") == ("水利局", "County Bureau")


def test_one_blank_makes_a_sum_incomplete():
    """未报 is not 0, and a sum of nothing but 不适用 does not apply."""
    tally = counting.tally(sheet(), rows="kind", columns="item", sums=("paid",))
    assert tally.rows[0].zh == "乙"
    assert tally.numbers == (("incomplete", "not_applicable"), ("1.50", "2"))


def test_what_is_typed_in_a_cell_is_not_taken_for_why_another_is_empty():
    """The reasons are read as data: a word that looks like one changes nothing."""
    codes = '{"note": "\\"paid\\": \\"na\\""}'
    frame = pd.DataFrame([["C01", "甲", None, True, None, codes]], columns=FRAME.columns, dtype=object)
    assert Sheet(PLAN, (FORM,), frame).rows[0].state("paid") == "missing"


def test_marks_tell_no_from_not_reported():
    """Yes, no, not applicable, not reported are four states."""
    marks = counting.marks(sheet(), rows="item", columns="kind", mark="met")
    assert marks.states == (("na", "yes"), ("missing", "no"))


def test_events_end_with_the_year():
    """What is dated after the data year has not happened yet."""
    events = counting.events(sheet(), when="on", what="item", lane="kind", first_year=2022, year=2025)
    assert [len(lane) for lane in events.events] == [0, 1]


def test_an_unknown_column_is_named_with_those_there_are():
    """The error lists the form's columns."""
    with pytest.raises(UsageError, match="item, kind, paid, met, on"):
        sheet(mett=True)


def test_rows_of_a_form_that_is_not_public_stay_inside():
    """Household forms are never printed row by row."""
    inside = Sheet(PLAN, (FORM.model_copy(update={"visibility": "internal"}),), FRAME)
    with pytest.raises(UsageError, match="may not be shown"):
        counting.listed(inside, ("item",), title=None)


def test_rows_stand_in_the_order_asked_for():
    """As sent, unless the author names columns to sort by."""
    as_sent = [row[0]["text"]["zh"] for row in counting.listed(sheet(), ("kind",)).rows]
    by_kind = [row[0]["text"]["zh"] for row in counting.listed(sheet(), ("kind",), order=("kind",)).rows]
    assert by_kind == sorted(as_sent) != as_sent


def test_a_form_that_did_not_come_still_has_its_columns():
    """Cutting down and counting nothing gives nothing, and no error."""
    none = read_sheet(
        PLAN, lambda *_: FormTable("F99", 2025, FRAME.iloc[:0], "missing", ()), "F99", 2025, where={"met": True}
    )
    assert counting.tally(none, rows="item", columns=None, sums=("paid",)).numbers == ()
    assert counting.listed(none, ("kind",), order=("kind",)).rows == ()


def test_a_section_reads_only_what_it_declares():
    """An undeclared form is an error that names section and form; a declared one is remembered as read."""
    watched = Watched(SimpleNamespace(table=facts, digest=lambda *_: ""), frozenset({"F99"}), "38-livable-villages")
    watched.table("F99", 2025)
    assert list(watched.read) == [("F99", 2025)]
    with pytest.raises(UsageError, match=r"38-livable-villages.*F98"):
        watched.table("F98", 2025)
