"""Figures, tables and source lines as Markdown blocks that the filter pair knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lyreport.errors import Bilingual
from lyreport.report import phrases
from lyreport.report.layout import figure_path, root_from
from lyreport.report.lead import few
from lyreport.report.markdown import Column, Markdown, attribute, escape, span, table
from lyreport.report.shown import Shown
from lyreport.results.value import Value, Verdict
from lyreport.section import numbers
from lyreport.section.phrases import MISSING, UNKNOWN

_SIZE = re.compile(r"<svg[^>]*?\bwidth=\"([\d.]+)[a-z]*\"[^>]*?\bheight=\"([\d.]+)")
_DATA = Bilingual("图的数据", "Data behind the figure")
_DATA_ABOVE = "data-table"
_COLUMNS = 6
"""A table with no more of them has room for numerators and denominators of their own."""


def figure(shown: Shown, id: str) -> str:  # noqa: A002 - the record calls it id
    """Return a chart with number, caption and alternative text, and the table behind it."""
    drawn = shown.material.figures[id, shown.lang]
    title, alt = (_said(drawn.record[key], shown) for key in ("title", "alt"))
    size = _SIZE.search(drawn.svg or "")
    measures = f' w="{round(float(size[1]))}" h="{round(float(size[2]))}"' if size else ""
    path = root_from(shown.lang) + figure_path(id, shown.lang, "svg")
    picture = f'![{escape(title)}]({path}){{#fig-{id} fig-alt="{attribute(alt)}"{measures}}}\n'
    table_behind = behind(shown, id)
    return picture + (f"\n{_disclosed(shown, table_behind)}" if table_behind else "")


def behind(shown: Shown, id: str) -> Mapping[str, Any] | None:  # noqa: A002
    """Return the table that a chart was drawn from."""
    drawn = shown.material.figures[id, shown.lang]
    return shown.material.tables.get(drawn.record.get("table") or f"{id}-data")


def _disclosed(shown: Shown, record: Mapping[str, Any]) -> str:
    inner = recorded(shown, record, numbered=False, classes=(_DATA_ABOVE,))
    return f'::: {{.disclosure title="{attribute(_DATA.say(shown.lang))}"}}\n{inner}:::\n'


def recorded(shown: Shown, record: Mapping[str, Any], *, numbered: bool = True, classes: tuple[str, ...] = ()) -> str:
    """Return a table as a notebook recorded it."""
    record = _aligned(_joined(record))
    columns = [_column(column, shown) for column in record["columns"]]
    rows = [
        [cell(shown, item, column) for item, column in zip(row, record["columns"], strict=True)]
        for row in record["rows"]
    ]
    return table(
        columns,
        rows,
        caption=_said(record["title"], shown),
        id=f"tbl-{record['id']}" if numbered else "",
        classes=classes,
        notes=[_said(note, shown) for note in record.get("notes", ())],
    )


def _aligned(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the bare numbers of a column with decimals as many of them as its longest: 1360.2 becomes 1360.20."""
    places = [
        max((len(row[at]["number"].partition(".")[2]) for row in record["rows"] if "number" in row[at]), default=0)
        for at in range(len(record["columns"]))
    ]
    rows = [[_padded(item, most) for item, most in zip(row, places, strict=True)] for row in record["rows"]]
    return {**record, "rows": rows}


def _joined(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """In a broad table, put each rate's numerator and denominator into the rate's own cell."""
    names = [column["name"] for column in record["columns"]]
    rates = [at for at, name in enumerate(names) if names[max(0, at - 2) : at] == [f"{name}.num", f"{name}.den"]]
    if len(names) <= _COLUMNS:
        return record
    left = [at for at in range(len(names)) if at + 1 not in rates and at + 2 not in rates]
    columns = [record["columns"][at] for at in left]
    rows = [[{**row[at], "share": True} if at in rates else row[at] for at in left] for row in record["rows"]]
    return {**record, "columns": columns, "rows": rows}


def _padded(item: Mapping[str, Any], places: int) -> Mapping[str, Any]:
    if "number" not in item or not places:
        return item
    whole, _, rest = item["number"].partition(".")
    return {"number": f"{whole}.{rest.ljust(places, '0')}"}


def _column(column: Mapping[str, Any], shown: Shown) -> Column:
    title, unit = Bilingual(**column["title"]), Bilingual(**(column.get("unit") or {"zh": "", "en": ""}))
    return Column(numbers.titled(title, unit).say(shown.lang), right=column["kind"] in {"number", "value"})


def cell(shown: Shown, item: Mapping[str, Any], column: Mapping[str, Any]) -> str:
    """Return one cell: a recorded value is looked up and linked, a missing one says why."""
    if "value" in item:
        value = shown.material.values[item["value"]]
        return (
            with_fraction(shown, value) if "share" in item else _value_cell(shown, value, bare=bool(column.get("unit")))
        )
    if "number" in item:
        return escape(numbers.number(item["number"], shown.lang))
    if "missing" in item:
        return span(MISSING.get(item["missing"], UNKNOWN).say(shown.lang), "missing")
    if "verdict" in item:
        return shown.verdict(Verdict(item["verdict"]))
    return escape(_said(item["text"], shown))


def _value_cell(shown: Shown, value: Value, *, bare: bool) -> str:
    percent = value.unit == "%" and value.printed is not None and not bare
    return Markdown(shown.number(value) + ("%" if percent else ""))


def with_fraction(shown: Shown, value: Value) -> str:
    """A rate with the things it counts in brackets; of few things the count comes first."""
    number = shown.number(value)
    if value.printed is None or value.numerator is None or value.denominator is None or value.unit != "%":
        return number
    share = escape(numbers.fraction(value.numerator, value.denominator, shown.lang))
    first, second = (share, number) if few(value) else (number, share)
    return Markdown(f"{first}（{second}）" if shown.lang == "zh" else f"{first} ({second})")


def values_of(record: Mapping[str, Any]) -> Iterator[str]:
    """Return the ids of the recorded values that a table shows."""
    return (item["value"] for row in record["rows"] for item in row if "value" in item)


def level(shown: Shown, value: Value) -> Markdown:
    """Return the step of the ladder that a milestone has reached; in brackets its side state and its proof."""
    if value.exact is None:
        return shown.absent(value)
    row = shown.material.plan.milestones[value.key.row]
    step = shown.material.plan.ladders[row.ladder].levels[int(value.exact)].say(shown.lang)
    remarks = [*_side(shown, value), *_documents(value)]
    if not remarks:
        return escape(step)
    inside = ("；" if shown.lang == "zh" else "; ").join(remarks)
    opened, between, end = ("（", "；", "）") if shown.lang == "zh" else (" (", "; ", ")")
    return escape(f"{step[:-1]}{between}{inside}{end}" if step.endswith(end) else f"{step}{opened}{inside}{end}")


def _side(shown: Shown, value: Value) -> Iterator[str]:
    states = shown.material.plan.side_states
    yield from (states[note].name.say(shown.lang) for note in value.notes if note in states and note != "normal")
    if "carried_over" in value.notes:
        yield phrases.CARRIED.say(shown.lang)


def _documents(value: Value) -> Iterator[str]:
    """The numbers of the documents behind a level, each once; its name where it has no number."""
    proofs = (value.method or {}).get("evidence", ())
    named = (proof.get("evidence_doc_no") or proof.get("evidence_name") for proof in proofs)
    yield from dict.fromkeys(name for name in named if name)


def where(shown: Shown, values: Sequence[Value], *, bare: bool) -> Markdown:
    """Return places in words, each with its figure (``崔木镇1个、丈八镇1个``), or ``bare`` names."""
    names = [escape(shown.material.plan.places[value.place].short_name.say(shown.lang)) for value in values]
    if bare or not values:
        return Markdown(numbers.listing(names, shown.lang))
    pairs = zip(names, values, strict=True)
    if shown.lang == "zh":
        return Markdown(numbers.listing([name + shown.value(value) for name, value in pairs], "zh"))
    return Markdown(numbers.listing([f"{name} ({shown.number(value)})" for name, value in pairs], "en"))


def decision(shown: Shown, setting: str) -> str:
    """Return what a person decided for the edition's year, or that no one has."""
    answer = shown.material.years[shown.material.year].decided(setting)
    if answer is None:
        return phrases.UNDECIDED.say(shown.lang)
    options = {option.value: option.text.say(shown.lang) for option in shown.material.plan.settings[setting].options}
    return options.get(answer, answer)


_FORMS = Bilingual("数据来源：{forms}。", "Sources: {forms}.")
_FORM = Bilingual("《{name}》（{id}，{units}{state}）", "{name} ({id}; {units}{state})")
_MANY = Bilingual("{count}个单位", "{count} units")
_NOT_IN = Bilingual("，{units}未报", "; not submitted by {units}")
_PRELIMINARY = Bilingual("，初步数", "; preliminary")
_REVISED = Bilingual("，修订数", "; revised")
_DEFINITIONS = Bilingual("口径：{texts}。计算方法见{annex}。", "Basis: {texts}. For how each is computed, see {annex}.")
_NOTHING = Bilingual("本节没有单独的报表。", "This section has no forms of its own.")
_HEAD = Bilingual("数据来源与口径", "Sources and definitions")


def sources(shown: Shown, stem: str) -> str:
    """Return the block that ends a section: forms, who sent them, how firm they are, and how figures are defined."""
    section = shown.material.plan.sections[stem]
    rows = [shown.material.plan.indicators[one] for one in section.indicators]
    milestones = [shown.material.plan.milestones[one] for one in section.milestones]
    ledgers = (form for one in milestones for form in (one.form, *one.derived_from, *one.figures_from))
    ids = list(dict.fromkeys([*(form for row in rows for form in row.forms), *ledgers]))
    comma, stop = ("；", "；") if shown.lang == "zh" else ("; ", "; ")
    lines = [f"**{_HEAD.say(shown.lang)}**"]
    named = [_form_line(shown, one) for one in sorted(ids) if one in shown.material.plan.forms]
    lines.append(shown.say(_FORMS, forms=comma.join(named)) if named else _NOTHING.say(shown.lang))
    texts = [_definition(shown, one) for one in section.indicators]
    if texts:
        lines.append(shown.say(_DEFINITIONS, texts=stop.join(texts), annex="[@sec-annex-sources]"))
    return "::: {.note}\n" + "\n\n".join(lines) + "\n:::\n"


def _form_line(shown: Shown, form_id: str) -> str:
    form = shown.material.plan.forms[form_id]
    sent = [one for one in shown.material.submissions.get(shown.material.year, ()) if one.form == form_id]
    names = [shown.material.unit_name(unit).say(shown.lang) for unit in form.submitters]
    few = len(names) <= 2  # noqa: PLR2004 - more names would bury the form
    units = numbers.listing(names, shown.lang) if few else shown.say(_MANY, count=len(names))
    owing = tuple(one.unit for one in sent if one.status != "accepted")
    states = {one.state for one in sent}
    mark = _PRELIMINARY if "preliminary" in states else _REVISED if "revised" in states else None
    state = (mark.say(shown.lang) if mark else "") + (shown.say(_NOT_IN, units=shown.units(owing)) if owing else "")
    return escape(shown.say(_FORM, name=form.name.say(shown.lang), id=form_id, units=units, state=state))


def _definition(shown: Shown, id: str) -> str:  # noqa: A002
    row = shown.material.plan.indicators[id]
    basis = row.time_basis.say(shown.lang)
    return escape(
        f"{row.name.say(shown.lang)}（{id}）{basis}"
        if shown.lang == "zh"
        else f"{row.name.say(shown.lang)} ({id}), {basis}"
    )


def _said(text: Any, shown: Shown) -> str:
    return text if isinstance(text, str) else str(text[shown.lang])
