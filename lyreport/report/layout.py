"""Where things lie in the composed project and in the finished site; both typesetters read it from here."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from lyreport.errors import Lang
from lyreport.project import FORMATS, Format

__all__ = ["FORMATS", "Format"]

FOLDER = "quarto"


def home(folder: Path, lang: Lang) -> Path:
    """Return the folder of one language: the root for Chinese, ``en/`` for English."""
    return folder if lang == "zh" else folder / lang


def root_from(lang: Lang) -> str:
    """Return the way from a language's folder back to the root."""
    return "" if lang == "zh" else "../"


def document(project: Path, lang: Lang) -> Path:
    """The document that Quarto or the embedded typesetter reads."""
    return home(project, lang) / "index.qmd"


def made(out: Path, lang: Lang, format_: Format) -> Path:
    """The file that a typesetter promises for one language and format."""
    return home(out, lang) / f"index.{format_}"


def chapter(project: Path, lang: Lang, name: str) -> Path:
    """An included part of a document; its name begins with ``_`` so that Quarto does not render it alone."""
    return project / "chapters" / lang / f"_{name}.qmd"


def include(lang: Lang, name: str) -> str:
    """The line that puts a part into its document."""
    return f"{{{{< include {root_from(lang)}chapters/{lang}/_{name}.qmd >}}}}"


def figure_path(name: str, lang: Lang, kind: Literal["svg", "png"]) -> str:
    """Where a drawn figure lies below the root, the same in project and site."""
    return f"assets/figures/{name}.{lang}.{kind}"


def spark_path(row: str) -> str:
    """Where the scorecard's small drawing of one target lies in the project; only paper needs it as a file."""
    return f"theme/sparks/{row}.svg"


def home_page(lang: Lang, other: Lang) -> str:
    """The way from one language's page to the other's."""
    return f"{root_from(lang)}{'' if other == 'zh' else other + '/'}index.html"


def download(year: int, lang: Lang, kind: str) -> str:
    """The file name under which a document is handed out."""
    name = "共同缔造年度报告" if lang == "zh" else "co-creation-annual-report-"
    return f"{name}{year}.{kind}"
