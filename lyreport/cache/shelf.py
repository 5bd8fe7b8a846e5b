"""Results under their digest, and for each task the entries that say what a result was made from.

A damaged file is one whose digest is not its name; it counts as absent, and is made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lyreport.hashing import canonical_json, digest, sha256
from lyreport.project import write_bytes, write_json

KEPT = 4  # entries of one task, the newest first: a change that is taken back finds its result again

Present = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """One result and what it was made from.

    ``parts`` are digests of what is known before a task runs; ``reads`` of what it was seen to read, by name.
    """

    parts: Mapping[str, str]
    reads: Mapping[str, str]
    result: str

    def holds(self, parts: Mapping[str, str], present: Present) -> bool:
        """Whether everything it was made from is the same now; ``present`` gives the digest of a name."""
        return self.parts == parts and all(present(name) == known for name, known in self.reads.items())


@dataclass(frozen=True)
class Shelf:
    """One folder of results and entries, which may be deleted at any time."""

    folder: Path

    def put(self, data: bytes) -> str:
        """Keep ``data`` and return its digest."""
        name = sha256(data)
        path = self._object(name)
        if not (path.is_file() and path.stat().st_size == len(data)):
            write_bytes(path, data)
        return name

    def get(self, name: str) -> bytes | None:
        """Return what has this digest, or None where it is absent or damaged."""
        try:
            data = self._object(name).read_bytes()
        except OSError:
            return None
        if sha256(data) == name:
            return data
        with suppress(OSError):  # else ``put`` would take it for what it was
            self._object(name).unlink()
        return None

    def entries(self, task: str) -> tuple[Entry, ...]:
        """Return the entries of a task, the newest first; none where the file is absent or damaged."""
        return tuple(_entries(self._task(task)))

    def add(self, task: str, entry: Entry) -> None:
        """Put an entry first."""
        others = [one for one in self.entries(task) if (one.parts, one.reads) != (entry.parts, entry.reads)]
        rows = [asdict(one) for one in (entry, *others)][:KEPT]
        write_json(self._task(task), {"digest": digest(rows), "entries": rows})

    def recall(self, task: str, parts: Mapping[str, str], present: Present = str) -> bytes | None:
        """Return the kept result of a task whose inputs are what they were, or None."""
        for entry in self.entries(task):
            if entry.holds(parts, present) and (found := self.get(entry.result)) is not None:
                return found
        return None

    def once(self, task: str, parts: Mapping[str, str], make: Callable[[], bytes]) -> bytes:
        """Return what ``make`` returns; it is called only where that is not kept for ``parts``."""
        found = self.recall(task, parts)
        return self.anew(task, parts, make) if found is None else found

    def anew(self, task: str, parts: Mapping[str, str], make: Callable[[], bytes]) -> bytes:
        """Return what ``make`` returns now, whatever is kept, and keep that for ``parts``."""
        made = make()
        self.add(task, Entry(parts, {}, self.put(made)))
        return made

    def sweep(self) -> None:
        """Remove every result that no entry names any more."""
        named = {
            name
            for path in (self.folder / "tasks").rglob("*.json")
            for one in _entries(path)
            for name in (one.result, *one.parts.values())
        }
        for path in (self.folder / "objects").glob("*/*"):
            if path.name not in named:
                path.unlink(missing_ok=True)

    def _object(self, name: str) -> Path:
        return self.folder / "objects" / name[:2] / name

    def _task(self, task: str) -> Path:
        return self.folder / "tasks" / f"{task}.json"


def load(path: Path, *names: str) -> dict[str, Any] | None:
    """Read a record that carries the digest of its part ``names[0]``; None where it is absent or damaged."""
    try:
        record: dict[str, Any] = json.loads(path.read_bytes())
        whole = record["digest"] == digest(record[names[0]])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if whole else None


def bundle(shelf: Shelf, digests: Mapping[str, str]) -> str:
    """Keep a list of digests and return the digest of the list: one line in an entry instead of a hundred."""
    return shelf.put(canonical_json(dict(digests)))


def unbundle(shelf: Shelf, name: str) -> dict[str, str] | None:
    """Return a list that :func:`bundle` kept, or None where it is gone."""
    data = shelf.get(name)
    found: dict[str, str] | None = json.loads(data) if data is not None else None
    return found


def _entries(path: Path) -> Iterator[Entry]:
    record = load(path, "entries")
    for row in record["entries"] if record else ():
        yield Entry(**row)
