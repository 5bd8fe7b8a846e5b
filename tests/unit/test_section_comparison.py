"""Two years of yes and no, intervals and lists by month: what a notebook shows beside single figures."""

import pandas as pd

from lyreport.errors import Bilingual
from lyreport.results.parts import PARTS
from lyreport.results.value import Value
from lyreport.section import tables
from lyreport.section.shapes import Marks, Series
from lyreport.section.working import worked


def both(text: str) -> Bilingual:
    """A name that is the same in both languages."""
    return Bilingual(text, text)


def villages(*states: str) -> Marks:
    """One town with three villages."""
    things = (tuple(map(both, "abc")),)
    return Marks(both("active"), both("town"), (both("T"),), (), (states,), things)


def items(*states: str) -> Marks:
    """One community with four items."""
    return Marks(both("met"), both("community"), (both("C"),), tuple(map(both, "wxyz")), (states,))


def words(table, column: int) -> list[str]:
    """What one column says in English."""
    return [row[column].get("text", row[column].get("number")) for row in table.rows]


def test_new_villages_are_named_and_those_unreported_before_are_marked():
    """Only what says yes now and did not before is new; a village that was not reported might not be."""
    table = tables.gained(villages("yes", "no", "missing"), villages("yes", "yes", "yes"))
    assert table.rows[0][1] == {"number": "2"}
    assert words(table, 2)[0] == {"zh": "b、c（上年未报）", "en": "b, c (not submitted the year before)"}


def test_a_town_without_new_villages_is_left_out():
    """The table lists news, not towns."""
    assert tables.gained(villages("yes", "no", "no"), villages("yes", "no", "missing")).rows == ()


def test_gaps_are_counted_from_the_first_year_and_what_is_unreported_stays_open():
    """Closed is what says yes now; what no longer applies is no gap."""
    table = tables.gaps(items("no", "no", "no", "yes"), items("yes", "missing", "na", "no"))
    assert table.rows[0][1:3] == ({"number": "2"}, {"number": "1"})
    assert words(table, 3)[0]["en"] == "x"


def test_an_interval_is_shown_by_its_ends_and_its_sample_not_by_sums_of_weights():
    """Weights mean nothing to a reader; a stratum that is not printed shows nothing else either."""
    known = Value("S03@2025/610329101", 2025, "610329101", "0.9", "90.0", "%", numerator="180.5", denominator="200.5",
                  low="85.0", high="94.0", method={"effective_sample": "140.4"})  # fmt: skip
    hidden = Value("S03@2025/610329106", 2025, "610329106", None, None, "%", reason="below_sample")
    table = tables.intervals(Series("S03", both("s"), both("%"), (both("a"), both("b")), (known, hidden)))
    assert table.rows[0][2:] == ({"number": "85.0"}, {"number": "94.0"}, {"number": "140"})
    assert table.rows[1][2:] == ({"text": {"zh": "", "en": ""}},) * 3


def test_a_form_that_nobody_sent_has_no_numerator():
    """Missing is never 0."""
    gone = Value("Q06@2025/610329101", 2025, "610329101", None, None, "%", numerator="0", denominator="0",
                 reason="not_submitted")  # fmt: skip
    there = Value("Q06@2025/610329102", 2025, "610329102", "1/2", "50", "%", numerator="1", denominator="2")
    table = tables.by_place(Series("Q06", both("s"), both("%"), (both("a"), both("b")), (gone, there)))
    assert table.rows[0][1:3] == ({"missing": "not_submitted"},) * 2


def test_months_without_data_stay_incomplete():
    """A month that was not reported is no zero, and months are named in both languages."""
    frame = pd.DataFrame({"month": ["2025-01", "2025-02"], "thermal": ["3.5", None]}, dtype=object)
    tally = worked(frame, [PARTS["Q03.thermal"]])
    assert tally.numbers == (("3.5",), ("incomplete",))
    assert tally.rows[0] == Bilingual("1月", "1")
