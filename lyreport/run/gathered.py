"""What was harvested, kept small: read again without the notebooks, and each record only when it is asked for."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Generic, TypeVar

from lyreport.results.value import Value
from lyreport.run.harvest import Harvest, RecordedFigure, RecordedTable
from lyreport.run.task import Key

Name = TypeVar("Name")
Item = TypeVar("Item")


class _Lazy(Mapping[Name, Item], Generic[Name, Item]):
    """Records as JSON texts, each read when it is first asked for."""

    def __init__(self, texts: Mapping[Name, str], read: Callable[[Any], Item]) -> None:
        self._texts, self._read = texts, read
        self._known: dict[Name, Item] = {}

    def __getitem__(self, name: Name) -> Item:
        if name not in self._known:
            self._known[name] = self._read(json.loads(self._texts[name]))
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def __iter__(self) -> Iterator[Name]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def packed(found: Harvest) -> bytes:
    """Return a harvest as bytes that :func:`unpacked` reads; the order of its records stays."""
    return _text(
        {
            "values": [[name, _text(value.as_json())] for name, value in found.values.items()],
            "tables": [[*name, _text(asdict(table))] for name, table in found.tables.items()],
            "figures": [[*name, _text(_plain(figure))] for name, figure in found.figures.items()],
            "origin": found.origin,
        }
    ).encode()


def unpacked(data: bytes) -> Harvest:
    """Return the harvest that :func:`packed` was given."""
    record = json.loads(data)
    return Harvest(
        _Lazy(dict(record["values"]), Value.from_json),
        _Lazy({(year, name): text for year, name, text in record["tables"]}, _table),
        _Lazy({(name, language): text for name, language, text in record["figures"]}, _figure),
        record["origin"],
    )


def _text(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _plain(figure: RecordedFigure) -> dict[str, Any]:
    return {**asdict(figure), "png": None if figure.png is None else base64.b64encode(figure.png).decode()}


def _table(record: dict[str, Any]) -> RecordedTable:
    return RecordedTable(**{**record, "task": Key(**record["task"])})


def _figure(record: dict[str, Any]) -> RecordedFigure:
    png = None if record["png"] is None else base64.b64decode(record["png"])
    return RecordedFigure(**{**record, "task": Key(**record["task"]), "png": png})
