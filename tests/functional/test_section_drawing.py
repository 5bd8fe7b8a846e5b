"""Every chart, drawn: no letters missing, none on top of others, the same bytes twice, small files."""

from __future__ import annotations

from datetime import date

import pytest
from defusedxml.ElementTree import fromstring
from matplotlib.backends.backend_agg import FigureCanvasAgg

from lyreport.errors import LANGS, Bilingual
from lyreport.results.value import Value, Verdict
from lyreport.section import charts, display, style
from lyreport.section.charts import pen
from lyreport.section.shapes import Chart, Climb, Events, Goal, Marks, Series, Tally

SVG = "{http://www.w3.org/2000/svg}"
PERCENT = Bilingual("%", "%")
COUNT = Bilingual("个", "compounds")
MONEY = Bilingual("万元", "CNY 10,000")
YEARS = tuple(Bilingual(f"{year}年", str(year)) for year in range(2022, 2026))
TOWNS = tuple(
    Bilingual(f"{zh}镇", f"{en} Town")
    for zh, en in (
        ("九成宫", "Jiuchenggong"), ("崔木", "Cuimu"), ("招贤", "Zhaoxian"), ("两亭", "Liangting"),
        ("常丰", "Changfeng"), ("丈八", "Zhangba"), ("酒房", "Jiufang"),
    )
)  # fmt: skip
LONG = Bilingual("农村水冲式厕所入室比例（郃阳村除外）", "Share of rural households with an indoor flush toilet")


def series(*printed: str | None, unit=PERCENT, name=LONG, goal=None, labels=YEARS, verdict=Verdict.NO_TARGET, **more):
    """A series; None is a year or place that was not submitted."""
    values = tuple(
        Value(
            f"T10@{2022 + n}", 2022 + n, "", text, text, unit.zh, reason=None if text else "not_submitted",
            numerator=text and "46908", denominator=text and "47115", verdict=verdict, **more,
        )
        for n, text in enumerate(printed)
    )  # fmt: skip
    return Series("T10", name, unit, labels[: len(values)], values, goal)


def part(name: str, *printed: str) -> Series:
    """One source of funds."""
    return series(*printed, unit=MONEY, name=Bilingual(f"到位：{name}", f"received: {name}"))


def months(*names: str) -> Tally:
    """Twelve months, the seventh missing."""
    rows = tuple(Bilingual(f"{number}月", str(number)) for number in range(1, 13))
    numbers = tuple(tuple("not_submitted" if n == 6 else "120.5" for _ in names) for n in range(12))
    return Tally(
        LONG, Bilingual("月", "Month"), rows, tuple(Bilingual(x, x) for x in names), numbers, Bilingual("吨", "t")
    )


def marks(columns: int) -> Marks:
    """Seven towns × items, with all four states."""
    states = (("yes", "no", "missing", "na") * 6)[: columns or 15]
    heads = tuple(Bilingual(f"社区卫生服务站{n}", f"barrier-free facilities {n}") for n in range(columns))
    return Marks(LONG, Bilingual("镇", "Town"), TOWNS, heads, tuple(states for _ in TOWNS))


def climb(*levels: int | None) -> Climb:
    """A milestone on a ladder of seven levels."""
    steps = tuple(Bilingual(f"竣工验收{n}", f"under construction {n}") for n in range(7))
    return Climb("M03", LONG, steps, (2022, 2023, 2024, 2025), levels, (), Bilingual("暂缓", "suspended"))


def events() -> Events:
    """A lane of towns with names, a crowded lane, an empty one."""
    lanes = tuple(Bilingual(zh, en) for zh, en in (("镇", "Towns"), ("村", "Villages"), ("社区", "Communities")))
    towns = ((date(2022, 10, 1), TOWNS[0]), (date(2022, 11, 1), TOWNS[6]), (date(2025, 12, 31), TOWNS[2]))
    crowd = tuple((date(2024, 1 + n % 12, 3), TOWNS[1]) for n in range(14))
    return Events(LONG, lanes, (towns, crowd, ()), 2022, 2025)


NEAR = Goal(">=", "99.6")
CHARTS: dict[str, Chart] = {
    "path": charts.path(series("98.90", "99.31", "99.56", "99.64", goal=NEAR)),
    "path-gap": charts.path(series("68.2", None, "100", "90.9", goal=Goal(">=", "90"))),
    "path-two": charts.path(series("79.2", "71.4", "76.3", "87.5"), series("73.1", "83.3", "85.5", "87.8")),
    "path-bounds": charts.path(series(None, "80.0", low="77.3", high="81.8")),
    "steps": charts.steps(series("0", "31", "76", None, unit=COUNT, goal=Goal(">=", "74"))),
    "columns": charts.columns(series("320.50", None, "12.25", "1180.25", unit=MONEY), series("0", "1", "2", "3")),
    "dots": charts.dots(series("99.9", "99.5", None, "98.8", "100", "99.2", "99.7", labels=TOWNS, goal=NEAR)),
    "dots-low": charts.dots(series("9", "0", "7", "28", "12", "3", "5", labels=TOWNS, unit=COUNT)),
    "multiples": charts.multiples(*(series("9", None, "100", "28", "12", "3", "5", labels=TOWNS),) * 4),
    "villagegrid": charts.villagegrid(marks(0)),
    "matrix": charts.matrix(marks(3)),
    "matrix-turned": charts.matrix(Marks(LONG, LONG, TOWNS[:4], marks(20).columns, marks(20).states[:4])),
    "stack": charts.stack(*(part(f"来源{n}", "0", "80.25", "1200.10", "3") for n in range(11))),
    "pairs": charts.pairs(series("40", "66", "58", "71", unit=COUNT), series("31", "60", "55", None, unit=COUNT)),
    "months": charts.months(months("清运量"), months("可回收物", "厨余", "热解", "填埋")),
    "interval": charts.interval(series("88.4", "86.1", None, "99.9", low="85.8", high="90.6")),
    "ladder": charts.ladder([climb(0, 1, 3, 5), climb(1, 1, 6, 6), climb(2, 2, 3, None), climb(None, None, None, None)]),
    "timeline": charts.timeline(events()),
    "spark": charts.spark(
        *(series("9", "40", "70.5", text, goal=Goal(">=", "70"), verdict=verdict)
          for verdict in Verdict for text in ("72.8", None))
    ),
}  # fmt: skip


def test_every_chart_is_drawn_here():
    """A chart without a sample would escape these tests."""
    assert {name.partition("-")[0] for name in CHARTS} == set(charts.__all__)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CHARTS)
def test_no_words_overlap_or_leave_the_picture(name, lang):
    """In both languages every label stands free and inside."""
    with style.pinned_style():
        figure = CHARTS[name].draw(lang)
        style.mark(figure, lang)
        board = FigureCanvasAgg(figure)
        board.draw()
        texts = [text for axes in figure.axes for text in axes.texts] + list(figure.texts)
        boxes = [(text.get_text(), text.get_window_extent(board.get_renderer())) for text in texts]
    for number, (words, box) in enumerate(boxes):
        assert box.x0 > -1.5, f"{words} leaves on the left"
        assert box.x1 < figure.bbox.width + 1.5, f"{words} leaves on the right"
        for others, other in boxes[:number]:
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            down = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert across < 1 or down < 5, f"{words} lies on {others}"


@pytest.mark.parametrize("name", ["path", "stack"])
def test_the_same_picture_has_the_same_bytes(name):
    """No clock, no random id: drawn twice, SVG and PNG are equal."""
    first, second = (display.drawn(name, CHARTS[name], "zh", demonstration=True) for _ in range(2))
    assert first == second


def test_pictures_are_small_and_know_dark_mode():
    """An ordinary chart costs less than 5 KB, has no outside reference, and a twin for each colour."""
    svg, png = display.drawn("path", CHARTS["path"], "zh", demonstration=True)
    assert len(svg) < 5_000
    assert len(png) < 12_000
    assert b"prefers-color-scheme:dark" in svg
    assert b"url(" not in svg
    assert b"http" not in svg.replace(b"http://www.w3.org/2000/svg", b"")


def test_a_letter_that_the_font_lacks_is_an_error():
    """Tofu never reaches a page: drawing fails."""
    with style.pinned_style():
        axes = pen.sheet(40)
        pen.write(axes, (10, 20), "\U0001f33b")
        with pytest.raises(UserWarning, match="missing from font"):
            style.as_svg(pen.figure(axes), name="x", title="x")


def test_words_stay_words_and_keep_their_width():
    """The page's reader can search them; whatever the font, a label with Latin letters is as wide as it was measured."""
    svg, _ = display.drawn("path", CHARTS["path"], "zh", demonstration=True)
    root = fromstring(svg)
    labels = {item.text: item for item in root.iter(f"{SVG}text")}
    assert 68 < float(labels["目标 ≥99.6%"].get("textLength")) < 90
    assert labels["2025年"].get("textLength")
    assert root.get("font-family").startswith("Noto Sans SC,")


def test_demonstration_pictures_say_so():
    """The mark is words in the picture."""
    marked, _ = display.drawn("path", CHARTS["path"], "en", demonstration=True)
    plain, _ = display.drawn("path", CHARTS["path"], "en", demonstration=False)
    assert (b"Demonstration data" in marked, b"Demonstration data" in plain) == (True, False)
