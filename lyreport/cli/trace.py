"""``lyreport trace ID``: a number, back to its workbook, as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lyreport.cli.editions import newest
from lyreport.cli.request import Request
from lyreport.errors import Bilingual, Lang

if TYPE_CHECKING:
    from lyreport.audit.trace import PlanSource, Source, Trace
    from lyreport.results.value import Value


_FORMULA, _JUDGED = Bilingual("计算", "formula"), Bilingual("判定所比", "judged by")


def command(request: Request) -> int:
    """Print where one value comes from."""
    from lyreport.audit.trace import trace
    from lyreport.plan import load_plan
    from lyreport.results.ids import ValueId

    project = request.project
    said = request.options.id
    edition = request.options.edition or newest(project)
    name = said if "@" in said else f"{said}@{request.options.year or edition}"
    found = trace(project, load_plan(project.params), ValueId.parse(name), edition=edition)
    if request.json:
        request.dump(found)
    else:
        _show(request, found)
    return 0


def _show(request: Request, found: Trace) -> None:
    from lyreport.section.phrases import VERDICTS

    value, lang = found.value, request.lang
    shown = f"{value.printed} {found.part.unit.say(lang)}" if value.printed is not None else _absent(value, lang)
    request.say(f"{value.id}  {found.part.name.say(lang)}  {shown}")
    lines = [
        (Bilingual("精确值", "exact"), value.exact),
        (Bilingual("分子", "numerator"), _with(value.numerator, found.numerator, request)),
        (Bilingual("分母", "denominator"), _with(value.denominator, found.denominator, request)),
        (_FORMULA, found.formula.say(lang) if found.formula else None),
        (Bilingual("判定", "verdict"), VERDICTS[value.verdict].say(lang)),
        (_JUDGED, found.judged.say(lang) if found.judged else None),
        (Bilingual("笔记本", "notebook"), f"{value.notebook} · {value.cell}" if value.notebook else None),
    ]
    for title, text in lines:
        if text:
            request.say(f"├─ {title.say(lang)}: {text}")
            if title is (_JUDGED if found.judged else _FORMULA):
                _operands(request, found)
    for one in found.plans:
        _plan(request, one)
    for place, source in enumerate(found.sources, 1):
        _source(request, source, last=place == len(found.sources))


def _operands(request: Request, found: Trace) -> None:
    """Print what was put into the formula; other recorded values with what they are, so that one can go on there."""
    from lyreport.results.parts.shape import PERCENT

    for one in found.operands:
        text = one.text
        if one.value is not None:
            unit = "%" if one.value.unit == PERCENT.zh else ""
            figure = f"{one.value.printed}{unit}" if one.value.printed is not None else None
            text = f"{one.id}  {figure or _absent(one.value, request.lang)}"
        request.say(f"│  ├─ {one.label.say(request.lang)}: {text}")


def _plan(request: Request, one: PlanSource) -> None:
    """Print a file of settings as a source, as a workbook is printed."""
    said = f" · {one.said.say(request.lang)}" if one.said else ""
    request.say(f"├─ {Bilingual('年度计划', 'plan of the year').say(request.lang)}{said}")
    request.say(f"│  ├─ {one.file}  {one.key}  sha256 {one.sha256}")


def _absent(value: Value, lang: Lang) -> str:
    """Say why there is no figure, and its bounds where they are known."""
    from lyreport.report.phrases import WITHHELD
    from lyreport.section.numbers import span
    from lyreport.section.phrases import why

    if value.reason == "suppressed":
        return WITHHELD.say(lang)
    if value.low is None or value.high is None:
        return why(value).say(lang)
    return f"{why(value).say(lang)}  {span(value.low, value.high, lang, unit='%' if value.unit == '%' else '')}"


def _with(figure: str | None, text: Bilingual | None, request: Request) -> str | None:
    if figure is None:
        return None
    return f"{figure}  ({text.say(request.lang)})" if text else figure


def _source(request: Request, source: Source, *, last: bool) -> None:
    from lyreport.section.phrases import standing

    lang = request.lang
    state = standing(source.status, source.state)
    head = f"{source.form} {source.form_name.say(lang)} · {source.year} · {source.unit_name.say(lang)}"
    request.say(f"{'└' if last else '├'}─ {head} · {state.say(lang)}")
    stem = "   " if last else "│  "
    if source.file:
        request.say(f"{stem}├─ {source.file}  sha256 {source.sha256}  {source.submitted_on}")
    for cell in source.cells:
        request.say(f"{stem}├─ {cell}")
