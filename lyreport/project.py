"""The project on disk: its root, every folder by name, and the only door through which files are written.

Nothing here touches the disk at import.  Every write is atomic: a reader sees the old file or the new one,
never a half of either, and a failed write leaves the old one in place.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from lyreport.errors import Bilingual, LockedError, Problem, UsageError
from lyreport.hashing import canonical_json

BASE_YEAR = 2022
"""The plan is of September 2022: its first year is what later years are compared with."""

ROOT_VARIABLE, VALUES_VARIABLE, READS_VARIABLE = "LYREPORT_ROOT", "LYREPORT_SECTION_VALUES", "LYREPORT_READS"
"""How a kernel hears where the project lies, what other sections recorded, and where to say what it has read."""

Format = Literal["html", "docx", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""The kinds of finished documents."""


@dataclass(frozen=True)
class Edition:
    """The folders of one edition, ``output/<year>/…``."""

    root: Path
    year: int

    @property
    def results(self) -> Path:
        """``results.json``: every recorded value, sorted by id."""
        return self.root / "results.json"

    @property
    def quarto(self) -> Path:
        """The Quarto project, sources only."""
        return self.root / "quarto"

    @property
    def site(self) -> Path:
        """What may be published."""
        return self.root / "site"

    @property
    def log(self) -> Path:
        """Raw notebooks, timings, reasons: all that may differ between two runs."""
        return self.root / "log"

    def notebook(self, stem: str, year: int) -> Path:
        """The executed, canonical notebook of one section and year."""
        return self.root / "notebooks" / str(year) / f"{stem}.ipynb"

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that the edition computes: from the base year to its own."""
        return tuple(range(BASE_YEAR, self.year + 1))


@dataclass(frozen=True)
class Project:
    """A lyreport project: one root, and every folder below it by name."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Project:
        """Return the project that ``start`` lies in.

        Raises:
            UsageError: no folder from ``start`` upwards holds ``params/plan``.
        """
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / "params" / "plan").is_dir():
                return cls(folder)
        raise UsageError(
            [
                Problem(
                    "project.not-found",
                    str(start),
                    Bilingual(
                        "这里不是lyreport项目：没有 params/plan", "This is no lyreport project: there is no params/plan"
                    ),
                    Bilingual("到项目目录里运行，或用 --root 指定", "Run it inside a project, or name one with --root"),
                )
            ]
        )

    @property
    def params(self) -> Path:
        """Validated settings: ``plan/``, ``years/``, ``report.yml``, ``site.yml``."""
        return self.root / "params"

    @property
    def notebooks(self) -> Path:
        """The trios of the sections."""
        return self.root / "notebooks"

    @property
    def output(self) -> Path:
        """Everything made; never committed."""
        return self.root / "output"

    @property
    def facts(self) -> Path:
        """The checked facts: ``<year>/<form>.parquet`` and ``<year>/submissions.json``."""
        return self.output / "facts"

    @property
    def cache(self) -> Path:
        """Content-addressed results that may be deleted at any time."""
        return self.output / ".cache"

    def data(self, year: int) -> Path:
        """The workbooks of one data year, as received."""
        return self.root / "data" / str(year)

    def edition(self, year: int) -> Edition:
        """The folders of one edition."""
        return Edition(self.output / str(year), year)

    def relative(self, path: Path) -> str:
        """Return ``path`` as it may be printed: below the root, with forward slashes."""
        return path.resolve().relative_to(self.root.resolve()).as_posix()


def write_bytes(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step, creating parent folders.

    Raises:
        OSError: the disk refused; the earlier file, if any, is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` in one step: UTF-8, line ends as given."""
    write_bytes(path, text.encode())


def write_json(path: Path, value: object) -> None:
    """Put the canonical JSON of ``value`` at ``path`` in one step."""
    write_bytes(path, canonical_json(value))


@contextmanager
def staged_folder(final: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``final`` when the block ends well.

    On failure the draft is removed and ``final`` stays as it was.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=final.parent, prefix=f".{final.name}."))
    draft.chmod(0o755)
    try:
        yield draft
        swap_folder(draft, final)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def swap_folder(new: Path, final: Path) -> None:
    """Let ``new`` take the place of ``final``; the old folder is removed only after the swap."""
    if not final.exists():
        new.replace(final)
        return
    old = final.with_name(f".{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    final.replace(old)
    new.replace(final)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def lock(edition: Edition, holder: str) -> Iterator[None]:
    """Hold ``edition`` for the length of the block.

    Args:
        edition: the edition to be worked on.
        holder: what a second run is told, e.g. ``"lyreport run 2025, pid 4711"``.

    Raises:
        LockedError: another process holds it; the message says who.
    """
    edition.root.mkdir(parents=True, exist_ok=True)
    path = edition.root / ".lock"
    with path.open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            stream.seek(0)
            raise LockedError([_held_by(stream.read().strip(), edition.year)]) from error
        stream.seek(0)
        stream.truncate()
        stream.write(holder)
        stream.flush()
        try:
            yield
        finally:  # the file stays, as removing it would let two runs hold two files of one name; who held it does not
            stream.truncate(0)


def _held_by(holder: str, year: int) -> Problem:
    return Problem(
        "edition.locked",
        f"output/{year}",
        Bilingual(f"正被占用：{holder or '不详'}", f"held by: {holder or 'unknown'}"),
        Bilingual("等它结束后再运行", "wait until it has ended, then run again"),
    )
