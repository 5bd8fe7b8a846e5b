"""The real Quarto as typesetter of a composed project: it lays out, it never executes.

Each document is rendered in a scratch copy of the project, all of them side by side: a render of one format or
document cleans away what another made, and a failed one leaves its intermediates beside the source.  Quarto's exit
status alone is not believed: every promised file must be there, and no complaint about the document on the way.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lyreport.errors import Bilingual, Problem, RenderError
from lyreport.report import child, complaints
from lyreport.report.quarto_find import Quarto, describe, find

__all__ = ["Document", "Progress", "Quarto", "Step", "describe", "find", "render"]

TIMEOUT = 600.0

_MADE_BEFORE = shutil.ignore_patterns(".quarto", "_output", "*_files")
_TOOLS = (  # where a packager (conda, nix) has put Quarto's parts; all else that could change an output is left out
    "PATH", "QUARTO_CONDA_PREFIX", "QUARTO_DART_SASS", "QUARTO_DENO", "QUARTO_DENO_DOM", "QUARTO_ESBUILD",
    "QUARTO_PANDOC", "QUARTO_SHARE_PATH", "QUARTO_TYPST",
)  # fmt: skip
_LAST_WORDS = 5


@dataclass(frozen=True)
class Document:
    """One document to typeset, and the files that must exist afterwards, all relative to the Quarto project."""

    source: str
    promised: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One line that Quarto said; ``format`` is the one under way (``html``, ``docx``, ``typst``, ``pdf``) if any."""

    source: str
    format: str | None
    line: str


Progress = Callable[[Step], None]


def render(
    project: Path,
    documents: Sequence[Document],
    *,
    quarto: Quarto,
    environ: Mapping[str, str],
    epoch: str,
    progress: Progress = lambda _: None,
    timeout: float = TIMEOUT,
) -> dict[str, bytes]:
    """Return the promised files by name.

    The project is only read; Ctrl-C or an exception from ``progress`` ends Quarto and all that it started.

    Args:
        project: a composed Quarto project.
        documents: rendered at the same time, all formats of ``_quarto.yml`` in one call each.
        quarto: from :func:`find`.
        environ: only the places of Quarto's own tools are taken from it.
        epoch: the one moment that the files may carry, in seconds since 1970.
        progress: told every line, in this thread.
        timeout: seconds for everything together.

    Raises:
        RenderError: with every problem of every document.
    """
    with tempfile.TemporaryDirectory(prefix="lyreport-quarto-", ignore_cleanup_errors=True) as folder:
        roots = {document.source: Path(folder) / str(number) for number, document in enumerate(documents)}
        commands = {source: _command(project, source, root, quarto, environ, epoch) for source, root in roots.items()}
        ended = child.attend(commands, timeout=timeout, heard=_told(progress))
        problems = [
            problem
            for document in documents
            for problem in _judged(document, _project(roots[document.source]), ended[document.source], timeout)
        ]
        if problems:
            raise RenderError(problems, hint=_by_hand(project, documents))
        return {name: (_project(roots[one.source]) / name).read_bytes() for one in documents for name in one.promised}


def _command(
    project: Path, source: str, root: Path, quarto: Quarto, environ: Mapping[str, str], epoch: str
) -> child.Command:
    """Prepare a scratch copy below ``root`` with a home of its own, and say what is to run in it."""
    shutil.copytree(project, _project(root), ignore=_MADE_BEFORE, symlinks=False)
    home = root / "home"
    home.mkdir()
    (root / "tmp").mkdir()
    fixed = {
        "HOME": str(home),  # the caches of Quarto and Deno follow it
        "LANG": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8",
        "NO_COLOR": "1",
        "SOURCE_DATE_EPOCH": epoch,
        "TMPDIR": str(root / "tmp"),
        "TZ": "UTC",
    }
    kept = {name: environ[name] for name in _TOOLS if name in environ}
    # Never --quiet: it hides the complaints, and reports failure on success (quarto-cli#13326).
    return child.Command((str(quarto.path), "render", source, "--no-execute"), _project(root), {**kept, **fixed})


def _project(root: Path) -> Path:
    return root / "project"


def _told(progress: Progress) -> child.Heard:
    """Return a listener that knows which format each document has come to."""
    formats: dict[str, str] = {}

    def heard(source: str, line: str) -> None:
        if match := re.match(r"\s+to: (\w+)|\[(typst)\]: Compiling", line):
            formats[source] = match[1] or "pdf"
        progress(Step(source, formats.get(source), line))

    return heard


def _judged(document: Document, project: Path, ended: child.Ended, timeout: float) -> Iterable[Problem]:
    """Return what is wrong with one document: complaints, else a bad end, else files that are not there."""
    found = complaints.read(ended.output, root=project, source=document.source)
    if ended.status is None:
        return (*found, _too_slow(document, timeout))
    if found:
        return found
    if ended.status != 0:
        return (_unexplained(document, ended.status, ended.output),)
    return tuple(_missing(document, name) for name in document.promised if not _is_made(project / name))


def _is_made(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _too_slow(document: Document, timeout: float) -> Problem:
    return Problem(
        "quarto.timeout",
        document.source,
        Bilingual(f"{timeout:g} 秒内没有完成，已停止", f"not finished within {timeout:g} s, and stopped"),
        Bilingual(
            "关闭其他程序后重试，或设 report.engine: embedded",
            "try again on a quieter machine, or set report.engine: embedded",
        ),
    )


def _unexplained(document: Document, status: int, output: str) -> Problem:
    said = " / ".join([line.strip() for line in output.splitlines() if line.strip()][-_LAST_WORDS:])
    return Problem(
        "quarto.status",
        document.source,
        Bilingual(
            f"Quarto 以状态 {status} 结束：{said or '没有输出'}",
            f"Quarto ended with status {status}: {said or 'no output'}",
        ),
        Bilingual(
            "用 quarto check 检查安装，或设 report.engine: embedded",
            "test the installation with quarto check, or set report.engine: embedded",
        ),
    )


def _missing(document: Document, name: str) -> Problem:
    return Problem(
        "quarto.missing-file",
        document.source,
        Bilingual(f"Quarto 报告成功，却没有生成 {name}", f"Quarto reported success but did not make {name}"),
        Bilingual("核对 _quarto.yml 的 format 与 output-dir", "compare format and output-dir in _quarto.yml"),
    )


def _by_hand(project: Path, documents: Sequence[Document]) -> Bilingual:
    command = f"cd {project} && quarto render {documents[0].source} --no-execute"
    return Bilingual(f"手工查看：{command}", f"To see it by hand: {command}")
