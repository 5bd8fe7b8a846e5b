"""What a run would do, found out without doing it: submissions are taken in aside, results come from the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from lyreport.edition import Options
from lyreport.edition.made import Step
from lyreport.edition.making import Making, prepare
from lyreport.intake import Store, build, outdated
from lyreport.project import Project, write_bytes
from lyreport.run.edition import handed_over, plan_tasks
from lyreport.run.harvest import harvest
from lyreport.run.task import Key, Limits, Task

Found = dict[Key, bytes]
"""The executed notebooks that need not run, as they would be put in place."""


def foretold(project: Project, year: int, options: Options, *, environ: Mapping[str, str]) -> tuple[Step, ...]:
    """Return every step of an edition, with the reasons for those that would run.

    Where a section would run, what depends on it is said to run too; it may turn out that its results are the same.
    """
    making = prepare(project, year, options, environ)
    with TemporaryDirectory(prefix="lyreport-") as folder:
        aside = Path(folder)
        store = _taken_in(making, aside / "facts")
        notebooks, found = _notebooks(making, store, aside)
        return (*_intake(making), *notebooks, *_documents(making, store, notebooks, found, aside))


def _intake(making: Making) -> Iterator[Step]:
    stale = outdated(making.project, making.params.plan, making.year, force=making.options.force)
    for year in making.edition.years:
        yield Step(f"intake {year}", stale.get(year, ()))


def _taken_in(making: Making, facts: Path) -> Store:
    """Return the facts as they would be, built aside where those in place are out of date."""
    project, plan, years = making.project, making.params.plan, making.edition.years
    if not outdated(project, plan, making.year):
        return Store(project, plan)
    if project.facts.is_dir():
        copytree(project.facts, facts)
    build(project, plan, years, facts=facts)
    return Store(project, plan, facts)


def _notebooks(making: Making, store: Store, aside: Path) -> tuple[tuple[Step, ...], Found]:
    kept = making.kept(store)
    found: Found = {}
    steps = {}
    tasks = plan_tasks(making.project, making.year, tuple(making.params.plan.sections), limits=Limits())
    for task in tasks:  # one that reads from others stands after them
        reasons = tuple(f"section/{key}" for key in task.after if key not in found)
        if not reasons:
            ready = _handed(task, found, aside)
            data = kept.recall(ready)
            reasons = kept.why(ready) if data is None else ()
            if data is not None:
                found[task.key] = data
        steps[task.key] = Step(str(task.key), reasons)
    return tuple(steps[key] for key in sorted(steps)), found


def _handed(task: Task, found: Found, aside: Path) -> Task:
    if not task.after:
        return task
    path = aside / f"{task.key.year}.json"
    write_bytes(path, handed_over(harvest((key, found[key]) for key in task.after)))
    return replace(task, values=path)


def _documents(making: Making, store: Store, notebooks: Sequence[Step], found: Found, aside: Path) -> tuple[Step, ...]:
    composed = aside / "quarto"
    running = tuple(f"section/{step.name}" for step in notebooks if step.runs)
    if not running:
        material = making.material(harvest(sorted(found.items())), store)
        making.composing.write(material, composed)
    typesetting = making.typesetting(composed)
    if running:
        return tuple(Step(" ".join(one), running) for one in typesetting.wanted)
    return tuple(map(typesetting.step, typesetting.wanted))
