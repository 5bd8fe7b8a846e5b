"""The annexes but the one on sources: indicators, milestones, submissions, method, terms, open questions."""

from __future__ import annotations

from importlib.resources import files

from lyreport.errors import Bilingual
from lyreport.plan import Indicator
from lyreport.project import BASE_YEAR
from lyreport.report import blocks
from lyreport.report.markdown import Column, Markdown, escape, table
from lyreport.report.preface import status_of
from lyreport.report.shown import Shown
from lyreport.results.value import Value, Verdict
from lyreport.section import numbers

_ID, _NAME, _UNIT = Bilingual("编号", "ID"), Bilingual("指标", "Indicator"), Bilingual("单位", "Unit")
_TARGET, _VERDICT, _STATE = Bilingual("目标", "Target"), Bilingual("判定", "Verdict"), Bilingual("数据状态", "Data")
_INDICATORS = Bilingual("全部指标{period}", "All indicators, {period}")
_FRACTIONS = Bilingual(
    "括号内为分子/分母；分母小于20的，先写分子/分母，括号内为比率。没有合计数的指标写“—”，分项数见有关章节。",
    "In brackets: numerator/denominator. Where the denominator is below 20, the fraction comes first and the rate "
    "stands in brackets. An indicator without a total has a dash; its parts are given in its section.",
)


def indicators(shown: Shown) -> str:
    """Annex 1: every indicator over the years, with fraction, target and verdict."""
    years = shown.material.span
    columns = [
        Column(_ID.say(shown.lang), share=6),
        Column(_NAME.say(shown.lang), share=26),
        Column(_UNIT.say(shown.lang), share=9),
        *(Column(str(year), right=True, share=15) for year in years),
        Column(_TARGET.say(shown.lang), share=12),
        Column(_VERDICT.say(shown.lang), share=12),
    ]
    rows = [_indicator(shown, row) for row in shown.material.plan.indicators.values()]
    caption = shown.say(_INDICATORS, period=shown.period)
    return table(columns, rows, caption=caption, id="tbl-indicators", notes=[_FRACTIONS.say(shown.lang)])


def _indicator(shown: Shown, row: Indicator) -> list[str]:
    headline = row.headline or row.id
    values = [shown.material.value(headline, year) for year in shown.material.span]
    latest = values[-1]
    judged = shown.verdict(latest.verdict) if latest and latest.verdict != Verdict.NO_TARGET else "—"
    target = shown.target(row) if row.target and row.target.value is not None else "—"
    unit = shown.material.part(headline).unit.say(shown.lang)
    return [
        Markdown(shown.anchor(row.id) + row.id),
        shown.material.part(row.id).name.say(shown.lang),
        unit,
        *(blocks.with_fraction(shown, value) if value else "—" for value in values),
        target,
        judged,
    ]


_LEDGER = Bilingual("里程碑台账（等级及其序号）", "Milestones: step reached, and its place on the ladder")
_MILESTONE, _SECTION = Bilingual("里程碑", "Milestone"), Bilingual("所在节", "Section")
_LEDGER_NOTE = Bilingual(
    "历年等级、佐证文件和牵头单位见各节的里程碑进展表。",
    "Every year, documents and lead units: in each section's own table.",
)


def milestones(shown: Shown) -> str:
    """Annex 2: every milestone once, with the step of this year and the year before; each section says the rest."""
    years = shown.material.span[-2:]
    columns = [
        Column(_ID.say(shown.lang), share=6),
        Column(_MILESTONE.say(shown.lang), share=34),
        Column(_SECTION.say(shown.lang), share=14),
        *(Column(numbers.year(year, shown.lang), share=20) for year in years),
    ]
    rows = [
        [
            Markdown(shown.anchor(row.id) + row.id),
            row.name.say(shown.lang),
            Markdown(f"[@sec-{row.section}]"),
            *(_step(shown, shown.material.value(f"{row.id}.level", year)) for year in years),
        ]
        for row in shown.material.plan.milestones.values()
    ]
    caption, note = _LEDGER.say(shown.lang), _LEDGER_NOTE.say(shown.lang)
    return table(columns, rows, caption=caption, id="tbl-milestones", notes=[note])


def _step(shown: Shown, value: Value | None) -> str:
    if value is None or value.exact is None:
        return shown.absent(value) if value else "—"
    row = shown.material.plan.milestones[value.key.row]
    levels = shown.material.plan.ladders[row.ladder].levels
    step = levels[int(value.exact)].say(shown.lang)
    reached = shown.link(value.exact, value) if value.year == shown.material.year else value.exact
    return Markdown(f"{escape(step)} {reached}/{len(levels) - 1}")


_MATRIX = Bilingual("{year}年各单位报送情况", "Submissions for {year} by unit")
_UNIT_HEAD, _FORMS_HEAD = Bilingual("单位", "Unit"), Bilingual("报表", "Forms")
_ACCEPTED, _LACKING = (
    Bilingual("已报并通过核对", "Submitted and accepted"),
    Bilingual("迟报、未报或未通过核对", "Late, missing or not accepted"),
)
_FILES = Bilingual("报送文件", "Files submitted")
_FILE, _DIGEST, _DAY = (
    Bilingual("文件", "File"),
    Bilingual("摘要（SHA-256前12位）", "Digest (SHA-256, first 12 characters)"),
    Bilingual("报送日期", "Submitted on"),
)
_YEAR = Bilingual("年份", "Year")


def submissions(shown: Shown) -> str:
    """Annex 3: who sent what in the edition's year, and every file of every year with its digest."""
    sent = shown.material.submissions.get(shown.material.year, ())
    rows = []
    for unit in dict.fromkeys(one.unit for one in sent):
        own = [one for one in sent if one.unit == unit]
        good = [one for one in own if one.status == "accepted" and not (one.days_late or 0) > 0]
        other = [f"{one.form} {status_of(one, shown)}" for one in own if one not in good]
        rows.append(
            [
                shown.material.unit_name(unit).say(shown.lang),
                _comma(shown).join(one.form for one in good) or "—",
                Markdown("；".join(other) if shown.lang == "zh" else "; ".join(other)) if other else "—",
            ]
        )
    columns = [
        Column(_UNIT_HEAD.say(shown.lang), share=18),
        Column(_ACCEPTED.say(shown.lang), share=36),
        Column(_LACKING.say(shown.lang), share=30),
    ]
    caption = shown.say(_MATRIX, year=shown.material.year)
    return table(columns, rows, caption=caption, id="tbl-submissions") + "\n" + _files(shown)


def _comma(shown: Shown) -> str:
    return "、" if shown.lang == "zh" else ", "


def _files(shown: Shown) -> str:
    seen: dict[tuple[int, str], list[str]] = {}
    for year, every in sorted(shown.material.submissions.items(), reverse=True):
        for one in every:
            if one.file:
                name = one.file.rpartition("/")[2]
                row = seen.setdefault(
                    (year, one.file), [str(year), name, "", one.submitted_on or "", (one.sha256 or "")[:12]]
                )
                row[2] = f"{row[2]}{_comma(shown)}{one.form}".removeprefix(_comma(shown))
    columns = [
        Column(_YEAR.say(shown.lang), share=6),
        Column(_FILE.say(shown.lang), share=26),
        Column(_FORMS_HEAD.say(shown.lang), share=30),
        Column(_DAY.say(shown.lang), share=12),
        Column(_DIGEST.say(shown.lang), share=16),
    ]
    return table(columns, list(seen.values()), caption=_FILES.say(shown.lang), id="tbl-files", classes=("ledger",))


_HALF_UP = Bilingual("四舍五入", "half up")


def method(shown: Shown) -> str:
    """Annex 4: how figures are computed, judged, paced, rounded and withheld."""
    text = files("lyreport.report").joinpath(f"theme/method.{shown.lang}.md").read_text(encoding="utf-8")
    return text.replace("{base_year}", str(BASE_YEAR)).replace("{rounding}", _HALF_UP.say(shown.lang))


_NOT_PRINTED = Bilingual(
    "术语对照见网页版和Word版的同一附录。",
    "The terms are listed in the same annex of the web page and of the Word file.",
)
_TERMS = Bilingual("中英术语对照", "Terms in Chinese and English")
_ZH, _EN = Bilingual("中文", "Chinese"), Bilingual("英文", "English")


def terms(shown: Shown) -> str:
    """Annex 6: the glossary."""
    rows = [[term.zh, term.en] for term in shown.material.plan.terms.values()]
    columns = [Column(_ZH.say(shown.lang), share=30), Column(_EN.say(shown.lang), share=50)]
    listed = table(columns, rows, caption=_TERMS.say(shown.lang), classes=("terms",))
    return f":::: {{.not-pdf}}\n{listed}::::\n\n:::: {{.only-pdf}}\n{_NOT_PRINTED.say(shown.lang)}\n::::\n"


_OPEN = Bilingual("须由人确定的事项", "Matters for people to decide")
_QUESTION, _EFFECT, _ASKS, _NOW = (
    Bilingual("事项", "Question"),
    Bilingual("影响", "Effect"),
    Bilingual("由谁答复", "Who decides"),
    Bilingual("现状", "Decision"),
)


def open_questions(shown: Shown) -> str:
    """Annex 7: every setting that a person must decide, with its effect and its present answer."""
    rows = [
        [
            one.question.say(shown.lang),
            one.effect.say(shown.lang),
            shown.material.unit_name(one.asks).say(shown.lang),
            blocks.decision(shown, one.id),
        ]
        for one in shown.material.plan.settings.values()
    ]
    columns = [
        Column(_QUESTION.say(shown.lang), share=30),
        Column(_EFFECT.say(shown.lang), share=34),
        Column(_ASKS.say(shown.lang), share=14),
        Column(_NOW.say(shown.lang), share=12),
    ]
    return table(columns, rows, caption=_OPEN.say(shown.lang), id="tbl-open")
