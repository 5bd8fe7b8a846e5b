"""One pool of worker processes, from which nothing survives: no worker, no kernel, no socket."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext

from lyreport.project import Project
from lyreport.run import warm
from lyreport.run.environment import runtime_folder, worker_environment
from lyreport.run.task import Outcome, Task
from lyreport.run.worker import start, work

Submit = Callable[[Task], "Future[Outcome]"]


class NotBegunError(BrokenProcessPool):
    """The pool was broken before it took the task."""


_PRELOAD = ["lyreport.run.execute"]  # imported once, before the workers are forked: their memory is shared


@contextmanager
def worker_pool(project: Project, workers: int, *, kernel: str) -> Iterator[Submit]:
    """Yield the function that hands a task to one of ``workers`` processes.

    However the block ends, all workers and their kernels are gone after it.  Warm kernels come from one warm process
    for all workers.  A task that a broken pool does not take ends with :class:`NotBegunError`.
    """
    context = _fork_server()
    theirs, ours = context.Pipe(duplex=False)
    with runtime_folder() as runtime:
        environment = worker_environment(project, runtime)
        source = warm.start(environment) if kernel == warm.NAME else None
        executor = ProcessPoolExecutor(
            workers,
            mp_context=context,
            initializer=start,
            initargs=(environment, theirs, source.channel if source else None),
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
            if source:
                source.end()


def _not_begun(error: Exception) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_exception(NotBegunError(str(error)))
    return future


def _fork_server() -> ForkServerContext:
    """Start the process from which workers are forked; it must not hear Ctrl-C, or it would print a traceback."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOAD)
    resource_tracker.ensure_running()  # first, since starting it lets interrupts through again
    with _interrupts_held():
        forkserver.ensure_running()
    return context


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
