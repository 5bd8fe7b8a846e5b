"""Programs of others that we start: heard line by line, and never left behind."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

Heard = Callable[[str, str], None]

_MOMENT = 0.05  # seconds in which a program that has closed its output may end
_KEPT_LINES = 5_000  # a program that raves must not fill the memory
_PIECE = 1 << 16


@dataclass(frozen=True)
class Command:
    """What to start, where, and the whole environment it may see."""

    argv: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Ended:
    """How a program ended; ``status`` is None where its time ran out."""

    status: int | None
    output: str


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_KEPT_LINES))
    rest: bytes = b""


def attend(commands: Mapping[str, Command], *, timeout: float, heard: Heard) -> dict[str, Ended]:
    """Run ``commands`` side by side until all have ended or ``timeout`` seconds have passed.

    ``heard(name, line)`` is called in this thread for every line of standard output and error.  Whatever ends the
    wait (the time, Ctrl-C, an exception from ``heard``), no process of theirs is alive afterwards.

    Raises:
        OSError: a command cannot be started.
    """
    with ExitStack() as stack:
        children = {name: stack.enter_context(_started(command)) for name, command in commands.items()}
        deadline = time.monotonic() + timeout
        _listen(children, deadline, heard)
        return {name: Ended(_status(child, deadline), "\n".join(child.lines)) for name, child in children.items()}


@contextmanager
def _started(command: Command) -> Iterator[_Child]:
    process = subprocess.Popen(  # noqa: S603 – the caller names the program; no shell
        command.argv,
        cwd=command.folder,
        env=dict(command.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,  # its own group, so that its children end with it
    )
    with process:
        try:
            yield _Child(process)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group at once: all that it writes lies in a scratch folder, so nobody needs to tidy up.

    A process that has not been waited for keeps its number, so the group is still the one we started.
    """
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):  # macOS refuses where all of the group are dead
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _listen(children: Mapping[str, _Child], deadline: float, heard: Heard) -> None:
    """Pass on every line until all children have closed their output or the time is up."""
    with selectors.DefaultSelector() as selector:
        for name, child in children.items():
            selector.register(_stream(child), selectors.EVENT_READ, name)
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                if not _hear(key.data, children[key.data], heard):
                    selector.unregister(key.fileobj)


def _status(child: _Child, deadline: float) -> int | None:
    try:
        return child.process.wait(max(_MOMENT, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None


def _stream(child: _Child) -> int:
    assert child.process.stdout is not None
    return child.process.stdout.fileno()


def _hear(name: str, child: _Child, heard: Heard) -> bool:
    """Read what is there; return False at the end of the stream."""
    piece = os.read(_stream(child), _PIECE)
    *whole, child.rest = (child.rest + piece).split(b"\n")
    if not piece and child.rest:
        whole, child.rest = [child.rest], b""
    for raw in whole:
        line = raw.decode(errors="replace").strip("\r")
        child.lines.append(line)
        heard(name, line)
    return bool(piece)
