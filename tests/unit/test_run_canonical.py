"""The canonical notebook: what differs between two runs of the same code is gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lyreport.errors import NotebookError
from lyreport.run.canonical import canonical

ROOT = Path("/home/clerk/linyou")


def executed(*outputs: dict[str, Any], **cell: Any) -> dict[str, Any]:
    """A notebook as papermill leaves it, with one code cell."""
    code = {"cell_type": "code", "id": "water", "metadata": {}, "source": "f()", "execution_count": 1} | cell
    return {"cells": [{**code, "outputs": list(outputs)}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def outputs(*given: dict[str, Any]) -> list[dict[str, Any]]:
    """The outputs of the only cell after the notebook was made canonical."""
    made: list[dict[str, Any]] = json.loads(canonical(executed(*given), ROOT))["cells"][0]["outputs"]
    return made


def said(text: str, name: str = "stdout") -> dict[str, Any]:
    """A stream output."""
    return {"output_type": "stream", "name": name, "text": text}


def shown(**data: Any) -> dict[str, Any]:
    """A display output; ``text_html`` stands for text/html."""
    return {
        "output_type": "display_data",
        "data": {kind.replace("_", "/"): content for kind, content in data.items()},
        "metadata": {},
    }


def test_streams_are_joined() -> None:
    """How printing was cut into messages, and which stream came first, is a matter of timing."""
    cut = outputs(said("a"), said("w", "stderr"), said("b\n"), shown(text_plain="x"), said("c"))
    assert [one.get("text") for one in cut] == [["ab\n"], ["w"], None, ["c"]]


def test_addresses_and_paths_go() -> None:
    """Addresses of objects and folders of this machine are replaced in printed text."""
    (one,) = outputs(said(f"<A at 0x7f00ff> in {ROOT}/data, not {ROOT}-old"))
    assert one["text"] == [f"<A at 0x0> in ./data, not {ROOT}-old"]


def test_styler_names_are_counted() -> None:
    """The random name of a styled table becomes its number."""
    (one,) = outputs(shown(text_html='<table id="T_a1b2c"><td id="T_a1b2c_row0"> <table id="T_00000">'))
    assert one["data"]["text/html"] == ['<table id="T_0"><td id="T_0_row0"> <table id="T_1">']


def test_the_clock_and_the_kernel_go() -> None:
    """Timings, papermill's paths, the kernel's name and the patch release are dropped; parameters stay."""
    notebook = executed(
        metadata={"tags": ["injected-parameters"], "papermill": {"duration": 1}, "execution": {}}, id="r4nd0m"
    )
    notebook["metadata"] = {
        "kernelspec": {"name": "lyreport-warm"},
        "language_info": {"name": "python", "version": "3.11.7"},
        "papermill": {"parameters": {"year": 2025}, "start_time": "now", "input_path": "/home"},
    }
    made = json.loads(canonical(notebook, ROOT))
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    assert made["metadata"]["language_info"] == {"name": "python"}
    assert made["metadata"]["papermill"] == {"parameters": {"year": 2025}}
    assert made["cells"][0]["id"] == "injected-parameters"
    assert made["cells"][0]["metadata"] == {"tags": ["injected-parameters"]}


@pytest.mark.parametrize("folder", [ROOT, Path("/private/ly-1234")])
def test_a_path_in_a_record_is_refused(folder: Path) -> None:
    """Records are never rewritten; one that names a folder of this machine is an error."""
    output = shown(**{"application/vnd.lyreport.values+json": {"file": f"{folder}/a.xlsx"}})
    with pytest.raises(NotebookError, match="cell water"):
        canonical(executed(output), ROOT, private=(Path("/private/ly-1234"),))


def test_the_same_bytes() -> None:
    """Canonical JSON: sorted keys, UTF-8, final newline."""
    data = canonical(executed(said("郃阳村")), ROOT)
    assert data == canonical(executed(said("郃"), said("阳村")), ROOT)
    assert data.endswith(b"}\n")
    assert "郃阳村".encode() in data
