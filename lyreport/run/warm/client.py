"""Start the warm process of this process, and ask it for kernels.

Which environment a library sees while it is imported cannot be changed afterwards.  So a warm process serves only
callers whose environment is the same in everything that might be read early, and whose lyreport has not been edited
since; others get a new one, and the old one ends with its last kernel.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import entry_points
from pathlib import Path

from lyreport.errors import Bilingual
from lyreport.project import ROOT_VARIABLE
from lyreport.run.warm import wire

NAME = "lyreport-warm"

_LATE = ("JPY_", "LYREPORT_", "PYTEST_", "SOURCE_DATE_EPOCH", "COLUMNS", "LINES", "PWD", "OLDPWD", "SHLVL", "_=")
_SYSTEM = ("/usr/local/share", "/usr/share")
_PACKAGE = Path(__file__).parents[2]
_guard = threading.Lock()


class ColdError(Exception):
    """The warm process cannot give a kernel; an ordinary one will do."""


class Warm:
    """A warm process, known by the channel to it.

    It ends when ``end`` is called, with this object, or with this process, however that ends.
    """

    def __init__(self, channel: socket.socket, env: Mapping[str, str], *, adopted: bool = False) -> None:
        self.channel = channel
        self._env = _early(env)
        self._code = None if adopted else _code()
        self._owner = os.getpid()
        self.end: Callable[[], object] = channel.close

    def serves(self, env: Mapping[str, str]) -> bool:
        """Whether a kernel with this environment can be forked from it by this process."""
        same = self._owner == os.getpid() and self._env == _early(env)
        return same and (self._code is None or self._code == _code())

    def fork(self, argv: Sequence[str], env: Mapping[str, str], cwd: str, streams: Sequence[int]) -> Forked:
        """Return a kernel of its own process, when it listens: who connects now need not try twice.

        Args:
            argv: arguments after ``python -m ipykernel_launcher``.
            env: its whole environment.
            cwd: its working folder.
            streams: descriptors of its standard input, output and error.

        Raises:
            ColdError: the warm process is gone, or could not start.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self.channel, [b"k"], [*streams, theirs.fileno()])
            wire.send_request(ours, {"argv": list(argv), "env": dict(env), "cwd": cwd})
            pid = wire.receive_number(ours)
            if wire.receive_number(ours) != wire.READY:
                raise EOFError(f"kernel {pid} ended while it started")  # noqa: TRY301 # handled as if it had said nothing
        except (OSError, EOFError) as error:
            ours.close()
            raise ColdError(str(error)) from error
        return Forked(pid, ours, self)


class Forked:
    """A forked kernel, with the face of ``subprocess.Popen`` that jupyter_client looks at."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: socket.socket, warm: Warm) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._line = line
        self._warm = warm  # keeps the warm process alive as long as its kernel

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal; None while it lives."""
        return self._status(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended."""
        status = self._status(timeout)
        if status is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended: its number may belong to another process by now."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _status(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                self.returncode = wire.receive_number(self._line)
            except (BlockingIOError, TimeoutError):
                return None
            except (OSError, EOFError):
                self.returncode = -signal.SIGKILL  # the warm process is gone, and its kernels with it
            self._line.close()
        return self.returncode


_warm: Warm | None = None


def available() -> bool:
    """Whether kernels can be forked here: elsewhere than on Linux a fork of loaded libraries is not safe."""
    return sys.platform == "linux"


def best_kernel() -> str:
    """Return the kernel to run notebooks with: the warm one where nothing is in its way, else ``python3``."""
    return "python3" if obstacle() else NAME


def obstacle() -> Bilingual | None:
    """Return why no warm kernels can be had here, if so: a run would fail on what is installed only in part."""
    if not available():
        return Bilingual("只有 Linux 能由预热的进程分出内核", "kernels are forked from a warm process on Linux only")
    if not entry_points(group="jupyter_client.kernel_provisioners", name=NAME):
        return Bilingual(
            f"没有装上启动器 {NAME}；按 README 重新安装",
            f"the provisioner {NAME} is not installed; install again as README says",
        )
    if not any((place / NAME / "kernel.json").is_file() for place in _specs()):
        return Bilingual(
            f"{_specs()[0]} 里没有内核 {NAME}；按 README 重新安装",
            f"there is no kernel {NAME} in {_specs()[0]}; install again as README says",
        )
    return None


def _specs() -> tuple[Path, ...]:
    """Where a worker finds kernels: its environment names no other places, and to ask Jupyter takes 0.3 s."""
    return tuple(Path(share, "jupyter", "kernels") for share in (f"{sys.prefix}/share", *_SYSTEM))


def warm(env: Mapping[str, str]) -> Warm:
    """Return the warm process that serves ``env``, starting one where there is none."""
    global _warm  # noqa: PLW0603 # one warm process per calling process
    with _guard:
        if _warm is None or not _warm.serves(env):
            _warm = start(env)
        return _warm


def adopt(channel: socket.socket, env: Mapping[str, str]) -> None:
    """Use the warm process of another process, whose channel was handed to this one, for kernels with ``env``.

    The other process vouches for its code: an edition is made with one version of it.
    """
    global _warm  # noqa: PLW0603 # as above
    with _guard:
        _warm = Warm(channel, env, adopted=True)


def start(env: Mapping[str, str]) -> Warm:
    """Start a warm process; it loads while this process goes on.

    Raises:
        ColdError: it could not be started.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-m", "lyreport.run.warm.server", str(theirs.fileno())]
        try:
            process = subprocess.Popen(  # noqa: S603 # our own module
                command,
                env=_early(env) | {name: env[name] for name in (ROOT_VARIABLE,) if name in env},
                cwd="/",
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is not for it
            )
        except OSError as error:
            raise ColdError(str(error)) from error
    made = Warm(ours, env)
    made.end = weakref.finalize(made, _end, ours, process, os.getpid())
    return made


def _code() -> int:
    """Return a number that changes when a module of lyreport is edited."""
    return hash(tuple((path, path.stat().st_mtime_ns) for path in sorted(_PACKAGE.rglob("*.py"))))


def _early(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if not f"{name}=".startswith(_LATE)}


def _end(channel: socket.socket, process: subprocess.Popen[bytes], owner: int) -> None:
    channel.close()
    if os.getpid() == owner:  # not in a fork of this process
        process.kill()  # its kernels die with it
        process.wait()
