"""Executed notebooks from the cache: what a run of one depends on, and the same bytes again without running it.

A result belongs to its code cells, in order, with their tags; markdown and the ids of cells are taken from the
notebook as it lies there, so that editing a text or renaming a cell runs nothing (docs/decisions/0063).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from lyreport.cache import inputs
from lyreport.cache.shelf import Entry, Present, Shelf, bundle, unbundle
from lyreport.hashing import digest, sha256, sha256_file
from lyreport.plan.watch import ABSENT
from lyreport.project import Edition, write_bytes
from lyreport.run.packing import unpack
from lyreport.run.task import Key, Outcome, Shelved, Task

MODULES = (
    "errors", "hashing", "project", "tables", "plan", "results", "indicators", "section",
    "intake/__init__", "intake/store", "intake/parquet", "intake/rows", "intake/faults",
    "run/canonical", "run/environment", "run/execute", "run/packing",
)  # fmt: skip
"""What a kernel loads of lyreport and what shapes its result; how workbooks are checked shows in the facts."""

GATHERING = ("run/harvest", "run/gathered", "run/reader", "run/edition", "results", "hashing")
"""What shapes ``results.json`` and the values handed over, between the notebooks and those files."""

PAGES = ("run/page.py", "run/page.css", "run/page.html.j2")
BUNDLES = ("code", "versions", "fonts", "page")
VALUES = "values/"


@dataclass(frozen=True)
class Kept:
    """The cache as one run uses it.

    Args:
        shelf: where results lie.
        present: the present digest of anything that a section may read, by name.
        lock: digest of the lock file.
        fonts: digest of each pinned font.
        force: let nothing count that was made before.
        inputs: digest of every file that a section may read; empty where that is not known.
    """

    shelf: Shelf
    present: Present
    lock: str = ""
    fonts: Mapping[str, str] = field(default_factory=dict)
    force: bool = False
    inputs: str = ""

    @cached_property
    def ground(self) -> dict[str, str]:
        """What all notebooks depend on."""
        return {
            "code": bundle(self.shelf, inputs.code(*MODULES)),
            "versions": bundle(self.shelf, inputs.libraries()),
            "fonts": bundle(self.shelf, self.fonts),
            "lock": self.lock,
            "python": inputs.python(),
        }

    @cached_property
    def look(self) -> dict[str, str]:
        """What all pages depend on beside their notebooks."""
        return {"page": bundle(self.shelf, inputs.code(*PAGES)), "versions": self.ground["versions"]}

    @cached_property
    def gathering(self) -> str:
        """What all that is gathered from notebooks depends on beside them."""
        return bundle(self.shelf, inputs.code(*GATHERING))

    def parts(self, task: Task) -> dict[str, str]:
        """Return the digests of what is known before a task runs."""
        return {**self.ground, "cells": digest(_code(task.source)), "parameters": digest(dict(task.parameters))}

    def recall(self, task: Task) -> bytes | None:
        """Return the canonical notebook of a task, outputs from the cache; None where it has to run."""
        if self.force:
            return None
        found = self.shelf.recall(_name(task), self.parts(task), self._now(task))
        return None if found is None else self.unpacked(task, found)

    def unpacked(self, task: Task, result: bytes) -> bytes:
        """Return the canonical notebook of a result under the words that stand in its source now."""
        parts = {"code": self.ground["code"], "result": sha256(result), "source": sha256_file(task.source)}
        return self.once(f"{_name(task)}.notebook", parts, lambda: unpack(result, task.source))

    def values(self, edition: Edition, name: str, keys: Sequence[Key], make: Callable[[], bytes]) -> bytes:
        """Return what ``make`` gathers from executed notebooks, unless it was gathered from the same before."""
        notebooks = [sha256_file(edition.notebook(key.stem, key.year)) for key in keys]
        parts = {"code": self.gathering, "notebooks": digest([[str(key) for key in keys], notebooks])}
        return self.once(f"{edition.year}/{name}", parts, make)

    def once(self, name: str, parts: Mapping[str, str], make: Callable[[], bytes]) -> bytes:
        """Return what ``make`` returns; it is called only where that is not kept for ``parts``, or was asked for."""
        return (self.shelf.anew if self.force else self.shelf.once)(name, parts, make)

    def why(self, task: Task) -> tuple[str, ...]:
        """Return the names of what is no longer as it was when the task ran last."""
        if self.force:
            return ("force",)
        entries = self.shelf.entries(_name(task))
        if not entries:
            return ("new",)
        parts, now, last = self.parts(task), self._now(task), entries[0]
        names = [name for name in parts if parts[name] != last.parts.get(name)]
        changed = [one for name in names for one in self._within(name, last.parts.get(name, ""), parts[name])]
        changed += [name for name, known in last.reads.items() if now(name) != known]
        return tuple(changed) or ("damaged",)

    def take(self, task: Task, parts: Mapping[str, str], made: Shelved) -> None:
        """Enter what a run has made; a notebook that opened no section is not known well enough to be kept."""
        if not made.reads:
            return
        self.shelf.add(_name(task), Entry(parts, made.reads, made.result))
        if made.source:
            whole = {"code": self.ground["code"], "result": made.result, "source": made.source}
            self.shelf.add(f"{_name(task)}.notebook", Entry(whole, {}, made.notebook))
        self.shelf.add(f"{_name(task)}.page", Entry({**self.look, "notebook": made.notebook}, {}, made.page))

    def restore(self, task: Task, notebook: bytes) -> None:
        """Put a notebook from the cache and its page in their places, where they are not there already."""
        final = task.edition.notebook(task.key.stem, task.key.year)

        def page() -> bytes:
            from lyreport.run.page import page

            return page(json.loads(notebook))

        html = self.once(f"{_name(task)}.page", {**self.look, "notebook": sha256(notebook)}, page)
        for path, data in ((final, notebook), (final.with_suffix(".html"), html)):
            if not path.is_file() or path.read_bytes() != data:
                write_bytes(path, data)
        clear(task)

    def _within(self, name: str, old: str, new: str) -> list[str]:
        """Name the modules, packages or fonts that differ, where the list of then is still there."""
        before, after = unbundle(self.shelf, old) if name in BUNDLES else None, unbundle(self.shelf, new)
        if name not in BUNDLES or before is None or after is None:
            return [name]
        return [f"{name}/{one}" for one in sorted({*before, *after}) if before.get(one) != after.get(one)]

    def _now(self, task: Task) -> Present:
        given = _given(task.values)

        def now(name: str) -> str:
            if name.startswith(VALUES):
                return given(name.split("/", 2)[2])
            return self.present(name)

        return now


@dataclass(frozen=True)
class Ledger:
    """The cache over one run: what each task that runs depended on when it began."""

    kept: Kept
    begun: dict[Key, tuple[Task, Mapping[str, str], tuple[str, ...]]] = field(default_factory=dict)

    def recall(self, task: Task) -> Outcome | None:
        """Return the outcome of a task whose result is kept, after putting it in place."""
        found = self.kept.recall(task)
        if found is None:
            self.begun[task.key] = task, self.kept.parts(task), self.kept.why(task)
            return None
        self.kept.restore(task, found)
        return Outcome(task.key, 0, cached=True)

    def enter(self, outcome: Outcome) -> Outcome:
        """Keep what a task has made, and say why it ran."""
        task, parts, why = self.begun[outcome.key]
        if outcome.made:
            self.kept.take(task, parts, outcome.made)
        return replace(outcome, why=why)


def clear(task: Task) -> None:
    """Remove what an earlier failure of a task left."""
    for leftover in (task.failed, task.crash_log):
        leftover.unlink(missing_ok=True)


def kept_at(folder: Path) -> Shelf:
    """Return the shelf below a project's cache."""
    return Shelf(folder / "notebooks")


def _name(task: Task) -> str:
    return f"{task.edition_year}/{task.key.year}/{task.key.stem}"


def _code(source: Path) -> list[Any]:
    try:
        cells = json.loads(source.read_bytes())["cells"]
        return [["".join(cell["source"]), cell["metadata"].get("tags", [])] for cell in cells if _runs(cell)]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # unreadable: the task itself says so when it runs


def _runs(cell: dict[str, Any]) -> bool:
    return bool(cell["cell_type"] == "code")


def _given(path: Path | None) -> Present:
    """Return how to get the digest of a value handed over in a file, by its id; read when first asked for."""
    found: list[dict[str, Any]] = []

    def given(name: str) -> str:
        if not found:
            records = json.loads(path.read_bytes()) if path else []
            found.append({record["id"]: record for record in records})
        return digest(found[0][name]) if name in found[0] else ABSENT

    return given
