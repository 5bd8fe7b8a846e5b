"""The ways to make an edition that are compared.

All of them execute the same cells over the same facts, and typeset the same composed project.  What lyreport does
besides (reading the workbooks, checking, canonical records and their pages, composing) the others are given for free:
facts, the values that the overview reads, and the composed project are those that lyreport has made.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
from calling import Called, Caller
from documents import commands, documents
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from subject import Cells, Subject

BIN = Path(sys.executable).parent
HERE = Path(__file__).parent
FAULTY = 12  # lyreport's exit code where submissions had faults: the edition is made all the same
_STAGES = ("taking in the submissions", "running the notebooks", "composing the report", "typesetting")


@dataclass(frozen=True)
class Bench:
    """What is measured, where scratch files go, and how many sections the slow ways execute (0: all)."""

    subject: Subject
    scratch: Path
    call: Caller
    sections: int = 0

    @property
    def scale(self) -> float:
        """By how much the time of the slow ways' notebooks is multiplied."""
        return len(self.subject.cells()) / len(self.subject.cells(self.sections))

    def job(self, name: str, content: Mapping[str, Any]) -> str:
        """Write what a script of ours is told."""
        path = self.scratch / f"{name}.json"
        path.write_text(json.dumps({"root": str(self.subject.root), "cores": cores(), **content}), encoding="utf-8")
        return str(path)


@dataclass(frozen=True)
class Timing:
    """Seconds in all and by part, and a remark."""

    seconds: float
    parts: Mapping[str, float] = field(default_factory=dict)
    remark: str = ""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ── today's ways ─────────────────────────────────────────────────────────────────────────────────────────────────────


def papermill_loop(bench: Bench) -> Timing:
    """(a) the ``papermill`` command for each notebook and year, then the typesetters' commands."""
    seconds = 0.0
    for one in bench.subject.cells(bench.sections):
        target = bench.scratch / f"{one.stem}-{one.year}.ipynb"
        words = ["-p", "year", str(one.year), "-p", "edition", str(bench.subject.edition), "--no-progress-bar"]
        argv = [str(BIN / "papermill"), str(bench.subject.notebook(one.stem)), str(target), *words]
        seconds += bench.call(argv, bench.scratch, **_environ(bench, one)).seconds
    return _then_typeset(bench, seconds)


def papermill_pool(bench: Bench) -> Timing:
    """(b) ``papermill.execute_notebook`` on a process pool, then the typesetters' commands."""
    cells = [
        {
            "source": str(bench.subject.notebook(one.stem)),
            "target": str(bench.scratch / f"{one.stem}-{one.year}.ipynb"),
            "parameters": {"year": one.year, "edition": bench.subject.edition},
            "values": str(one.values or ""),
        }
        for one in bench.subject.cells(bench.sections)
    ]
    argv = [sys.executable, str(HERE / "pool.py"), bench.job("pool", {"cells": cells})]
    return _then_typeset(bench, bench.call(argv, bench.scratch).seconds)


def nbconvert_loop(bench: Bench) -> Timing:
    """(c) ``nbconvert --execute`` for each notebook and year, then the typesetters' commands."""
    seconds = 0.0
    for one in bench.subject.cells(bench.sections):
        source = bench.scratch / f"{one.stem}-{one.year}.in.ipynb"
        nbformat.write(_parameterised(bench, one), source)
        argv = [str(BIN / "jupyter-nbconvert"), "--to", "notebook", "--execute", str(source), "--output", "out.ipynb"]
        seconds += bench.call(argv, bench.scratch, **_environ(bench, one)).seconds
    return _then_typeset(bench, seconds)


# ── lyreport ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def cold(bench: Bench) -> Timing:
    """(d) ``lyreport run`` with nothing made before: no facts, no cache, no list of fonts."""
    bench.subject.forget()
    return again(bench)


def again(bench: Bench) -> Timing:
    """(e) ``lyreport run`` once more."""
    return _staged(bench, _lyreport(bench))


def one_cell(bench: Bench) -> Timing:
    """(f) ``lyreport run`` after one cell of one workbook has changed."""
    bench.subject.change_one_cell()
    return again(bench)


def one_word(bench: Bench) -> Timing:
    """(g) ``lyreport run`` after one word of one language has changed."""
    bench.subject.change_one_word()
    return again(bench)


# ── the floor ────────────────────────────────────────────────────────────────────────────────────────────────────────


def floor(bench: Bench) -> Timing:
    """(h) the same cells in forks of one warm process, and pandoc and typst once per document."""
    cells = sorted(bench.subject.cells(), key=_known(bench), reverse=True)
    content = {
        "cells": [{"code": _code(bench, one), "values": str(one.values or "")} for one in cells],
        "documents": documents(bench.subject, bench.scratch / "floor"),
    }
    called = bench.call([sys.executable, str(HERE / "floor.py"), bench.job("floor", content)], bench.scratch)
    parts = json.loads(called.out)
    shown, wanted = parts.pop("shown"), sum(_shown(bench, one) for one in cells)
    if shown != wanted:
        raise SystemExit(f"the floor showed {shown} things where lyreport recorded {wanted}: they did not do the same")
    return Timing(called.seconds, parts)


# ── how they are called ──────────────────────────────────────────────────────────────────────────────────────────────


def _lyreport(bench: Bench) -> Called:
    argv = [str(BIN / "lyreport"), "--lang", "en", "run", str(bench.subject.edition), "--engine", "embedded"]
    return bench.call(argv, bench.subject.root, good=(0, FAULTY))


def _staged(bench: Bench, called: Called) -> Timing:
    """Split the time by the lines that say which step begins, and count what was made again."""
    begun = [("starting", 0.0), *((line, when) for when, line in called.said if line in _STAGES)]
    parts = {line: after - when for (line, when), (_, after) in pairwise((*begun, ("", called.seconds)))}
    return Timing(called.seconds, parts, _remade(bench.subject))


def _remade(subject: Subject) -> str:
    """Say what ran, from lyreport's own reasons."""
    steps = [step["step"] for step in json.loads((subject.made / "log" / "why.json").read_bytes()) if step["runs"]]
    stems = [step for step in steps if step.split()[0] in subject.stems]
    sections = {step.split()[0] for step in stems}
    documents = [step for step in steps if step.split()[0] in {"zh", "en"}]
    return f"{len(stems)} notebooks of {len(sections)} sections, {len(documents)} documents"


def _then_typeset(bench: Bench, notebooks: float) -> Timing:
    to = bench.scratch / "typeset"
    typeset = sum(bench.call(argv, folder).seconds for argv, folder in commands(bench.subject, to))
    notebooks *= bench.scale
    return Timing(notebooks + typeset, {"notebooks": notebooks, "typesetting": typeset})


def _environ(bench: Bench, one: Cells) -> dict[str, str]:
    return {"LYREPORT_ROOT": str(bench.subject.root), "LYREPORT_SECTION_VALUES": str(one.values or "")}


def _parameterised(bench: Bench, one: Cells) -> Any:
    notebook = load_notebook_node(str(bench.subject.notebook(one.stem)))
    return parameterize_notebook(notebook, {"year": one.year, "edition": bench.subject.edition})


def _code(bench: Bench, one: Cells) -> str:
    return "\n".join(cell.source for cell in _parameterised(bench, one).cells if cell.cell_type == "code")


def _shown(bench: Bench, one: Cells) -> int:
    """How many things a notebook put out when lyreport ran it."""
    path = bench.subject.made / "notebooks" / str(one.year) / f"{one.stem}.ipynb"
    cells = json.loads(path.read_bytes())["cells"]
    return sum(output["output_type"] == "display_data" for cell in cells for output in cell.get("outputs", ()))


def _known(bench: Bench) -> Callable[[Cells], float]:
    known = json.loads((bench.subject.made / "log" / "timings.json").read_bytes())
    return lambda one: float(known.get(f"{one.stem} {one.year}", 0))


WAYS: dict[str, tuple[str, Callable[[Bench], Timing]]] = {
    "d": ("`lyreport run`, cold", cold),
    "e": ("`lyreport run`, nothing changed", again),
    "f": ("`lyreport run`, one workbook cell changed", one_cell),
    "g": ("`lyreport run`, one word changed", one_word),
    "h": ("the floor", floor),
    "b": ("`papermill.execute_notebook` on a process pool, typesetters' commands", papermill_pool),
    "c": ("`nbconvert --execute` in a loop, typesetters' commands", nbconvert_loop),
    "a": ("`papermill` command in a loop, typesetters' commands", papermill_loop),
}
"""By letter, in the order in which they run: the later ones need what lyreport has made."""
