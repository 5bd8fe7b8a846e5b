"""JSON Schemas of the parameter files, for editors: ``python -m lyreport.plan.schema params`` writes them out.

The files name them in their first line, so that an editor completes keys and marks faults while one types.  What a
schema cannot say (references between files) is left to ``load_plan``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from lyreport.hashing import canonical_json
from lyreport.plan.draft import KINDS
from lyreport.plan.edition import ReportSettings, SiteSettings
from lyreport.plan.form import Cover, Form
from lyreport.plan.rulebook import Document
from lyreport.plan.year import YearSettings
from lyreport.project import write_bytes

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SINGLE: dict[str, type[BaseModel]] = {
    "document": Document,
    "form": Form,
    "cover": Cover,
    "year": YearSettings,
    "report": ReportSettings,
    "site": SiteSettings,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema under the name of its file, without ``.json``."""
    listed = {file: _lists(file) for file in dict.fromkeys(kind.file for kind in KINDS)}
    single = {name: {"$schema": _DIALECT, **model.model_json_schema()} for name, model in SINGLE.items()}
    return {**listed, **single}


def write(params_dir: Path) -> tuple[Path, ...]:
    """Write the schemas to ``params/schemas`` and return their paths."""
    paths = []
    for name, schema in schemas().items():
        path = params_dir / "schemas" / f"{name}.json"
        write_bytes(path, canonical_json(schema))
        paths.append(path)
    return tuple(paths)


def _lists(file: str) -> dict[str, Any]:
    """Return the schema of a file that holds one or more lists of records."""
    kinds = [kind for kind in KINDS if kind.file == file]
    parts = {kind.key: kind.model.model_json_schema() for kind in kinds}
    shared: dict[str, Any] = {}
    for part in parts.values():
        shared |= part.pop("$defs", {})
    return {
        "$schema": _DIALECT,
        "title": file,
        "type": "object",
        "properties": {key: {"type": "array", "items": part} for key, part in parts.items()},
        "required": list(parts),
        "additionalProperties": False,
        "$defs": shared,
    }


if __name__ == "__main__":
    write(Path(sys.argv[1]))
