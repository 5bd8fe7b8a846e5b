"""While a run watches, the project's files are read through lyreport or not at all.

What a cell opened behind our back would be missing from the list of what it read, and a cached result would be stale
one day without anyone knowing.  DuckDB opens files unseen by Python; the hygiene test keeps it out of notebooks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lyreport.errors import Bilingual, UsageError
from lyreport.project import Project

_doors = 0  # how many of our own readings are under way


@contextmanager
def reading() -> Iterator[None]:
    """Open the door for a reading that goes on record."""
    global _doors  # noqa: PLW0603 # an audit hook belongs to the process
    _doors += 1
    try:
        yield
    finally:
        _doors -= 1


def shut(project: Project) -> None:
    """Refuse, from now on in this process, to open the project's files other than within :func:`reading`."""
    closed = tuple(f"{folder.resolve()}{os.sep}" for folder in _folders(project))
    kept = f"{project.cache.resolve()}{os.sep}"  # matplotlib's font list

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event != "open" or _doors or not isinstance(args[0], str | os.PathLike):
            return
        path = os.path.abspath(args[0])  # noqa: PTH100 # pathlib would ask the disk
        if path.startswith(closed) and not path.startswith(kept):
            raise _undeclared(Path(path).relative_to(project.root.resolve()).as_posix())

    sys.addaudithook(hook)


def _folders(project: Project) -> tuple[Path, ...]:
    return project.params, project.root / "data", project.notebooks, project.output


def _undeclared(path: str) -> UsageError:
    return UsageError.single(
        "section.undeclared-file",
        path,
        Bilingual("笔记本直接打开了项目文件", "a cell opens a file of the project by itself"),
        Bilingual(
            "用 ly.facts、ly.compute 等读取；新的数据先做成报表（docs/how-to/add-a-section.md）",
            "read by ly.facts, ly.compute and the like; new data become a form first (docs/how-to/add-a-section.md)",
        ),
    )
