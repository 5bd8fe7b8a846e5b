"""What a cell puts out: a record for the report (its own MIME type) beside what a reader of the notebook sees."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from IPython.display import publish_display_data

from lyreport.errors import LANGS, Bilingual, Lang
from lyreport.results.value import Value, Verdict
from lyreport.section import phrases, style
from lyreport.section.shapes import Cell, Chart, Table

VALUES = "application/vnd.lyreport.values+json"
TABLE = "application/vnd.lyreport.table+json"
FIGURE = "application/vnd.lyreport.figure+json"
NOTE = "application/vnd.lyreport.note+json"
READS = "application/vnd.lyreport.reads+json"


def values(recorded: Sequence[Value], shown: Table, *, demonstration: bool, id: str = "") -> None:  # noqa: A002 - the record calls it id
    """Put values on record, and show them as a table; with an ``id`` the table goes on record as well."""
    data: dict[str, Any] = {VALUES: [value.as_json() for value in recorded]}
    if id:
        data[TABLE] = shown.as_json(id)
    _publish({**data, "text/html": html(shown, demonstration=demonstration)}, shown.title)


def table(id: str, made: Table, *, demonstration: bool) -> None:  # noqa: A002 - the record calls it id
    """Put a table on record, and show it."""
    _publish({TABLE: made.as_json(id), "text/html": html(made, demonstration=demonstration)}, made.title)


def figure(id: str, chart: Chart, *, demonstration: bool) -> None:  # noqa: A002 - the record calls it id
    """Draw a chart in both languages and put both on record."""
    for lang in LANGS:
        picture, bitmap = drawn(id, chart, lang, demonstration=demonstration)
        record = {"id": id, "language": lang, "title": chart.title._asdict(), "alt": chart.alt._asdict(),
                  "table": f"{id}-data", "demonstration": demonstration}  # fmt: skip
        data = {
            FIGURE: record,
            "image/svg+xml": picture.decode(),
            "image/png": base64.b64encode(bitmap).decode(),
            "text/plain": chart.alt.say(lang),
        }
        publish_display_data(data)  # type: ignore[no-untyped-call]  # no stubs


def drawn(id: str, chart: Chart, lang: Lang, *, demonstration: bool) -> tuple[bytes, bytes]:  # noqa: A002 - as above
    """Return one chart in one language, as SVG and as PNG."""
    with style.pinned_style():
        made = chart.draw(lang)
        if demonstration:
            style.mark(made, lang)
        return style.as_svg(made, name=f"{id}.{lang}", title=chart.title.say(lang)), style.as_png(made)


def note(words: Bilingual) -> None:
    """Put a remark on record, and show it in both languages."""
    text = f"<p>{escape(words.zh)}<br>{escape(words.en)}</p>"
    _publish({NOTE: words._asdict(), "text/html": text}, words)


def reads(read: Iterable[tuple[str, int]]) -> None:
    """Put on record which forms of which years were read."""
    pairs = [{"form": form, "year": year} for form, year in sorted(read)]
    _publish({READS: pairs}, Bilingual("读取的报表", "forms read"))


def html(made: Table, *, demonstration: bool) -> str:
    """Return a table as a reader of the notebook sees it, both languages in its headers."""
    mark = f"<p><strong>{_two(phrases.DEMONSTRATION)}</strong></p>" if demonstration else ""
    head = "".join(f"<th>{_two(column.title)}</th>" for column in made.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{shown(cell, made.values)}</td>' for cell in row)}</tr>" for row in made.rows)
    notes = "".join(f"<p>{_two(words)}</p>" for words in made.notes)
    caption = f"<caption>{_two(made.title)}</caption>"
    return f"{mark}<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}"


def shown(cell: Cell, known: Mapping[str, Value]) -> str:
    """Return one cell as HTML."""
    if "value" in cell:
        recorded = known.get(cell["value"])
        if recorded is None:
            return escape(cell["value"])
        return escape(recorded.printed) if recorded.printed is not None else _two(phrases.why(recorded))
    if "number" in cell:
        return escape(cell["number"])
    if "missing" in cell:
        return _two(phrases.MISSING.get(cell["missing"], phrases.UNKNOWN))
    if "verdict" in cell:
        verdict = Verdict(cell["verdict"])
        return f"{phrases.SHAPES.get(verdict, '–')} {_two(phrases.VERDICTS[verdict])}"
    return _two(Bilingual(**cell["text"]))


def _two(words: Bilingual) -> str:
    zh, en = escape(words.zh), escape(words.en)
    return zh if zh == en else f"{zh}<br><small>{en}</small>"


def _publish(data: dict[str, Any], title: Bilingual) -> None:
    publish_display_data({**data, "text/plain": f"{title.zh} / {title.en}"})  # type: ignore[no-untyped-call]  # as above
