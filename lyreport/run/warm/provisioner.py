"""The kernel provisioner ``lyreport-warm``: forks kernels where it can, and starts them as any other where not."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from lyreport.run.warm import client

_LAUNCHER = ["-m", "ipykernel_launcher"]
_STANDARD = {"env", "cwd", "stdin", "stdout", "stderr", "extra_arguments", "kernel_id", "independent"}


class WarmProvisioner(LocalProvisioner):
    """A local provisioner whose process is a fork; all else, signals and restarts included, is jupyter_client's."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start it as any other where that is not possible."""
        if not (client.available() and forkable(cmd, kwargs)):
            return await super().launch_kernel(cmd, **kwargs)
        try:
            forked = await asyncio.to_thread(fork, cmd, kwargs)
        except client.ColdError as error:
            self.log.warning("The warm process gives no kernel, an ordinary one is started: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked  # type: ignore[assignment] # a Popen but for what is not used
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and see it dead: jupyter_client would look again only after 0.1 s."""
        await super().kill(restart)
        process: Any = self.process
        if isinstance(process, client.Forked):
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, 1)


def forkable(cmd: list[str], kwargs: Mapping[str, Any]) -> bool:
    """Whether this command is ipykernel's, on this Python, with nothing asked for that only a new process can give."""
    streams = [kwargs.get(name) for name in ("stdout", "stderr")]
    return (
        cmd[0] == sys.executable
        and cmd[1:3] == _LAUNCHER
        and not kwargs.get("independent")
        and kwargs.get("stdin") is None
        and subprocess.PIPE not in streams
        and kwargs.keys() <= _STANDARD
    )


def fork(cmd: list[str], kwargs: Mapping[str, Any]) -> client.Forked:
    """Fork a kernel for a command that is :func:`forkable`."""
    env = kwargs.get("env") or os.environ
    with ExitStack() as stack:
        silence = os.open(os.devnull, os.O_RDWR)
        stack.callback(os.close, silence)
        out = _descriptor(kwargs.get("stdout"), 1, silence)
        err = out if kwargs.get("stderr") == subprocess.STDOUT else _descriptor(kwargs.get("stderr"), 2, silence)
        cwd = str(kwargs.get("cwd") or Path.cwd())
        return client.warm(env).fork(cmd[3:], env, cwd, (silence, out, err))


def _descriptor(stream: Any, inherited: int, silence: int) -> int:
    match stream:
        case None:
            return inherited
        case subprocess.DEVNULL:
            return silence
        case int():
            return stream
        case _:
            return int(stream.fileno())
