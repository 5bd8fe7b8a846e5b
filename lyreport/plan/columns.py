"""Forms that hold together: keys, columns, references and checks name only what exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from lyreport.errors import Bilingual, Problem
from lyreport.plan import faults
from lyreport.plan.draft import Draft, Item, listed, written
from lyreport.plan.expression import ExpressionError, parse
from lyreport.plan.form import Column, Rule
from lyreport.plan.place import KINDS
from lyreport.plan.source import Path_
from lyreport.plan.validation import check

Record = TypeVar("Record", bound=BaseModel)

_COLUMN = Bilingual("列", "column")
_ROW_STATUS = "row_status"


@dataclass(frozen=True)
class Sheet:
    """What could be read of one form: its columns' names as written, the columns and rules that fit their models.

    ``key`` is None and ``named`` false where what stands there cannot be told, so that nothing is held against it.
    """

    item: Item
    id: str
    key: tuple[str, ...] | None
    names: tuple[str, ...]
    named: bool
    columns: tuple[tuple[int, Column], ...]
    rules: tuple[tuple[int, Rule], ...]

    def has(self, column: str) -> bool:
        """Whether the form has a column of that name, as far as can be told."""
        return column in self.names or not self.named


Known = Mapping[str, Sheet]
"""The forms by their ids."""


def _sheets(draft: Draft) -> Iterator[Sheet]:
    sound = {item.source.name: item.value for item in draft.items["forms"]}
    for item in draft.rows["forms"]:
        raw, form = item.value, sound.get(item.source.name)
        names = [one.get("name") if isinstance(one, dict) else None for one in listed(raw, "columns")]
        key = listed(raw, "key")
        yield Sheet(
            item=item,
            id=str(raw.get("id")),
            key=key if all(isinstance(name, str) for name in key) and key else None,
            names=tuple(map(str, names)),
            named=bool(names) and all(isinstance(name, str) for name in names),
            columns=tuple(enumerate(form.columns) if form else _fitting(Column, item, "columns")),
            rules=tuple(enumerate(form.rules) if form else _fitting(Rule, item, "rules")),
        )


def _fitting(model: type[Record], item: Item, key: str) -> Iterator[tuple[int, Record]]:
    for position, raw in written(item.value, key):
        record = check(model, raw, item.source).record
        if record is not None:
            yield position, record


def problems(draft: Draft) -> Iterator[Problem]:
    """Yield every fault inside and between the forms of a draft."""
    sheets = tuple(_sheets(draft))
    known = {sheet.id: sheet for sheet in sheets}
    for sheet in sheets:
        item = sheet.item
        if not draft.misfit(item, ("id",)):
            yield from _named_like_its_file(item, sheet.id)
        yield from _key(sheet)
        yield from _rules(sheet, draft, known)
        for position, column in sheet.columns:
            path = ("columns", position)
            if sheet.names.index(column.name) != position:
                yield faults.repeated_id(item.where(*path, "name"), _COLUMN, column.name)
            yield from _column(item.where(*path), column, sheet)
            yield from _expressions(sheet, path, column, draft, known)
            for number, target in enumerate(column.reference):
                yield from _reference(item.where(*path, "reference", number), target, draft, known)


def _named_like_its_file(item: Item, name: str) -> Iterator[Problem]:
    if item.source.name.rpartition("/")[2] != f"{name}.yml":
        yield faults.contradiction(
            item.where("id"),
            Bilingual(f"文件名与表号 {name} 不一致", f"the file is not called after its form, {name}"),
            Bilingual(f"文件名改为 {name}.yml，或改正表号", f"call it {name}.yml, or correct the id"),
        )


def _key(sheet: Sheet) -> Iterator[Problem]:
    for position, name in enumerate(sheet.key or ()):
        if not sheet.has(name):
            yield faults.dangling(sheet.item.where("key", position), _COLUMN, name, sheet.names)


def _rules(sheet: Sheet, draft: Draft, known: Known) -> Iterator[Problem]:
    item, seen = sheet.item, set()
    for position, rule in sheet.rules:
        if not rule.id.startswith(f"{sheet.id}-") or rule.id in seen:
            yield faults.contradiction(
                item.where("rules", position, "id"),
                Bilingual(
                    f"规则编号 {rule.id} 不属于 {sheet.id} 或重复",
                    f"{rule.id} is no rule of {sheet.id}, or stands twice",
                ),
                Bilingual(f"写成 {sheet.id}-R1、{sheet.id}-R2…", f"write {sheet.id}-R1, {sheet.id}-R2…"),
            )
        seen.add(rule.id)
        if (rule.expr is None) != (rule.severity == "note"):
            yield faults.contradiction(
                item.where("rules", position),
                Bilingual(
                    f"{rule.id}：note 没有 expr，其他须有", f"{rule.id}: a note has no expr, every other rule has"
                ),
                Bilingual("补上 expr，或改 severity", "add expr, or change the severity"),
            )
        if rule.expr is not None:
            yield from _expression(item.where("rules", position, "expr"), rule.expr, sheet, draft, known)


def _column(where: str, column: Column, sheet: Sheet) -> Iterator[Problem]:
    tests: Iterable[tuple[bool, Bilingual, Bilingual]] = (
        (
            sheet.key is not None and column.key != (column.name in sheet.key),
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


def _reference(where: str, target: str, draft: Draft, known: Known) -> Iterator[Problem]:
    head, _, rest = target.partition(".")
    if head == "places":
        if rest and rest not in KINDS:
            yield faults.dangling(where, Bilingual("地名类别", "kind of place"), rest, KINDS)
    elif head not in {"units", "clauses", "milestones"} or rest:
        yield from _elsewhere(where, head, rest, draft, known)


def _elsewhere(where: str, name: str, column: str, draft: Draft, known: Known) -> Iterator[Problem]:
    yield from draft.unknown("forms", name, where)
    if name in known and column and not known[name].has(column):
        there = {f"{name}.{one}" for one in known[name].names}
        yield faults.dangling(where, _COLUMN, f"{name}.{column}", there)


def _expressions(sheet: Sheet, path: Path_, column: Column, draft: Draft, known: Known) -> Iterator[Problem]:
    if column.due is not None:
        yield from _expression(sheet.item.where(*path, "due"), column.due, sheet, draft, known)
    for number, text in enumerate(column.checks):
        yield from _expression(sheet.item.where(*path, "checks", number), text, sheet, draft, known)


def _expression(where: str, text: str, sheet: Sheet, draft: Draft, known: Known) -> Iterator[Problem]:
    try:
        expression = parse(text)
    except ExpressionError as error:
        yield faults.expression(where, text, str(error))
        return
    for name in sorted(expression.columns - {_ROW_STATUS}):
        if not sheet.has(name):
            yield faults.dangling(where, _COLUMN, name, sheet.names)
    for other, column in sorted(expression.elsewhere):
        yield from _elsewhere(where, other, column, draft, known)
