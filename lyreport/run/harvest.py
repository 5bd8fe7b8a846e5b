"""What executed notebooks put on record: values, tables and figures, read from their outputs and nowhere else."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from lyreport.errors import Bilingual, NotebookError, Problem
from lyreport.hashing import digest, sha256
from lyreport.results.value import Value
from lyreport.run.task import Key

Name = TypeVar("Name")
Item = TypeVar("Item", Value, "RecordedTable", "RecordedFigure")

VALUES = "application/vnd.lyreport.values+json"
TABLE = "application/vnd.lyreport.table+json"
FIGURE = "application/vnd.lyreport.figure+json"


@dataclass(frozen=True)
class RecordedTable:
    """One table as recorded; ``record`` is its JSON (contract: docs/architecture.md)."""

    id: str
    task: Key
    cell: str
    record: Mapping[str, Any]


@dataclass(frozen=True)
class RecordedFigure:
    """One figure in one language: its record, and its picture as SVG text and PNG bytes."""

    id: str
    language: str
    task: Key
    cell: str
    record: Mapping[str, Any]
    svg: str | None
    png: bytes | None


@dataclass(frozen=True)
class Harvest:
    """Everything on record in one or more notebooks.

    ``values`` by id; ``tables`` by year of the notebook and id; ``figures`` by id and language.  ``origin`` is a digest
    of the notebooks, in order: the same means that all else is the same.
    """

    values: Mapping[str, Value]
    tables: Mapping[tuple[int, str], RecordedTable]
    figures: Mapping[tuple[str, str], RecordedFigure]
    origin: str = ""

    @property
    def ordered(self) -> tuple[Value, ...]:
        """The values, sorted by id."""
        return tuple(sorted(self.values.values(), key=lambda value: value.id))


@dataclass(frozen=True)
class Records:
    """What one executed notebook puts on record, in its order; ``digest`` is that of the notebook.

    ``problems`` says what is broken of it, which is said only when all notebooks have been read.
    """

    task: Key
    digest: str
    items: tuple[Value | RecordedTable | RecordedFigure, ...]
    problems: tuple[Problem, ...]


def harvest(notebooks: Iterable[tuple[Key, bytes]]) -> Harvest:
    """Read the records of executed notebooks, each with its task, as canonical bytes.

    Raises:
        NotebookError: as :func:`gathered`.
    """
    return gathered(records(task, data) for task, data in notebooks)


def records(task: Key, data: bytes) -> Records:
    """Read the records of one executed notebook from its canonical bytes."""
    items: list[Value | RecordedTable | RecordedFigure] = []
    problems: list[Problem] = []
    for cell, output in _outputs(data):
        try:
            for found in (_values(output, task, cell), _tables(output, task, cell), _figures(output, task, cell)):
                items.extend(found)
        except (KeyError, TypeError, ValueError) as error:
            problems.append(_broken(task, cell, error))
    return Records(task, sha256(data), tuple(items), tuple(problems))


def gathered(notebooks: Iterable[Records]) -> Harvest:
    """Put together what several notebooks have on record.

    Where two notebooks record the same id with the same content, the first one is named as its source.

    Raises:
        NotebookError: lists every id that is recorded twice with different content, and every broken record.
    """
    values: dict[str, Value] = {}
    tables: dict[tuple[int, str], RecordedTable] = {}
    figures: dict[tuple[str, str], RecordedFigure] = {}
    problems: list[Problem] = []
    read: list[tuple[str, str]] = []
    for notebook in notebooks:
        read.append((str(notebook.task), notebook.digest))
        problems += notebook.problems
        for item in notebook.items:
            match item:
                case RecordedTable():
                    problems += _add(tables, (item.task.year, item.id), item)
                case RecordedFigure():
                    problems += _add(figures, (item.id, item.language), item)
                case _:
                    problems += _add(values, item.id, item)
    if problems:
        raise NotebookError(problems)
    return Harvest(values, tables, figures, digest(read))


def _outputs(data: bytes) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for cell in json.loads(data)["cells"]:
        for output in cell.get("outputs", ()):
            if "data" in output:
                yield cell["id"], output["data"]


def _values(data: Mapping[str, Any], task: Key, cell: str) -> Iterator[Value]:
    for record in _list(data.get(VALUES)):
        yield Value.from_json({**record, "notebook": f"notebooks/{task.stem}.ipynb", "cell": cell})


def _tables(data: Mapping[str, Any], task: Key, cell: str) -> Iterator[RecordedTable]:
    for record in _list(data.get(TABLE)):
        yield RecordedTable(record["id"], task, cell, record)


def _figures(data: Mapping[str, Any], task: Key, cell: str) -> Iterator[RecordedFigure]:
    for record in _list(data.get(FIGURE)):
        svg, png = data.get("image/svg+xml"), data.get("image/png")
        yield RecordedFigure(
            id=record["id"],
            language=record["language"],
            task=task,
            cell=cell,
            record=record,
            svg="".join(svg) if svg else None,
            png=base64.b64decode("".join(png)) if png else None,
        )


def _list(records: Any) -> list[dict[str, Any]]:
    """One record or a list of them."""
    return records if isinstance(records, list) else [] if records is None else [records]


def _add(found: dict[Name, Item], name: Name, item: Item) -> Iterator[Problem]:
    """Put ``item`` on record, unless the same is there already; something else under its name is a problem."""
    first = found.setdefault(name, item)
    if first is not item and _content(first) != _content(item):
        yield _twice(item.id, _source(first), _source(item))


def _content(item: Value | RecordedTable | RecordedFigure) -> Any:
    if isinstance(item, Value):
        return replace(item, notebook=None, cell=None)
    return (item.record, item.svg, item.png) if isinstance(item, RecordedFigure) else item.record


def _source(item: Value | RecordedTable | RecordedFigure) -> str:
    where = item.notebook if isinstance(item, Value) else f"notebooks/{item.task.stem}.ipynb"
    return f"{where}, cell {item.cell}"


def _twice(name: str, first: str, second: str) -> Problem:
    return Problem(
        "record.twice",
        second,
        Bilingual(f"{name} 已由 {first} 记录，内容不同", f"{name} is on record already, with other content: {first}"),
        Bilingual("只在一处记录它，或改用别的编号", "record it in one place only, or give it another id"),
    )


def _broken(task: Key, cell: str, error: Exception) -> Problem:
    return Problem(
        "record.broken",
        f"notebooks/{task.stem}.ipynb ({task.year}), cell {cell}",
        Bilingual(f"记录残缺：{error!r}", f"a record is incomplete: {error!r}"),
        Bilingual("用 ly.record、ly.table、ly.figure 写记录", "write records with ly.record, ly.table, ly.figure"),
    )
