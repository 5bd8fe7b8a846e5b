"""Pools of worker processes, from which nothing survives: no worker, no kernel, no socket."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from typing import Self

from lyreport.project import Project
from lyreport.run import warm
from lyreport.run.environment import runtime_folder, worker_environment
from lyreport.run.task import Outcome, Task
from lyreport.run.worker import start, work

Submit = Callable[[Task], "Future[Outcome]"]


_PRELOAD = ["lyreport.run.execute"]  # imported once, before the workers are forked: their memory is shared


@dataclass(frozen=True)
class _Ground:
    """What a pool stands on: its workers' environment, and the warm process that their kernels are forked from."""

    environment: Mapping[str, str]
    source: warm.Warm | None


class Pools:
    """The worker processes of one run, one pool at a time; after the ``with`` block nothing of them is left.

    Args:
        project: whose notebooks they run.
        kernel: name of the Jupyter kernel, by default the warm one where it works; warm kernels come from one warm
            process for all workers of a pool.
    """

    def __init__(self, project: Project, kernel: str | None = None) -> None:
        self._project, self._kernel = project, kernel
        self._all = ExitStack()
        self._ahead: tuple[_Ground, ExitStack] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._all.close()

    @cached_property
    def kernel(self) -> str:
        """The kernel's name; to find out which one works takes a while, so it is done when first asked for."""
        return self._kernel or warm.best_kernel()

    def begin(self) -> None:
        """Let what workers and kernels import be loaded, while this process goes on with something else."""
        if self._ahead is None:
            _fork_server()
            self._ahead = self._laid()

    @contextmanager
    def open(self, workers: int) -> Iterator[Submit]:
        """Yield the function that hands a task to one of ``workers`` processes.

        However the block ends, all workers and their kernels are gone after it.  A task that a broken pool does not
        take ends with :class:`BrokenProcessPool`, as one that falls with it.
        """
        context = _fork_server()
        (ground, stack), self._ahead = self._ahead or self._laid(), None
        theirs, ours = context.Pipe(duplex=False)
        with stack:
            executor = ProcessPoolExecutor(
                workers,
                mp_context=context,
                initializer=start,
                initargs=(ground.environment, theirs, ground.source.channel if ground.source else None),
            )

            def submit(task: Task) -> Future[Outcome]:
                try:
                    with _interrupts_held():  # a worker that is half started would not be waited for
                        return executor.submit(work, task)
                except (BrokenProcessPool, EOFError, OSError) as error:  # the last two: whoever forks workers is gone
                    executor.shutdown(wait=False, cancel_futures=True)  # half of a pool must not begin it after all
                    return _not_begun(error)

            try:
                yield submit
                executor.shutdown()
            finally:
                ours.close()
                executor.shutdown(cancel_futures=True)
                theirs.close()

    def _laid(self) -> tuple[_Ground, ExitStack]:
        """Lay the ground of one pool; it is cleared away with the stack, at the latest with the run."""
        stack = self._all.enter_context(ExitStack())
        environment = worker_environment(self._project, stack.enter_context(runtime_folder()))
        source = warm.start(environment) if self.kernel == warm.NAME else None
        if source:
            stack.callback(source.end)
        return _Ground(environment, source), stack


def _not_begun(error: Exception) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_exception(BrokenProcessPool(str(error)))
    return future


def _fork_server() -> ForkServerContext:
    """Start the process from which workers are forked; it must not hear Ctrl-C, or it would print a traceback."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOAD)
    resource_tracker.ensure_running()  # first, since starting it lets interrupts through again
    with _interrupts_held():
        forkserver.ensure_running()
    return context


def end_fork_server() -> None:
    """End the process that workers are forked from: 70 MB that nobody needs once an edition's notebooks have run."""
    with suppress(OSError):  # it has ended already
        forkserver._forkserver._stop()  # type: ignore[attr-defined] # noqa: SLF001 # there is no public way to do it


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Answer Ctrl-C only after the block; a process that is started in it never hears of it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python answers signals in its main thread only
        return
    held: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, usual)
    if held and callable(usual):
        usual(signal.SIGINT, None)
