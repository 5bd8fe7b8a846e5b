"""Several tasks at a time, each as soon as what it reads is there; one that fails does not stop the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Literal

from lyreport.errors import Bilingual, Problem
from lyreport.project import Project
from lyreport.run.pool import Submit, worker_pool
from lyreport.run.task import Key, Outcome, Task


@dataclass(frozen=True)
class Event:
    """One step of a run, for whoever shows progress; ``seconds`` is the task's own time, 0 when it starts."""

    kind: Literal["started", "finished", "failed"]
    key: Key
    seconds: float
    left: int


Progress = Callable[[Event], None]
Prepare = Callable[[Task, dict[Key, Outcome]], Task]


def run_tasks(
    project: Project, tasks: Sequence[Task], *, workers: int, prepare: Prepare, progress: Progress
) -> tuple[Outcome, ...]:
    """Run ``tasks``, the first ones first, and return their outcomes in the same order.

    Args:
        project: the project they belong to.
        tasks: what to run; ``after`` may only name tasks of the same sequence.
        workers: how many at a time.
        prepare: called right before a task starts, with all outcomes so far; returns the task as it shall run.
        progress: told of each start and end.
    """
    done: dict[Key, Outcome] = {}
    waiting = list(tasks)
    while waiting:  # a second round only after a worker died, with the tasks that had not been started yet
        with worker_pool(project, min(workers, len(waiting)), kernel=waiting[0].kernel) as submit:
            _drain(waiting, done, submit, workers, prepare, progress)
    return tuple(done[task.key] for task in tasks)


def _drain(
    waiting: list[Task], done: dict[Key, Outcome], submit: Submit, workers: int, prepare: Prepare, progress: Progress
) -> None:
    running: dict[Future[Outcome], tuple[Key, float]] = {}
    broken = False
    while running or (waiting and not broken):
        while not broken and len(running) < workers and (task := _next(waiting, done)):
            waiting.remove(task)
            progress(Event("started", task.key, 0, len(waiting) + len(running) + 1))
            running[submit(prepare(task, done))] = (task.key, time.monotonic())
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            key, began = running.pop(future)
            outcome = _outcome(future, key, time.monotonic() - began)
            broken = broken or isinstance(future.exception(), BrokenProcessPool)
            done[key] = outcome
            kind: Literal["finished", "failed"] = "finished" if outcome.good else "failed"
            progress(Event(kind, key, outcome.seconds, len(waiting) + len(running)))


def _next(waiting: Sequence[Task], done: dict[Key, Outcome]) -> Task | None:
    return next((task for task in waiting if all(key in done for key in task.after)), None)


def _outcome(future: Future[Outcome], key: Key, seconds: float) -> Outcome:
    """Read a result; a worker that died takes its own task with it, anything else that is raised is a bug."""
    if isinstance(future.exception(), BrokenProcessPool):
        return Outcome(key, seconds, (_crashed(key),))
    return future.result()


def _crashed(key: Key) -> Problem:
    return Problem(
        "notebook.worker",
        f"notebooks/{key.stem}.ipynb ({key.year})",
        Bilingual("运行它的进程被结束", "the process that ran it was killed"),
        Bilingual(
            "检查内存是否用尽，减少 --workers 后再运行", "see whether memory ran out; run again with fewer --workers"
        ),
    )
