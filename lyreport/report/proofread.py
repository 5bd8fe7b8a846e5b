"""Words as an author left them, read and checked before any number is known: no run has to end to find this out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lyreport.errors import LANGS, Bilingual, Lang, Problem, RenderError
from lyreport.report.agreement import typed
from lyreport.report.usage import Source
from lyreport.report.words import misspelt


def read(words: Path, stem: str, lang: Lang) -> Source | Problem:
    """Return the words of one section in one language, or why they cannot be had."""
    path = words / f"{stem}.{lang}.qmd"
    name = f"{words.name}/{path.name}"
    try:
        return Source(stem, lang, name, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = Bilingual("没有这一节的文字", "the section has no words in this language")
        cure = Bilingual("按 docs/how-to/write-the-words.md 写一份", "write it as docs/how-to/write-the-words.md says")
        return Problem("words.missing", name, what, cure)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = Bilingual("文件不是UTF-8编码", "the file is not UTF-8")
        cure = Bilingual("在编辑器中另存为UTF-8", "save it as UTF-8 in your editor")
        return Problem("words.encoding", f"{name}:{line}", what, cure)


def proofread(words: Path, stems: Iterable[str]) -> None:
    """Check the words of all sections as far as that can be done without values.

    Raises:
        RenderError: words are missing or cannot be read, or hold what no author may type; all of it (exit 14).
    """
    problems: list[Problem] = []
    for source in (read(words, stem, lang) for stem in stems for lang in LANGS):
        problems += [source] if isinstance(source, Problem) else [*misspelt(source), *typed(source)]
    if problems:
        raise RenderError(problems)
