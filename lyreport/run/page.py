"""An executed notebook as a page for readers without Jupyter: nbconvert's rendering in a shell of our own.

nbconvert's full template calls two foreign hosts and carries 270 kB of style; ours is sanitised, needs no script and no
network, and is the same bytes each time.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped] # ships none

from lyreport.run.harvest import FIGURE


def page(data: bytes, *, lang: str = "zh-CN") -> bytes:
    """Return the HTML page of a canonical notebook, UTF-8.

    Args:
        data: the bytes of the canonical notebook.
        lang: language of its headings and sentences, as in ``<html lang>``.
    """
    notebook = nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call] # ships no types
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            _describe(output)
    shell = {"lyreport": {"title": _title(notebook), "lang": lang, "css": _style()}}
    html, _ = _exporter().from_notebook_node(notebook, resources=shell)
    return f"{html.strip()}\n".encode()


def _describe(output: Any) -> None:
    """Give a picture the alternative text of its figure record."""
    record = output.get("data", {}).get(FIGURE)
    if record:
        for kind in ("image/svg+xml", "image/png"):
            output.metadata.setdefault(kind, {})["alt"] = record["alt"][record["language"]]


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
    return HTMLExporter(  # type: ignore[no-untyped-call] # ships no types
        raw_template=template, sanitize_html=True, exclude_anchor_links=True
    )
