"""Make a fork as good as new: what an ordinary kernel gets from exec, and a fork would inherit.

The fork keeps loaded modules and nothing else: no environment, no folder, no random state, no open file, no settings
of matplotlib, no notion of where temporary files go.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from socket import socket
from typing import Any, Never

from lyreport.run.warm.wire import READY, Request, send_number

_PR_SET_PDEATHSIG = 1  # from <sys/prctl.h>
_PATIENCE = 5.0  # s; the control channel may be in the middle of a request
_LAUNCHER = find_spec("ipykernel_launcher")


def leave(parent: int) -> None:
    """Get a session of one's own, as jupyter_client gives its kernels, and die with the process one was forked from."""
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we had asked
        os._exit(1)


def redirect(streams: Sequence[int]) -> None:
    """Take the given standard input, output and error."""
    for target, source in enumerate(streams):
        os.dup2(source, target)
        os.close(source)


def run(request: Request, connection: socket) -> Never:
    """Be the kernel of ``request`` until it is shut down; say on ``connection`` when it listens."""
    from ipykernel.kernelapp import IPKernelApp

    status = 0
    try:
        _settle(request)
        app = IPKernelApp.instance()
        argv = [*request["argv"], f"--IPKernelApp.parent_handle={os.getppid()}"]
        app.initialize(argv)  # type: ignore[no-untyped-call] # traitlets' decorator hides the type
        with connection:
            send_number(connection, READY)
        app.start()  # type: ignore[no-untyped-call] # not typed in ipykernel
        _hear_out(app.control_thread)
    except SystemExit as wish:
        status = wish.code if isinstance(wish.code, int) else bool(wish.code)
    except BaseException:  # noqa: BLE001 # as at the end of any Python process: shown, and a status
        traceback.print_exc()
        status = 1
    _end(status)


def _hear_out(control: Any) -> None:
    """Let the control channel say its last word before the others close.

    It asks the kernel to stop, and after that publishes that it is idle: where the publishing thread is gone by then,
    ipykernel waits 10 s for it.
    """
    if control is not None:
        control.stop()
        control.join(_PATIENCE)


def _end(status: int) -> Never:
    """End as a Python process ends, but leave the shared objects alone: to take them down would copy all of them."""
    threading._shutdown()  # type: ignore[attr-defined] # noqa: SLF001 # as multiprocessing ends its forks
    atexit._run_exitfuncs()  # noqa: SLF001 # as above
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _settle(request: Request) -> None:
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()))
    time.tzset()
    sys.argv = [_LAUNCHER.origin if _LAUNCHER and _LAUNCHER.origin else "ipykernel_launcher", *request["argv"]]
    tempfile.tempdir = None
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _seed_numpy()
    _configure_matplotlib()


def _seed_numpy() -> None:
    """Seed numpy's global generator from the system; Python's own does so by itself after a fork."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _configure_matplotlib() -> None:
    """Find the settings that matplotlib would find if it were imported now, in this folder and environment."""
    mpl = sys.modules.get("matplotlib")
    if mpl is None:
        return
    mpl.rc_file(mpl.matplotlib_fname())
    backend = os.environ.get("MPLBACKEND") or "module://matplotlib_inline.backend_inline"  # ipykernel's own default
    mpl.rcParams["backend"] = backend
    mpl.rcParamsOrig.update(mpl.rcParams)
