"""The forms that units fill: columns, what a cell may hold, rules, who submits and who may see."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lyreport.errors import Bilingual
from lyreport.plan.frozen import EMPTY, FormId, Frozen, Name, Text, UnitId

YES, NO = "是", "否"
NOT_SUBMITTED, NOT_APPLICABLE = "未报", "不适用"
ColumnType = Literal["int", "decimal", "year", "month", "date", "bool", "enum", "code", "text"]
Visibility = Literal["public", "aggregate_only", "internal"]
Severity = Literal["error", "warn", "note"]


class Column(Frozen):
    """One column.

    ``key``: part of the row's key.  ``required``: an empty cell is *not submitted*.  ``prefilled``: we fill it.
    ``derived``: computed, not in the workbook.  ``na_allowed``: 不适用 is an answer.  ``conditional``: empty is right
    until ``due`` (an expression, see ``lyreport.plan.expression``) holds; without ``due``, empty is always right.
    ``reference``: targets such as ``places.village``, ``F29.in_renovation_list``, ``units``, ``clauses``,
    ``milestones``; the cell must stand in one of them.  ``checks``: expressions that must hold for the row.
    ``choices``: the allowed values, each with its English (or, for codes, with a name in both languages).
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    header: Text
    type: ColumnType
    unit: Text | None = None
    key: bool = False
    required: bool = False
    prefilled: bool = False
    derived: bool = False
    na_allowed: bool = False
    conditional: bool = False
    due: str | None = None
    choices: dict[str, Text | str] = Field(default_factory=dict)
    reference: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    note: Text | None = None
    visibility: Visibility = "public"

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values a cell may hold, as they stand in the workbook; empty where any value may."""
        return (YES, NO) if self.type == "bool" else tuple(self.choices)

    def choice(self, value: str) -> Bilingual:
        """Return an allowed value in both languages."""
        if self.type == "bool":
            return Bilingual(value, "yes" if value == YES else "no")
        name = self.choices[value]
        return Bilingual(value, name) if isinstance(name, str) else name


class Rule(Frozen):
    """A rule over a row or over the whole form, as an expression and in words.

    ``error`` refuses the form, ``warn`` asks, ``note`` binds the publisher and is not checked on receipt (no ``expr``).
    """

    id: Annotated[str, Field(pattern=r"^F\d{2}-R\d+$")]
    severity: Severity
    expr: Name | None = None
    text: Text


class Form(Frozen):
    """One form: what a row stands for, its key, who submits it, its columns and rules.

    ``time_behaviour``: ``register`` and ``event`` forms repeat earlier rows every year, ``yearly_snapshot`` and
    ``monthly`` ones hold the data year alone.  ``group``: forms that share a sheet group in a workbook.
    """

    id: FormId
    name: Text
    grain: Text
    key: tuple[Name, ...]
    submitters: Annotated[tuple[UnitId, ...], Field(min_length=1)]
    collected_from: Text
    verified_by: Text
    expected: Text
    visibility: Visibility
    group: Text
    time_behaviour: Literal["register", "event", "yearly_snapshot", "monthly"]
    note: Text = EMPTY
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    rules: tuple[Rule, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column called ``name``; ``KeyError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def sheet(self) -> str:
        """The name of its worksheet: id, a space, Chinese name, cut to the 31 characters Excel allows."""
        return f"{self.id} {self.name.zh}"[:31]


class Cover(Frozen):
    """The cover sheet of every workbook, and the columns that end every row."""

    columns: tuple[Column, ...]
    row_columns: tuple[Column, ...]
    missing: tuple[Text, ...]
    note: Text
