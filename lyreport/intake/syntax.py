"""Questions to the tree of a condition: which columns, functions, groups and forms it names."""

from __future__ import annotations

import ast
from functools import cache

from lyreport.plan.expression import NAMES, Expression, parse


@cache
def parsed(text: str) -> Expression:
    """Read a condition once; the plan's loader has checked that it is one."""
    return parse(text)


def called(expression: Expression) -> frozenset[str]:
    """The functions that a condition uses."""
    calls = (part for part in ast.walk(expression.tree) if isinstance(part, ast.Call))
    return frozenset(call.func.id for call in calls if isinstance(call.func, ast.Name))


def column_names(node: ast.AST) -> list[ast.Name]:
    """The columns named in ``node``, in reading order."""
    called = {id(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)}
    forms = {id(part.value) for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    names = [part for part in ast.walk(node) if isinstance(part, ast.Name) and id(part) not in called | forms]
    return sorted((name for name in names if name.id not in NAMES), key=lambda name: name.col_offset)


def first_name(node: ast.AST) -> str:
    """The first column named in ``node``; nothing where it names none."""
    return next((name.id for name in column_names(node)), "")


def aggregates(node: ast.AST) -> list[ast.Call]:
    """The sums and counts inside ``node``."""
    calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("count", "total")]


def grouped_by(node: ast.Call) -> tuple[str, ...]:
    """The columns of ``by=``."""
    by = keyword(node, "by")
    parts = by.elts if isinstance(by, ast.Tuple) else [by] if by is not None else []
    return tuple(part.id for part in parts if isinstance(part, ast.Name))


def keyword(node: ast.Call, name: str) -> ast.expr | None:
    """The expression given for a keyword."""
    return next((one.value for one in node.keywords if one.arg == name), None)


def other_column(node: ast.AST) -> tuple[str, str]:
    """The form and column of ``F29.households``."""
    assert isinstance(node, ast.Attribute)  # the plan's loader has checked the reference
    assert isinstance(node.value, ast.Name)
    return node.value.id, node.attr
