"""The fixed words of the report, in both languages: one place where an editor finds and changes them."""

from __future__ import annotations

from lyreport.errors import Bilingual
from lyreport.results import pace

PACE: dict[str, Bilingual] = {
    pace.ACHIEVED: Bilingual("已达到目标值", "target value reached"),
    pace.ON_TRACK: Bilingual("进展正常", "on track"),
    pace.ACCELERATE: Bilingual("需要加快", "acceleration needed"),
    pace.LIMITED: Bilingual("进展有限", "limited progress"),
    pace.DETERIORATION: Bilingual("出现回落", "deterioration"),
    pace.UNABLE: Bilingual("无法评估", "unable to assess"),
    pace.BASE_YEAR: Bilingual("基期", "base year"),
    pace.NOT_ASSESSED: Bilingual("不评估", "not assessed"),
}
FELL_SHORT = Bilingual("到期时走完路程的{level}", "due; {level} of the way")
ASSUMED_BASE = Bilingual("基期为假定", "assumed base")
METHOD_SENSITIVE = Bilingual("换算法则结论不同", "another method gives a different result")

# Why there is no figure: {units} those who owe, {forms} the forms, {word} the plan's soft word.
REASONS: dict[str, Bilingual] = {
    "not_submitted": Bilingual("{units}未报{forms}", "{units} {have} not submitted {forms}"),
    "rejected": Bilingual("{units}报送的{forms}未通过核对", "{forms} from {units} was not accepted"),
    "incomplete": Bilingual("{units}报送的{forms}不完整", "{forms} from {units} is incomplete"),
    "suppressed": Bilingual("人数或户数过少，按规定不公布", "too few persons or households to be published"),
    "no_denominator": Bilingual("分母为零，无从计算", "the denominator is zero"),
    "no_earlier_year": Bilingual("没有上年数", "there is no figure for the year before"),
    "no_base": Bilingual("没有基期数", "there is no base figure"),
    "threshold_unset": Bilingual("“{word}”的判据尚未确定", "the criterion for “{word}” is not yet decided"),
    "below_sample": Bilingual("样本不足", "the sample is too small"),
}
WITHHELD = Bilingual("不公布", "withheld")
REASON_UNKNOWN = Bilingual("数据不足", "the data are insufficient")
SOMEONE = Bilingual("报送单位", "the submitting unit")
CANNOT_JUDGE = Bilingual("{why}，无法判定。", "{why}; no verdict is possible.")
BOUNDS_ONLY = Bilingual("{why}，数值在{bounds}之间。", "{why}; the figure lies within {bounds}.")
AS_SENT = Bilingual("{why}，按已报部分计为{bounds}。", "{why}; counting what was submitted, the figure is {bounds}.")
NO_FIGURE = Bilingual("{why}，没有数据。", "{why}; there is no figure.")

WHEN: dict[str, Bilingual] = {
    "stock": Bilingual("到{year}年末，", "At the end of {year}, "),
    "state": Bilingual("{year}年，", "In {year}, "),
    "flow": Bilingual("{year}年全年，", "In {year}, "),
    "cumulative": Bilingual("到{year}年末，", "At the end of {year}, "),
}
LEAD: dict[str, Bilingual] = {
    "is": Bilingual("{when}{name}为{value}", "{when}{name} stood at {value}"),
    "amount": Bilingual("{when}{name}为{value}", "{when}{name} came to {value}"),
    "count": Bilingual("{when}{name}为{value}", "{when}{name} numbered {number}"),
    "between": Bilingual("{when}{name}在{low}～{high}之间", "{when}{name} was between {low} and {high}"),
    "none": Bilingual("{when}{name}因{why}，没有数据", "{when}there is no figure for {name}, because {why}"),
    "changes": Bilingual("，{changes}", ", {changes}"),
    "target": Bilingual("；目标为{target}，判定：{verdict}", "; the target is {target}, and the verdict is {verdict}"),
    "because": Bilingual("（{why}）", " ({why})"),
    "end": Bilingual("。", "."),
}
CHANGE: dict[str, Bilingual] = {
    "rate_up": Bilingual("比{year}提高{amount}", "up {amount} from {year}"),
    "rate_down": Bilingual("比{year}下降{amount}", "down {amount} from {year}"),
    "count_up": Bilingual("比{year}增加{amount}", "up by {amount} from {year}"),
    "count_down": Bilingual("比{year}减少{amount}", "down by {amount} from {year}"),
    "same": Bilingual("与{year}持平", "unchanged from {year}"),
    "indistinct": Bilingual("与{year}相比无明显变化", "not clearly different from {year}"),
    "unknown": Bilingual("与{year}无法比较", "not comparable with {year}"),
}
AGAIN: dict[str, Bilingual] = {
    "rate": Bilingual("", "{amount} from {year}"),
    "count": Bilingual("", "by {amount} from {year}"),
}
"""The second of two changes in the same direction: English says the direction and the unit once."""
NOTHING_EARLIER = Bilingual("没有更早的年份可比", "with no earlier year to compare with")
LAST_YEAR = Bilingual("上年", "{year}")
THAT_YEAR = Bilingual("{year}年", "{year}")
AT_LEAST = Bilingual("不低于{value}", "at least {value}")
NOT_FEWER = Bilingual("不少于{value}", "at least {value}")
AND_RISING = Bilingual("且逐年提高", " and rising every year")
NO_NUMBER = Bilingual("无数值目标", "no numeric target")
ALL_NAMED = Bilingual("名单内全部{value}", "all {value} named in the plan")
BOTH_NAMED = Bilingual("名单内全部{value}", "both {unit} named in the plan")
UNDECIDED = Bilingual("尚未确定", "not yet decided")
CARRIED = Bilingual("沿用上年", "carried over")

TITLES: dict[str, Bilingual] = {
    "preface": Bilingual("编制说明", "About this report"),
    "scorecard": Bilingual("目标记分板", "Target scorecard"),
    "part3": Bilingual("重点工作进展", "Progress on key tasks"),
    "part4": Bilingual("推进机制", "Implementation mechanisms"),
    "annex_indicators": Bilingual("全部指标历年表", "All indicators, {period}"),
    "annex_milestones": Bilingual("里程碑台账", "Milestone ledger"),
    "annex_submissions": Bilingual("报送与欠报", "Submissions received and overdue"),
    "annex_method": Bilingual("方法", "Method"),
    "annex_sources": Bilingual("每个数从哪里来", "Where each number comes from"),
    "annex_terms": Bilingual("中英术语", "Chinese and English terms"),
    "annex_open": Bilingual("未定事项", "Open questions"),
}
