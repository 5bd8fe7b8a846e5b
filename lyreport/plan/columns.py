"""Forms that hold together: keys, columns, references and checks name only what exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lyreport.errors import Bilingual, Problem
from lyreport.plan import faults
from lyreport.plan.draft import Draft, Item
from lyreport.plan.expression import ExpressionError, parse
from lyreport.plan.form import Column, Form
from lyreport.plan.place import KINDS
from lyreport.plan.source import Path_

_COLUMN = Bilingual("列", "column")
_ROW_STATUS = "row_status"


def problems(draft: Draft) -> Iterator[Problem]:
    """Yield every fault inside and between the forms of a draft."""
    for item in draft.items["forms"]:
        form: Form = item.value
        yield from _named_like_its_file(item, form.id)
        yield from _key(item, form)
        yield from _rules(item, form, draft)
        for position, column in enumerate(form.columns):
            path = ("columns", position)
            if [other.name for other in form.columns].index(column.name) != position:
                yield faults.repeated_id(item.where(*path, "name"), _COLUMN, column.name)
            yield from _column(item.where(*path), column, form)
            yield from _expressions(item, path, column, form, draft)
            for number, target in enumerate(column.reference):
                yield from _reference(item.where(*path, "reference", number), target, draft)


def _named_like_its_file(item: Item, name: str) -> Iterator[Problem]:
    if item.source.name.rpartition("/")[2] != f"{name}.yml":
        yield faults.contradiction(
            item.where("id"),
            Bilingual(f"文件名与表号 {name} 不一致", f"the file is not called after its form, {name}"),
            Bilingual(f"文件名改为 {name}.yml，或改正表号", f"call it {name}.yml, or correct the id"),
        )


def _names(form: Form) -> set[str]:
    return {column.name for column in form.columns}


def _key(item: Item, form: Form) -> Iterator[Problem]:
    for position, name in enumerate(form.key):
        if name not in _names(form):
            yield faults.dangling(item.where("key", position), _COLUMN, name, _names(form))


def _rules(item: Item, form: Form, draft: Draft) -> Iterator[Problem]:
    for position, rule in enumerate(form.rules):
        if not rule.id.startswith(f"{form.id}-") or [r.id for r in form.rules].index(rule.id) != position:
            yield faults.contradiction(
                item.where("rules", position, "id"),
                Bilingual(
                    f"规则编号 {rule.id} 不属于 {form.id} 或重复", f"{rule.id} is no rule of {form.id}, or stands twice"
                ),
                Bilingual(f"写成 {form.id}-R1、{form.id}-R2…", f"write {form.id}-R1, {form.id}-R2…"),
            )
        if (rule.expr is None) != (rule.severity == "note"):
            yield faults.contradiction(
                item.where("rules", position),
                Bilingual(
                    f"{rule.id}：note 没有 expr，其他须有", f"{rule.id}: a note has no expr, every other rule has"
                ),
                Bilingual("补上 expr，或改 severity", "add expr, or change the severity"),
            )
        if rule.expr is not None:
            yield from _expression(item.where("rules", position, "expr"), rule.expr, form, draft)


def _column(where: str, column: Column, form: Form) -> Iterator[Problem]:
    tests: Iterable[tuple[bool, Bilingual, Bilingual]] = (
        (
            column.key != (column.name in form.key),
            Bilingual("与表的 key 不一致", "disagrees with the form's key"),
            Bilingual("两处写成一样", "make both say the same"),
        ),
        (
            (column.type == "enum") != bool(column.choices or {"units", "clauses"} & set(column.reference)),
            Bilingual("enum 须有 choices，其他类型不得有", "an enum needs choices, other types have none"),
            Bilingual("补上 choices 或改 type", "add choices, or change the type"),
        ),
        (
            column.due is not None and not column.conditional,
            Bilingual("有 due 而非 conditional", "has due but is not conditional"),
            Bilingual("加 conditional: true，或删去 due", "add conditional: true, or remove due"),
        ),
        (
            column.required and (column.conditional or column.derived),
            Bilingual("required 与 conditional、derived 不能并存", "required excludes conditional and derived"),
            Bilingual("留下其中一个", "keep one of them"),
        ),
    )
    for wrong, what, cure in tests:
        if wrong:
            said = Bilingual(f"列 {column.name} {what.zh}", f"column {column.name} {what.en}")
            yield faults.contradiction(where, said, cure)


def _reference(where: str, target: str, draft: Draft) -> Iterator[Problem]:
    head, _, rest = target.partition(".")
    if head == "places":
        if rest and rest not in KINDS:
            yield faults.dangling(where, Bilingual("地名类别", "kind of place"), rest, KINDS)
    elif head not in {"units", "clauses", "milestones"} or rest:
        yield from _elsewhere(where, head, rest, draft)


def _elsewhere(where: str, name: str, column: str, draft: Draft) -> Iterator[Problem]:
    yield from draft.unknown("forms", name, where)
    form = next((form for form in draft.values("forms") if form.id == name), None)
    if form is not None and column and column not in _names(form):
        yield faults.dangling(where, _COLUMN, f"{name}.{column}", {f"{name}.{known}" for known in _names(form)})


def _expressions(item: Item, path: Path_, column: Column, form: Form, draft: Draft) -> Iterator[Problem]:
    if column.due is not None:
        yield from _expression(item.where(*path, "due"), column.due, form, draft)
    for number, text in enumerate(column.checks):
        yield from _expression(item.where(*path, "checks", number), text, form, draft)


def _expression(where: str, text: str, form: Form, draft: Draft) -> Iterator[Problem]:
    try:
        expression = parse(text)
    except ExpressionError as error:
        yield faults.expression(where, text, str(error))
        return
    for name in sorted(expression.columns - _names(form) - {_ROW_STATUS}):
        yield faults.dangling(where, _COLUMN, name, _names(form))
    for other, column in sorted(expression.elsewhere):
        yield from _elsewhere(where, other, column, draft)
