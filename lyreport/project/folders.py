"""Whole folders: drafted aside and put in place at the end, and what a killed process left of that cleared away."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OLD = ".old"
_DRAFT = re.compile(r"\..+[.-][a-z0-9_]{8}")  # what tempfile makes of a prefix `.name.`


@contextmanager
def staged_folder(final: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``final`` when the block ends well.

    On failure the draft is removed and ``final`` stays as it was.  The caller holds the lock of what it lies in.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    _put_back(final)
    draft = Path(tempfile.mkdtemp(dir=final.parent, prefix=f".{final.name}."))
    draft.chmod(0o755)
    try:
        yield draft
        swap_folder(draft, final)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def swap_folder(new: Path, final: Path) -> None:
    """Let ``new`` take the place of ``final``; the old folder is removed only after the swap.

    On Linux the two change places in one step, wherever the file system can.  Elsewhere there is a moment with neither:
    after a failure the old folder is put back at once, after the death of this process by the next :func:`sweep`.
    """
    if not final.exists():
        new.replace(final)
    elif _exchanged(new, final):
        shutil.rmtree(new, ignore_errors=True)  # what stood at ``final`` until now
    else:
        _swap_in_two_steps(new, final)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, and return whether this system could."""
    import ctypes  # here, because most commands swap nothing

    rename = getattr(ctypes.CDLL(None), "renameat2", None)  # Python has no door to it
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return rename is not None and rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def _swap_in_two_steps(new: Path, final: Path) -> None:
    old = _aside(final)
    shutil.rmtree(old, ignore_errors=True)
    final.replace(old)
    try:
        new.replace(final)
    except BaseException:
        old.replace(final)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _aside(final: Path) -> Path:
    return final.with_name(f".{final.name}{_OLD}")


def _put_back(final: Path) -> None:
    """Put a folder back that a killed process had moved aside to make room for another that never came."""
    if not final.exists() and _aside(final).is_dir():
        _aside(final).replace(final)


@contextmanager
def scratch_folder(parent: Path, name: str) -> Iterator[Path]:
    """Yield an empty folder below ``parent``, on its disk, that is removed at the end."""
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix=f".{name}.", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def sweep(folder: Path) -> None:
    """Clear away what killed processes left below ``folder``: put back what was moved aside, remove their drafts.

    The caller holds the lock of the folder, so that nobody is at work on them.
    """
    for path in sorted(folder.rglob(".*")):
        if path.name.endswith(_OLD):
            _put_back(path.with_name(path.name[1 : -len(_OLD)]))
        if path.name.endswith(_OLD) or _DRAFT.fullmatch(path.name):
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
