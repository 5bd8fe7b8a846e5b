"""Who may write: one process at a time per edition, and one for the facts, which all editions share."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TextIO

from lyreport.errors import Bilingual, LockedError, Problem
from lyreport.project.places import Edition

FACTS_PATIENCE = 30.0  # seconds to wait for another process that builds facts: a county's take less
_PAUSE = 0.1


def lock(edition: Edition, holder: str) -> AbstractContextManager[None]:
    """Hold ``edition`` for the length of the block.

    Args:
        edition: the edition to be worked on.
        holder: what a second run is told, e.g. ``"lyreport run 2025, pid 4711"``.

    Raises:
        LockedError: another process holds it; the message says who.
    """
    return _locked(edition.root, "edition.locked", holder, patience=0)


def lock_facts(folder: Path, holder: str, *, patience: float = FACTS_PATIENCE) -> AbstractContextManager[None]:
    """Hold the facts in ``folder`` for the length of the block, as soon as another process has built them.

    Raises:
        LockedError: another process has held them for ``patience`` seconds; the message says who.
    """
    return _locked(folder, "facts.locked", holder, patience=patience)


@contextmanager
def _locked(folder: Path, code: str, holder: str, *, patience: float) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+", encoding="utf-8") as stream:
        until = time.monotonic() + patience
        while not _taken(stream):
            if time.monotonic() >= until:
                stream.seek(0)
                raise LockedError([_held_by(code, folder, stream.read().strip())])
            time.sleep(_PAUSE)
        stream.seek(0)
        stream.truncate()
        stream.write(holder)
        stream.flush()
        try:
            yield
        finally:  # the file stays, as removing it would let two runs hold two files of one name; who held it does not
            stream.truncate(0)


def _taken(stream: TextIO) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _held_by(code: str, folder: Path, holder: str) -> Problem:
    return Problem(
        code,
        f"output/{folder.name}",
        Bilingual(f"正被占用：{holder or '不详'}", f"held by: {holder or 'unknown'}"),
        Bilingual("等它结束后再运行", "wait until it has ended, then run again"),
    )
