"""Start a command, hear when it says what, and on request weigh it with all processes it started."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_PAUSE = 0.1  # seconds between two samples; each costs about 2 ms per process, so a weighed run is never a timed one


@dataclass
class Scale:
    """The largest sum of proportional set sizes seen, in bytes."""

    peak: int = 0
    processes: int = 0

    @contextmanager
    def weighing(self, pid: int) -> Iterator[None]:
        """Sample the process and all below it until the block ends."""
        done = threading.Event()
        thread = threading.Thread(target=self._sample, args=(pid, done))
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _sample(self, pid: int, done: threading.Event) -> None:
        while not done.wait(_PAUSE):
            with suppress(psutil.NoSuchProcess):
                family = [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
                weight = sum(map(_pss, family))
                if weight > self.peak:
                    self.peak, self.processes = weight, len(family)


def _pss(pid: int) -> int:
    with suppress(OSError):  # it has ended, or is a zombie
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


@dataclass(frozen=True)
class Called:
    """How long a command took, what it put out, and when it said each line of standard error."""

    seconds: float
    out: str
    said: tuple[tuple[float, str], ...]


@dataclass
class Caller:
    """Runs the commands of one way, one after the other; with a scale they are weighed too."""

    scale: Scale | None = None
    environ: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, argv: Sequence[str], folder: Path, *, good: Sequence[int] = (0,), **environ: str) -> Called:
        """Run one command to its end.

        Raises:
            SystemExit: it ended otherwise than well.
        """
        start = time.perf_counter()
        process = subprocess.Popen(
            argv,
            cwd=folder,
            env={**os.environ, **self.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process, _weighed(self.scale, process.pid):
            out: list[str] = []
            reader = threading.Thread(target=lambda: out.extend(process.stdout or ()))
            reader.start()
            said = tuple((time.perf_counter() - start, line.rstrip()) for line in process.stderr or ())
            reader.join()
            process.wait()
            seconds = time.perf_counter() - start
        if process.returncode not in good:
            raise SystemExit("\n".join([" ".join(argv), *(line for _, line in said[-20:])]))
        return Called(seconds, "".join(out), said)


@contextmanager
def _weighed(scale: Scale | None, pid: int) -> Iterator[None]:
    if scale is None:
        yield
        return
    with scale.weighing(pid):
        yield
