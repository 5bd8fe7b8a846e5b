"""What a run adds to a notebook, taken off it and put back on: outputs of the same code under other words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lyreport.hashing import canonical_json
from lyreport.run.canonical import INJECTED_ID, shell, whole


def pack(notebook: dict[str, Any]) -> bytes:
    """Return what a run added to a canonical notebook: counts and outputs of its code, the injected cell, metadata."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return canonical_json(
        {
            "injected": [cell for cell in code if cell["id"] == INJECTED_ID],
            "made": [[cell["execution_count"], cell["outputs"]] for cell in code if cell["id"] != INJECTED_ID],
            "metadata": notebook["metadata"],
        }
    )


def unpack(data: bytes, source: Path) -> bytes:
    """Return the canonical notebook that a run of ``source`` would give, from what :func:`pack` kept."""
    kept = json.loads(data)
    made = iter(kept["made"])
    cells: list[dict[str, Any]] = []
    for cell in json.loads(source.read_bytes())["cells"]:
        cells.append(shell(cell))
        if cell["cell_type"] == "code":
            count, outputs = next(made)
            cells[-1] |= {"execution_count": count, "outputs": outputs}
        if "parameters" in cell["metadata"].get("tags", ()):
            cells += kept["injected"]
    return whole(cells, kept["metadata"])
