"""One edition from end to end: submissions, notebooks, words, pages, in this order and nothing else.

Deliberately out of scope: what a number means (``indicators``), how a page looks (``report``), what is printed in a
terminal (``cli``).  Nothing heavy is imported before it is known that something has to be made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lyreport.edition import unchanged
from lyreport.edition.made import Fault, Line, Made, Missing, Step
from lyreport.errors import Bilingual
from lyreport.project import Edition, Project, lock, sweep, write_json

if TYPE_CHECKING:
    from lyreport.report.layout import Format
    from lyreport.run.pool import Pools
    from lyreport.run.schedule import Event

__all__ = ["Fault", "Line", "Made", "Missing", "Options", "Progress", "Stage", "Step", "foretell", "make"]


@dataclass(frozen=True)
class Options:
    """What a person asked for beyond the settings; ``None`` and 0 mean: as ``params/report.yml`` says."""

    workers: int = 0
    engine: str | None = None
    formats: tuple[Format, ...] = ()
    force: bool = False

    @property
    def asked(self) -> dict[str, object]:
        """What of it may change the files that are made."""
        return {"engine": self.engine, "formats": list(self.formats)}


@dataclass(frozen=True)
class Stage:
    """A step of the edition has begun."""

    name: Bilingual


Progress = Callable[["Stage | Event"], None]


def make(
    project: Project,
    year: int,
    options: Options,
    *,
    environ: Mapping[str, str],
    progress: Progress = lambda _: None,
) -> Made:
    """Make the edition of ``year`` from the present submissions, as far as it is not made already.

    Args:
        project: where everything is read and written.
        year: the edition; every year from the base year on is computed.
        options: what was asked for beyond the settings.
        environ: where Quarto is looked up.
        progress: told of every step, and of every notebook that starts and ends.

    Raises:
        ParamsError: the parameters are wrong (10); nothing has been run.
        NotebookError: a notebook failed (13); the others ran, the earlier pages are untouched.
        RenderError: words or typesetting failed (14); the earlier pages are untouched.
        LockedError: another process holds the edition (17).
    """
    edition = project.edition(year)
    went_in = unchanged.gone_in(project, year, options.asked)
    if unchanged.manifest(project, year).is_file() and not options.force:
        with _held(edition):
            if made := _recalled(project, year, went_in, environ, progress):
                return made
    from lyreport.run.pool import Pools

    with Pools(project) as pools:
        if options.force or not project.facts.is_dir():
            pools.begin()  # all notebooks will run: what their kernels import is loaded from now on
        return _made(project, year, options, environ, progress, went_in, pools)


def _made(
    project: Project,
    year: int,
    options: Options,
    environ: Mapping[str, str],
    progress: Progress,
    went_in: Mapping[str, str],
    pools: Pools,
) -> Made:
    from lyreport.edition.making import prepare

    edition, making = project.edition(year), prepare(project, year, options, environ)
    path, files = making.params.report.quarto_path, making.params.report.fonts.files
    other = unchanged.quarto(path, environ) | unchanged.fonts(project, files)
    with _held(edition):
        unchanged.manifest(project, year).unlink(missing_ok=True)  # what it says holds no longer
        made = making.run(pools, progress)
        _say_why(project, made)
        unchanged.remember(project, made, {**went_in, **other}, quarto_path=path, font_files=files)
    return made


def _recalled(
    project: Project, year: int, went_in: Mapping[str, str], environ: Mapping[str, str], progress: Progress
) -> Made | None:
    made = unchanged.recall(project, year, went_in, environ)
    if made:
        progress(Stage(Bilingual("与上次完全相同", "nothing has changed")))
        _say_why(project, made)
    return made


@contextmanager
def _held(edition: Edition) -> Iterator[None]:
    """Hold the edition, cleared of what a killed run left in it."""
    with lock(edition, f"lyreport run {edition.year}, pid {os.getpid()}"):
        sweep(edition.root)
        yield


def foretell(project: Project, year: int, options: Options, *, environ: Mapping[str, str]) -> tuple[Step, ...]:
    """Say what :func:`make` would do with the present inputs, without doing it.

    Raises:
        ParamsError: the parameters are wrong (10).
        RenderError: the words are wrong, or Quarto was insisted on and there is none (14).
    """
    if not options.force and (
        made := unchanged.recall(project, year, unchanged.gone_in(project, year, options.asked), environ)
    ):
        return made.steps
    from lyreport.edition.foretelling import foretold

    return foretold(project, year, options, environ=environ)


def _say_why(project: Project, made: Made) -> None:
    write_json(project.edition(made.year).log / "why.json", [step.as_json() for step in made.steps])
