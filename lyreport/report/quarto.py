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
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import yaml

from lyreport.errors import LANGS, Bilingual, Lang, Problem, RenderError
from lyreport.project import write_bytes
from lyreport.report import child, complaints
from lyreport.report.layout import FORMATS, Format, document, made
from lyreport.report.pdf import NotTypstError, compact
from lyreport.report.quarto_find import Quarto, describe, find, named

__all__ = ["Document", "Heard", "Progress", "Quarto", "describe", "find", "named", "render", "typeset"]

TIMEOUT = 600.0

_WRITER: dict[Format, str] = {"html": "html", "docx": "docx", "pdf": "typst"}
_MADE_BEFORE = shutil.ignore_patterns(".quarto", "_output", "*_files")
_LAST_WORDS = 5


@dataclass(frozen=True)
class Document:
    """One document to typeset, and the files that must exist afterwards, all relative to the Quarto project."""

    source: str
    promised: tuple[str, ...]


@dataclass(frozen=True)
class Heard:
    """One line that Quarto said; ``format`` is the one under way (``html``, ``docx``, ``typst``, ``pdf``) if any."""

    source: str
    format: str | None
    line: str


Progress = Callable[[Heard], None]


def typeset(
    project: Path,
    out: Path,
    *,
    quarto: Quarto,
    formats: Sequence[Format] = FORMATS,
    langs: Sequence[Lang] = LANGS,
    moment: int = 0,
    progress: Progress = lambda _: None,
    timeout: float = TIMEOUT,
) -> tuple[Path, ...]:
    """Typeset the composed ``project`` into ``out`` as the embedded typesetter does; see there and :func:`render`.

    Nothing is written before every document is made.
    """
    shelf = _shelf(project)
    names = {(lang, one): made(shelf, lang, one).relative_to(project).as_posix() for lang in langs for one in formats}
    documents = [
        Document(document(project, lang).relative_to(project).as_posix(), tuple(names[lang, one] for one in formats))
        for lang in langs
    ]
    only = formats[0] if len(formats) == 1 else None
    files = render(project, documents, quarto=quarto, only=only, moment=moment, progress=progress, timeout=timeout)
    for (lang, one), name in names.items():
        write_bytes(made(out, lang, one), _finished(files[name], one))
    return tuple(made(out, lang, one) for lang, one in names)


def render(
    project: Path,
    documents: Sequence[Document],
    *,
    quarto: Quarto,
    only: Format | None = None,
    moment: int = 0,
    progress: Progress = lambda _: None,
    timeout: float = TIMEOUT,
) -> dict[str, bytes]:
    """Return the promised files by name.

    The project is only read; Ctrl-C or an exception from ``progress`` ends Quarto and all that it started.

    Args:
        project: a composed Quarto project.
        documents: rendered at the same time, all their formats in one call each.
        quarto: from :func:`find`.
        only: one format instead of all that ``_quarto.yml`` lists; Quarto cannot be asked for two.
        moment: seconds since 1970 that documents carry as their date; never the clock.
        progress: told every line, in this thread.
        timeout: seconds for everything together.

    Raises:
        RenderError: with every problem of every document.
    """
    with tempfile.TemporaryDirectory(prefix="lyreport-quarto-", ignore_cleanup_errors=True) as folder:
        roots = {one.source: Path(folder) / str(number) for number, one in enumerate(documents)}
        for one in documents:
            _copy(project, roots[one.source], without=one.promised)
        commands = {one: _command(one, root, quarto, only=only, moment=moment) for one, root in roots.items()}
        ended = child.attend(commands, timeout=timeout, heard=_told(progress))
        judged = [_judged(one, _project(roots[one.source]), ended[one.source], timeout) for one in documents]
        if problems := [problem for found in judged for problem in found]:
            raise RenderError(problems, hint=_by_hand(project, documents))
        return {name: (_project(roots[one.source]) / name).read_bytes() for one in documents for name in one.promised}


def _finished(data: bytes, kind: Format) -> bytes:
    """Give a document the last touches that the embedded typesetter gives it."""
    if kind == "docx":
        from lyreport.report import docx  # who only looks for Quarto needs none of it

        return docx.finish(data)
    if kind == "pdf":
        with suppress(NotTypstError):  # another typst may lay out its file otherwise: as good, only larger
            return compact(data)
    return data


def _shelf(project: Path) -> Path:
    """Return the folder in which Quarto puts what it made."""
    settings = yaml.safe_load((project / "_quarto.yml").read_text(encoding="utf-8"))
    return project / str(settings.get("project", {}).get("output-dir", ""))


def _command(source: str, root: Path, quarto: Quarto, *, only: Format | None, moment: int) -> child.Command:
    """Return the call.  Never ``--quiet``: it hides the complaints, and fails on success (quarto-cli#13326)."""
    choice = () if only is None else ("--to", _WRITER[only])
    argv = (str(quarto.path), "render", source, "--no-execute", *choice)
    return child.Command(argv, _project(root), _environment(root, quarto, moment))


def _copy(project: Path, root: Path, *, without: Sequence[str]) -> None:
    """Make a scratch copy of the project below ``root``, beside a home and a place for temporary files.

    Files ``without`` which it begins were made by hand before; they must not pass for new ones.
    """
    for name in ("home", "tmp"):
        (root / name).mkdir(parents=True)
    copy = _project(root)
    shutil.copytree(project, copy, ignore=_MADE_BEFORE)
    for name in without:
        (copy / name).unlink(missing_ok=True)


def _environment(root: Path, quarto: Quarto, moment: int) -> dict[str, str]:
    """Return all that Quarto may know of this machine."""
    return {
        **dict(quarto.tools),
        "HOME": str(root / "home"),  # the caches of Quarto and Deno follow it
        "LANG": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8",
        "NO_COLOR": "1",
        "SOURCE_DATE_EPOCH": str(moment),
        "TMPDIR": str(root / "tmp"),
        "TYPST_IGNORE_SYSTEM_FONTS": "true",  # the project brings its fonts along
        "TZ": "UTC",
    }


def _project(root: Path) -> Path:
    return root / "project"


def _told(progress: Progress) -> child.Heard:
    """Return a listener that knows which format each document has come to."""
    formats: dict[str, str] = {}

    def heard(source: str, line: str) -> None:
        if match := re.match(r"\s+to: (\w+)|\[(typst)\]: Compiling", line):
            formats[source] = match[1] or "pdf"
        progress(Heard(source, formats.get(source), line))

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
