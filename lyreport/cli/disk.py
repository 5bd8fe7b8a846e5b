"""What the disk refuses, said to a person: a full or read-only disk is nobody's bug."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lyreport.errors import Bilingual, DiskError

_FULL = Bilingual("腾出空间后再运行；先前的结果没有改动", "make room, then run again; earlier results are untouched")
_CLOSED = Bilingual(
    "换用有权限的账户，或改目录的权限", "run it as someone who may, or change the permissions of the folder"
)
_BROKEN = Bilingual("检查磁盘后再运行", "have the disk looked at, then run again")
_IN_THE_WAY = Bilingual("把这个文件移走或改名，再运行", "move this file away or rename it, then run again")
_CURES = {
    errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EFBIG: _FULL,
    errno.EACCES: _CLOSED, errno.EPERM: _CLOSED, errno.EROFS: _CLOSED,
    errno.EIO: _BROKEN, errno.ENOTDIR: _IN_THE_WAY, errno.EEXIST: _IN_THE_WAY,
}  # fmt: skip


@contextmanager
def refusal(root: Path) -> Iterator[None]:
    """Turn what the disk says no to into an error for people; any other ``OSError`` is a bug and passes.

    DuckDB speaks of its own accord and without a number: there the text decides.

    Raises:
        DiskError: the disk is full, read-only, closed to this user, or broken (11).
    """
    try:
        yield
    except OSError as error:
        cure = _CURES.get(error.errno or _spoken(str(error)))
        blocking = _in_the_way(error) if cure is _IN_THE_WAY else None
        if cure is None or isinstance(error, BrokenPipeError) or (cure is _IN_THE_WAY and blocking is None):
            raise
        if blocking:
            raise _blocked(_below(blocking, root)) from error
        what = error.strerror or str(error)
        raise DiskError.single(
            "disk.refused", _where(error, root), Bilingual(f"磁盘拒绝：{what}", f"the disk refuses: {what}"), cure
        ) from error


def _in_the_way(error: OSError) -> Path | None:
    """The file that stands where a folder belongs; where there is none, the error is a bug."""
    path = Path(str(error.filename))
    return next((one for one in (path, *path.parents) if one.is_file()), None)


def _blocked(where: str) -> DiskError:
    return DiskError.single(
        "disk.in-the-way",
        where,
        Bilingual("这里应是目录，却是一个文件", "this is a file where a folder belongs"),
        _IN_THE_WAY,
    )


def _spoken(text: str) -> int:
    return errno.ENOSPC if "No space left" in text else errno.EACCES if "Permission denied" in text else 0


def _where(error: OSError, root: Path) -> str:
    refused = error.filename2 or error.filename  # of a copy, where to rather than where from
    if refused is None:
        return "output"
    return _below(Path(str(refused)), root)


def _below(path: Path, root: Path) -> str:
    base = root.resolve()
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else str(path)
