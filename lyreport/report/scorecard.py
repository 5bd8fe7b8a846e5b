"""The scorecard: each target with latest value, verdict, pace and the years; cards on the page, a table on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from html import escape as html

from lyreport.errors import Bilingual
from lyreport.plan import Indicator
from lyreport.project import BASE_YEAR
from lyreport.report.layout import root_from, spark_path
from lyreport.report.markdown import Column, Markdown, escape, table
from lyreport.report.shown import Shown
from lyreport.results.pace import ACHIEVED, NOT_ASSESSED
from lyreport.results.value import Value, Verdict
from lyreport.section import numbers
from lyreport.section.phrases import SHAPES, VERDICTS

_TARGET = Bilingual("目标", "Target")
_SPARK = Bilingual("{name}：{points}", "{name}: {points}")
_PATH = Bilingual("走势", "Path")
_CAPTION = Bilingual("目标、最新值、判定与历年变化", "Targets, values and verdicts, {period}")
_NAME, _VERDICT = Bilingual("指标", "Indicator"), Bilingual("判定", "Verdict")
_OUTCOME = Bilingual(
    "到{year}年末，{count}项目标中：{listed}。", "At the end of {year}, of the {count} targets: {listed}."
)
_COUNTED = Bilingual("{verdict}{count}项", "{count} {verdict}")
_COUNTS = {
    Verdict.MET: "S04", Verdict.NOT_MET: "S04.not_met", Verdict.UNDETERMINED: "S04.undetermined",
    Verdict.NOT_DUE: "S04.not_due",
}  # fmt: skip
_TOLD = (Verdict.MET, Verdict.MET_WITHIN_TOLERANCE, Verdict.NOT_MET, Verdict.UNDETERMINED, Verdict.NOT_DUE)
_ORDER = [Verdict.NOT_MET, Verdict.UNDETERMINED, Verdict.NOT_DUE, Verdict.MET_WITHIN_TOLERANCE, Verdict.MET]
_PACED = Bilingual("进度：{pace}", "Pace: {pace}")
_ASSUMED = Bilingual(
    "进度以{base}年值为假定基期，按直线路径计算；按下限逐年判定的目标不评估进度。见[@sec-annex-method]。",
    "Pace takes the {base} value as an assumed base and a straight path; targets judged every year against a floor are "
    "not assessed for pace. See [@sec-annex-method].",
)
_WIDTH, _HEIGHT, _EDGE = 116, 50, 8


def targets(shown: Shown) -> list[Indicator]:
    """Return the indicators that have a target, in the plan's order."""
    return [row for row in shown.material.plan.indicators.values() if row.kind == "target"]


def scorecard(shown: Shown) -> str:
    """Return the scorecard: the outcome in a sentence, cards for the page, a table for paper."""
    pairs = [(row, value) for row in targets(shown) if (value := shown.material.value(row.id))]
    cards = "\n".join(_card(shown, row, value) for row, value in sorted(pairs, key=_most_wanted))
    parts = {
        "only-html": f'```{{=html}}\n<ol class="scorecard">\n{cards}\n</ol>\n```\n',
        "only-pdf": _table(shown, pairs, sparks=True),
        "only-docx": _table(shown, pairs, sparks=False),
    }
    fenced = (f":::: {{.{name}}}\n{text}::::\n" for name, text in parts.items())
    assumed = _ASSUMED.say(shown.lang).format(base=BASE_YEAR)
    return "\n".join([_outcome(shown, pairs), *fenced, f"::: {{.note}}\n{assumed}\n:::\n"])


def _most_wanted(pair: tuple[Indicator, Value]) -> int:
    """What is not met comes first: that is what a reader has to know."""
    return _ORDER.index(pair[1].verdict) if pair[1].verdict in _ORDER else len(_ORDER)


def _outcome(shown: Shown, pairs: list[tuple[Indicator, Value]]) -> str:
    """How many targets are met and which are not, in one sentence."""
    groups = {verdict: [row for row, value in pairs if value.verdict == verdict] for verdict in _TOLD}
    parts = [_counted(shown, verdict, rows) for verdict, rows in groups.items() if rows]
    listed = ("；" if shown.lang == "zh" else "; ").join(parts)
    return Markdown(shown.say(_OUTCOME, year=shown.material.year, count=len(pairs), listed=listed)) + "\n"


def _counted(shown: Shown, verdict: Verdict, rows: list[Indicator]) -> str:
    counted = shown.material.value(_COUNTS[verdict]) if verdict in _COUNTS else None
    count = shown.number(counted) if counted and counted.printed == str(len(rows)) else str(len(rows))
    said = shown.say(_COUNTED, verdict=shown.verdict(verdict), count=count)
    if verdict in {Verdict.MET, Verdict.NOT_DUE}:
        return said
    names = numbers.listing([f"[{escape(row.name.say(shown.lang))}](#{row.id})" for row in rows], shown.lang)
    return f"{said}（{names}）" if shown.lang == "zh" else f"{said} ({names})"


def _badge(shown: Shown, verdict: Verdict) -> str:
    shape, word = SHAPES.get(verdict, "–"), html(VERDICTS[verdict].say(shown.lang))
    return f'<span class="verdict {verdict}"><span aria-hidden="true">{shape}</span> {word}</span>'


def _card(shown: Shown, row: Indicator, value: Value) -> str:
    name, pace = html(row.name.say(shown.lang)), _paced(shown, value)
    figure = f'<p class="figure{"" if value.printed else " missing"}">{_figure(shown, value)}</p>'
    return (
        f'<li class="{value.verdict}"><h3><a href="#{row.id}">{name}</a></h3>'
        f'<div class="reading">{figure}{spark(shown, row)}</div>'
        f"<div><p>{_TARGET.say(shown.lang)} {html(shown.target(row))}</p>"
        f'<p class="badge">{_badge(shown, value.verdict)}{pace}</p></div></li>'
    )


def _paced(shown: Shown, value: Value) -> str:
    """The pace beside the verdict; none where there is no path to be on, or it has been walked."""
    if value.pace in {None, NOT_ASSESSED, ACHIEVED}:
        return ""
    said = shown.say(_PACED, pace=shown.pace_word(value))
    return f'<span class="pace">{html(said)}</span>'


def _figure(shown: Shown, value: Value) -> str:
    """The figure, linked; unit and fraction stand small beside it."""
    shown.seen.add(value.id)
    before, text, after = shown.pieces(value)
    linked = f'{html(before)}<a class="n" data-trace="{value.id}" href="#{value.key.anchor}">{html(text)}</a>'
    unit = html(after) if after.strip() == "%" else f"<small>{html(after)}</small>" if after else ""
    if not value.numerator or not value.denominator or value.unit != "%":
        return linked + unit
    return f"{linked}{unit} <small>{html(numbers.fraction(value.numerator, value.denominator, shown.lang))}</small>"


def drawing(shown: Shown, row: Indicator) -> str:
    """Return a spark as a file of its own, for paper."""
    inline = spark(shown, row) or f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
    plain = inline.replace('<svg class="spark"', '<svg xmlns="http://www.w3.org/2000/svg"').replace(
        "currentColor", "#1d4f7c"
    )
    return plain if plain.endswith("</svg>") else plain + "</svg>"


def _bare(shown: Shown, value: Value | None) -> Markdown:
    """The figure without its unit, which the target's column says; a rate keeps its sign."""
    if value is None:
        return Markdown("—")
    percent = value.unit == "%" and value.printed is not None
    return Markdown(shown.number(value) + ("%" if percent else ""))


def _picture(shown: Shown, row: Indicator) -> Markdown:
    return Markdown(f"![{escape(_told(shown, row))}]({root_from(shown.lang)}{spark_path(row.id)}){{.spark}}")


def _told(shown: Shown, row: Indicator) -> str:
    """The years in words: what the spark shows."""
    found = [(year, shown.material.value(row.id, year)) for year in shown.material.span]
    said = ("；" if shown.lang == "zh" else "; ").join(
        f"{numbers.year(year, shown.lang)} {shown.plain(value) if value else '—'}" for year, value in found
    )
    return shown.say(_SPARK, name=row.name.say(shown.lang), points=said)


def spark(shown: Shown, row: Indicator) -> str:
    """Return the years as an inline picture without style: dots, line, target as a dashed line."""
    found = [(year, shown.material.value(row.id, year)) for year in shown.material.span]
    known = [(year, Decimal(value.printed)) for year, value in found if value and value.printed is not None]
    label = html(_told(shown, row))
    if not known:
        return ""
    aim = row.target.value if row.target else None
    place = _scale(shown.material.span, [value for _, value in known] + ([aim] if aim is not None else []))
    dots = {year: place(year, value) for year, value in known}
    path = "".join(f"{_stroke(dots, year)}{x} {y}" for year, (x, y) in dots.items())
    marks = "".join(
        f'<circle cx="{x}" cy="{y}" r="{3.2 if year == max(dots) else 2}"/>' for year, (x, y) in dots.items()
    )
    goal = (
        f'<path d="M0 {place(0, aim)[1]}H{_WIDTH}" stroke-dasharray="3 3" stroke-width="1" opacity=".7"/>'
        if aim is not None
        else ""
    )
    return (
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}" '
        f'fill="none" stroke="currentColor">'
        f'{goal}<path d="{path}" stroke-width="1.8"/><g fill="currentColor">{marks}</g></svg>'
    )


def _stroke(dots: Mapping[int, object], year: int) -> str:
    """Draw on from the year before; after a year without a figure begin anew: nothing is known between."""
    return "L" if year - 1 in dots else "M"


def _scale(years: tuple[int, ...], values: list[Decimal]) -> Callable[[int, Decimal], tuple[str, str]]:
    low, high = min(values), max(values)
    step = Decimal(_WIDTH - 2 * _EDGE) / max(1, len(years) - 1)
    reach = (high - low) or Decimal(1)

    def place(year: int, value: Decimal) -> tuple[str, str]:
        x = _EDGE + step * (years.index(year) if year in years else 0)
        y = Decimal(_HEIGHT - _EDGE) - (value - low) / reach * (_HEIGHT - 2 * _EDGE)
        return f"{x:.1f}", f"{y:.1f}"

    return place


def _judged(shown: Shown, value: Value) -> Markdown:
    """The verdict, and below what is not met how far it got or how fast it goes."""
    if value.pace is None or value.verdict in {Verdict.MET, Verdict.MET_WITHIN_TOLERANCE} or value.pace == NOT_ASSESSED:
        return shown.verdict(value.verdict)
    comma = "，" if shown.lang == "zh" else ", "
    return Markdown(f"{shown.verdict(value.verdict)}{comma}{escape(shown.pace_word(value))}")


def _table(shown: Shown, pairs: list[tuple[Indicator, Value]], *, sparks: bool) -> str:
    years = shown.material.span
    columns = [
        Column(_NAME.say(shown.lang), share=27),
        Column(_TARGET.say(shown.lang), share=19),
        *(Column(str(year), right=True, share=10) for year in years),
        *([Column(_PATH.say(shown.lang), share=14)] if sparks else []),
        Column(_VERDICT.say(shown.lang), share=25),
    ]
    rows = []
    for row, value in pairs:
        cells = [shown.material.value(row.id, year) for year in years]
        rows.append(
            [
                row.name.say(shown.lang),
                shown.target(row),
                *(_bare(shown, one) for one in cells),
                *([_picture(shown, row)] if sparks else []),
                _judged(shown, value),
            ]
        )
    return table(columns, rows, caption=shown.say(_CAPTION, period=shown.period), id="tbl-scorecard")
