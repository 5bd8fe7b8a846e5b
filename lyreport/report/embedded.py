"""The typesetter that needs nothing installed: pandoc and typst from their wheels, over the same project as Quarto.

The seam that ``quarto`` shares: ``typeset(project, out, formats=…, langs=…)`` writes ``out/index.<format>`` for
Chinese and ``out/en/index.<format>`` for English and returns the files made.  Documents are set side by side in
threads: pandoc and typst are processes of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lyreport.errors import LANGS, Lang, Problem, RenderError
from lyreport.project import write_bytes
from lyreport.report.fonts import font_folder
from lyreport.report.layout import FORMATS, Format, document, made
from lyreport.report.pandoc import Trees, expand, refused, run, where

_COMPILER = "lyreport.report.compiler"  # named, not imported: this process has no use for typst
_WRITER = {"html": "html5", "pdf": "typst", "docx": "docx"}


@dataclass(frozen=True)
class Task:
    """One document to be typeset: picklable, so that any pool may take it."""

    project: Path
    out: Path
    lang: Lang
    format: Format
    moment: int

    def __call__(self) -> Path:
        """Typeset the document and return its path."""
        return typeset_one(self)


def typeset(
    project: Path,
    out: Path,
    *,
    formats: Sequence[Format] = FORMATS,
    langs: Sequence[Lang] = LANGS,
    moment: int = 0,
    workers: int = 3,
    trees: Trees | None = None,
) -> tuple[Path, ...]:
    """Typeset the composed ``project`` into ``out``.

    The text of a language is parsed once for all its formats.

    Args:
        project: a folder written by :func:`lyreport.report.compose.compose`.
        out: where the documents go, ``index.*`` and ``en/index.*``.
        formats: any of html, pdf, docx.
        langs: any of zh, en.
        moment: seconds since 1970 that documents carry as their date; never the clock.
        workers: documents at a time; one more than the cores that most machines have for it.
        trees: texts that are being read already.

    Raises:
        RenderError: one problem per document that could not be made.
    """
    wanted = [format_ for format_ in reversed(FORMATS) if format_ in formats]
    with ThreadPoolExecutor(workers) as pool, ExitStack() as stack:
        reading = trees or stack.enter_context(Trees())
        read = {lang: reading.begin(lang, expand(document(project, lang))) for lang in langs}
        if "docx" in formats:
            import lyreport.report.docx  # noqa: F401 - here, while pandoc reads
        tasks = [Task(project, out, lang, format_, moment) for lang in langs for format_ in wanted]
        return _collected([pool.submit(_set, task, read[task.lang]) for task in tasks])


def _collected(futures: Sequence[Future[Path]]) -> tuple[Path, ...]:
    """Wait for all documents; what stands in the way of several is said once."""
    problems: dict[Problem, None] = {}
    paths: list[Path] = []
    for future in futures:
        try:
            paths.append(future.result())
        except RenderError as error:
            problems |= dict.fromkeys(error.problems)
    if problems:
        raise RenderError(problems)
    return tuple(paths)


def _set(task: Task, tree: Future[bytes]) -> Path:
    with _finisher(task) as finish:
        target = made(task.out, task.lang, task.format)
        write_bytes(target, finish(pandoc(task, tree.result())))
    return target


def typeset_one(task: Task) -> Path:
    """Typeset one document in this process."""
    with Trees() as trees:
        return _set(task, trees.begin(task.lang, expand(document(task.project, task.lang))))


@contextmanager
def _finisher(task: Task) -> Iterator[Callable[[bytes], bytes]]:
    """Yield what makes a document of pandoc's output."""
    if task.format == "pdf":
        with _compiler(task) as process:
            yield partial(pdf, task, process)
    elif task.format == "docx":
        from lyreport.report import docx

        yield docx.finish
    else:
        yield bytes


def pandoc(task: Task, tree: bytes) -> bytes:
    """Run pandoc once over a parsed text with the filter pair.

    Raises:
        RenderError: pandoc or a filter refused, or warned.
    """
    theme = task.project / "theme"
    filters = ("before.lua", "after.lua") if task.format == "html" else ("before.lua",)  # the second is for HTML only
    words = ["--from", "json", "--to", _WRITER[task.format], "--standalone", "--wrap", "none"]
    words += [word for name in filters for word in ("--lua-filter", str(theme / name))]
    folder = document(task.project, task.lang).parent
    patient = task.format != "pdf"  # typst waits for that one, and takes as long again
    words += _options(task, theme)
    return run(words, tree, name=_name(task), folder=folder, moment=task.moment, patient=patient)


def _options(task: Task, theme: Path) -> list[str]:
    if task.format == "html":
        return ["--toc", "--toc-depth", "3", "--section-divs", "--template", str(theme / "page.html")]
    if task.format == "docx":
        return ["--toc", "--toc-depth", "2", "--reference-doc", str(theme / f"reference.{task.lang}.docx")]
    return ["--template", str(theme / "report.typ")]


@contextmanager
def _compiler(task: Task) -> Iterator[subprocess.Popen[bytes]]:
    """Start the compiler of one PDF, which loads its fonts while pandoc works; it ends with the block."""
    job = {"root": str(task.project), "fonts": str(font_folder(task.project)), "moment": task.moment}
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", _COMPILER, json.dumps(job)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def pdf(task: Task, compiler: subprocess.Popen[bytes], source: bytes) -> bytes:
    """Let a compiler make a tagged PDF/UA-1 file of typst ``source``, with the project's own fonts only.

    Raises:
        RenderError: typst refused, or warned (a missing font or glyph is a warning there).
    """
    data, said = compiler.communicate(source)
    if compiler.returncode:
        raise refused(_name(task), said.decode(errors="replace"))
    return data


def _name(task: Task) -> str:
    return f"{where(task.lang)} → {task.format}"
