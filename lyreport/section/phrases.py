"""The few fixed words that charts, tables and outputs share: verdicts, missing codes, headings."""

from __future__ import annotations

from lyreport.errors import Bilingual, Lang
from lyreport.results.value import Value, Verdict
from lyreport.section import numbers

VERDICTS: dict[Verdict, Bilingual] = {
    Verdict.MET: Bilingual("达成", "met"),
    Verdict.MET_WITHIN_TOLERANCE: Bilingual("基本达成", "met within tolerance"),
    Verdict.NOT_MET: Bilingual("未达成", "not met"),
    Verdict.NOT_DUE: Bilingual("未到期", "not yet due"),
    Verdict.UNDETERMINED: Bilingual("无法判定", "undetermined"),
    Verdict.NOT_APPLICABLE: Bilingual("不适用", "not applicable"),
    Verdict.NO_TARGET: Bilingual("无目标", "no target"),
}
SHAPES: dict[Verdict, str] = {
    Verdict.MET: "●",
    Verdict.MET_WITHIN_TOLERANCE: "◐",
    Verdict.NOT_MET: "▲",
    Verdict.NOT_DUE: "○",
    Verdict.UNDETERMINED: "?",
}
STATES: dict[str, Bilingual] = {
    "preliminary": Bilingual("初步数", "preliminary figure"),
    "verified": Bilingual("核定数", "verified figure"),
    "revised": Bilingual("修订数", "revised figure"),
    "demonstration": Bilingual("示例数据", "demonstration data"),
}
STATUS: dict[str, Bilingual] = {
    "accepted": Bilingual("已报", "submitted"),
    "late": Bilingual("迟报", "late"),
    "rejected": Bilingual("未通过核对", "not accepted"),
    "missing": Bilingual("未报", "not submitted"),
}
MISSING: dict[str, Bilingual] = {
    "not_submitted": STATUS["missing"],
    "rejected": STATUS["rejected"],
    "not_applicable": Bilingual("不适用", "not applicable"),
    "suppressed": Bilingual("*", "*"),
    "incomplete": Bilingual("不完整", "incomplete"),
    "below_sample": Bilingual("样本不足", "sample too small"),
    "pending": Bilingual("尚无", "not yet"),
    "not_recorded": STATUS["missing"],
}
UNKNOWN = Bilingual("无数", "no figure")
DEMONSTRATION = Bilingual("示例数据，非真实数据", "Demonstration data, not real figures")
TARGET = Bilingual("目标", "Target")
INDICATOR = Bilingual("指标", "Indicator")
NUMERATOR = Bilingual("分子", "Numerator")
DENOMINATOR = Bilingual("分母", "Denominator")
VERDICT = Bilingual("判定", "Verdict")
PLACE = Bilingual("地区", "Place")
COUNTY = Bilingual("全县", "County")
TOTAL = Bilingual("合计", "Total")
NUMBER = Bilingual("个数", "Number")
VILLAGES = Bilingual("行政村", "Villages")
NOT_REPORTED_BEFORE = Bilingual("上年未报", "not submitted the year before")
LOW, HIGH = Bilingual("区间下端", "Lower bound"), Bilingual("区间上端", "Upper bound")
SAMPLE = Bilingual("有效样本量", "Effective sample")
LACKED = Bilingual("原缺项数", "Initial gaps")
CLOSED = Bilingual("已补上", "Closed")
STILL_OPEN = Bilingual("尚缺", "Still open")
YES, NO = Bilingual("是", "Yes"), Bilingual("否", "No")


def why(value: Value) -> Bilingual:
    """The word that stands where a figure is missing."""
    return MISSING.get(value.reason or "", UNKNOWN)


def figure(value: Value, unit: Bilingual, lang: Lang) -> str:
    """A recorded value with its unit, short enough for a chart: ``99.6%``, ``74``; or the word for what is missing."""
    if value.printed is None:
        return why(value).say(lang)
    return numbers.number(value.printed, lang) + ("%" if unit.zh == "%" else "")


def standing(status: str, state: str | None) -> Bilingual:
    """How a submission stands: why it does not count, or else in which state its figures are."""
    return STATES.get(state or "", Bilingual("", "")) if status == "accepted" else STATUS[status]


def share(value: Value, lang: Lang) -> str:
    """``60/66``, or nothing where there is no fraction."""
    if value.numerator is None or value.denominator is None:
        return ""
    return numbers.fraction(value.numerator, value.denominator, lang)


def both(zh: str, en: str) -> Bilingual:
    """Two texts as one."""
    return Bilingual(zh, en)
