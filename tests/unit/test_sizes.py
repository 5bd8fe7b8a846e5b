"""How long a module and a function may be: what is longer does more than one thing, and is no longer read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "lyreport"
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40


def test_modules_and_functions_are_short() -> None:
    """A module has at most 300 lines, a function at most 40 with its signature and docstring."""
    too_long = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).as_posix()
        too_long += [name] if len(text.splitlines()) > LONGEST_MODULE else []
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                too_long += [f"{name}: {node.name}"] if lines > LONGEST_FUNCTION else []
    assert too_long == []
