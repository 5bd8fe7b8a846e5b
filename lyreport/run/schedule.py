"""Several tasks at a time, each as soon as what it reads is there; one that fails does not stop the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Literal, Protocol

from lyreport.errors import Bilingual, Problem
from lyreport.run.pool import Pools, Submit
from lyreport.run.task import Key, Outcome, Task

_MOMENT = 0.5
"""Seconds until a process that was killed is gone: before, multiprocessing would ask a dying one for new workers."""


@dataclass(frozen=True)
class Event:
    """One step of a run, for whoever shows progress; ``seconds`` is the task's own time, 0 when it starts."""

    kind: Literal["started", "finished", "failed", "cached"]
    key: Key
    seconds: float
    left: int


Progress = Callable[[Event], None]
Prepare = Callable[[Task, dict[Key, Outcome]], Task]


class Memory(Protocol):
    """What was made before, and what is made now."""

    def recall(self, task: Task) -> Outcome | None:
        """Return the outcome of a task that need not run, its results put in place."""
        ...

    def enter(self, outcome: Outcome) -> Outcome:
        """Keep what a task has made, and return its outcome with the reason why it ran."""
        ...


class Forgetful:
    """Remembers nothing: everything runs."""

    def recall(self, _: Task) -> None:
        """Nothing was made before."""

    def enter(self, outcome: Outcome) -> Outcome:
        """Keep nothing."""
        return outcome


def run_tasks(
    pools: Pools,
    tasks: Sequence[Task],
    *,
    workers: int,
    prepare: Prepare,
    progress: Progress,
    memory: Memory | None = None,
) -> tuple[Outcome, ...]:
    """Run ``tasks``, the first ones first, and return their outcomes in the same order.

    Args:
        pools: where they run.
        tasks: what to run; ``after`` may only name tasks of the same sequence.
        workers: how many at a time.
        prepare: called right before a task starts, with all outcomes so far; returns the task as it shall run.
        progress: told of each start and end.
        memory: asked right after ``prepare`` whether a task has to run, and told how it ended.
    """
    desk = _Desk(list(tasks), {}, prepare, memory or Forgetful(), progress)
    first = desk.take(0)
    while first:  # a second round only after a worker died, with the tasks that had not been started yet
        with pools.open(min(workers, len(desk.waiting) + 1)) as submit:
            suspects = _drain(first, desk, submit, workers)
        if suspects:
            time.sleep(_MOMENT)
        for task in suspects:  # whose worker died shows when each runs alone
            with pools.open(1) as submit:
                _alone(task, desk, submit)
        first = desk.take(0)
    return tuple(desk.done[task.key] for task in tasks)


@dataclass(frozen=True)
class _Desk:
    """What is to be done and what is done; ``take`` hands out the next task that has to run."""

    waiting: list[Task]
    done: dict[Key, Outcome]
    prepare: Prepare
    memory: Memory
    progress: Progress

    def take(self, running: int) -> Task | None:
        """Return the next task that is ready and has to run, and let those pass that were made before."""
        while task := _next(self.waiting, self.done):
            self.waiting.remove(task)
            prepared = self.prepare(task, self.done)
            outcome = self.memory.recall(prepared)
            if outcome is None:
                return prepared
            self.done[task.key] = outcome
            self.progress(Event("cached", task.key, 0, len(self.waiting) + running))
        return None

    def end(self, outcome: Outcome, running: int) -> None:
        """Take note of how a task ended."""
        self.done[outcome.key] = self.memory.enter(outcome)
        kind: Literal["finished", "failed"] = "finished" if outcome.good else "failed"
        self.progress(Event(kind, outcome.key, outcome.seconds, len(self.waiting) + running))


def _drain(first: Task, desk: _Desk, submit: Submit, workers: int) -> list[Task]:
    """Run ``first`` and all that is ready after it; return the tasks that fell with the pool.

    One of them may have been the cause, or none: also one that ran alone may have fallen with whoever forks workers.
    """
    running: dict[Future[Outcome], Task] = {}
    fallen: list[Task] = []
    task: Task | None = first
    while running or task:
        while task:
            desk.progress(Event("started", task.key, 0, len(desk.waiting) + len(running) + 1))
            running[submit(task)] = task
            task = desk.take(len(running)) if len(running) < workers else None
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            one = running.pop(future)
            if isinstance(future.exception(), BrokenProcessPool):
                fallen.append(one)
            else:
                desk.end(future.result(), len(running))
        task = desk.take(len(running)) if not fallen and len(running) < workers else None
    return fallen


def _alone(task: Task, desk: _Desk, submit: Submit) -> None:
    """Run one task with no other beside it: if its worker dies again, it was the cause."""
    began = time.monotonic()
    desk.progress(Event("started", task.key, 0, len(desk.waiting) + 1))
    future = submit(task)
    died = isinstance(future.exception(), BrokenProcessPool)
    desk.end(_crashed(task.key, time.monotonic() - began) if died else future.result(), 0)


def _next(waiting: Sequence[Task], done: dict[Key, Outcome]) -> Task | None:
    return next((task for task in waiting if all(key in done for key in task.after)), None)


def _crashed(key: Key, seconds: float) -> Outcome:
    problem = Problem(
        "notebook.worker",
        f"notebooks/{key.stem}.ipynb ({key.year})",
        Bilingual("运行它的进程被结束", "the process that ran it was killed"),
        Bilingual(
            "检查内存是否用尽，减少 --workers 后再运行", "see whether memory ran out; run again with fewer --workers"
        ),
    )
    return Outcome(key, seconds, (problem,))
