"""One file in one step: drafted beside its place, then renamed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from lyreport.hashing import canonical_json


def write_bytes(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step, creating parent folders.

    Raises:
        OSError: the disk refused; the earlier file, if any, is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` in one step: UTF-8, line ends as given."""
    write_bytes(path, text.encode())


def write_json(path: Path, value: object) -> None:
    """Put the canonical JSON of ``value`` at ``path`` in one step."""
    write_bytes(path, canonical_json(value))
