"""An executed notebook as a page for readers without Jupyter: nbconvert's rendering in a shell of our own.

nbconvert's full template calls two foreign hosts and carries 270 kB of style; ours is sanitised, needs no script and no
network, and is the same bytes each time.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import Any

import nbformat
import nh3
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped] # ships none

from lyreport.run.harvest import FIGURE

_NO_ALT = "图 / figure"


def page(content: dict[str, Any], *, lang: str = "zh-CN") -> bytes:
    """Return the HTML page of a notebook, UTF-8.

    Args:
        content: the canonical notebook, as its JSON says it.
        lang: language of its headings and sentences, as in ``<html lang>``.
    """
    cells = [_joined(cell) for cell in content["cells"]]
    notebook: Any = nbformat.from_dict({**content, "cells": cells})  # type: ignore[no-untyped-call] # ships no types
    shell = {"lyreport": {"title": _title(notebook), "lang": lang, "css": _style(), "no_alt": _NO_ALT}}
    # Not HTMLExporter's own method: that reads the whole page once more, only to give pictures an empty description.
    html, _ = TemplateExporter.from_notebook_node(_exporter(), notebook, shell)
    return f"{html.strip()}\n".encode()


def _joined(cell: dict[str, Any]) -> dict[str, Any]:
    """Put lines together, as nbconvert wants them."""
    joined = {**cell, "source": "".join(cell["source"])}
    return joined | {"outputs": [*map(_shown, cell["outputs"])]} if "outputs" in cell else joined


def _shown(output: dict[str, Any]) -> dict[str, Any]:
    """Leave out records, and give a picture the alternative text of its figure record."""
    if "text" in output:
        return {**output, "text": "".join(output["text"])}
    if "data" not in output:
        return output
    data = {kind: "".join(text) for kind, text in output["data"].items() if not kind.endswith("json")}
    record = output["data"].get(FIGURE)
    alt = {"alt": record["alt"][record["language"]]} if record else {}
    pictures = {"image/svg+xml": alt, "image/png": alt} if alt else output["metadata"]
    return {**output, "data": data, "metadata": pictures}


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
        raw_template=template,
        sanitize_html=True,
        exclude_anchor_links=True,
        optimistic_validation=True,  # once, not after each of twelve steps that change nothing
    )
    exporter.register_filter("clean_html", _clean)  # type: ignore[no-untyped-call] # as above
    exporter.register_filter("highlight_code", _highlight)  # type: ignore[no-untyped-call] # as above
    return exporter


def _highlight(source: str, **_: object) -> str:
    """Colour code; the cells of a section are the same for every year."""
    return _coloured(source)


@lru_cache(maxsize=1024)
def _coloured(source: str) -> str:
    html: str = _highlighter()(source)
    return html


@cache
def _highlighter() -> Highlight2HTML:
    return Highlight2HTML(pygments_lexer="python")  # type: ignore[no-untyped-call] # ships no types


def _clean(html: object) -> str:
    """Sanitise a piece of HTML: no script, no handler, no style, nothing from elsewhere."""
    return nh3.clean(str(html), generic_attribute_prefixes=None, attributes=_attributes(), url_schemes={"mailto"})


@cache
def _attributes() -> dict[str, set[str]]:
    return {**{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}, "*": {"class", "lang", "title"}}
