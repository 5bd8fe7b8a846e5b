"""Conditions over a form as a whole: each returns what it finds, with the row and column to blame."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from lyreport.intake.context import Context, lasting_key
from lyreport.intake.evaluate import evaluate, say
from lyreport.intake.rows import Hit, Row
from lyreport.intake.syntax import first_name, grouped_by, keyword, other_column

LISTED = 12  # missing rows named one by one; the rest is counted
GAPS = frozenset({"complete", "covers"})  # what they find is missing data


def _names(node: ast.Call) -> list[str]:
    return [part.id for part in node.args if isinstance(part, ast.Name)]


def _unique(node: ast.Call, context: Context) -> Iterator[Hit]:
    names = _names(node)
    seen: dict[tuple[Any, ...], Row] = {}
    for row in context.in_force(context.rows):
        key = row.key(names)
        if None not in key and key in seen:
            yield Hit(row, names[-1], f"{' · '.join(map(say, key))} = {seen[key].number}")
        seen.setdefault(key, row)


def _uniform(node: ast.Call, context: Context) -> Iterator[Hit]:
    name, by = first_name(node.args[0]), grouped_by(node)
    first: dict[tuple[Any, ...], Any] = {}
    for row in context.rows:
        value = evaluate(node.args[0], row, context)
        if value is not None and first.setdefault(row.key(by), value) != value:
            yield Hit(row, name, f"{say(first[row.key(by)])} ≠ {say(value)}")


def _steady(node: ast.Call, context: Context) -> Iterator[Hit]:
    (name,) = _names(node)
    before = {row[name] for row in (context.last or {}).values()} - {None}
    for row in context.rows:
        if before and row[name] is not None and row[name] not in before and not row.revised:
            yield Hit(row, name, f"{'、'.join(sorted(map(say, before)))} → {say(row[name])}")


def _complete(node: ast.Call, context: Context) -> Iterator[Hit]:
    """A row for each place of some kinds (a town owes its own), or for each entry of a register."""
    where = keyword(node, "where")
    expected = _register(node.args[0], context) if isinstance(node.args[0], ast.Attribute) else _places(node, context)
    rows = context.rows if where is None else [row for row in context.rows if evaluate(where, row, context) is True]
    present = {row[context.key[0]] for row in rows}
    absent = [f"{code} {name}".strip() for code, name in expected.items() if code not in present]
    yield from _absent(context.key[0], absent)


def _places(node: ast.Call, context: Context) -> dict[str, str]:
    kinds = [evaluate(part, Row(0, {}), context) for part in node.args]
    held = (place for place in context.plan.places if place.kind in kinds and place.valid_at(context.year_end))
    town = context.town
    own = (place for place in held if town is None or town.code in (place.code, place.parent))
    return {place.code: place.short_name.zh for place in own}


def _register(node: ast.AST, context: Context) -> dict[str, str]:
    """The entries of a register that are in force and say yes in the column; none where it was not accepted."""
    form, column = other_column(node)
    key = lasting_key(context.plan.forms[form])[0]
    return {row[key]: "" for row in context.in_force(context.others(form) or ()) if row[column]}


def _covers(node: ast.Call, context: Context) -> Iterator[Hit]:
    """Every allowed value (or month of the year) of a column, within each group that has any row."""
    (name,), by = _names(node), grouped_by(node)
    column = context.form.column(name)
    scale = [f"{context.year}-{month:02d}" for month in range(1, 13)] if column.type == "month" else column.allowed
    groups: dict[tuple[Any, ...], set[Any]] = defaultdict(set)
    for row in context.rows:
        groups[row.key(by)].add(row[name])
    absent = [" ".join(map(say, (*key, value))) for key, held in groups.items() for value in scale if value not in held]
    yield from _absent(name, absent)


def _kept(node: ast.Call, context: Context) -> Iterator[Hit]:
    """Without columns: no row is gone.  With columns: no cell that had a value is gone or changed."""
    names = _names(node)
    if not names:
        present = {context.identity(row) for row in context.rows}
        gone = [" ".join(map(say, known)) for known in context.last or {} if known not in present]
        yield from _absent(context.key[0], gone)
    for row in context.rows:
        before = context.before(row)
        for name in names if before and not row.revised else ():
            if before and before[name] is not None and row[name] != before[name]:
                yield Hit(row, name, f"{say(before[name])} → {say(row[name])}")


def _subjects(context: Context, stage: str) -> list[list[Row]]:
    """The rows of one subject (the key without its stage), in the order of the stages."""
    scale = context.form.column(stage).allowed
    names = [name for name in context.key if name != stage]
    subjects: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in context.rows:
        if row[stage] in scale:
            subjects[row.key(names)].append(row)
    return [sorted(rows, key=lambda row: scale.index(row[stage])) for rows in subjects.values()]


def _ordered(node: ast.Call, context: Context) -> Iterator[Hit]:
    stage, day = _names(node)
    for rows in _subjects(context, stage):
        for earlier, later in pairwise(row for row in rows if row[day] is not None):
            if later[day] < earlier[day]:
                yield Hit(later, day, f"{later[stage]} {later[day]} < {earlier[stage]} {earlier[day]}")


def _preceded(node: ast.Call, context: Context) -> Iterator[Hit]:
    stage = _names(node)[0]
    later, earlier = (evaluate(part, Row(0, {}), context) for part in node.args[1:])
    for rows in _subjects(context, stage):
        held = {row[stage]: row for row in rows}
        reached = [name for name in (later if isinstance(later, tuple) else (later,)) if name in held]
        if reached and not set(earlier if isinstance(earlier, tuple) else (earlier,)) & held.keys():
            yield Hit(held[reached[0]], stage, f"{reached[0]} · {say(earlier)} —")


def _no_overlap(node: ast.Call, context: Context) -> Iterator[Hit]:
    start, end = _names(node)
    spans: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in context.rows:
        if row[start] is not None:
            spans[row.key(context.key)].append(row)
    for rows in spans.values():
        for earlier, later in pairwise(sorted(rows, key=lambda row: row[start])):
            if earlier[end] is None or earlier[end] >= later[start]:
                yield Hit(later, start, f"{later[start]} ≤ {say(earlier[end])}")


def _within(node: ast.Call, context: Context) -> Iterator[Hit]:
    name, other = _names(node)
    held = {row[other] for row in context.rows}
    for row in context.rows:
        if row[name] is not None and row[name] not in held:
            yield Hit(row, name, say(row[name]))


def _absent(column: str, absent: Sequence[str]) -> Iterator[Hit]:
    if absent:
        rest = "…" if len(absent) > LISTED else ""
        yield Hit(None, column, f"{len(absent)}: {', '.join(absent[:LISTED])}{rest}")


WHOLES: dict[str, Callable[[ast.Call, Context], Iterable[Hit]]] = {
    "complete": _complete,
    "covers": _covers,
    "kept": _kept,
    "no_overlap": _no_overlap,
    "ordered": _ordered,
    "preceded": _preceded,
    "steady": _steady,
    "uniform": _uniform,
    "unique": _unique,
    "within": _within,
}
