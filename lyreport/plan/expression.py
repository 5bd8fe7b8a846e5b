"""The small language of checks: one Python expression over the columns of a row, read but never run as Python.

Names are the form's columns and ``data_year``, ``year_end``; a yes/no column stands for itself (``not treated``).
Comparisons chain (``0 <= tap_pop <= central_pop``), texts stand in quotes, ``F29.households`` names another form's
column.  A check whose cells are empty does not apply: it neither holds nor fails.

Of a cell: ``given(x)`` has a value · ``na(x)`` says 不适用 · ``previous(x[, default])`` the same key's value of last
year · ``in_year(x)`` lies in the data year · ``rank(x)`` position among the allowed values · ``kind(code)`` kind of a
place · ``own_town(code)`` lies in the submitting town · ``top(milestone)`` highest level of its ladder ·
``derived_level(milestone)`` level that follows from the forms it is derived from · ``matches(x, pattern)`` ·
``lookup(F29.households, compound_id)`` the cell of another form's row · ``running(x)`` sum since the base year.

Of the form: ``unique(x, …)`` · ``uniform(x[, by=])`` one value throughout · ``steady(x)`` the same value as last year ·
``complete(kind… | F29.column[, where=])`` a row for each such place or register entry · ``covers(x[, by=])`` every
allowed value (or month) has a row · ``kept(x…)`` nothing of last year's rows (or of these cells) is gone or changed ·
``ordered(stage, day)`` days follow the order of stages · ``preceded(stage, later, earlier)`` ·
``no_overlap(start, end)`` · ``within(x, y)`` each x stands in column y · ``total(x[, by=, where=])`` ·
``count(condition[, by=])``.  ``by`` takes one column or a tuple of columns.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

CELL_FUNCTIONS = frozenset(
    {
        "given",
        "na",
        "previous",
        "in_year",
        "rank",
        "kind",
        "own_town",
        "top",
        "derived_level",
        "matches",
        "lookup",
        "running",
        "implies",
        "abs",
    }
)
FORM_FUNCTIONS = frozenset(
    {
        "unique",
        "uniform",
        "steady",
        "complete",
        "covers",
        "kept",
        "ordered",
        "preceded",
        "no_overlap",
        "within",
        "total",
        "count",
    }
)
FUNCTIONS = CELL_FUNCTIONS | FORM_FUNCTIONS
NAMES = frozenset({"data_year", "year_end"})
KEYWORDS = frozenset({"by", "where"})
_ALLOWED = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.USub,
    ast.BinOp,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Compare,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.In,
    ast.NotIn,
    ast.IfExp,
    ast.Call,
    ast.keyword,
    ast.Name,
    ast.Load,
    ast.Attribute,
    ast.Constant,
    ast.Tuple,
)


@dataclass(frozen=True)
class Expression:
    """A parsed check: its tree, the columns it names, other forms' columns as ``(form, column)``."""

    text: str
    tree: ast.Expression
    columns: frozenset[str]
    elsewhere: frozenset[tuple[str, str]]


class ExpressionError(ValueError):
    """The text is no expression of this language; ``args[0]`` says why in one English phrase."""


def parse(text: str) -> Expression:
    """Read a check.

    Raises:
        ExpressionError: a syntax error, a construct or a function the language does not have.
    """
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(getattr(error, "msg", str(error))) from error
    nodes = tuple(ast.walk(tree))
    for node in nodes:
        _refuse(node)
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    elsewhere = {(ast.unparse(n.value), n.attr) for n in nodes if isinstance(n, ast.Attribute)}
    owners = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    names = {n.id for n in nodes if isinstance(n, ast.Name) and id(n) not in called | owners}
    return Expression(text, tree, frozenset(names - NAMES), frozenset(elsewhere))


def _refuse(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        raise ExpressionError(f"{type(node).__name__} is not part of the language")
    if isinstance(node, ast.Call) and ast.unparse(node.func) not in FUNCTIONS:
        raise ExpressionError(f"unknown function {ast.unparse(node.func)}")
    if isinstance(node, ast.keyword) and node.arg not in KEYWORDS:
        raise ExpressionError(f"unknown keyword {node.arg}")
    if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        raise ExpressionError("only F29.column may stand with a dot")
