"""The site of an edition: two pages, what they show, and the documents to take away."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from lyreport.errors import LANGS
from lyreport.project import staged_folder, write_bytes
from lyreport.report.layout import Format, download, home, made


def assemble(*, project: Path, documents: Path, site: Path, year: int, formats: Sequence[Format]) -> None:
    """Lay out ``index.html``, ``en/index.html``, ``assets/``, ``files/``; an old site stays until all is there.

    Args:
        project: the composed Quarto project; its style sheet and drawings are taken.
        documents: what a typesetter made.
        site: takes the place of an earlier site in one step.
        year: names the files.
        formats: those that were made.
    """
    with staged_folder(site) as draft:
        for lang in LANGS:
            for kind in formats:
                target = (
                    home(draft, lang) / "index.html" if kind == "html" else draft / "files" / download(year, lang, kind)
                )
                write_bytes(target, made(documents, lang, kind).read_bytes())
        shutil.copytree(project / "assets", draft / "assets", ignore=shutil.ignore_patterns("*.png"))
