"""The notebooks of an edition that stand as the last run left them: seen at one look, instead of one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lyreport.cache import inputs
from lyreport.cache.shelf import Entry
from lyreport.hashing import canonical_json, digest
from lyreport.project import Edition
from lyreport.run.gathered import packed, unpacked
from lyreport.run.harvest import Harvest
from lyreport.run.kept import Kept, clear
from lyreport.run.task import Task

Stamps = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Untouched:
    """The executed notebooks, pages and results of one edition.

    They stand while every file that a section may read, every source, the code and all versions are what they were
    when they were put in place, and so is each of them.

    Args:
        kept: the cache.
        edition: whose notebooks they are.
        tasks: all of them.
        parts: digests of all that they were made from, by name; empty where that is not known.
        stamps: what shows within one process that a source was saved, from before the first of them was read.
    """

    kept: Kept
    edition: Edition
    tasks: Sequence[Task]
    parts: Mapping[str, str]
    stamps: Stamps

    @classmethod
    def of(cls, kept: Kept, edition: Edition, tasks: Sequence[Task]) -> Untouched:
        """Look at everything that the notebooks of an edition are made from."""
        try:
            stamps = _stamps(tasks)
            sources = [[task.source.name, inputs.files(task.source.parent, [task.source])] for task in tasks]
        except OSError:  # said when they are to be run
            return cls(kept, edition, tasks, {}, ())
        whole = {**kept.ground, **kept.look, "gathering": kept.gathering, "inputs": kept.inputs}
        whole |= {"sources": digest(sources), "tasks": digest([str(task.key) for task in tasks])}
        return cls(kept, edition, tasks, whole if kept.inputs else {}, stamps)

    def recall(self) -> Harvest | None:
        """Return what is on record in the notebooks; None where they have to be looked at one by one."""
        if self.kept.force or not self.parts:
            return None
        data = self.kept.shelf.recall(self._name, self.parts)
        record = json.loads(data) if data else None
        if record is None or record["files"] != self._files():
            return None
        found = self.kept.shelf.recall(self._harvest, {"code": self.kept.gathering, "origin": record["origin"]})
        for task in self.tasks if found else ():
            clear(task)
        return unpacked(found) if found else None

    def note(self, found: Harvest) -> None:
        """Note that all stands, and what is on record."""
        if self.parts and self.stamps == _stamps(self.tasks):  # else a source may have been another for a while
            shelf, parts = self.kept.shelf, {"code": self.kept.gathering, "origin": found.origin}
            shelf.add(self._harvest, Entry(parts, {}, shelf.put(packed(found))))
            record = canonical_json({"files": self._files(), "origin": found.origin})
            shelf.add(self._name, Entry(self.parts, {}, shelf.put(record)))

    @property
    def _harvest(self) -> str:
        return f"{self.edition.year}/harvest"

    @property
    def _name(self) -> str:
        return f"{self.edition.year}/untouched"

    def _files(self) -> dict[str, str]:
        root = self.edition.root
        return inputs.files(root, [*(root / "notebooks").rglob("*"), self.edition.results])


def _stamps(tasks: Sequence[Task]) -> Stamps:
    sources: dict[Path, None] = dict.fromkeys(task.source for task in tasks)
    found = (path.stat() for path in sources)
    return tuple((one.st_mtime_ns, one.st_ino, one.st_size) for one in found)
