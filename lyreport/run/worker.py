"""A worker process: a clean environment first, then one task after the other, and death when the run ends.

This module imports nothing heavy: Jupyter and matplotlib must first see the environment that :func:`start` lays down.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection, wait
from socket import socket

from lyreport.run import warm
from lyreport.run.task import Outcome, Task


def start(environment: Mapping[str, str], lifeline: Connection, channel: socket | None) -> None:
    """Prepare this process.

    Args:
        environment: takes the place of everything inherited.
        lifeline: reading end of a pipe whose other end only the main process holds; when it closes, because the run
            was stopped or the main process is gone, however it went, this process and its kernels end.
        channel: to the warm process that kernels are forked from, if there is one.
    """
    gc.freeze()  # else the first collection would touch, and so copy, all memory that workers share
    os.environ.clear()
    os.environ.update(environment)
    os.umask(0o022)
    time.tzset()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to answer; it lets go of the lifeline
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # inherited; a kernel must be open to interrupts
    if channel:
        warm.adopt(channel, environment)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def work(task: Task) -> Outcome:
    """Run one task in this process."""
    from lyreport.run.execute import perform

    return perform(task, dict(os.environ))


def _end_with(lifeline: Connection) -> None:
    import psutil  # type: ignore[import-untyped] # ships no types

    wait([lifeline])
    for child in psutil.Process().children(recursive=True):
        child.kill()
    os._exit(0)
