"""Which Quarto is on this machine: by setting, by ``QUARTO_PATH``, on ``PATH``; and whether it is new enough.

Deliberately out of scope: fetching one.  ``docs/how-to/quarto.md`` says how it comes in as an archive.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lyreport.errors import Bilingual, Problem, RenderError
from lyreport.hashing import sha256_file

OLDEST = (1, 9)  # the first that runs our two filters where we put them, around its own

_TOOLS = (  # where a packager (conda, nix) has put Quarto's parts; nothing else of the environment reaches a render
    "PATH", "QUARTO_CONDA_PREFIX", "QUARTO_DART_SASS", "QUARTO_DENO", "QUARTO_DENO_DOM", "QUARTO_ESBUILD",
    "QUARTO_PANDOC", "QUARTO_SHARE_PATH", "QUARTO_TYPST",
)  # fmt: skip
_SHARES = ("../share", "../../share/quarto", "../../../Resources/quarto/share")  # from its bin, as its launcher looks
_PATIENCE = 60.0  # seconds for a version: the first start on a cold disk is slow


@dataclass(frozen=True)
class Quarto:
    """A Quarto that can be called; ``version`` as in ``(1, 10, 18)``, ``tools`` as (variable, place)."""

    path: Path
    version: tuple[int, ...]
    tools: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """The version as people write it, ``1.10.18``."""
        return ".".join(map(str, self.version))


def find(setting: Path | None, environ: Mapping[str, str]) -> Quarto | None:
    """Return the Quarto to use, or None where nobody named one and none is on ``PATH``.

    Args:
        setting: ``report.quarto_path``: the program, or the folder that holds it or its ``bin``.
        environ: where ``QUARTO_PATH`` and ``PATH`` are looked up, in this order.

    Raises:
        RenderError: a named Quarto is not there or does not answer, or the one found is older than ``OLDEST``.
    """
    path = _path(setting, environ)
    if path is None:
        return None
    tools = tuple((name, environ[name]) for name in _TOOLS if name in environ)
    quarto = Quarto(path, _version(path, environ), tools)
    if quarto.version < OLDEST:
        raise RenderError([_too_old(quarto)])
    return quarto


def identity(setting: Path | None, environ: Mapping[str, str]) -> str:
    """Return what tells the Quarto that :func:`find` would take from any other, without starting it.

    That is its place, with the digests of its launcher and of the file that holds its version; empty for none.
    """
    try:
        path = _path(setting, environ)
    except RenderError as error:
        return f"not there: {error.problems[0].where}"
    if path is None:
        return ""
    return " ".join((str(path), *(sha256_file(one) for one in (path, *_version_files(path, environ)))))


def _version_files(path: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    folder = path.resolve().parent
    named = environ.get("QUARTO_SHARE_PATH")
    shares = (named,) if named else _SHARES
    return tuple(one for share in shares if (one := folder / share / "version").is_file())


def describe(*, environ: Mapping[str, str], setting: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Return what ``doctor`` shows, as (name, text): which Quarto, and the pandoc and typst that it brings."""
    try:
        quarto = find(setting, environ)
    except RenderError as error:
        return tuple(("Quarto", f"{one.where}: {one.what.zh} / {one.what.en}") for one in error.problems)
    if quarto is None:
        return (("Quarto", "–"),)
    tools = ((tool, _first_version(_say(quarto.path, (tool, "--version"), environ))) for tool in ("pandoc", "typst"))
    parts = ", ".join(f"{tool} {version or '?'}" for tool, version in tools)
    return (("Quarto", f"{quarto.label} ({parts}) {quarto.path}"),)


def _path(setting: Path | None, environ: Mapping[str, str]) -> Path | None:
    named = (("report.quarto_path", setting), ("QUARTO_PATH", environ.get("QUARTO_PATH")))
    for name, value in named:
        if value:
            return _program(name, Path(value))
    found = shutil.which("quarto", path=environ.get("PATH", ""))
    return Path(found).absolute() if found else None


def _program(name: str, given: Path) -> Path:
    """Return the program that a person named; links stay, because Quarto finds its parts from where it is called."""
    for path in (given, given / "quarto", given / "bin" / "quarto"):
        if path.is_file() and os.access(path, os.X_OK):
            return path.absolute()
    raise RenderError([_not_there(name, given)])


def _version(path: Path, environ: Mapping[str, str]) -> tuple[int, ...]:
    said = _say(path, ("--version",), environ)
    version = _first_version(said)
    if version is None:
        raise RenderError([_no_answer(path, said)])
    return tuple(map(int, version.split(".")))


def _say(path: Path, words: tuple[str, ...], environ: Mapping[str, str]) -> str:
    """Return what the program answers, or why it did not."""
    try:
        answer = subprocess.run(  # noqa: S603 – the person who configured it names the program; no shell
            (str(path), *words),
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = answer.stdout.strip() or answer.stderr.strip()  # Quarto passes on what typst says to standard error
    return said if answer.returncode == 0 else f"{answer.returncode}: {said}"


def _first_version(said: str) -> str | None:
    match = re.match(r"(?:[A-Za-z]+ )?v?(\d+(?:\.\d+)+)", said)
    return match[1] if match else None


def _not_there(name: str, given: Path) -> Problem:
    return Problem(
        "quarto.not-there",
        f"{name}: {given}",
        Bilingual("这里没有可执行的 quarto", "there is no quarto here that can be run"),
        Bilingual(
            "改正路径；或清除该设置，由 PATH 查找，找不到时使用内置排版",
            "correct the path, or remove the setting: PATH is searched, and the embedded typesetter steps in",
        ),
    )


def _no_answer(path: Path, said: str) -> Problem:
    lines = said.splitlines() or [""]
    return Problem(
        "quarto.no-answer",
        str(path),
        Bilingual(f"quarto --version 没有给出版本号：{lines[0]}", f"quarto --version gave no version: {lines[0]}"),
        Bilingual("用解压得到的完整目录重新安装 Quarto", "install Quarto again from its whole archive"),
    )


def _too_old(quarto: Quarto) -> Problem:
    oldest = ".".join(map(str, OLDEST))
    return Problem(
        "quarto.too-old",
        str(quarto.path),
        Bilingual(f"版本为 {quarto.label}，至少需要 {oldest}", f"this is {quarto.label}; {oldest} or newer is needed"),
        Bilingual(
            "换用新版本（见 docs/how-to/quarto.md），或设 report.engine: embedded",
            "bring in a newer one (docs/how-to/quarto.md), or set report.engine: embedded",
        ),
    )
