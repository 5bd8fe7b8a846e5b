"""Digests of what every result rests on: files, lyreport's own code, what is installed, fonts, Python."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from lyreport.hashing import sha256_file
from lyreport.project import Project

PACKAGE = Path(__file__).parents[1]
LOCK = "requirements.lock"
TYPESETTERS = ("pypandoc-binary", "python-docx", "typst")
"""Packages that set documents, and that no notebook uses."""

_REQUIRES = re.compile(r"^Requires-Dist:\s*([A-Za-z0-9._-]+)(.*)$", re.MULTILINE)


def files(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    """Return the digest of each file under its path below ``root``; folders are left out."""
    return {path.relative_to(root).as_posix(): sha256_file(path) for path in sorted(paths) if path.is_file()}


def code(*places: str) -> dict[str, str]:
    """Return the digest of every file of lyreport, or of those under ``places`` (``plan``, ``run/page.py``)."""
    chosen = [PACKAGE / place for place in places] or [PACKAGE]
    found = [path for place in chosen for path in (place.rglob("*") if place.is_dir() else [_module(place)])]
    return files(PACKAGE, (path for path in found if "__pycache__" not in path.parts and not path.name.startswith(".")))


def _module(place: Path) -> Path:
    return place if place.suffix else place.with_suffix(".py")


def lock(project: Project) -> str:
    """Return the digest of the project's lock file; empty where it has none."""
    path = project.root / LOCK
    return sha256_file(path) if path.is_file() else ""


def python() -> str:
    """Return which Python computes, on which kind of machine."""
    return f"{sys.implementation.name} {sys.version} {platform.machine()}"


def fonts(paths: Iterable[Path]) -> dict[str, str]:
    """Return the digest of each font file under its name; one that shows no change within this process is read once."""
    return {path.name: _font(path, *_shown(path)) for path in paths}


def _shown(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino, found.st_size


@lru_cache
def _font(path: Path, *_: int) -> str:
    return sha256_file(path)


def versions(top: str = "lyreport") -> dict[str, str]:
    """Return the version of everything that is installed and that ``top`` requires, directly or not.

    Where ``top`` itself is not installed, that of everything.  Read from the names of the ``.dist-info`` folders: to
    ask ``importlib.metadata`` takes ten times as long.
    """
    installed = dict(_installed())
    found: dict[str, str] = {}
    waiting = [top] if top in installed else list(installed)
    while waiting:
        name = waiting.pop()
        if name in found or name not in installed:
            continue
        folder = installed[name]
        found[name] = folder.name.removesuffix(".dist-info").partition("-")[2]
        waiting += _required(folder)
    found.pop(top, None)  # lyreport is known by its code
    return dict(sorted(found.items()))


def libraries() -> dict[str, str]:
    """Return the versions of what may compute something: all but the packages that set documents."""
    return {name: known for name, known in versions().items() if name not in TYPESETTERS}


def _installed() -> Iterator[tuple[str, Path]]:
    for place in reversed([Path(name) for name in sys.path]):  # what comes first on the path counts last here
        for folder in place.glob("*.dist-info"):
            yield _plain(folder.name.partition("-")[0]), folder


def _required(folder: Path) -> list[str]:
    try:
        head = (folder / "METADATA").read_text(encoding="utf-8").partition("\n\n")[0]
    except OSError:
        return []
    return [_plain(name) for name, condition in _REQUIRES.findall(head) if "extra ==" not in condition]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
