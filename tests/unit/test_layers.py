"""Imports point one way: the table in docs/architecture.md, held by a test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "lyreport"

BASE = {"errors"}
DISK = BASE | {"hashing", "project"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "hashing": BASE,
    "project": BASE | {"hashing"},
    "cache": DISK,
    "tables": BASE,
    "plan": BASE | {"hashing", "project"},
    "results": BASE | {"hashing", "plan"},
    "intake": DISK | {"plan", "tables", "cache"},
    "indicators": BASE | {"plan", "results", "tables"},
    "section": DISK | {"plan", "results", "intake", "indicators", "tables"},
    "run": DISK | {"plan", "results", "tables", "cache"},
    "report": DISK | {"plan", "results", "section", "run", "tables"},
    "edition": DISK | {"plan", "results", "intake", "run", "report", "tables", "cache"},
    "audit": DISK | {"plan", "results", "intake", "indicators", "section", "run", "report", "tables"},
}
EVERYTHING = {"cli"}


def room(path: Path) -> str:
    """The room a module lies in: the first name below the package."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_rooms(path: Path) -> dict[str, list[int]]:
    """Every room that a module imports, lazily or not, with the lines."""
    found: dict[str, list[int]] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: say lyreport.… in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "lyreport" and len(parts) > 1:
                found.setdefault(parts[1], []).append(node.lineno)
    return found


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    """A module imports only rooms that its own room may import."""
    here = room(path)
    if here in EVERYTHING | {"__init__", "__main__"}:
        return
    assert here in MAY_IMPORT, f"the room {here} has no line in the table"
    strangers = {
        name: lines
        for name, lines in imported_rooms(path).items()
        if name != here and name not in MAY_IMPORT[here] and name != "__version__"
    }
    assert not strangers, f"{path.name} imports {strangers}"


def test_report_takes_only_words_from_section() -> None:
    """Of the section room, the report may use how numbers are written and the fixed words, and nothing that draws."""
    allowed = {"lyreport.section.numbers", "lyreport.section.phrases"}
    for path in (PACKAGE / "report").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lyreport.section"):
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                assert node.module in allowed or names <= allowed, path.name


def test_light_modules_stay_light() -> None:
    """``lyreport --help`` needs nothing heavy: the base and the command line import no library at the top."""
    heavy = {"pandas", "matplotlib", "duckdb", "papermill", "nbconvert", "pydantic", "numpy", "typst", "rich", "typer"}
    for path in [
        PACKAGE / "errors.py",
        PACKAGE / "hashing.py",
        *(PACKAGE / "project").glob("*.py"),
        PACKAGE / "edition" / "__init__.py",
        PACKAGE / "edition" / "unchanged.py",
        *(PACKAGE / "cache").glob("*.py"),
        *(PACKAGE / "cli").glob("*.py"),
    ]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {name.split(".")[0] for name in names} & heavy, path.name
