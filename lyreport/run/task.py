"""What is run: one section for one year in one edition, as a picklable value, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lyreport.errors import Problem
from lyreport.project import Edition, Project
from lyreport.run.inspect import Scalar

if TYPE_CHECKING:  # a worker has no use for the plan's schemas
    from lyreport.plan.edition import Limits as ReportLimits


@dataclass(frozen=True)
class Limits:
    """Where a notebook is stopped; 0 bytes of memory means no limit.

    A chart in two languages and two formats takes about 0.3 MB of output, a section rarely more than 2 MB.
    """

    seconds: float = 600
    cell_seconds: float = 300
    start_seconds: float = 60
    cell_bytes: int = 2_000_000
    notebook_bytes: int = 20_000_000
    memory_bytes: int = 4 << 30

    @classmethod
    def of(cls, settings: ReportLimits) -> Limits:
        """Take over the limits of ``params/report.yml``."""
        return cls(
            seconds=settings.notebook_seconds,
            cell_seconds=settings.cell_seconds,
            start_seconds=settings.start_seconds,
            cell_bytes=settings.cell_output_bytes,
            notebook_bytes=settings.output_bytes,
            memory_bytes=settings.memory_bytes,
        )


@dataclass(frozen=True, order=True)
class Key:
    """The name of a task: year and stem."""

    year: int
    stem: str

    def __str__(self) -> str:
        return f"{self.stem} {self.year}"


@dataclass(frozen=True)
class Task:
    """One notebook to run; a pure function of this value and the files below ``root``.

    ``after`` are the tasks whose recorded values it reads; ``values`` is the file they are handed over in.
    What it makes is also put on ``shelf``, if there is one.
    """

    key: Key
    edition_year: int
    root: Path
    after: tuple[Key, ...] = ()
    values: Path | None = None
    kernel: str = "python3"
    limits: Limits = Limits()
    shelf: Path | None = None

    @property
    def project(self) -> Project:
        """The project it belongs to."""
        return Project(self.root)

    @property
    def edition(self) -> Edition:
        """The edition it is made for."""
        return self.project.edition(self.edition_year)

    @property
    def source(self) -> Path:
        """The section's notebook."""
        return self.project.notebooks / f"{self.key.stem}.ipynb"

    @property
    def failed(self) -> Path:
        """Where the partial notebook of a failed run is kept."""
        return self.edition.log / "failed" / str(self.key.year) / f"{self.key.stem}.ipynb"

    @property
    def crash_log(self) -> Path:
        """Where the last words of a kernel that died are kept."""
        return self.failed.with_suffix(".stderr.txt")

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        """What the notebook is told."""
        return {"year": self.key.year, "edition": self.edition_year}


@dataclass(frozen=True)
class Shelved:
    """What a run put on the shelf: digests of the executed notebook, of what it added to its source, of its page.

    ``reads`` says by name what the notebook read, with the digests of what it found.
    """

    notebook: str
    result: str
    page: str
    reads: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """How a task ended: well when ``problems`` is empty; ``cached`` when nothing had to run, else ``why`` it had to."""

    key: Key
    seconds: float
    problems: tuple[Problem, ...] = ()
    made: Shelved | None = None
    cached: bool = False
    why: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the notebook ran to its end and passed our verdict."""
        return not self.problems
