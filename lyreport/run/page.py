"""An executed notebook as a page for readers without Jupyter: nbconvert's rendering in a shell of our own.

nbconvert's full template calls two foreign hosts and carries 270 kB of style; ours is sanitised, needs no script and no
network, and is the same bytes each time.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import nbformat
import nh3
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped] # ships none

from lyreport.run.harvest import FIGURE

_NO_ALT = "图 / figure"


def page(data: bytes, *, lang: str = "zh-CN") -> bytes:
    """Return the HTML page of a canonical notebook, UTF-8.

    Args:
        data: the bytes of the canonical notebook.
        lang: language of its headings and sentences, as in ``<html lang>``.
    """
    notebook: Any = nbformat.from_dict(json.loads(data))  # type: ignore[no-untyped-call] # ships no types
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
        for output in cell.get("outputs", ()):
            _join(output)
    shell = {"lyreport": {"title": _title(notebook), "lang": lang, "css": _style(), "no_alt": _NO_ALT}}
    # Not HTMLExporter's own method: that reads the whole page once more, only to give pictures an empty description.
    html, _ = TemplateExporter.from_notebook_node(_exporter(), notebook, shell)
    return f"{html.strip()}\n".encode()


def _join(output: Any) -> None:
    """Put lines together, leave out records, and give a picture the alternative text of its figure record."""
    if "text" in output:
        output.text = "".join(output.text)
    if "data" in output:
        record = output.data.get(FIGURE)
        output.data = {kind: "".join(text) for kind, text in output.data.items() if not kind.endswith("json")}
        if record:
            alt = {"alt": record["alt"][record["language"]]}
            output.metadata = {"image/svg+xml": alt, "image/png": alt}


def _title(notebook: Any) -> str:
    first = str(notebook.cells[0].source) if notebook.cells else ""
    return first.splitlines()[0].lstrip("# ").strip() if first else "lyreport"


@cache
def _style() -> str:
    own = resources.files("lyreport.run").joinpath("page.css").read_text(encoding="utf-8")
    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    return f"{own}@media (prefers-color-scheme: light) {{\n{light}\n}}\n"


@cache
def _exporter() -> HTMLExporter:
    template = resources.files("lyreport.run").joinpath("page.html.j2").read_text(encoding="utf-8")
    exporter = HTMLExporter(  # type: ignore[no-untyped-call] # ships no types
        raw_template=template, sanitize_html=True, exclude_anchor_links=True
    )
    exporter.register_filter("clean_html", _clean)  # type: ignore[no-untyped-call] # as above
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="python"))  # type: ignore[no-untyped-call] # as above
    return exporter


def _clean(html: object) -> str:
    """Sanitise a piece of HTML: no script, no handler, no style, nothing from elsewhere."""
    return nh3.clean(str(html), generic_attribute_prefixes=None, attributes=_attributes(), url_schemes={"mailto"})


@cache
def _attributes() -> dict[str, set[str]]:
    return {**{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}, "*": {"class", "lang", "title"}}
