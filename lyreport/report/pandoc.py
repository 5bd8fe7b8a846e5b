"""Pandoc from its wheel: with nothing of the user's own, and a text that many formats need is read once."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Self

from lyreport.errors import Bilingual, Lang, Problem, RenderError
from lyreport.report.layout import FOLDER, document

_INCLUDE = re.compile(r"^\{\{< include (?P<path>\S+) >\}\}$", re.MULTILINE)
READER = "markdown-tex_math_dollars-raw_tex-latex_macros-grid_tables-multiline_tables-simple_tables"
"""What words never hold is not looked for: mathematics is refused before, and tables are pipe tables."""
_AT_ONCE = 2  # the languages


class Trees:
    """The texts that pandoc has read or is reading, side by side with what Python does: each text once."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._read: dict[tuple[Lang, str], Future[bytes]] = {}

    def begin(self, lang: Lang, text: str) -> Future[bytes]:
        """Return the tree of a text that is, or will be, read; its result raises what :func:`parsed` does."""
        if (lang, text) not in self._read:
            self._read[lang, text] = self._pool.submit(parsed, lang, text)
        return self._read[lang, text]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._pool.shutdown(cancel_futures=kind is not None)


def expand(path: Path) -> str:
    """Return the text of ``path`` with every ``{{< include … >}}`` line replaced by the file it names."""
    return _INCLUDE.sub(lambda found: expand(path.parent / found["path"]), path.read_text(encoding="utf-8"))


def parsed(lang: Lang, text: str) -> bytes:
    """Return the text of one language as pandoc's tree (JSON): reading Markdown costs more than writing a format.

    Raises:
        RenderError: pandoc refused, or warned.
    """
    return run(["--from", READER, "--to", "json", "--standalone"], text.encode(), name=where(lang))


def where(lang: Lang) -> str:
    """Return how a language's text is called in messages."""
    return f"{FOLDER}/{document(Path(), lang).as_posix()}"


def run(
    words: Sequence[str],
    data: bytes,
    *,
    name: str,
    folder: Path | None = None,
    moment: int = 0,
    patient: bool = False,
) -> bytes:
    """Run pandoc with nothing of the user's own: no home, no locale, no data folder that would change the bytes.

    Args:
        words: what it is told, beside where it writes.
        data: what it reads.
        name: what is being made, for messages.
        folder: where paths in ``data`` begin.
        moment: seconds since 1970 that what it writes carries as its date.
        patient: let others go first, whose results are waited for.

    Raises:
        RenderError: pandoc or a filter refused, or warned.
    """
    with TemporaryDirectory(prefix="lyreport-") as scratch:
        target = Path(scratch) / "made"
        ran = subprocess.run(  # noqa: S603 - our own pandoc, fixed options
            [*_call(patient), *words, "--fail-if-warnings", f"--data-dir={scratch}", f"--output={target}"],
            input=data,
            cwd=folder or scratch,
            env={"HOME": scratch, "LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": str(moment), **_room()},
            capture_output=True,
            check=False,
        )
        if ran.returncode or not target.is_file():
            raise refused(name, ran.stderr.decode(errors="replace"))
        return target.read_bytes()


def _call(patient: bool) -> list[str]:
    """Return how pandoc is called; with less of a claim to the processor where that can be said."""
    nice = which("nice") if patient else None
    return [nice, "-n", "5", _program()] if nice else [_program()]


@cache
def _program() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@cache
def _room() -> dict[str, str]:
    """Let the wheel's pandoc fill 16 MB before it tidies up, which saves a tenth; more room saves nothing more.

    Another pandoc may have been built to refuse such wishes.
    """
    import pypandoc

    own = Path(pypandoc.__file__).parent in Path(_program()).parents
    return {"GHCRTS": "-A16m"} if own else {}


def refused(name: str, said: str) -> RenderError:
    """Return what a person is told when a typesetter refuses."""
    lines = "\n    ".join(line for line in said.strip().splitlines()[-12:])
    return RenderError(
        [
            Problem(
                "render.embedded",
                name,
                Bilingual(f"排版程序报告：{lines}", f"the typesetter says: {lines}"),
                Bilingual("按提示修改所指的文件后重新运行", "mend the file it names, then run again"),
            )
        ]
    )
