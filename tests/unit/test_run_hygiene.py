"""The habits of notebooks: each broken one is found and named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lyreport.run.hygiene import hygiene

Node = dict[str, Any]


def code(source: str, name: str, *tags: str) -> Node:
    """A code cell as it should lie in git."""
    metadata = {"tags": list(tags)} if tags else {}
    kept = {"cell_type": "code", "id": name, "metadata": metadata, "source": source, "outputs": []}
    return {**kept, "execution_count": None}


def markdown(source: str, name: str) -> Node:
    """A markdown cell."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


GOOD: Node = {
    "cells": [
        markdown("# 老旧小区 / Old compounds\n\n依据F10，按2025年末，见建城〔2020〕68号。", "title"),
        code("year = 2025\nedition = 2025", "parameters", "parameters"),
        code("from lyreport import section\n\nly = section.open('33', year=year)", "setup", "setup"),
        markdown("看Q01的完成数。", "done-text"),
        code("ly.record(ly.compute('Q01'))", "done"),
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def problems(folder: Path, content: Node) -> list[tuple[str, str]]:
    """Code and place of every problem of a notebook with this content."""
    path = folder / "33-a.ipynb"
    path.write_text(json.dumps(content), encoding="utf-8")
    return [(problem.code, problem.where) for problem in hygiene(path)]


def test_good_habits_pass(tmp_path: Path) -> None:
    """A notebook in good order has no problem."""
    assert problems(tmp_path, GOOD) == []


def source(text: str, place: int = 4) -> Callable[[Node], None]:
    """Give one cell another source."""
    return lambda node: node["cells"][place].update(source=text)


CHANGES: list[tuple[str, Callable[[Node], Any]]] = [
    ("title", source("老旧小区", 0)),
    ("order", lambda node: node["cells"].pop(1)),
    ("order", lambda node: node["cells"].insert(1, node["cells"].pop(2))),
    ("order", lambda node: node["cells"].append(code("a = 1", "again", "setup"))),
    ("tags", lambda node: node["cells"][4]["metadata"].update(tags=["hide-input"])),
    ("tags", lambda node: node["cells"][3]["metadata"].update(collapsed=True)),
    ("id", lambda node: node["cells"][4].update(id="a1b2c3d4")),
    ("id", lambda node: node["cells"][4].update(id="done-text")),
    ("outputs", lambda node: node["cells"][4].update(execution_count=3)),
    (
        "outputs",
        lambda node: node["cells"][4].update(outputs=[{"output_type": "stream", "name": "stdout", "text": ""}]),
    ),
    ("metadata", lambda node: node["metadata"]["kernelspec"].update(name="conda-env")),
    ("metadata", lambda node: node["metadata"].update(language_info={"version": "3.11.7"})),
    ("metadata", lambda node: node["metadata"].update(widgets={})),
    ("kind", lambda node: node["cells"][3].update(cell_type="raw")),
    ("kind", source("\n")),
    ("code", source("\n".join(f"ly.note({n})" for n in range(9)))),
    ("figure", source("全县有66个村", 3)),
    ("figure", source("普及率99.6%", 3)),
]


@pytest.mark.parametrize(("rule", "change"), CHANGES)
def test_a_bad_habit_is_found(tmp_path: Path, rule: str, change: Callable[[Node], Any]) -> None:
    """Each rule finds what breaks it."""
    content = copy.deepcopy(GOOD)
    change(content)
    assert f"hygiene.{rule}" in [found for found, _ in problems(tmp_path, content)]


LOGIC = [
    "def f(): pass", "class A: pass", "f = lambda: 1", "for i in a: f(i)", "while a: f()", "if a: f()", "f(1 if a else 2)",
    "with a: f()", "try:\n    f()\nfinally:\n    g()", "[f(i) for i in a]", "sum(i for i in a)", "import os",
    "from os import path", "%time f()", "!ls", "f(a + 1)", "f(a == 1)", "a += 1", "f(a and b)", "open('x')", "exec('1')",
    "get_ipython()", "match a:\n    case _: pass",
]  # fmt: skip


@pytest.mark.parametrize("line", LOGIC)
def test_a_cell_is_made_of_calls(tmp_path: Path, line: str) -> None:
    """Logic, arithmetic, imports, magics and files are refused in a cell, with the cell named."""
    content = copy.deepcopy(GOOD)
    content["cells"][4]["source"] = line
    assert problems(tmp_path, content) == [("hygiene.code", f"{tmp_path.name}/33-a.ipynb, cell done")]
