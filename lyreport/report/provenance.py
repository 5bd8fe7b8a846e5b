"""The annex that says where each number comes from: one anchored row per value, town values grouped."""

from __future__ import annotations

from lyreport.errors import Bilingual
from lyreport.report.markdown import Column, Markdown, escape, table
from lyreport.report.shown import Shown
from lyreport.results.value import Value
from lyreport.section import numbers

_INTRO = Bilingual(
    "每行一个数：怎样计算，分子分母是多少，取自哪张报表、哪个文件，由哪个笔记本的哪个单元格记录。文件的摘要见[@tbl-files]，可用来核对文件未被改动。",
    "One number per row: how it is computed, its numerator and denominator, the forms and files it was taken from, "
    "and the notebook cell that recorded it. [@tbl-files] lists the files' digests, by which anyone can check that a "
    "file is unchanged.",
)
_PAPER = Bilingual(
    "此处列全县本数据年份的数；以前各年和分地区的数见网页版同一附录。",
    "Listed here are the county's numbers; earlier years and places stand in the same annex of the web page.",
)
_HEADS: tuple[tuple[Bilingual, int], ...] = (
    (Bilingual("编号", "Id"), 17),
    (Bilingual("数值", "Value"), 9),
    (Bilingual("分子", "Numerator"), 9),
    (Bilingual("分母", "Denominator"), 9),
    (Bilingual("报表与文件", "Forms and files"), 30),
    (Bilingual("笔记本与单元格", "Notebook and cell"), 18),
)
_FORMULA = Bilingual("计算：{formula}。分子：{top}。", "Formula: {formula}. Numerator: {top}.")
_BOTTOM = Bilingual("分母：{bottom}。", " Denominator: {bottom}.")
_TITLE = Bilingual("{id} {name}", "{id} {name}")
_PLACES = Bilingual("{name}，{year}年分地区", "{name}, {year}, by place")
_MANY = Bilingual("{count}份文件", "{count} files")


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
    rows = dict.fromkeys(value.key.row for value in values)
    return "\n\n".join(_group(shown, row, [value for value in values if value.key.row == row]) for row in rows)


def _wanted(shown: Shown) -> list[Value]:
    """Every value that is shown, every headline of the county, and every level of a milestone."""
    chosen = (value for value in shown.material.values.values() if value.id in shown.seen or _stands_alone(value))
    return sorted(chosen, key=lambda value: (value.key.row, value.key.part, value.key.year, value.key.place))


def _stands_alone(value: Value) -> bool:
    return not value.place and value.key.part in {"", "level"}


def _group(shown: Shown, row: str, values: list[Value]) -> str:
    columns = [
        Column(head.say(shown.lang), right=place in (1, 2, 3), share=share)
        for place, (head, share) in enumerate(_HEADS)
    ]
    county = [_row(shown, value) for value in values if not value.place]
    name = shown.say(_TITLE, id=row, name=shown.material.plan.row(row).name.say(shown.lang))
    body = table(
        columns,
        [*county, *_by_place(shown, [value for value in values if value.place])],
        caption=name,
        classes=("ledger", "origins"),
    )
    return f"{_formula(shown, row)}\n\n{body}"


def _formula(shown: Shown, row: str) -> str:
    indicator = shown.material.plan.indicators.get(row)
    if indicator is None:
        return ""
    bottom = shown.say(_BOTTOM, bottom=_bare(indicator.denominator.say(shown.lang))) if indicator.denominator else ""
    text = (
        shown.say(
            _FORMULA, formula=_bare(indicator.formula.say(shown.lang)), top=_bare(indicator.numerator.say(shown.lang))
        )
        + bottom
    )
    return f"::: {{.note}}\n[]{{#{row}-how}}{escape(text)}\n:::"


def _bare(text: str) -> str:
    return text.rstrip("。.")


def _row(shown: Shown, value: Value) -> list[str]:
    figure = numbers.number(value.printed, shown.lang) if value.printed is not None else shown.why_short(value)
    return [
        Markdown(f"[]{{#{value.key.anchor}}}{escape(value.id)}"),
        escape(figure + ("%" if value.printed and value.unit == "%" else "")),
        _number(shown, value.numerator),
        _number(shown, value.denominator),
        _inputs(shown, value),
        _cell(value),
    ]


def _number(shown: Shown, text: str | None) -> str:
    if text is None:
        return "—"
    return escape(numbers.number(text, shown.lang)) if text.lstrip("-").replace(".", "", 1).isdigit() else escape(text)


def _cell(value: Value) -> str:
    stem = (value.notebook or "").rpartition("/")[2].removesuffix(".ipynb")
    return escape(f"{stem} · {value.cell}" if value.cell else stem)


def _inputs(shown: Shown, value: Value) -> str:
    stop = "；" if shown.lang == "zh" else "; "
    return escape(stop.join(_form(shown, form, value.year) for form in value.forms))


def _form(shown: Shown, form: str, year: int) -> str:
    sent = [one for one in shown.material.submissions.get(year, ()) if one.form == form and one.file]
    if len(sent) == 1:
        return f"{form} {(sent[0].file or '').rpartition('/')[2]}（{(sent[0].sha256 or '')[:12]}）"
    return f"{form} {shown.say(_MANY, count=len(sent))}" if sent else form


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
    first = values[0]
    return [label, "", "", "", Markdown(f"{anchors}{escape(listed)}"), _cell(first)]


def _place(shown: Shown, value: Value) -> str:
    places = shown.material.plan.places
    name = places[value.place].short_name.say(shown.lang) if value.place in places else value.place
    figure = numbers.number(value.printed, shown.lang) if value.printed is not None else shown.why_short(value)
    share = shown.share(value)
    return f"{name} {figure} {share}".rstrip()
