"""One edition from end to end: submissions, notebooks, words, pages, in this order and nothing else.

Deliberately out of scope: what a number means (``indicators``), how a page looks (``report``), what is printed in a
terminal (``cli``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from lyreport.errors import LANGS, Bilingual, Lang, ParamsError, Problem, RenderError
from lyreport.intake import IntakeReport, Store, build, outdated
from lyreport.plan import (
    Plan,
    ReportSettings,
    SiteSettings,
    YearSettings,
    load_plan,
    load_report,
    load_site,
    load_year,
)
from lyreport.project import Edition, Project, lock
from lyreport.report import embedded, quarto, site
from lyreport.report.compose import compose
from lyreport.report.fonts import pinned_files
from lyreport.report.layout import Format, download, home
from lyreport.report.material import Material, gather
from lyreport.report.quarto import Quarto
from lyreport.run.edition import Run, run_edition
from lyreport.run.schedule import Event
from lyreport.run.task import Limits

Read = TypeVar("Read")

UNREADABLE, FAULTY = 11, 12  # exit codes of an edition that was made in spite of faults (architecture, Contracts)


@dataclass(frozen=True)
class Options:
    """What a person asked for beyond the settings; ``None`` and 0 mean: as ``params/report.yml`` says."""

    workers: int = 0
    engine: str | None = None
    formats: tuple[Format, ...] = ()
    force: bool = False


@dataclass(frozen=True)
class Stage:
    """A step of the edition has begun."""

    name: Bilingual


Progress = Callable[[Stage | Event], None]


@dataclass(frozen=True)
class Made:
    """A finished edition: what was taken in, what ran, what it was composed from, and the files for readers."""

    intake: IntakeReport
    run: Run
    material: Material
    engine: str
    files: tuple[Path, ...]

    @property
    def exit_code(self) -> int:
        """0, or 11 or 12 where submissions had faults and their values are undetermined."""
        if self.intake.unreadable:
            return UNREADABLE
        return FAULTY if self.intake.errors else 0


def make(
    project: Project,
    year: int,
    options: Options,
    *,
    environ: Mapping[str, str],
    progress: Progress = lambda _: None,
) -> Made:
    """Make the edition of ``year`` from the present submissions.

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
    params = read_params(project, edition)
    typesetter = _typesetter(params.report, options, environ)
    pinned_files()  # a font that is missing is said before anything has run
    with lock(edition, f"lyreport run {year}, pid {os.getpid()}"):
        progress(Stage(Bilingual("读入报送材料", "taking in the submissions")))
        intake = build(project, params.plan, edition.years, force=options.force)
        progress(Stage(Bilingual("运行笔记本", "running the notebooks")))
        run = _run(project, year, params, options, progress)
        progress(Stage(Bilingual("写成报告", "composing the report")))
        material = _material(project, year, params, run)
        compose(material, project.notebooks, edition.quarto)
        progress(Stage(Bilingual("排版", "typesetting")))
        formats = options.formats or params.report.formats
        files = _typeset(edition, typesetter, formats, params.years[year])
    return Made(intake, run, material, f"quarto {typesetter.label}" if typesetter else "embedded", files)


@dataclass(frozen=True)
class Params:
    """Everything below ``params/`` that one edition is made by."""

    plan: Plan
    report: ReportSettings
    site: SiteSettings
    years: Mapping[int, YearSettings]


def read_params(project: Project, edition: Edition) -> Params:
    """Read the plan, the settings of report and site, and those of every year of the edition.

    Raises:
        ParamsError: every fault of every file (10).
    """
    faults: list[Problem] = []

    def tried(read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except ParamsError as error:
            faults.extend(error.problems)
            return None

    folder = project.params
    plan, report, site = (
        tried(partial(load_plan, folder)),
        tried(partial(load_report, folder)),
        tried(partial(load_site, folder)),
    )
    years = {year: tried(partial(load_year, folder, year, plan)) for year in edition.years} if plan else {}
    if plan is None or report is None or site is None or faults:
        raise ParamsError(faults)
    return Params(plan, report, site, {year: settings for year, settings in years.items() if settings})


@dataclass(frozen=True)
class Step:
    """What one part of a run would do: whether it runs, and because of what."""

    name: str
    runs: bool
    why: Bilingual


def foretell(project: Project, year: int, *, force: bool = False) -> tuple[Step, ...]:
    """Say what :func:`make` would do with the present inputs, without doing it.

    Raises:
        ParamsError: the parameters are wrong (10).
    """
    plan = load_plan(project.params)
    stale = outdated(project, plan, year, force=force)
    return (
        *(_taking(one, one in stale) for one in project.edition(year).years),
        *(
            Step(f"{stem} {one}", runs=True, why=Bilingual("笔记本每次都运行", "notebooks run every time"))
            for one in project.edition(year).years
            for stem in plan.sections
        ),
    )


def _taking(year: int, stale: bool) -> Step:
    changed = Bilingual("工作簿、参数或程序有变化", "workbooks, parameters or code have changed")
    same = Bilingual("与上次相同", "the same as last time")
    return Step(f"intake {year}", runs=stale, why=changed if stale else same)


def _run(project: Project, year: int, params: Params, options: Options, progress: Progress) -> Run:
    return run_edition(
        project,
        year,
        tuple(params.plan.sections),
        limits=Limits.of(params.report.limits),
        workers=options.workers or params.report.workers,
        progress=progress,
        locked=True,
    )


def _material(project: Project, year: int, params: Params, run: Run) -> Material:
    store = Store(project, params.plan)
    return gather(
        run.require(),
        plan=params.plan,
        year=year,
        submissions={one: store.submissions(one) for one in params.years},
        years=params.years,
        report=params.report,
        site=params.site,
    )


def _typesetter(settings: ReportSettings, options: Options, environ: Mapping[str, str]) -> Quarto | None:
    """Return the Quarto to use, or None for the embedded typesetter.

    Raises:
        RenderError: Quarto was insisted on, and there is none.
    """
    engine = options.engine or settings.engine
    if engine == "embedded":
        return None
    found = quarto.find(Path(settings.quarto_path) if settings.quarto_path else None, environ)
    if found is None and engine == "quarto":
        raise RenderError.single(
            "render.no-quarto",
            "params/report.yml",
            Bilingual("指定用Quarto排版，但没有找到", "Quarto is asked for, but there is none on this machine"),
            Bilingual(
                "见 docs/how-to/quarto.md，或改为 engine: auto", "see docs/how-to/quarto.md, or say engine: auto"
            ),
        )
    return found


def _typeset(
    edition: Edition, typesetter: Quarto | None, formats: tuple[Format, ...], settings: YearSettings
) -> tuple[Path, ...]:
    project, year, moment = edition.quarto, edition.year, _moment(settings)
    with TemporaryDirectory(prefix=".documents-", dir=edition.root) as folder:
        out = Path(folder)
        if typesetter:
            quarto.typeset(project, out, quarto=typesetter, formats=formats, moment=moment)
        else:
            embedded.typeset(project, out, formats=formats, moment=moment)
        site.assemble(project=project, documents=out, site=edition.site, year=year, formats=formats)
    return tuple(_placed(edition, lang, kind) for lang in LANGS for kind in formats)


def _placed(edition: Edition, lang: Lang, kind: Format) -> Path:
    if kind == "html":
        return home(edition.site, lang) / "index.html"
    return edition.site / "files" / download(edition.year, lang, kind)


def _moment(settings: YearSettings) -> int:
    """Seconds since 1970 of the release day, or of the day submissions were due: never the clock."""
    day: date = settings.release_date or settings.due
    return int(datetime.combine(day, time(), tzinfo=UTC).timestamp())
