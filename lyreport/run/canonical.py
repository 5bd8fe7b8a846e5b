"""The canonical executed notebook: the same bytes whenever, wherever and by whomever it was run.

The clock, the paths, random ids and process numbers go; code, results and counts stay.  What was put out before is
kept beside it in the log.
"""

from __future__ import annotations

import json
import re
import sysconfig
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from lyreport.errors import Bilingual, NotebookError, Problem
from lyreport.hashing import canonical_json
from lyreport.run.verdict import SENTINEL_ID

INJECTED_ID = "injected-parameters"

_ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]+")
_STYLER = re.compile(r"\bT_[0-9a-f]{5}(?=[_\" ])")

Node = dict[str, Any]


def canonical(notebook: Node, root: Path, *, private: tuple[Path, ...] = ()) -> bytes:
    """Return the canonical bytes of an executed notebook.

    Args:
        notebook: what papermill made, nbformat 4.5.
        root: the project; below it, paths in outputs become relative.
        private: further folders that must not be named, such as the one for sockets.

    Raises:
        NotebookError: an output still names one of these folders (in a record, where nothing is rewritten).
    """
    spell = Speller(root)
    cells = [_cell(cell, spell) for cell in notebook["cells"] if cell["id"] != SENTINEL_ID]
    metadata = _metadata(notebook["metadata"])
    data, folders = whole(cells, metadata), (root, *private)
    if any(str(folder).encode() in data for folder in folders) and (problems := tuple(_named(cells, folders))):
        raise NotebookError(problems)
    return data


def whole(cells: list[Node], metadata: Node) -> bytes:
    """Return the bytes of a notebook made of canonical cells."""
    return canonical_json({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def shell(cell: Node) -> Node:
    """Return a cell without what a run adds to it: its kind, its id, its tags, its source in lines."""
    tags = list(cell["metadata"].get("tags", ()))
    return {
        "cell_type": cell["cell_type"],
        "id": INJECTED_ID if INJECTED_ID in tags else cell["id"],
        "metadata": {"tags": tags} if tags else {},
        "source": _lines("".join(cell["source"])),
    }


class Speller:
    """Rewrites what differs between two runs of the same code in printed text.

    The random name of each pandas ``Styler`` table becomes its number in the notebook.
    """

    def __init__(self, root: Path) -> None:
        libraries = [sysconfig.get_path(name) for name in ("purelib", "stdlib")]
        self._paths = [(_whole(str(root)), "."), *((_whole(path), "<python>") for path in libraries)]
        self._tables: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return ``text`` without addresses, paths and random names."""
        for path, mark in self._paths:
            text = path.sub(mark, text)
        text = _ADDRESS.sub("0x0", text)
        return _STYLER.sub(self._table, text)

    def _table(self, found: re.Match[str]) -> str:
        return self._tables.setdefault(found[0], f"T_{len(self._tables)}")


def _whole(path: str) -> re.Pattern[str]:
    """Match a folder and what lies in it, but no folder whose name only begins the same."""
    return re.compile(re.escape(path) + r"(?![\w.-])")


def _cell(cell: Node, spell: Speller) -> Node:
    kept = shell(cell)
    if cell["cell_type"] == "code":
        kept["execution_count"] = cell["execution_count"]
        kept["outputs"] = [_output(output, spell) for output in _merged(cell["outputs"])]
    return kept


def _merged(outputs: list[Node]) -> Iterator[Node]:
    """Join neighbouring stream outputs, standard output first: how they were cut is a matter of timing."""
    for kind, group in groupby(outputs, key=lambda output: output["output_type"]):
        if kind != "stream":
            yield from group
            continue
        parts = list(group)
        for name in ("stdout", "stderr"):
            text = "".join("".join(part["text"]) for part in parts if part["name"] == name)
            if text:
                yield {"output_type": "stream", "name": name, "text": text}


def _output(output: Node, spell: Speller) -> Node:
    match output["output_type"]:
        case "stream":
            return {**output, "text": _lines(spell(output["text"]))}
        case "error":
            return {**output, "evalue": spell(output["evalue"]), "traceback": [*map(spell, output["traceback"])]}
        case _:
            data = {kind: _data(kind, content, spell) for kind, content in output["data"].items()}
            kept = {"data": data, "metadata": output["metadata"], "output_type": output["output_type"]}
            return kept | {"execution_count": output["execution_count"]} if "execution_count" in output else kept


def _data(kind: str, content: Any, spell: Speller) -> Any:
    if kind.endswith("json"):
        return content
    text = "".join(content)
    if kind.startswith("text/"):
        return _lines(spell(text))
    return _lines(text) if kind == "image/svg+xml" else text.strip()


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _metadata(metadata: Mapping[str, Any]) -> Node:
    """Keep what a reader needs to run it again, whichever kernel ran it here."""
    language = {name: item for name, item in metadata.get("language_info", {}).items() if name != "version"}
    return {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": language,
        "papermill": {"parameters": metadata.get("papermill", {}).get("parameters", {})},
    }


def _named(cells: list[Node], folders: tuple[Path, ...]) -> Iterator[Problem]:
    for cell in cells:
        text = json.dumps(cell.get("outputs", ()), ensure_ascii=False)
        for folder in folders:
            if _whole(str(folder)).search(text):
                yield Problem(
                    "notebook.path",
                    f"cell {cell['id']}",
                    Bilingual("输出里写有本机路径", "an output names a folder of this machine"),
                    Bilingual("改用相对项目的路径", "use a path relative to the project"),
                )
