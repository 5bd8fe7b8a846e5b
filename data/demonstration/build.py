"""Write the workbooks of some years below a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from data.demonstration.cells import MARK
from data.demonstration.submissions import Envelope, envelopes, names
from data.demonstration.workbook import render
from lyreport.errors import Bilingual, UsageError
from lyreport.plan import Plan
from lyreport.project import write_bytes

Send = Callable[[Plan, int, date], list[Envelope]]


def build(to: Path, plan: Plan, *, due: Mapping[int, date], send: Send = envelopes) -> list[Path]:
    """Write ``<to>/<year>/<unit>.xlsx`` for every year in ``due`` (year → day by which units submit).

    ``send`` says what the units send; the toy county has its own (``tiny.envelopes``).

    Raises:
        UsageError: a workbook that carries no demonstration mark stands in the way; nothing of that year is written.
    """
    written = []
    for year, day in due.items():
        sent = send(plan, year, day)
        drafts = {to / str(year) / item.filename: item for item in sent}
        _refuse_real([path for path in drafts if path.exists() and not marked(path)])
        for path, envelope in drafts.items():
            write_bytes(path, render(plan, envelope, names(plan, sent)))
        written += list(drafts)
    return written


def marked(path: Path) -> bool:
    """Whether the file's properties say that it is a demonstration."""
    try:
        with ZipFile(path) as archive:
            return MARK in archive.read("docProps/core.xml").decode()
    except (BadZipFile, KeyError):
        return False


def _refuse_real(paths: list[Path]) -> None:
    if paths:
        raise UsageError.single(
            "demonstration.real-file",
            "、".join(path.name for path in paths),
            Bilingual("不是示例文件，不能覆盖", "not a demonstration file: it will not be overwritten"),
            Bilingual("移走它，或用 --to 指定别的目录", "move it away, or name another folder with --to"),
        )
