"""All checks of one unit's form: keys, references, conditional cells, conditions of columns, rules of the form.

What is checked stands in ``params/plan/forms``; this module only says which cell a broken condition is about.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lyreport.errors import Bilingual
from lyreport.intake.context import Context, lasting_key
from lyreport.intake.evaluate import evaluate, say, steps
from lyreport.intake.rows import Hit, Row
from lyreport.intake.syntax import aggregates, called, column_names, first_name, grouped_by, parsed
from lyreport.intake.wholes import GAPS, WHOLES
from lyreport.plan import Column, Form, Plan, Rule
from lyreport.plan.expression import Expression

_NO_ROW = Row(0, {})
_AGAINST_LAST = frozenset({"previous", "kept", "steady"})
_PROOF = frozenset({"date", "text", "code"})  # types of cells that prove a claim, rather than measure something

ADD_ROWS = Bilingual("补报缺少的行", "send the missing rows")
CORRECT = Bilingual("核对原始材料，改正其中一格", "check the source and correct one of the cells")
EXPLAIN = Bilingual("核对；无误的，在备注列写明原因", "check it; if it is right, write the reason into the remark")
FILL_IN = Bilingual("补填，或改正使它必填的那一格", "fill it in, or correct the cell that makes it necessary")
MERGE = Bilingual("合并或删去重复的行", "merge the rows, or delete one")
RESTORE = Bilingual(
    "恢复上年的内容；确需改动的，本行状态填“修订”并在备注写明原因",
    "restore last year's entry; if it must change, mark the row 修订 (revised) and give the reason in the remark",
)


def check(context: Context) -> list[Hit]:
    """Return everything that is wrong or missing in the rows of ``context``."""
    hits = [*_keys(context), *_required(context)]
    for column in context.form.columns:
        if not column.derived:
            hits += _references(column, context)
            hits += _due(column, context)
            hits += [hit for text in column.checks for hit in _column_check(column, text, context)]
    hits += [hit for rule in context.form.rules for hit in _rule(rule, context)]
    return _once_per_cell(hits)


def cure(rule: Rule) -> Bilingual:
    """How a person mends what ``rule`` found, told by the shape of its condition."""
    used = called(parsed(rule.expr)) if rule.expr else frozenset()
    if used & GAPS:
        return ADD_ROWS
    if "unique" in used:
        return MERGE
    if rule.severity == "warn":
        return EXPLAIN
    if used & _AGAINST_LAST and "given" not in used:
        return RESTORE
    return FILL_IN if "given" in used else CORRECT


def _keys(context: Context) -> Iterator[Hit]:
    seen: dict[tuple[object, ...], Row] = {}
    for row in context.rows:
        lacking = [name for name in context.form.key if row[name] is None]
        if lacking:
            yield Hit(row, lacking[0], code="row.no-key")
            continue
        first = seen.setdefault(row.key(context.form.key), row)
        if first is not row:
            yield Hit(row, context.key[0], f"{row[context.key[0]]} = {first.number}", "row.duplicate-key")


def _required(context: Context) -> Iterator[Hit]:
    """One finding per row that lacks required cells, naming them all."""
    for row in context.rows:
        lacking = [column for column in context.form.columns if _lacks(column, row)]
        if lacking:
            yield Hit(row, lacking[0].name, "、".join(column.header.zh for column in lacking), "row.required")


def _lacks(column: Column, row: Row) -> bool:
    return column.required and not column.key and row.missing.get(column.name) == "blank"


def _references(column: Column, context: Context) -> Iterator[Hit]:
    if not column.reference:
        return
    known = [_known(target, context) for target in column.reference]
    if None in known:  # a register that was not accepted: nothing can be said against a code
        return
    for row in context.rows:
        value = row[column.name]
        if value is not None and not any(value in codes for codes in known if codes is not None):
            yield Hit(row, column.name, str(value), "cell.reference")
        elif column.key and _of_other_unit(value, column, context):
            yield Hit(row, column.name, str(value), "row.not-owed")


def _of_other_unit(value: object, column: Column, context: Context) -> bool:
    """Whether a milestone is another unit's to report."""
    milestone = context.plan.milestones.get(str(value)) if "milestones" in column.reference else None
    return milestone is not None and milestone.submitter != context.unit


def _known(target: str, context: Context) -> frozenset[object] | None:
    """The codes that a reference allows, or None where its register was not accepted."""
    head, _, rest = target.partition(".")
    if head == "places":
        places = context.plan.places
        return frozenset(place.code for place in places if rest in ("", place.kind))
    if head == "units":
        return frozenset(name for unit in context.plan.units.values() for name in (unit.id, *unit.names))
    if head in ("clauses", "milestones"):
        return frozenset(getattr(context.plan, head))
    rows = context.others(head)
    if rows is None:
        return None
    key = lasting_key(context.plan.forms[head])[0]
    return frozenset(row[key] for row in rows if not rest or row[rest])


def _due(column: Column, context: Context) -> Iterator[Hit]:
    """Empty cells whose condition holds: lacking proof contradicts the claim, a lacking figure is missing data."""
    if column.due is None:
        return
    tree = parsed(column.due).tree.body
    for row in context.rows:
        if row.missing.get(column.name) == "blank" and evaluate(tree, row, context) is True:
            if column.type in _PROOF:
                yield Hit(row, column.name, "", "cell.due")
            else:
                yield Hit(row, column.name, column.header.zh, "row.required")


def pending(column: Column, row: Row, context: Context) -> bool:
    """Whether an empty conditional cell is right: its condition does not hold, cannot be told, or never must."""
    return column.due is None or evaluate(parsed(column.due).tree.body, row, context) is not True


def _column_check(column: Column, text: str, context: Context) -> Iterator[Hit]:
    for hit in _broken(parsed(text), context):
        yield hit._replace(column=column.name, code="cell.check")


def _rule(rule: Rule, context: Context) -> Iterator[Hit]:
    if rule.expr is None:
        return
    expression = parsed(rule.expr)
    for hit in _broken(expression, context):
        if not _explained(hit, rule, expression, context):
            yield hit._replace(code=rule.id, severity=rule.severity)


def _explained(hit: Hit, rule: Rule, expression: Expression, context: Context) -> bool:
    """A remark answers a warning; a revised row with its reason may differ from last year."""
    if rule.severity == "warn":
        return hit.row is not None and hit.row.remarked
    if not called(expression) & _AGAINST_LAST:
        return False
    return hit.row.revised if hit.row else any(row.revised for row in context.rows)


def _broken(expression: Expression, context: Context) -> Iterator[Hit]:
    """Every place where a condition does not hold."""
    for part in _conjuncts(expression.tree.body):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in WHOLES:
            yield from WHOLES[part.func.id](part, context)
        else:
            for row in _subjects(part, context):
                if evaluate(part, row, context) is False:
                    column, found = _blame(part, row, context)
                    yield Hit(None if row is _NO_ROW else row, column, found)


def _conjuncts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [part for value in node.values for part in _conjuncts(value)]
    return [node]


def _subjects(part: ast.expr, context: Context) -> list[Row]:
    """What a condition is asked of: every row; a condition on sums alone only of the first row of each group."""
    sums = aggregates(part)
    by = grouped_by(sums[0]) if sums else ()
    inside = {id(node) for call in sums for node in ast.walk(call)}
    alone = {name for name in column_names(part) if id(name) not in inside and name.id not in by}
    if not sums or alone:
        return list(context.rows)
    return list({row.key(by): row for row in reversed(context.rows)}.values())[::-1] if by else [_NO_ROW]


def _blame(node: ast.AST, row: Row, context: Context) -> tuple[str, str]:
    """The column a failed condition is about, and what stands there."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "implies":
        return _blame(node.args[1], row, context)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return _blame(next(part for part in node.values if evaluate(part, row, context) is False), row, context)
    if isinstance(node, ast.Compare):
        left, right, found = next(
            (left, right, found) for left, right, found, answer in steps(node, row, context) if answer is False
        )
        return first_name(left) or first_name(right), found
    name = first_name(node)
    return name, "" if row[name] is None else say(row[name])


def _once_per_cell(hits: list[Hit]) -> list[Hit]:
    """Of several findings about one cell keep the form's own rule, or else the first."""
    kept: dict[tuple[object, ...], Hit] = {}
    for hit in hits:
        place = (hit.row.number, hit.column) if hit.row else (hit.code, hit.column, hit.found)
        if place not in kept or ("." in kept[place].code and "." not in hit.code):
            kept[place] = hit
    return list(kept.values())


def other_forms(form: Form, plan: Plan) -> frozenset[str]:
    """The forms that must be read before ``form``: registers it refers to, and forms its conditions look into."""
    texts = [rule.expr for rule in form.rules if rule.expr]
    named = set()
    for column in form.columns:
        named |= {target.partition(".")[0] for target in column.reference}
        texts += [*column.checks, *([column.due] if column.due else [])]
    for text in texts:
        named |= {other for other, _ in parsed(text).elsewhere}
        if "derived_level" in called(parsed(text)):
            named |= {other for milestone in plan.milestones.values() for other in milestone.derived_from}
    return frozenset(named & plan.forms.keys())
