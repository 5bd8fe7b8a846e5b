"""What typesets the composed project by the commands of others: Quarto where it is found, else pandoc and typst."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypandoc
from subject import FORMATS, LANGS, Subject

from lyreport.report.layout import document
from lyreport.report.pandoc import READER, expand

PDF = Path(__file__).with_name("pdf.py")
_WRITER = {"html": "html5", "pdf": "typst", "docx": "docx"}


def quarto() -> str | None:
    """Return the Quarto on the path, if there is one."""
    return shutil.which("quarto")


def documents(subject: Subject, to: Path) -> list[dict[str, Any]]:
    """Return how each document is made by pandoc (and a PDF by typst), the longest first; sources are laid out here."""
    to.mkdir(parents=True, exist_ok=True)
    return [_document(subject.made / "quarto", to, lang, kind) for kind in reversed(FORMATS) for lang in LANGS]


def commands(subject: Subject, to: Path) -> Iterator[tuple[list[str], Path]]:
    """Yield the commands that typeset everything, one after the other, and the folder of each."""
    project = subject.made / "quarto"
    if found := quarto():
        for lang in LANGS:
            name = document(project, lang).relative_to(project).as_posix()
            yield [found, "render", name, "--no-execute", "--output-dir", str(to / "quarto")], project
        return
    for one in documents(subject, to):
        yield one["pandoc"], Path(one["folder"])
        if "pdf" in one:
            yield [sys.executable, str(PDF), one["made"], one["pdf"], one["project"]], project


def _document(project: Path, to: Path, lang: str, kind: str) -> dict[str, Any]:
    path = document(project, lang)  # type: ignore[arg-type] # one of LANGS
    source, theme = to / f"{lang}.md", project / "theme"
    source.write_text(expand(path), encoding="utf-8")
    made = to / f"{lang}.{'typ' if kind == 'pdf' else kind}"
    names = ("before.lua", "after.lua") if kind == "html" else ("before.lua",)
    filters = [f"--lua-filter={theme / name}" for name in names]
    argv = [pypandoc.get_pandoc_path(), source, f"--from={READER}", f"--to={_WRITER[kind]}", "--standalone",
            "--wrap=none", *filters, f"--output={made}", *_options(theme, lang, kind)]  # fmt: skip
    one = {"pandoc": list(map(str, argv)), "folder": str(path.parent), "made": str(made), "project": str(project)}
    return {**one, "pdf": str(to / f"{lang}.pdf")} if kind == "pdf" else one


def _options(theme: Path, lang: str, kind: str) -> list[str]:
    if kind == "html":
        return ["--toc", "--toc-depth=3", "--section-divs", f"--template={theme / 'page.html'}"]
    if kind == "docx":
        return ["--toc", "--toc-depth=2", f"--reference-doc={theme / f'reference.{lang}.docx'}"]
    return [f"--template={theme / 'report.typ'}"]
