"""The warm process: loads once, then forks a kernel for each request; it runs no notebook itself.

It has one thread and opens nothing.  What is said to it stands in ``wire``.  When a caller closes the connection of its
kernel, that kernel is killed; when the channel closes, because all callers are gone, all kernels are.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import sys
from contextlib import suppress

from lyreport.run.warm import fresh, preload, wire

Kernel = tuple[wire.Request, socket.socket]


class Kernels:
    """The kernels under way, by process number, each with the connection to its caller."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.running: dict[int, socket.socket] = {}
        self.bell, self.ringer = socket.socketpair()  # rings when a kernel ends
        self.ringer.setblocking(False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.channel, selectors.EVENT_READ)
        self.selector.register(self.bell, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.ringer.fileno(), warn_on_full_buffer=False)

    def serve(self) -> Kernel:
        """Fork kernels until the channel is closed; returns in each kernel, with its request and its connection."""
        while True:
            for key, _ in self.selector.select():
                if key.fileobj is self.bell:
                    self.bell.recv(4096)
                    self.reap()
                elif key.fileobj is not self.channel:
                    self.abandon(key.data)
                elif kernel := self.accept():
                    return kernel

    def accept(self) -> Kernel | None:
        """Take one request from the channel and fork; returns None in the warm process."""
        _, handed, _, _ = socket.recv_fds(self.channel, 1, wire.HANDED)
        if not handed:
            self.end()
        streams, connection = handed[:-1], socket.socket(fileno=handed[-1])
        request, parent = wire.receive_request(connection), os.getpid()
        child = os.fork() if request else None
        if request and child == 0:
            fresh.leave(parent)
            self.forget()
            fresh.redirect(streams)
            wire.send_number(connection, os.getpid())
            return request, connection
        for stream in streams:
            os.close(stream)
        if child:
            self.running[child] = connection
            self.selector.register(connection, selectors.EVENT_READ, child)
        return None

    def reap(self) -> None:
        """Tell the callers of kernels that have ended how they ended."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                connection = self.running.pop(ended[0])
                with suppress(KeyError):
                    self.selector.unregister(connection)
                with suppress(OSError), connection:
                    wire.send_number(connection, os.waitstatus_to_exitcode(ended[1]))

    def abandon(self, child: int) -> None:
        """Kill a kernel that nobody waits for any more."""
        self.selector.unregister(self.running[child])
        kill(child)

    def end(self) -> None:
        """Leave no kernel behind."""
        for child in self.running:
            kill(child)
        os._exit(0)

    def forget(self) -> None:
        """In a kernel: close everything that belongs to the warm process."""
        signal.set_wakeup_fd(-1)
        self.selector.close()
        for opened in (self.channel, self.bell, self.ringer, *self.running.values()):
            opened.close()


def kill(child: int) -> None:
    """Kill a kernel and what it has started."""
    for stop in (os.killpg, os.kill):  # the group is there as soon as the kernel has left ours
        with suppress(ProcessLookupError):
            stop(child, signal.SIGKILL)


def main() -> None:
    """Load, and fork; what comes after ``serve`` happens in a kernel."""
    del sys.path[0]  # the folder that ``python -m`` puts there; IPython gives each kernel its own
    channel = socket.socket(fileno=int(sys.argv[1]))
    variables = preload.load()
    request, connection = Kernels(channel).serve()
    request["env"] |= variables
    fresh.run(request, connection)


if __name__ == "__main__":
    main()
