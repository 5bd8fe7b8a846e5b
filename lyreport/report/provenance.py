"""The annex that says where each number comes from: one anchored row per value, town values grouped.

On the page it is thousands of cells and is written as HTML at once; on paper it is a paragraph per indicator.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, Template

from lyreport.errors import Bilingual
from lyreport.report.markdown import escape
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
_FIGURES = Bilingual("数值：{listed}。", " Figures: {listed}.")
_FEW = 2


def provenance(shown: Shown) -> str:
    """Return the annex: every number on the page, the county's numbers of the edition's year on paper.

    Comes after everything else has been said in this language: ``shown`` remembers which values that were.
    """
    groups = _groups(shown)
    paper = "\n\n".join(_on_paper(shown, title, values) for title, values in groups.items())
    return (
        f"{_INTRO.say(shown.lang)}\n\n```{{=html}}\n{_page(shown, groups)}```\n\n"
        f"::::: {{.not-html}}\n{_PAPER.say(shown.lang)}\n\n{paper}\n:::::\n"
    )


@cache
def _template() -> Template:
    source = files("lyreport.report").joinpath("theme/sources.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)


def _page(shown: Shown, groups: Mapping[str, list[Value]]) -> str:
    comma, stop = ("；", "。") if shown.lang == "zh" else ("; ", ".")
    made = [_on_page(shown, title, values) for title, values in groups.items()]
    titles = {"id": _ID.say(shown.lang), "name": _NAME.say(shown.lang)}
    return _template().render(groups=made, comma=comma, stop=stop, **titles)


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


class Cell(NamedTuple):
    """One value as the annex shows it, and the anchor that links to it lead to."""

    anchor: str
    text: str


class Row(NamedTuple):
    """One figure over the years; None where a year has none."""

    id: str
    name: str
    cells: list[Cell | None]


class Line(NamedTuple):
    """One figure of one year in all places."""

    before: str
    cells: list[Cell]


class Group(NamedTuple):
    """How an indicator comes about, its figures over the years, then those of places."""

    title: str
    said: str
    years: list[int]
    rows: list[Row]
    places: list[Line]


def _on_page(shown: Shown, title: str, values: list[Value]) -> Group:
    said = (_formula(shown, values[0].key.row) + _origin(shown, values)).strip()
    county = [value for value in values if not value.place]
    years = sorted({value.year for value in county})
    return Group(title, said, years, _rows(shown, county, years), _places(shown, values))


def _rows(shown: Shown, values: list[Value], years: list[int]) -> list[Row]:
    """One row per figure, one cell per year: what all have in common stands above the table."""
    known = {(value.key.name, value.year): value for value in values}
    mixed = len({_from_where(shown, value) for value in values}) > 1
    rows = []
    for name in dict.fromkeys(value.key.name for value in values):
        found = [known.get((name, year)) for year in years]
        last = next(value for value in reversed(found) if value)
        label = shown.material.part(name).name.say(shown.lang) + (_from_where(shown, last) if mixed else "")
        rows.append(
            Row(name, label, [Cell(value.key.anchor, _figure(shown, value)) if value else None for value in found])
        )
    return rows


def _places(shown: Shown, values: list[Value]) -> list[Line]:
    """Town and village values: one line per figure and year, each place anchored in it."""
    groups: dict[str, list[Cell]] = {}
    for value in values:
        if value.place:
            cell = Cell(value.key.anchor, f"{_place(shown, value.place)} {_figure(shown, value)}")
            groups.setdefault(f"{value.key.name}@{value.year}", []).append(cell)
    colon = "：" if shown.lang == "zh" else ": "
    return [Line(f"{name}{colon}", cells) for name, cells in groups.items()]


def _place(shown: Shown, code: str) -> str:
    places = shown.material.plan.places
    return places[code].short_name.say(shown.lang) if code in places else code


def _from_where(shown: Shown, value: Value) -> str:
    """``(F18, F28; recovery)``: the forms and the notebook cell."""
    comma, stop = ("、", "；") if shown.lang == "zh" else (", ", "; ")
    where = stop.join(part for part in (comma.join(value.forms), value.cell) if part)
    return _bracketed(shown, where) if shown.lang == "zh" else f" {_bracketed(shown, where)}".rstrip()


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
