"""Read a notebook without a kernel: its cells, its one ``parameters`` cell, and what may be passed to it.

Papermill only warns about a parameter that the notebook does not know, and writes its *name* into the code as it
stands; so names, types and completeness are checked here, before anything runs.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lyreport.errors import Bilingual, NotebookError, ParamsError, Problem

Scalar = str | int | float | bool

_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook as it lies on disk."""

    id: str
    kind: str
    source: str
    metadata: Mapping[str, Any]
    outputs: tuple[Mapping[str, Any], ...] = ()
    execution_count: int | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """The cell's tags, in order."""
        return tuple(self.metadata.get("tags", ()))


@dataclass(frozen=True)
class Notebook:
    """A notebook as it lies on disk; ``name`` is how messages call it: ``notebooks/33-old-compounds.ipynb``."""

    name: str
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]

    def tagged(self, tag: str) -> tuple[Cell, ...]:
        """All cells that carry ``tag``."""
        return tuple(cell for cell in self.cells if tag in cell.tags)


def read(path: Path) -> Notebook:
    """Read a notebook.

    Raises:
        NotebookError: the file is missing, no JSON, or not a notebook of format 4.5 (cells without ids would
            get random ones at each run).
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        content = json.loads(path.read_bytes())
        if (content["nbformat"], content["nbformat_minor"]) < (4, 5):
            raise ValueError("nbformat < 4.5")  # noqa: TRY301 # same answer as for any other unreadable notebook
        return Notebook(name, tuple(_cell(cell) for cell in content["cells"]), content["metadata"])
    except FileNotFoundError as error:
        raise NotebookError([_absent(name)]) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotebookError([_unreadable(name, error)]) from error


def _cell(content: dict[str, Any]) -> Cell:
    return Cell(
        id=content["id"],
        kind=content["cell_type"],
        source="".join(content["source"]),
        metadata=content["metadata"],
        outputs=tuple(content.get("outputs", ())),
        execution_count=content.get("execution_count"),
    )


def parameters(notebook: Notebook) -> dict[str, Scalar]:
    """Return the declared parameters with their default values; the literal's type is the parameter's type.

    Raises:
        ParamsError: no or more than one ``parameters`` cell, or a line in it that is not ``name = literal``.
    """
    cells = notebook.tagged("parameters")
    if len(cells) != 1:
        raise ParamsError([_not_one(notebook.name, len(cells))])
    found: dict[str, Scalar] = {}
    problems: list[Problem] = []
    for statement in _statements(cells[0].source):
        declared = _declaration(statement)
        if declared is None or not _NAME.fullmatch(declared[0]):
            problems.append(_no_literal(f"{notebook.name}, cell {cells[0].id}", ast.unparse(statement)))
        else:
            found[declared[0]] = declared[1]
    if problems:
        raise ParamsError(problems)
    return found


def _statements(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:
        return [ast.Expr(ast.Constant(source))]  # shown as the line that is no declaration


def _declaration(statement: ast.stmt) -> tuple[str, Scalar] | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            pass
        case _:
            return None
    try:
        literal = ast.literal_eval(value)
    except ValueError:
        return None
    return (name, literal) if isinstance(literal, str | int | float | bool) else None


def check_parameters(notebook: Notebook, given: Mapping[str, Any]) -> None:
    """Hold what will be passed against what the notebook declares: same names, same types, nothing left to a default.

    Raises:
        ParamsError: lists every unknown, missing and ill-typed parameter.
    """
    declared = parameters(notebook)
    problems = [_unknown(notebook.name, name, tuple(declared)) for name in sorted(given) if name not in declared]
    problems += [_missing(notebook.name, name) for name in sorted(declared) if name not in given]
    problems += [
        _ill_typed(notebook.name, name, declared[name], given[name])
        for name in sorted(declared.keys() & given.keys())
        if type(given[name]) is not type(declared[name])  # bool is an int, and must not pass for one
    ]
    if problems:
        raise ParamsError(problems)


def _absent(where: str) -> Problem:
    return Problem(
        "notebook.missing",
        where,
        Bilingual("没有这一节的笔记本", "the section has no notebook"),
        Bilingual(
            "从版本库恢复，或从 params/plan/sections.yml 里去掉这一节",
            "restore it from version control, or take the section out of params/plan/sections.yml",
        ),
    )


def _unreadable(where: str, error: Exception) -> Problem:
    reason = str(error) or type(error).__name__
    return Problem(
        "notebook.unreadable",
        where,
        Bilingual(f"无法作为笔记本读取：{reason}", f"cannot be read as a notebook: {reason}"),
        Bilingual("用JupyterLab打开并另存为4.5格式", "open it in JupyterLab and save it as format 4.5"),
    )


def _not_one(where: str, count: int) -> Problem:
    return Problem(
        "parameters.cell",
        where,
        Bilingual(f"带parameters标签的单元格有{count}个", f"has {count} cells tagged parameters"),
        Bilingual("保留恰好一个", "keep exactly one"),
    )


def _no_literal(where: str, line: str) -> Problem:
    return Problem(
        "parameters.literal",
        where,
        Bilingual(f"“{line}”不是“小写名称 = 字面值”", f"'{line}' is not 'lower_case_name = literal'"),
        Bilingual("参数只能是文字、整数、小数或是否", "a parameter is a text, a whole number, a decimal or a yes/no"),
    )


def _unknown(where: str, name: str, declared: tuple[str, ...]) -> Problem:
    known = ", ".join(declared)
    return Problem(
        "parameters.unknown",
        where,
        Bilingual(f"没有参数“{name}”", f"has no parameter '{name}'"),
        Bilingual(f"可用的参数：{known}", f"it declares: {known}"),
    )


def _missing(where: str, name: str) -> Problem:
    return Problem(
        "parameters.missing",
        where,
        Bilingual(f"参数“{name}”没有给值", f"parameter '{name}' was given no value"),
        Bilingual("给出该值，或从parameters单元格删去", "give it a value, or remove it from the parameters cell"),
    )


def _ill_typed(where: str, name: str, default: Scalar, value: Any) -> Problem:
    wanted, got = type(default).__name__, type(value).__name__
    return Problem(
        "parameters.type",
        where,
        Bilingual(f"参数“{name}”应为{wanted}，得到{got} {value!r}", f"'{name}' must be {wanted}, got {got} {value!r}"),
        Bilingual("改正该值的类型", "give a value of that type"),
    )
