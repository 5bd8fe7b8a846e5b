"""The root of a project, and every folder and file below it by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from lyreport.errors import Bilingual, Problem, UsageError

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
