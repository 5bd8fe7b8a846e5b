"""One form as a notebook counts it: its rows, why cells of them are empty, what its columns are called."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from lyreport.errors import Bilingual, UsageError
from lyreport.plan import Column, Form, Plan
from lyreport.section import shapes
from lyreport.section.shapes import State
from lyreport.tables import FormTable

Read = Callable[[str, int], FormTable]


@dataclass(frozen=True)
class Row:
    """One row: its cells by column, and for an empty cell why it is empty (``blank``, ``na``, ``pending``)."""

    cells: Mapping[str, Any]
    codes: Mapping[str, str]

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]

    def blank(self, name: str) -> bool:
        """Whether nothing stands in a cell."""
        return _blank(self[name])

    def key(self, name: str) -> str:
        """What a cell says, as text to group by; empty where it is blank."""
        return _key(self[name])

    def state(self, name: str) -> State:
        """What a yes-or-no cell says; of an empty cell, whether it is owed."""
        if self.blank(name):
            return "na" if self.codes.get(name) == "na" else "missing"
        return "yes" if self[name] else "no"


@dataclass(frozen=True)
class Sheet:
    """One form (joined to others, cut down by ``where``) with what its columns are called."""

    plan: Plan
    forms: tuple[Form, ...]
    frame: pd.DataFrame

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows in their order; what a joined form says of its empty cells is not known."""
        names = [str(name) for name in self.frame.columns]
        return tuple(
            _row(dict(zip(names, cells, strict=True))) for cells in self.frame.itertuples(index=False, name=None)
        )

    @property
    def form(self) -> Form:
        """The form that was asked for; the others were joined to it."""
        return self.forms[0]

    def column(self, name: str) -> Column:
        """The column of that name, in the form itself or in one that was joined.

        Raises:
            UsageError: no form has such a column; the message lists those there are.
        """
        for form in self.forms:
            for column in form.columns:
                if column.name == name:
                    return column
        raise _unknown_column(name, self.forms)

    def keys(self, name: str) -> list[str]:
        """The values of a column in the form's own order, else sorted; blank ones are left out."""
        seen = {_key(cell) for cell in self.frame[name]} - {""}
        allowed = [value for value in self.column(name).allowed if value in seen]
        return allowed + sorted(seen - set(allowed))

    def label(self, column: Column, value: Any) -> Bilingual:
        """What a cell says in both languages: a place's short name, a coded word's English."""
        text = str(value)
        if text in self.plan.places:
            return self.plan.places[text].short_name
        if text in column.choices or column.type == "bool":
            return shapes.label(column.choice(text))
        if "units" in column.reference:
            return Bilingual(text, self.plan.unit(text).name.en)
        if column.type == "month":
            return Bilingual(f"{int(text[5:])}月", text[5:].lstrip("0"))
        return Bilingual(text, text)

    def title(self, column: Column) -> Bilingual:
        """What the column is called above a table: a code stands there under its name, so the word goes."""
        zh, en = column.header
        if column.type != "code":
            return column.header
        return Bilingual(zh.removesuffix("代码").removesuffix("编号"), en.removesuffix(" code").removesuffix(" number"))


def read_sheet(
    plan: Plan, read: Read, form: str, year: int, *, where: Mapping[str, Any], join: str | None = None
) -> Sheet:
    """Read a form, join another by its key, keep the rows that ``where`` names."""
    forms = [plan.forms[form]]
    frame = read(form, year).frame
    if join:
        forms.append(plan.forms[join])
        frame = _joined(frame, read(join, year).frame, forms[1])
    found = Sheet(plan, tuple(forms), frame)
    for name, value in where.items():
        found.column(name)
        frame = frame.loc[[_same(cell, value) for cell in frame[name]]]  # loc: of no rows all columns stay
    return replace(found, frame=frame)


def _row(cells: Mapping[str, Any]) -> Row:
    codes = cells.get("_codes")
    return Row(cells, json.loads(codes) if isinstance(codes, str) and codes else {})


def _joined(frame: pd.DataFrame, other: pd.DataFrame, form: Form) -> pd.DataFrame:
    keys = [name for name in form.key if name in frame.columns and name != "data_year"]
    new = [name for name in other.columns if name in keys or (not name.startswith("_") and name not in frame.columns)]
    return frame.merge(other[new].drop_duplicates(keys, keep="last"), on=keys, how="left")


def _blank(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def _key(value: Any) -> str:
    return "" if _blank(value) else ("是" if value else "否") if pd.api.types.is_bool(value) else str(value)


def _same(cell: Any, wanted: Any) -> bool:
    options = wanted if isinstance(wanted, tuple | list | frozenset | set) else (wanted,)
    return not _blank(cell) and any(cell == option for option in options)


def _unknown_column(name: str, forms: Sequence[Form]) -> UsageError:
    known = ", ".join(column.name for form in forms for column in form.columns)
    return UsageError.single(
        "section.unknown-column",
        "、".join(form.id for form in forms),
        Bilingual(f"没有名为“{name}”的列", f"there is no column '{name}'"),
        Bilingual(f"可用的列：{known}", f"the columns are: {known}"),
    )
