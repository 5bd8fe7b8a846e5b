"""The typesetter that needs nothing installed: pandoc and typst from their wheels, over the same project as Quarto.

The seam that ``quarto`` shares: ``typeset(project, out, formats=…, langs=…)`` writes ``out/index.<format>`` for
Chinese and ``out/en/index.<format>`` for English and returns the files made.  Documents are set side by side in
threads: pandoc is a process of its own, and typst computes outside Python.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from lyreport.errors import LANGS, Bilingual, Lang, Problem, RenderError
from lyreport.project import write_bytes
from lyreport.report import docx
from lyreport.report import pdf as small
from lyreport.report.fonts import font_folder
from lyreport.report.layout import FOLDER, FORMATS, Format, document, made

_INCLUDE = re.compile(r"^\{\{< include (?P<path>\S+) >\}\}$", re.MULTILINE)
_READER = "markdown"
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
) -> tuple[Path, ...]:
    """Typeset the composed ``project`` into ``out``.

    Args:
        project: a folder written by :func:`lyreport.report.compose.compose`.
        out: where the documents go, ``index.*`` and ``en/index.*``.
        formats: any of html, pdf, docx.
        langs: any of zh, en.
        moment: seconds since 1970 that documents carry as their date; never the clock.
        workers: documents at a time; one more than the cores that most machines have for it.

    Raises:
        RenderError: one problem per document that could not be made.
    """
    tasks = [
        Task(project, out, lang, format_, moment)
        for lang in langs
        for format_ in reversed(FORMATS)
        if format_ in formats
    ]
    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(task) for task in tasks]
        problems: list[Problem] = []
        paths: list[Path] = []
        for future in futures:
            try:
                paths.append(future.result())
            except RenderError as error:
                problems += error.problems
    if problems:
        raise RenderError(problems)
    return tuple(paths)


def typeset_one(task: Task) -> Path:
    """Typeset one document in this process."""
    target = made(task.out, task.lang, task.format)
    source = expand(document(task.project, task.lang))
    if task.format == "pdf":
        data = pdf(task, pandoc(task, source).decode())
    elif task.format == "docx":
        data = docx.finish(pandoc(task, source))
    else:
        data = pandoc(task, source)
    write_bytes(target, data)
    return target


def expand(path: Path) -> str:
    """Return the text of ``path`` with every ``{{< include … >}}`` line replaced by the file it names."""
    return _INCLUDE.sub(lambda found: expand(path.parent / found["path"]), path.read_text(encoding="utf-8"))


def pandoc(task: Task, source: str) -> bytes:
    """Run pandoc once over ``source`` with the filter pair.

    Raises:
        RenderError: pandoc or a filter refused, or warned.
    """
    import pypandoc

    theme = task.project / "theme"
    with TemporaryDirectory(prefix="lyreport-") as scratch:
        target = Path(scratch) / f"index.{_WRITER[task.format]}"
        command = [
            pypandoc.get_pandoc_path(),
            "--from",
            _READER,
            "--to",
            _WRITER[task.format],
            "--standalone",
            "--fail-if-warnings",
            "--wrap",
            "none",
            "--lua-filter",
            str(theme / "before.lua"),
            "--lua-filter",
            str(theme / "after.lua"),
            "--output",
            str(target),
            *_options(task, theme),
        ]
        folder = document(task.project, task.lang).parent
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(task.moment), "LC_ALL": "C.UTF-8"}
        ran = subprocess.run(  # noqa: S603 - our own pandoc, fixed options
            command, input=source.encode(), cwd=folder, env=environment, capture_output=True, check=False
        )
        if ran.returncode or not target.is_file():
            raise _refused(task, ran.stderr.decode(errors="replace"))
        return target.read_bytes()


def _options(task: Task, theme: Path) -> list[str]:
    if task.format == "html":
        return ["--toc", "--toc-depth", "3", "--section-divs", "--template", str(theme / "page.html")]
    if task.format == "docx":
        return ["--toc", "--toc-depth", "2", "--reference-doc", str(theme / f"reference.{task.lang}.docx")]
    return ["--template", str(theme / "report.typ")]


def pdf(task: Task, source: str) -> bytes:
    """Compile typst ``source`` to a tagged PDF/UA-1 file with the project's own fonts only.

    Raises:
        RenderError: typst refused, or warned (a missing font or glyph is a warning there).
    """
    import typst

    try:
        data, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]  # the stub lets no bytes meet a str root
            source.encode(),
            root=str(task.project),
            font_paths=[str(font_folder(task.project))],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=task.moment,
        )
    except typst.TypstError as error:
        raise _refused(task, error.diagnostic) from error
    if warnings:
        raise _refused(task, "\n".join(str(warning) for warning in warnings))
    return small.compact(bytes(data))


@cache
def versions() -> dict[str, str]:
    """Return which pandoc and typst made the bytes."""
    import pypandoc

    return {"pandoc": str(pypandoc.get_pandoc_version()), "typst": version("typst")}


def _refused(task: Task, said: str) -> RenderError:
    lines = "\n    ".join(line for line in said.strip().splitlines()[-12:])
    where = document(task.project, task.lang).relative_to(task.project).as_posix()
    return RenderError(
        [
            Problem(
                "render.embedded",
                f"{FOLDER}/{where} → {task.format}",
                Bilingual(f"排版程序报告：{lines}", f"the typesetter says: {lines}"),
                Bilingual("按提示修改所指的文件后重新运行", "mend the file it names, then run again"),
            )
        ]
    )
