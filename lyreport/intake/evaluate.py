"""Conditions over one row: the language of ``lyreport.plan.expression``, answered yes, no or *cannot say*.

An empty cell makes a comparison undecided (None), and an undecided condition is no fault: what is missing is looked
for elsewhere.  ``and``, ``or``, ``not`` follow Kleene's three values.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from lyreport.intake.context import Context, Rows
from lyreport.intake.levels import derived_level
from lyreport.intake.rows import Row
from lyreport.intake.syntax import aggregates, first_name, grouped_by, keyword, other_column

Answer = bool | None

COMPARISONS: dict[type[ast.cmpop], tuple[Callable[[Any, Any], bool], str]] = {
    ast.Eq: (operator.eq, "≠"),
    ast.NotEq: (operator.ne, "="),
    ast.Lt: (operator.lt, "≥"),
    ast.LtE: (operator.le, ">"),
    ast.Gt: (operator.gt, "≤"),
    ast.GtE: (operator.ge, "<"),
    ast.In: (lambda left, right: left in right, "∉"),
    ast.NotIn: (lambda left, right: left not in right, "∈"),
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda left, right: Decimal(left) / right if right else None,
}


def evaluate(node: ast.AST, row: Row, context: Context) -> Any:
    """Return the value of ``node`` for ``row``, None where an empty cell leaves it open."""
    return _NODES[type(node)](node, row, context)


def _constant(node: Any, _row: Row, _context: Context) -> Any:
    return Decimal(repr(node.value)) if isinstance(node.value, float) else node.value


def _name(node: Any, row: Row, context: Context) -> Any:
    if node.id in ("data_year", "year_end"):
        return context.year if node.id == "data_year" else context.year_end
    return row[node.id]


def _compare(node: Any, row: Row, context: Context) -> Answer:
    return all_of(answer for _, _, _, answer in steps(node, row, context))


def steps(node: ast.Compare, row: Row, context: Context) -> Iterable[tuple[ast.expr, ast.expr, str, Answer]]:
    """Yield each link of a chained comparison: its two sides, what it shows when it fails, its answer."""
    sides = [node.left, *node.comparators]
    values = [evaluate(side, row, context) for side in sides]
    for position, kind in enumerate(node.ops):
        compare, sign = COMPARISONS[type(kind)]
        left, right = values[position : position + 2]
        answer = None if left is None or right is None else compare(left, right)
        yield sides[position], sides[position + 1], f"{say(left)} {sign} {say(right)}", answer


def _bool(node: Any, row: Row, context: Context) -> Answer:
    answers = (evaluate(part, row, context) for part in node.values)
    return all_of(answers) if isinstance(node.op, ast.And) else any_of(answers)


def _unary(node: Any, row: Row, context: Context) -> Any:
    value = evaluate(node.operand, row, context)
    if value is None:
        return None
    return not value if isinstance(node.op, ast.Not) else -value


def _binary(node: Any, row: Row, context: Context) -> Any:
    left, right = evaluate(node.left, row, context), evaluate(node.right, row, context)
    return None if left is None or right is None else _ARITHMETIC[type(node.op)](left, right)


def _if(node: Any, row: Row, context: Context) -> Any:
    test = evaluate(node.test, row, context)
    return None if test is None else evaluate(node.body if test else node.orelse, row, context)


def _tuple(node: Any, row: Row, context: Context) -> tuple[Any, ...]:
    return tuple(evaluate(item, row, context) for item in node.elts)


def _call(node: Any, row: Row, context: Context) -> Any:
    return FUNCTIONS[node.func.id](node, row, context)


def all_of(answers: Iterable[Answer]) -> Answer:
    """No where one is no, open where one is open, else yes."""
    found = list(answers)
    return False if any(answer is False for answer in found) else None if None in found else True


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes where one is yes, open where one is open, else no."""
    found = list(answers)
    return True if any(found) else None if None in found else False


def say(value: Any) -> str:
    """A value as it stands in a workbook."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "/".join(map(say, value))
    return "—" if value is None else str(value)


# ---- functions of a cell ---------------------------------------------------------------------------------------


def _given(node: ast.Call, row: Row, context: Context) -> bool:
    return evaluate(node.args[0], row, context) is not None


def _na(node: ast.Call, row: Row, _context: Context) -> bool:
    return row.missing.get(first_name(node)) == "na"


def _previous(node: ast.Call, row: Row, context: Context) -> Any:
    """The expression as it stood last year: for the row of the same key, or (sums and counts) for the whole form."""
    if context.last is None:
        return None
    if aggregates(node.args[0]):
        return evaluate(node.args[0], row, context.a_year_earlier())
    before = context.before(row)
    if before is None:
        return evaluate(node.args[1], row, context) if len(node.args) > 1 else None
    return evaluate(node.args[0], before, context)


def _in_year(node: ast.Call, row: Row, context: Context) -> Answer:
    value = evaluate(node.args[0], row, context)
    if value is None:
        return None
    return value.year == context.year if isinstance(value, date) else str(value).startswith(str(context.year))


def _rank(node: ast.Call, row: Row, context: Context) -> int | None:
    value = evaluate(node.args[0], row, context)
    name = first_name(node.args[0])
    scales = [column.allowed for column in context.form.columns if name in ("", column.name)]
    return next((scale.index(value) for scale in scales if value in scale), None)


def _kind(node: ast.Call, row: Row, context: Context) -> str | None:
    code = evaluate(node.args[0], row, context)
    return context.plan.places[code].kind if code in context.plan.places else None


def _own_town(node: ast.Call, row: Row, context: Context) -> Answer:
    code = evaluate(node.args[0], row, context)
    if code not in context.plan.places or context.town is None:
        return None
    return context.plan.places.town_of(code).code == context.town.code


def _top(node: ast.Call, row: Row, context: Context) -> int | None:
    milestone = context.plan.milestones.get(evaluate(node.args[0], row, context))
    return None if milestone is None else len(context.plan.ladders[milestone.ladder].levels) - 1


def _derived_level(node: ast.Call, row: Row, context: Context) -> int | None:
    return derived_level(evaluate(node.args[0], row, context), context.others)


def _matches(node: ast.Call, row: Row, context: Context) -> Answer:
    text, pattern = (evaluate(part, row, context) for part in node.args)
    return None if text is None else bool(re.fullmatch(pattern, str(text)))


def _lookup(node: ast.Call, row: Row, context: Context) -> Any:
    form, column = other_column(node.args[0])
    return context.look_up(form, column, tuple(evaluate(part, row, context) for part in node.args[1:]))


def _running(node: ast.Call, row: Row, context: Context) -> Any:
    """Sum since the base year; open where a year's form or cell is missing, 不适用 adding nothing."""
    values = [evaluate(node.args[0], row, context)]
    name = first_name(node)
    for year in context.history:
        if year is None:
            return None
        earlier = year.get(context.identity(row), ())
        values += [0 if one.missing.get(name) == "na" else one[name] for one in earlier]
    return None if None in values else sum(values)


def _implies(node: ast.Call, row: Row, context: Context) -> Answer:
    condition, consequence = node.args
    holds = evaluate(condition, row, context)
    return any_of((None if holds is None else not holds, evaluate(consequence, row, context) if holds else None))


def _abs(node: ast.Call, row: Row, context: Context) -> Any:
    value = evaluate(node.args[0], row, context)
    return None if value is None else abs(value)


def _count(node: ast.Call, row: Row, context: Context) -> int:
    return sum(evaluate(node.args[0], one, context) is True for one in group(node, row, context))


def _total(node: ast.Call, row: Row, context: Context) -> Any:
    values = [evaluate(node.args[0], one, context) for one in group(node, row, context)]
    return None if None in values else sum(values)


def group(node: ast.Call, row: Row, context: Context) -> Rows:
    """The rows that a total or count runs over: those that agree with ``row`` in ``by`` and satisfy ``where``."""
    names, where = grouped_by(node), keyword(node, "where")
    return tuple(
        one
        for one in context.rows
        if one.key(names) == row.key(names) and (where is None or evaluate(where, one, context) is True)
    )


FUNCTIONS: dict[str, Callable[[ast.Call, Row, Context], Any]] = {
    "abs": _abs,
    "count": _count,
    "derived_level": _derived_level,
    "given": _given,
    "implies": _implies,
    "in_year": _in_year,
    "kind": _kind,
    "lookup": _lookup,
    "matches": _matches,
    "na": _na,
    "own_town": _own_town,
    "previous": _previous,
    "rank": _rank,
    "running": _running,
    "top": _top,
    "total": _total,
}
_NODES: dict[type[ast.AST], Callable[[Any, Row, Context], Any]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Compare: _compare,
    ast.BoolOp: _bool,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.IfExp: _if,
    ast.Tuple: _tuple,
    ast.Call: _call,
}
