"""Digests and canonical JSON: the two ways in which lyreport says that two things are the same."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

_CHUNK = 1 << 20


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data`` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces so that memory stays flat."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def canonical_json(value: Any) -> bytes:
    """Return the one JSON text of ``value``: sorted keys, indented by one, UTF-8, final newline.

    NaN and infinities are refused: a missing number is ``null``, never a float.
    """
    import msgspec  # who only compares digests can do without

    return msgspec.json.format(_dense(value), indent=1) + b"\n"


def digest(value: Any) -> str:
    """Return the SHA-256 of ``value`` as JSON: sorted keys, no spaces."""
    return sha256(_dense(value))


def _dense(value: Any) -> bytes:
    """Write JSON as Python does only without indents in C; who wants lines has them put in afterwards."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
