"""Charts before they are drawn: alt texts and data tables say the same as the picture."""

from lyreport.errors import Bilingual
from lyreport.results.value import Value, Verdict
from lyreport.section import charts
from lyreport.section.charts import pen
from lyreport.section.shapes import Goal, Marks, Series

PERCENT = Bilingual("%", "%")


def coverage() -> Series:
    """Two years of a rate, the first one not submitted."""
    values = (
        Value("Q05@2024", 2024, "", None, None, "%", reason="not_submitted"),
        Value(
            "Q05@2025", 2025, "", "99.56", "99.56", "%", numerator="56800", denominator="57051", verdict=Verdict.NOT_MET
        ),
    )
    labels = (Bilingual("2024年", "2024"), Bilingual("2025年", "2025"))
    return Series("Q05", Bilingual("普及率", "Coverage"), PERCENT, labels, values, Goal(">=", "99.6"))


def test_alt_text_says_values_target_and_verdict():
    """Whoever does not see the chart learns first, last, target and verdict."""
    alt = charts.path(coverage()).alt
    assert alt.zh == "折线图：普及率，2024年 未报，2025年 99.56%（56800/57051），目标≥99.6%，未达成。"
    assert alt.en == ("Line chart: Coverage, 2024 not submitted, 2025 99.56% (56,800/57,051), target ≥99.6%, not met.")


def test_the_data_table_has_the_same_values():
    """The table behind a chart names exactly the values drawn."""
    chart = charts.path(coverage())
    assert [cell["value"] for row in chart.table.rows for cell in row if "value" in cell] == ["Q05@2024", "Q05@2025"]


def test_a_grid_counts_its_squares():
    """The village grid says how many are yes, no, not submitted, and which towns fall short."""
    marks = Marks(
        Bilingual("治理", "treated"),
        Bilingual("镇", "Town"),
        (Bilingual("甲镇", "A"), Bilingual("乙镇", "B")),
        (),
        (("yes", "yes"), ("yes", "no", "missing")),
    )
    assert charts.villagegrid(marks).alt.en == (
        "Grid of 5 squares by town (no map). treated: Yes 3, No 1, Not submitted 1. Short of all: B 1/3."
    )


def test_lines_break_at_spaces_or_between_characters():
    """English breaks at spaces, Chinese anywhere but before a closing mark."""
    assert pen.wrap("Share of rural households", 92) == ["Share of rural", "households"]
    assert pen.wrap("农村生活（镇）", 70) == ["农村生活", "（镇）"]
    assert pen.wrap("达标，未报", 24) == ["达", "标，", "未报"]


def test_labels_lose_the_word_they_share():
    """Town and 社区 go where every label ends in them; 镇 alone stays."""
    assert pen.brief(["Cuimu Town", "Jiufang Town"]) == ["Cuimu", "Jiufang"]
    assert pen.brief(["东大街社区", "官坪社区"]) == ["东大街", "官坪"]
    assert pen.brief(["崔木镇", "酒房镇"]) == ["崔木镇", "酒房镇"]
