"""Counts and lists straight from a form: tallies, dated events, rows; blank is never 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from lyreport.errors import Bilingual, UsageError
from lyreport.plan import Column, Form, Plan
from lyreport.section import shapes
from lyreport.section.shapes import Events, State, Table, Tally
from lyreport.tables import FormTable

Read = Callable[[str, int], FormTable]
YEAR = "year"
_KINDS = {
    "town": Bilingual("镇", "Towns"),
    "village": Bilingual("行政村", "Villages"),
    "community": Bilingual("社区", "Communities"),
}
_PEOPLE = frozenset({"人", "户"})
_STATES: dict[Any, State] = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Sheet:
    """One form (joined to others, cut down by ``where``) with what its columns are called."""

    plan: Plan
    forms: tuple[Form, ...]
    frame: pd.DataFrame

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


def sheet(plan: Plan, read: Read, form: str, year: int, *, where: Mapping[str, Any], join: str | None = None) -> Sheet:
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


def tally(found: Sheet, *, rows: str, columns: str | None, sums: Sequence[str]) -> Tally:
    """Count rows, or add up columns, in groups.

    Raises:
        UsageError: persons or households of a form that is not public would be shown below county level.
    """
    _guard(found, rows, sums)
    row_keys = keys(found, rows)
    across = found.column(columns) if columns else None
    column_keys = keys(found, columns) if columns else list(sums)
    titles = [found.label(across, key) for key in column_keys] if across else [found.column(n).header for n in sums]
    numbers = tuple(
        tuple(_cell(found, rows, row, columns, column, sums) for column in (column_keys or [""])) for row in row_keys
    )
    down = found.column(rows)
    return Tally(
        name=found.form.name,
        row_title=found.title(down),
        rows=tuple(found.label(down, key) for key in row_keys),
        columns=tuple(titles) or (Bilingual("数量", "number"),),
        numbers=numbers,
        unit=(found.column(sums[0]).unit if sums else None) or Bilingual("个", "number"),
        row_keys=tuple(map(str, row_keys)),
    )


def first_key(form: Form) -> str:
    """The column that tells most rows apart: where a tally over the years needs groups of its own."""
    return next(name for name in form.key if name != "data_year")


def over_years(tallies: Mapping[int, Tally]) -> Tally:
    """Put the totals of one year's tally each into one tally with years as rows; the columns must agree."""
    columns = list(dict.fromkeys(column for one in tallies.values() for column in one.columns))
    last = tallies[max(tallies)]
    numbers = tuple(
        tuple(_year_total(one, one.columns.index(column)) if column in one.columns else "0" for column in columns)
        for one in tallies.values()
    )
    rows = tuple(Bilingual(f"{year}年", str(year)) for year in tallies)
    return Tally(last.name, Bilingual("年份", "Year"), rows, tuple(columns), numbers, last.unit)


def events(found: Sheet, *, when: str, what: str, lane: str | None, first_year: int, year: int) -> Events:
    """Read dated rows in lanes (a column; else the kind of place); a row without date has not happened yet."""
    if lane is None:
        return _by_kind(found, when=when, what=what, first_year=first_year, year=year)
    across, named = found.column(lane), found.column(what)
    dated = [row for row in records(found.frame) if isinstance(row[when], date) and row[when].year <= year]
    dated.sort(key=lambda row: (row[when], str(row[what])))
    lanes = keys(found, lane)
    return Events(
        name=found.form.name,
        lanes=tuple(found.label(across, key) for key in lanes),
        events=tuple(
            tuple((row[when], found.label(named, row[what])) for row in dated if key_of(row[lane]) == key)
            for key in lanes
        ),
        first_year=first_year,
        year=year,
    )


def _by_kind(found: Sheet, *, when: str, what: str, first_year: int, year: int) -> Events:
    rows = [row for row in records(found.frame) if isinstance(row[when], date) and row[when].year <= year]
    rows.sort(key=lambda row: (row[when], str(row[what])))
    places = found.plan.places
    lanes = tuple(
        tuple((row[when], places[row[what]].short_name) for row in rows if places[row[what]].kind == kind)
        for kind in _KINDS
    )
    return Events(found.form.name, tuple(_KINDS.values()), lanes, first_year, year)


def listed(found: Sheet, columns: Sequence[str], *, title: Bilingual | None = None, order: Sequence[str] = ()) -> Table:
    """Print rows of a public form, as sent or in the order of some columns (codes in the order of the register)."""
    if found.form.visibility != "public":
        raise _not_public(found.form)
    heads = [found.column(name) for name in columns]
    made = tuple(
        shapes.Column(head.name, found.title(head), "number" if head.type in {"int", "decimal"} else "text", head.unit)
        for head in heads
    )
    frame = found.frame.sort_values(list(order), kind="stable") if order else found.frame
    rows = tuple(tuple(_printed(found, head, row) for head in heads) for row in records(frame))
    return Table(title or found.form.name, made, rows)


def records(frame: pd.DataFrame) -> Iterable[dict[str, Any]]:
    """The rows of a frame, each by the names of its columns."""
    names = [str(name) for name in frame.columns]
    return (dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False, name=None))


def _joined(frame: pd.DataFrame, other: pd.DataFrame, form: Form) -> pd.DataFrame:
    keys = [name for name in form.key if name in frame.columns and name != "data_year"]
    new = [name for name in other.columns if name in keys or (not name.startswith("_") and name not in frame.columns)]
    return frame.merge(other[new].drop_duplicates(keys, keep="last"), on=keys, how="left")


def _blank(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def key_of(value: Any) -> str:
    """A cell as it tells groups apart: yes and no in Chinese as in the form, nothing for a blank one."""
    return "" if _blank(value) else ("是" if value else "否") if pd.api.types.is_bool(value) else str(value)


def _same(cell: Any, wanted: Any) -> bool:
    options = wanted if isinstance(wanted, tuple | list | frozenset | set) else (wanted,)
    return not _blank(cell) and any(cell == option for option in options)


def keys(found: Sheet, name: str) -> list[str]:
    """The values of a column in the form's own order, else sorted; blank ones are left out."""
    seen = {key_of(cell) for cell in found.frame[name]} - {""}
    allowed = [value for value in found.column(name).allowed if value in seen]
    return allowed + sorted(seen - set(allowed))


def state(row: Mapping[str, Any], mark: str) -> State:
    """What a yes/no cell says; a blank one is not submitted unless it was marked as not applicable."""
    if _blank(row[mark]):
        return "na" if f'"{mark}": "na"' in str(row.get("_codes", "")) else "missing"
    return _STATES.get(bool(row[mark]), "missing")


def _cell(found: Sheet, rows: str, row: str, columns: str | None, column: str, sums: Sequence[str]) -> str:
    """One number: how many rows, or the sum of a column; incomplete where one of its cells was not reported."""
    chosen = [item for item in records(found.frame) if key_of(item[rows]) == row]
    if columns:
        chosen = [item for item in chosen if key_of(item[columns]) == column]
    summed = "" if not sums else sums[0] if columns else column
    if not summed:
        return str(len(chosen))
    states = [state(item, summed) for item in chosen if _blank(item[summed])]
    if "missing" in states:
        return "incomplete"
    if chosen and len(states) == len(chosen):
        return "not_applicable"
    return str(sum((Decimal(str(item[summed])) for item in chosen if not _blank(item[summed])), Decimal(0)))


def _year_total(one: Tally, column: int) -> str:
    found = one.column(column)
    return "incomplete" if None in found else str(sum((item for item in found if item is not None), Decimal(0)))


def _printed(found: Sheet, head: Column, row: Mapping[str, Any]) -> shapes.Cell:
    value = row[head.name]
    if _blank(value):
        return shapes.missing(_why_blank(row, head.name))
    if head.type in {"int", "decimal"}:
        return shapes.number(str(value))
    return shapes.text(found.label(head, key_of(value)))


def _why_blank(row: Mapping[str, Any], name: str) -> shapes.Missing:
    """A conditional column is not due before its stage: nothing is owed there."""
    if f'"{name}": "pending"' in str(row.get("_codes", "")):
        return "pending"
    return "not_applicable" if state(row, name) == "na" else "not_submitted"


def _guard(found: Sheet, rows: str, sums: Sequence[str]) -> None:
    """Persons and households of forms that are not public are shown as recorded values only: those are suppressed."""
    below_county = rows.endswith("_code")
    people = any((found.column(name).unit or Bilingual("", "")).zh in _PEOPLE for name in sums)
    if below_county and found.form.visibility != "public" and (people or found.form.visibility == "internal"):
        raise _not_public(found.form)


def _not_public(form: Form) -> UsageError:
    return UsageError.single(
        "section.not-public",
        form.id,
        Bilingual(f"{form.name.zh}不能逐行或按村镇公布", f"{form.name.en} may not be shown by row or by place"),
        Bilingual(
            "用 ly.towns(…) 的记录值：小于5的格已抑制",
            "use the recorded values of ly.towns(…): cells under 5 are hidden",
        ),
    )


def _unknown_column(name: str, forms: Sequence[Form]) -> UsageError:
    known = ", ".join(column.name for form in forms for column in form.columns)
    return UsageError.single(
        "section.unknown-column",
        "、".join(form.id for form in forms),
        Bilingual(f"没有名为“{name}”的列", f"there is no column '{name}'"),
        Bilingual(f"可用的列：{known}", f"the columns are: {known}"),
    )
