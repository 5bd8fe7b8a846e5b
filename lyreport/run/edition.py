"""All notebooks of one edition: every section for every year, then the record of their values."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from lyreport.errors import NotebookError, ParamsError, Problem, UserError
from lyreport.plan import SUMMARY
from lyreport.project import Edition, Project, write_bytes, write_json
from lyreport.results.value import dump
from lyreport.run.harvest import Harvest
from lyreport.run.inspect import check_parameters, read
from lyreport.run.kept import Kept, Ledger
from lyreport.run.pool import Pools
from lyreport.run.reader import Reader
from lyreport.run.schedule import Event, Progress, run_tasks
from lyreport.run.task import Key, Limits, Outcome, Task
from lyreport.run.untouched import Untouched


@dataclass(frozen=True)
class Run:
    """How the notebooks of an edition ended; ``harvest`` is None when one of them failed."""

    outcomes: tuple[Outcome, ...]
    harvest: Harvest | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that went wrong, in the order of sections and years; each once."""
        return tuple(dict.fromkeys(problem for outcome in self.outcomes for problem in outcome.problems))

    def require(self) -> Harvest:
        """Return the harvest.

        Raises:
            NotebookError: at least one notebook failed; names every one (exit 13).
        """
        if self.harvest is None:
            raise NotebookError(self.problems)
        return self.harvest


@dataclass(frozen=True)
class Settings:
    """How the notebooks of an edition are run.

    Args:
        limits: where a notebook is stopped.
        kernel: name of the Jupyter kernel; by default the warm one where it works.
        workers: how many at a time; 0 means one per core.
        kept: what was made before; without it everything runs, and nothing is kept.
        pools: where they run, if somebody has begun that already; its kernel counts.
    """

    limits: Limits = field(default_factory=Limits)
    kernel: str | None = None
    workers: int = 0
    kept: Kept | None = None
    pools: Pools | None = None


def _quiet(_: Event) -> None:
    """Show nothing."""


def run_edition(
    project: Project,
    year: int,
    stems: Sequence[str],
    settings: Settings = Settings(),
    *,
    progress: Progress = _quiet,
) -> Run:
    """Run every section for every year of the edition, and write ``results.json`` when all of them ran well.

    The caller holds the edition's lock.  A failed notebook leaves an earlier good one in place; ``results.json`` stays
    unless the whole edition is good.

    Args:
        project: its facts must be built.
        year: the edition.
        stems: the sections in the report's order; ``10-overview`` runs after the others of its year.
        settings: how they are run.
        progress: told of each start and end.

    Raises:
        ParamsError: notebooks that do not take ``year`` and ``edition``, all of them (exit 10); nothing has run.
        NotebookError: notebooks are missing or unreadable, all of them, and nothing has run; or two put different
            things on record under one id (exit 13).
    """
    edition, kept = project.edition(year), settings.kept
    with settings.pools or Pools(project, settings.kernel) as pools, Reader(edition) as reader:
        foreseen = plan_tasks(project, year, stems, limits=settings.limits)
        untouched = Untouched.of(kept, edition, foreseen) if kept else None
        if untouched and (known := untouched.recall()):
            return _as_before(untouched, known, progress)
        tasks = [replace(task, kernel=pools.kernel) for task in foreseen]
        check_notebooks(tasks)
        outcomes = _outcomes(edition, tasks, settings, pools, reader, progress)
    _note_timings(edition, outcomes)
    found = _record(edition, tasks, kept, reader) if all(outcome.good for outcome in outcomes) else None
    if untouched and found and all(one.cached or (one.made and one.made.reads) for one in outcomes):
        untouched.note(found)
    return Run(tuple(sorted(outcomes, key=lambda one: one.key)), found)


def _outcomes(
    edition: Edition, tasks: Sequence[Task], settings: Settings, pools: Pools, reader: Reader, progress: Progress
) -> tuple[Outcome, ...]:
    kept = settings.kept
    return run_tasks(
        pools,
        _longest_first(edition, [replace(task, shelf=kept.shelf.folder) for task in tasks] if kept else tasks),
        workers=settings.workers or _cores(),
        prepare=partial(_hand_over, kept, reader),
        progress=reader.hearing(progress),
        memory=Ledger(kept) if kept else None,
    )


def _as_before(untouched: Untouched, found: Harvest, progress: Progress) -> Run:
    """Say of every notebook that it stands as it was, in the order in which they would be looked up."""
    tasks = _longest_first(untouched.edition, untouched.tasks)
    for number, task in enumerate(tasks, start=1):
        progress(Event("cached", task.key, 0, len(tasks) - number))
    return Run(tuple(sorted((Outcome(task.key, 0, cached=True) for task in tasks), key=lambda one: one.key)), found)


def _record(edition: Edition, tasks: Sequence[Task], kept: Kept | None, reader: Reader) -> Harvest:
    """Write ``results.json`` from the notebooks of ``tasks``, and remove those of sections that are no more."""
    placed = {edition.notebook(task.key.stem, task.key.year) for task in tasks}
    for path in _made(edition):
        if path.with_suffix(".ipynb") not in placed:
            path.unlink()
    keys = [task.key for task in tasks]
    found = reader.harvest(keys)
    data = _gathered(kept, edition, "results", keys, lambda: dump(found.ordered))
    if not edition.results.is_file() or edition.results.read_bytes() != data:
        write_bytes(edition.results, data)
    return found


def _gathered(kept: Kept | None, edition: Edition, name: str, keys: Sequence[Key], make: Callable[[], bytes]) -> bytes:
    return kept.values(edition, name, keys, make) if kept else make()


def plan_tasks(
    project: Project, year: int, stems: Sequence[str], *, limits: Limits, kernel: str = "python3"
) -> tuple[Task, ...]:
    """Return the tasks of an edition; a task stands after those that it reads from."""
    tasks = []
    for data_year in project.edition(year).years:
        others = tuple(Key(data_year, stem) for stem in stems if stem != SUMMARY)
        summary = (Key(data_year, SUMMARY),) if SUMMARY in stems else ()
        for key in (*others, *summary):
            after = others if key in summary else ()
            tasks.append(Task(key, year, project.root, after=after, kernel=kernel, limits=limits))
    return tuple(tasks)


def check_notebooks(tasks: Sequence[Task]) -> None:
    """Check what can be known of all notebooks before one of them runs.

    Raises:
        NotebookError: some are missing or unreadable (exit 13); names what is wrong with any of the others as well.
        ParamsError: some do not take ``year`` and ``edition`` (exit 10).
    """
    problems: dict[Problem, None] = {}  # each once, though a notebook has a task for every year
    worst: type[UserError] = ParamsError
    for task in tasks:
        try:
            check_parameters(read(task.source), task.parameters)
        except (ParamsError, NotebookError) as error:
            problems.update(dict.fromkeys(error.problems))
            worst = NotebookError if isinstance(error, NotebookError) else worst
    if problems:
        raise worst(problems)


def _hand_over(kept: Kept | None, reader: Reader, task: Task, done: dict[Key, Outcome]) -> Task:
    """Write the values of the sections that ``task`` reads into one file.

    Where one of them failed, nothing is handed over, and the notebook computes them itself by the same functions.
    In which cell a value was recorded is left out: to rename a cell changes nothing here.
    """
    if not task.after or not all(done[key].good for key in task.after):
        return task
    path = task.edition.log / "section-values" / f"{task.key.year}.json"
    with suppress(NotebookError):  # two records under one id: said once, when the whole edition is read
        name = f"{task.key.year}/values"
        data = _gathered(kept, task.edition, name, task.after, lambda: handed_over(reader.harvest(task.after)))
        write_bytes(path, data)
        return replace(task, values=path)
    return task


def handed_over(found: Harvest) -> bytes:
    """Return the values of other sections as ``10-overview`` gets them: without the cells that recorded them."""
    return dump(replace(value, notebook=None, cell=None) for value in found.ordered)


def _longest_first(edition: Edition, tasks: Sequence[Task]) -> list[Task]:
    """Order by the last run's timings; those of which nothing is known go first, the edition's year before the others.

    The other years go side by side, so that in the end their summaries do, and none has to run alone.
    """
    known = _known_timings(edition)

    def place(task: Task) -> tuple[float, bool, str, int]:
        return -known.get(str(task.key), float("inf")), task.key.year != edition.year, task.key.stem, -task.key.year

    return sorted(tasks, key=place)


def _made(edition: Edition) -> Iterator[Path]:
    folder = edition.root / "notebooks"
    yield from (*folder.rglob("*.ipynb"), *folder.rglob("*.html"))


def _known_timings(edition: Edition) -> dict[str, float]:
    try:
        known: dict[str, float] = json.loads(_timings(edition).read_bytes())
    except (OSError, ValueError):
        return {}
    return known


def _note_timings(edition: Edition, outcomes: Sequence[Outcome]) -> None:
    ran = {str(outcome.key): round(outcome.seconds, 3) for outcome in outcomes if not outcome.cached}
    if ran:
        write_json(_timings(edition), _known_timings(edition) | ran)


def _timings(edition: Edition) -> Path:
    return edition.log / "timings.json"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
