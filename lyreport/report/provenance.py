"""The annex that says where each number comes from: one anchored row per value, town values grouped."""

from __future__ import annotations

from lyreport.errors import Bilingual
from lyreport.report.markdown import Column, Markdown, escape, table
from lyreport.report.shown import Shown
from lyreport.results.value import Value
from lyreport.section import numbers

_INTRO = Bilingual(
    "每行一个数：怎样计算，分子分母是多少，取自哪张报表、哪个文件，由哪个笔记本的哪个单元格记录。文件的摘要见[@tbl-files]，可用来核对文件未被改动。",
    "Each row explains one number: how it is computed, its numerator and denominator, the forms and files it was "
    "taken from, and the notebook cell that recorded it. [@tbl-files] lists the digests of the files; with them "
    "anyone can check that a file has not been changed.",
)
_PAPER = Bilingual(
    "此处列全县本数据年份的数；以前各年和分地区的数见网页版同一附录。",
    "Listed here are the county figures for the data year; earlier years and places are in the same annex of the web "
    "edition.",
)
_HEADS: tuple[tuple[Bilingual, int], ...] = (
    (Bilingual("编号", "ID"), 17),
    (Bilingual("数值", "Value"), 9),
    (Bilingual("分子", "Numerator"), 9),
    (Bilingual("分母", "Denominator"), 9),
    (Bilingual("报表", "Forms"), 14),
    (Bilingual("单元格", "Cell"), 14),
)
_FORMULA = Bilingual("计算：{formula}。分子：{top}。", "Formula: {formula}. Numerator: {top}.")
_BOTTOM = Bilingual("分母：{bottom}。", " Denominator: {bottom}.")
_NOTEBOOK = Bilingual("笔记本：{name}。", " Notebook: {name}.")
_FILES = Bilingual("文件：{files}。", " Files: {files}.")
_OF_YEAR = Bilingual("{year}年 {files}", "{year} {files}")
_LEVELS = Bilingual("里程碑等级（{title}）", "Milestone levels: {title}")
_MANY = Bilingual("{form} {count}份", "{form} ({count} files)")
_FEW = 2


def provenance(shown: Shown) -> str:
    """Return the annex: every number on the page, the county's numbers of the edition's year on paper.

    Comes after everything else has been said in this language: ``shown`` remembers which values that were.
    """
    wanted = _wanted(shown)
    paper = [value for value in wanted if value.year == shown.material.year and not value.place]
    return (
        f"{_INTRO.say(shown.lang)}\n\n::::: {{.only-html}}\n{_groups(shown, wanted)}\n:::::\n\n"
        f"::::: {{.not-html}}\n{_PAPER.say(shown.lang)}\n\n{_groups(shown, paper)}\n:::::\n"
    )


def _groups(shown: Shown, values: list[Value]) -> str:
    """One table per indicator; the milestones of a section share one, since they share a ledger."""
    groups: dict[str, list[Value]] = {}
    for value in values:
        groups.setdefault(_head(shown, value.key.row), []).append(value)
    return "\n\n".join(_group(shown, title, own) for title, own in groups.items())


def _head(shown: Shown, row: str) -> str:
    plan = shown.material.plan
    if row in plan.milestones:
        return shown.say(_LEVELS, title=plan.sections[plan.milestones[row].section].title.say(shown.lang))
    return f"{row} {plan.indicators[row].name.say(shown.lang)}"


def _wanted(shown: Shown) -> list[Value]:
    """Every value that is shown, every headline of the county, and the milestones' levels of the edition's year."""
    chosen = (
        value
        for value in shown.material.values.values()
        if value.id in shown.seen or _stands_alone(value, shown.material.year)
    )
    return sorted(chosen, key=lambda value: (value.key.row, value.key.part, value.key.year, value.key.place))


def _stands_alone(value: Value, year: int) -> bool:
    return not value.place and (value.key.part == "" or (value.key.part == "level" and value.year == year))


def _group(shown: Shown, title: str, values: list[Value]) -> str:
    columns = [
        Column(head.say(shown.lang), right=place in (1, 2, 3), share=share)
        for place, (head, share) in enumerate(_HEADS)
    ]
    county = [_row(shown, value) for value in values if not value.place]
    places = _by_place(shown, [value for value in values if value.place])
    body = table(columns, [*county, *places], caption=title, classes=("ledger", "origins"))
    said = _formula(shown, values[0].key.row) + _origin(shown, values)
    return f"::: {{.note}}\n{escape(said.strip())}\n:::\n\n{body}"


def _formula(shown: Shown, row: str) -> str:
    indicator = shown.material.plan.indicators.get(row)
    if indicator is None:
        return ""
    top, formula = (_bare(text.say(shown.lang)) for text in (indicator.numerator, indicator.formula))
    bottom = shown.say(_BOTTOM, bottom=_bare(indicator.denominator.say(shown.lang))) if indicator.denominator else ""
    return shown.say(_FORMULA, formula=formula, top=top) + bottom


def _origin(shown: Shown, values: list[Value]) -> str:
    """The notebook, and the files of each year with their digests."""
    stop, comma = ("；", "、") if shown.lang == "zh" else ("; ", ", ")
    years = []
    for year in dict.fromkeys(value.year for value in values):
        forms = dict.fromkeys(form for value in values if value.year == year for form in value.forms)
        if forms:
            listed = comma.join(_form(shown, form, year) for form in forms)
            years.append(shown.say(_OF_YEAR, year=year, files=listed))
    notebook = shown.say(_NOTEBOOK, name=(values[0].notebook or "").rpartition("/")[2])
    return notebook + (shown.say(_FILES, files=stop.join(years)) if years else "")


def _bare(text: str) -> str:
    return text.rstrip("。.")


def _row(shown: Shown, value: Value) -> list[str]:
    figure = numbers.number(value.printed, shown.lang) if value.printed is not None else shown.why_short(value)
    return [
        Markdown(f"[]{{#{value.key.anchor}}}{escape(value.id)}"),
        escape(figure + ("%" if value.printed and value.unit == "%" else "")),
        _number(shown, value.numerator),
        _number(shown, value.denominator),
        escape(("、" if shown.lang == "zh" else ", ").join(value.forms)),
        escape(value.cell or ""),
    ]


def _number(shown: Shown, text: str | None) -> str:
    if text is None:
        return "—"
    return escape(numbers.number(text, shown.lang)) if text.lstrip("-").replace(".", "", 1).isdigit() else escape(text)


def _form(shown: Shown, form: str, year: int) -> str:
    sent = [one for one in shown.material.submissions.get(year, ()) if one.form == form and one.file]
    if len(sent) > _FEW:
        return shown.say(_MANY, form=form, count=len(sent))
    return " ".join([form, *(f"{(one.file or '').rpartition('/')[2]} {(one.sha256 or '')[:12]}" for one in sent)])


def _by_place(shown: Shown, values: list[Value]) -> list[list[str]]:
    """Town and village values: one row per figure and year, each place anchored in it."""
    groups: dict[tuple[str, int], list[Value]] = {}
    for value in values:
        groups.setdefault((value.key.name, value.year), []).append(value)
    return [_places(shown, name, year, own) for (name, year), own in groups.items()]


def _places(shown: Shown, name: str, year: int, values: list[Value]) -> list[str]:
    label = escape(f"{name}@{year}/…")
    anchors = "".join(f"[]{{#{value.key.anchor}}}" for value in values)
    listed = ("；" if shown.lang == "zh" else "; ").join(_place(shown, value) for value in values)
    return [label, "", "", "", Markdown(f"{anchors}{escape(listed)}"), escape(values[0].cell or "")]


def _place(shown: Shown, value: Value) -> str:
    places = shown.material.plan.places
    name = places[value.place].short_name.say(shown.lang) if value.place in places else value.place
    figure = numbers.number(value.printed, shown.lang) if value.printed is not None else shown.why_short(value)
    share = shown.share(value)
    return f"{name} {figure} {share}".rstrip()
