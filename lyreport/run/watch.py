"""Papermill's client with a watchman: output is counted, time is limited, and either stops the kernel at once.

nbclient's own timeout holds for one cell and does not bound output: an endless ``print`` under a timeout of 5 s was
seen to run for 26 s and to leave a notebook of 600 MB.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty
from typing import Any, Literal

from jupyter_client.asynchronous.client import AsyncKernelClient
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from lyreport.run.task import Limits

ENGINE = "lyreport"

Limit = Literal["cell_time", "time", "cell_output", "notebook_output"]


class Alarm:
    """Rings once, for the first limit whose time is up; one thread for all, however often they begin anew."""

    def __init__(self, ring: Callable[[Limit], None]) -> None:
        self._ring = ring
        self._due: dict[Limit, float] = {}
        self._changed = threading.Condition()
        self._waits_until = 0.0
        self._ended = False

    def set(self, limit: Limit, seconds: float) -> None:
        """Let it ring in ``seconds``, and no longer when this was said last for ``limit``."""
        with self._changed:
            if not self._due:
                threading.Thread(target=self._wait, daemon=True).start()
            self._due[limit] = time.monotonic() + seconds
            if self._due[limit] < self._waits_until:
                self._changed.notify()

    def end(self) -> None:
        """Let it not ring any more."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def _wait(self) -> None:
        with self._changed:
            while not self._ended:
                limit = min(self._due, key=self._due.__getitem__)
                self._waits_until = self._due[limit]
                left = self._waits_until - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            else:
                return
        self._ring(limit)


class Watch:
    """One notebook under way: which cell, how much it has said, and whether it had to be stopped.

    Attributes:
        notebook: the notebook as far as it got; papermill itself does not hand it out after a failure.
        cell: id of the cell that ran last.
        stopped: the limit that was hit, if any.
        process: the kernel's process, with ``pid`` and ``poll()``.
    """

    def __init__(self, limits: Limits, environment: Mapping[str, str]) -> None:
        self.limits = limits
        self.environment = dict(environment)
        self.notebook: NotebookNode | None = None
        self.cell: str | None = None
        self.stopped: Limit | None = None
        self.process: Any = None
        self._said: Counter[str] = Counter()
        self._alarm = Alarm(self.stop)

    def begin(self, client: PapermillNotebookClient) -> None:
        """Take note of the kernel that has just started, and limit its memory where the system can."""
        self.process = client.km.provisioner.process
        if self.stopped:  # the time was up before the kernel stood
            self.stop(self.stopped)
        limit = self.limits.memory_bytes
        if limit and hasattr(resource, "prlimit"):  # Linux; macOS cannot limit another process
            resource.prlimit(self.process.pid, resource.RLIMIT_AS, (limit, limit))

    def enter(self, cell: NotebookNode) -> None:
        """Take note of the cell that runs now, and begin to count its time."""
        self.cell = cell.id
        self.time("cell_time", self.limits.cell_seconds)

    def time(self, limit: Limit, seconds: float) -> None:
        """Stop the kernel after ``seconds``; a second call for the same limit begins anew."""
        self._alarm.set(limit, seconds)

    def end(self) -> None:
        """Stop counting time."""
        self._alarm.end()

    def hear(self, cell: NotebookNode, content: dict[str, Any]) -> None:
        """Count one message of the kernel, and stop the kernel when it has said too much.

        Of text that goes beyond the limit the beginning is kept: a kernel collects 0.2 s of printing in one message.
        """
        self._said[cell.id] += len(json.dumps(content, ensure_ascii=False, default=str))
        if "text" in content:
            content["text"] = content["text"][: self.limits.cell_bytes]
        if self._said[cell.id] > self.limits.cell_bytes:
            self.stop("cell_output")
        elif self._said.total() > self.limits.notebook_bytes:
            self.stop("notebook_output")

    def stop(self, limit: Limit) -> None:
        """Kill the kernel and what it started; nbclient notices within a second."""
        self.stopped = self.stopped or limit
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


class PromptClient(AsyncKernelClient):
    """jupyter_client's client, but ready as soon as the kernel has answered on both channels, without a pause after."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 # jupyter_client's signature
        """Ask until the kernel answers, and until what it publishes arrives here.

        Raises:
            RuntimeError: it died, or said nothing for ``timeout`` seconds.
        """
        until = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < until:
            asked = self.kernel_info()
            with suppress(Empty):
                while (await self.get_shell_msg(timeout=1))["parent_header"].get("msg_id") != asked:
                    pass
                while (await self.get_iopub_msg(timeout=1))["parent_header"].get("msg_id") != asked:
                    pass
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before it was ready")
        raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")


class Client(PapermillNotebookClient):  # type: ignore[misc] # papermill is untyped
    """Papermill's client that reports to a :class:`Watch`."""

    def __init__(self, nb_man: Any, *, watch: Watch, **settings: Any) -> None:
        super().__init__(nb_man, on_notebook_start=lambda **_: watch.begin(self), **settings)
        self.watch = watch

    def create_kernel_manager(self) -> Any:
        """Let the manager make prompt clients."""
        manager = super().create_kernel_manager()
        manager.client_class = f"{PromptClient.__module__}.{PromptClient.__qualname__}"
        manager.client_factory = PromptClient
        return manager

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Count the message first; once the kernel is stopped, the rest of the flood is dropped unread."""
        if self.watch.stopped:
            return None
        self.watch.hear(cell, msg["content"])
        output: NotebookNode | None = super().process_message(msg, cell, cell_index)
        return output


class Engine(NBClientEngine):  # type: ignore[misc] # papermill is untyped
    """Papermill's engine with our client."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, watch: Watch, **settings: Any) -> None:
        """Run the prepared notebook under ``watch``."""
        watch.notebook = nb_man.nb
        watch.time("time", watch.limits.seconds)
        try:
            Client(
                nb_man,
                watch=watch,
                kernel_name=kernel_name,
                startup_timeout=settings["start_timeout"],
                record_timing=False,
                on_cell_start=lambda cell, **_: watch.enter(cell),
                config=settings["config"],
                shutdown_kernel="immediate",  # it has answered our check: nothing is left for it to do
                iopub_timeout=watch.limits.seconds,  # its 4 s are too few on a busy machine
            ).execute(**settings["started"])
        finally:
            watch.end()


def install_engine() -> None:
    """Make the engine known to papermill in this process."""
    papermill_engines.register(ENGINE, Engine)
