"""What passes between the warm process and those who want kernels of it.

On the channel: one byte with four descriptors, for standard input, output and error, and for a connection.
On the connection: the length of the request and the request as JSON; back, the kernel's process number; ``READY`` when
it listens; in the end, its exit status.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import TypedDict

HANDED = 4
READY = 1 << 30  # neither a process number nor an exit status

_NUMBER = struct.Struct("!i")
_LENGTH = struct.Struct("!I")


class Request(TypedDict):
    """A kernel as Jupyter wants it started; ``argv`` is what follows ``python -m ipykernel_launcher``."""

    argv: list[str]
    env: dict[str, str]
    cwd: str


def send_request(connection: socket.socket, request: Request) -> None:
    """Say what kernel is wanted."""
    data = json.dumps(request).encode()
    connection.sendall(_LENGTH.pack(len(data)) + data)


def receive_request(connection: socket.socket) -> Request | None:
    """Read what kernel is wanted; None when the caller has gone away meanwhile."""
    with connection.makefile("rb") as stream:
        try:
            (length,) = _LENGTH.unpack(stream.read(_LENGTH.size))
            request: Request = json.loads(stream.read(length))
        except (OSError, ValueError, struct.error):
            return None
    return request


def send_number(connection: socket.socket, number: int) -> None:
    """Say a process number, ``READY``, or an exit status."""
    connection.sendall(_NUMBER.pack(number))


def receive_number(connection: socket.socket) -> int:
    """Read a process number, ``READY``, or an exit status.

    Raises:
        EOFError: the other side is gone.
    """
    data = connection.recv(_NUMBER.size)
    if len(data) < _NUMBER.size:
        raise EOFError
    number: int = _NUMBER.unpack(data)[0]
    return number
