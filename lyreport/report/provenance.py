"""The annex that says where each number comes from: one anchored row per value, town values grouped."""

from __future__ import annotations

from lyreport.errors import Bilingual
from lyreport.report.markdown import Column, Markdown, escape, table
from lyreport.report.shown import Shown
from lyreport.results.value import Value
from lyreport.section import numbers

_INTRO = Bilingual(
    "每个数怎样计算，分子分母是多少，取自哪张报表、哪个文件，由哪个笔记本的哪个单元格记录。文件的摘要见[@tbl-files]，可用来核对文件未被改动。",
    "How each number is computed, its numerator and denominator, the forms and files it was taken from, and the "
    "notebook cell that recorded it. [@tbl-files] lists the digests of the files; with them anyone can check that a "
    "file has not been changed.",
)
_PAPER = Bilingual(
    "此处列全县本数据年份的数；以前各年和分地区的数见网页版同一附录。",
    "Listed here are the county figures for the data year; earlier years and places are in the same annex of the web "
    "edition.",
)
_ID, _NAME = Bilingual("编号", "ID"), Bilingual("名称", "Name")
_FORMULA = Bilingual("计算：{formula}。分子：{top}。", "Formula: {formula}. Numerator: {top}.")
_BOTTOM = Bilingual("分母：{bottom}。", " Denominator: {bottom}.")
_NOTEBOOK = Bilingual("笔记本：{name}（单元格{cells}）。", " Notebook: {name} (cell {cells}).")
_FILES = Bilingual("文件：{files}。", " Files: {files}.")
_OF_YEAR = Bilingual("{year}年 {files}", "{year} {files}")
_LEVELS = Bilingual("里程碑等级（{title}）", "Milestone levels: {title}")
_MANY = Bilingual("{form} {count}份", "{form} ({count} files)")
_PLACES = Bilingual("{id}：{listed}。", "{id}: {listed}.")
_FIGURES = Bilingual("数值：{listed}。", " Figures: {listed}.")
_FEW = 2


def provenance(shown: Shown) -> str:
    """Return the annex: every number on the page, the county's numbers of the edition's year on paper.

    Comes after everything else has been said in this language: ``shown`` remembers which values that were.
    """
    groups = _groups(shown)
    page = "\n\n".join(_on_page(shown, title, values) for title, values in groups.items())
    paper = "\n\n".join(_on_paper(shown, title, values) for title, values in groups.items())
    return (
        f"{_INTRO.say(shown.lang)}\n\n::::: {{.only-html}}\n{page}\n:::::\n\n"
        f"::::: {{.not-html}}\n{_PAPER.say(shown.lang)}\n\n{paper}\n:::::\n"
    )


def _groups(shown: Shown) -> dict[str, list[Value]]:
    """The values of each indicator; the milestones of a section are together, since they share a ledger."""
    groups: dict[str, list[Value]] = {}
    for value in _wanted(shown):
        groups.setdefault(_head(shown, value.key.row), []).append(value)
    return groups


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


def _on_page(shown: Shown, title: str, values: list[Value]) -> str:
    """How an indicator comes about, its figures over the years, each cell anchored, then those of places."""
    county = [value for value in values if not value.place]
    said = escape((_formula(shown, values[0].key.row) + _origin(shown, values)).strip())
    above = f"::: {{.note}}\n{said}\n:::\n\n"
    below = _by_place(shown, [value for value in values if value.place])
    return above + (_years(shown, title, county) if county else "") + below


def _years(shown: Shown, title: str, values: list[Value]) -> str:
    """One row per figure, one column per year: what all have in common stands above the table."""
    years = sorted({value.year for value in values})
    columns = [
        Column(_ID.say(shown.lang), share=18),
        Column(_NAME.say(shown.lang), share=28),
        *(Column(str(year), right=True, share=14) for year in years),
    ]
    known = {(value.key.name, value.year): value for value in values}
    mixed = len({_from_where(shown, value) for value in values}) > 1
    rows = []
    for name in dict.fromkeys(value.key.name for value in values):
        last = next(known[name, year] for year in reversed(years) if (name, year) in known)
        label = shown.material.part(name).name.say(shown.lang) + (_from_where(shown, last) if mixed else "")
        cells = [_cell(shown, known[name, year]) if (name, year) in known else "" for year in years]
        rows.append([name, label, *cells])
    return table(columns, rows, caption=title, classes=("ledger", "origins"))


def _from_where(shown: Shown, value: Value) -> str:
    """``(F18, F28; recovery)``: the forms and the notebook cell."""
    comma, stop = ("、", "；") if shown.lang == "zh" else (", ", "; ")
    where = stop.join(part for part in (comma.join(value.forms), value.cell) if part)
    return _bracketed(shown, where) if shown.lang == "zh" else f" {_bracketed(shown, where)}".rstrip()


def _cell(shown: Shown, value: Value) -> Markdown:
    return Markdown(f"[]{{#{value.key.anchor}}}{escape(_figure(shown, value))}")


def _figure(shown: Shown, value: Value) -> str:
    """``99.56% (24890/25000)``, or why there is none."""
    if value.printed is None:
        return shown.why_short(value)
    figure = numbers.number(value.printed, shown.lang) + ("%" if value.unit == "%" else "")
    return f"{figure} {_bracketed(shown, shown.share(value))}".rstrip()


def _bracketed(shown: Shown, share: str) -> str:
    return "" if not share else f"（{share}）" if shown.lang == "zh" else f"({share})"


def _on_paper(shown: Shown, title: str, values: list[Value]) -> str:
    """The same of the edition's year in one paragraph: a table of so many rows would fill twenty pages."""
    county = [value for value in values if value.year == shown.material.year and not value.place]
    if not county:
        return ""
    stop = "；" if shown.lang == "zh" else "; "
    named = (f"{shown.material.part(value.key.name).name.say(shown.lang)} {_figure(shown, value)}" for value in county)
    said = _formula(shown, county[0].key.row) + shown.say(_FIGURES, listed=stop.join(named)) + _origin(shown, county)
    return f"::: {{.note}}\n**{escape(title)}** {escape(said.strip())}\n:::"


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
    cells = comma.join(dict.fromkeys(value.cell for value in values if value.cell))
    notebook = shown.say(_NOTEBOOK, name=(values[0].notebook or "").rpartition("/")[2], cells=cells)
    return notebook + (shown.say(_FILES, files=stop.join(years)) if years else "")


def _bare(text: str) -> str:
    return text.rstrip("。.")


def _form(shown: Shown, form: str, year: int) -> str:
    sent = [one for one in shown.material.submissions.get(year, ()) if one.form == form and one.file]
    if len(sent) > _FEW:
        return shown.say(_MANY, form=form, count=len(sent))
    return " ".join([form, *(f"{(one.file or '').rpartition('/')[2]} {(one.sha256 or '')[:12]}" for one in sent)])


def _by_place(shown: Shown, values: list[Value]) -> str:
    """Town and village values: one line per figure and year, each place anchored in it."""
    groups: dict[str, list[Value]] = {}
    for value in values:
        groups.setdefault(f"{value.key.name}@{value.year}", []).append(value)
    lines = (
        shown.say(
            _PLACES,
            id=escape(name),
            listed=("；" if shown.lang == "zh" else "; ").join(_place(shown, one) for one in own),
        )
        for name, own in groups.items()
    )
    said = "\n\n".join(lines)
    return f"\n::: {{.note}}\n{said}\n:::\n" if said else ""


def _place(shown: Shown, value: Value) -> Markdown:
    places = shown.material.plan.places
    name = places[value.place].short_name.say(shown.lang) if value.place in places else value.place
    return Markdown(f"[{escape(f'{name} {_figure(shown, value)}')}]{{#{value.key.anchor}}}")
