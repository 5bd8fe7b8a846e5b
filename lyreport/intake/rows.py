"""Rows: the sheet's raw cells under the machine names of its form, typed, each missing cell with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lyreport.intake.cells import Cell, read_cell
from lyreport.intake.workbook import Sheet
from lyreport.plan import Column, Form

STATUS, REMARK = "row_status", "row_remark"
ROW_COLUMNS = {"本行状态": STATUS, "备注": REMARK}
REVISED = "修订"
FROM_COVER = "data_year"
CLERKS_EYE = "参考："
HEADER_DEPTH = 30  # rows in which the header may stand
_PERSON = re.compile(r"姓名|户主|身份证|证件号|电话|手机|银行卡|门牌")


@dataclass(frozen=True)
class Row:
    """One submitted row: Excel row number, values by machine name, and why the empty cells are empty."""

    number: int
    values: Mapping[str, Any]
    missing: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def key(self, columns: Iterable[str]) -> tuple[Any, ...]:
        """The row's values in ``columns``."""
        return tuple(self[column] for column in columns)

    @property
    def remarked(self) -> bool:
        """Whether its remark says anything."""
        return bool(self[REMARK])

    @property
    def revised(self) -> bool:
        """Whether it is marked as revised and says why."""
        return self[STATUS] == REVISED and self.remarked


class Hit(NamedTuple):
    """Something found: in which row and column (None: the form as a whole), under which code.

    ``severity`` overrides what the code says; ``cell`` is an address where neither row nor column gives one.
    """

    row: Row | None
    column: str
    found: str = ""
    code: str = ""
    severity: str | None = None
    cell: str = ""


@dataclass(frozen=True)
class Layout:
    """Where a form's columns stand in a sheet: the header's row and the index of each column from 0."""

    header: int
    columns: Mapping[str, int]

    @property
    def letters(self) -> dict[str, str]:
        """Column letters by machine name."""
        return {name: letters(index) for name, index in self.columns.items()}

    def address(self, hit: Hit) -> str:
        """The address of a hit: its cell, its row, its column's header, or nothing."""
        if hit.cell:
            return hit.cell
        letter = self.letters.get(hit.column, "A")
        return f"{letter}{hit.row.number if hit.row else self.header}"


def find_layout(sheet: Sheet, form: Form) -> tuple[Layout | None, list[Hit]]:
    """Find the header row by its texts, wherever it stands, and say what is missing, unknown or doubled."""
    names = _headers(form)
    best = max(sheet.rows[:HEADER_DEPTH], key=lambda row: _known(row[1], names), default=(0, ()))
    if _known(best[1], names) < min(2, len(names)):
        return None, [Hit(None, "", code="sheet.no-header")]
    number, cells = best
    columns: dict[str, int] = {}
    hits: list[Hit] = []
    for index, cell in enumerate(cells):
        hits += _place(cell, index, number, names, columns)
    layout = Layout(number, columns)
    absent = [column for column in _submitted(form) if column.name not in columns]
    return layout, hits + [Hit(None, "", column.header.zh, "sheet.missing-column") for column in absent]


def read_rows(sheet: Sheet, layout: Layout, form: Form, year: int) -> tuple[tuple[Row, ...], list[Hit]]:
    """Type every row below the header; the data year comes from the cover."""
    rows, hits = [], []
    for number, cells in sheet.rows:
        if number > layout.header and any(_at(cells, index) is not None for index in layout.columns.values()):
            row, found = _read_row(number, cells, layout, form, year)
            rows.append(row)
            hits += found
    return tuple(rows), hits


def _submitted(form: Form) -> tuple[Column, ...]:
    return tuple(column for column in form.columns if not column.derived and column.name != FROM_COVER)


def _headers(form: Form) -> dict[str, str]:
    """Every spelling of a header → machine name."""
    names = dict(ROW_COLUMNS)
    for column in form.columns:
        if column.name == FROM_COVER:
            continue
        names[_plain(column.header.zh)] = column.name
        if column.unit:
            names[_plain(f"{column.header.zh}（{column.unit.zh}）")] = column.name
    return names


def _plain(header: Any) -> str:
    return re.sub(r"\s", "", str(header)).replace("(", "（").replace(")", "）")


def _known(cells: tuple[Any, ...], names: Mapping[str, str]) -> int:
    return sum(_plain(cell) in names for cell in cells if isinstance(cell, str))


def letters(index: int) -> str:
    """Return the letters of the column at ``index``, counted from 0."""
    from openpyxl.utils import get_column_letter

    name: str = get_column_letter(index + 1)
    return name


def _place(cell: Any, index: int, number: int, names: Mapping[str, str], columns: dict[str, int]) -> Iterator[Hit]:
    """Enter one header cell into ``columns``, or say what is wrong with it."""
    if cell is None or _plain(cell).startswith(CLERKS_EYE):
        return
    where = f"{letters(index)}{number}"
    name = names.get(_plain(cell))
    if name is None:
        code = "sheet.person-column" if _PERSON.search(str(cell)) else "sheet.unknown-column"
        yield Hit(None, "", str(cell), code, cell=where)
    elif name in columns:
        yield Hit(None, name, str(cell), "sheet.column-twice", cell=where)
    else:
        columns[name] = index


def _read_row(number: int, cells: tuple[Any, ...], layout: Layout, form: Form, year: int) -> tuple[Row, list[Hit]]:
    values: dict[str, Any] = {name: _at(cells, layout.columns.get(name)) for name in ROW_COLUMNS.values()}
    missing: dict[str, str] = {}
    faults: list[tuple[str, str, str]] = []
    for column in form.columns:
        cell = _read(cells, column, layout, year)
        values[column.name] = cell.value
        if cell.missing:
            missing[column.name] = cell.missing
        if cell.fault:
            faults.append((column.name, cell.fault, _shown(_at(cells, layout.columns.get(column.name)))))
    row = Row(number, values, missing)
    return row, [Hit(row, name, found, code) for name, code, found in faults]


def _read(cells: tuple[Any, ...], column: Column, layout: Layout, year: int) -> Cell:
    if column.name == FROM_COVER:
        return Cell(value=year)
    raw = _at(cells, layout.columns.get(column.name))
    if column.derived:
        return Cell(missing="blank", fault=None if raw is None else "row.derived")
    allowed = column.allowed if column.type == "enum" or column.choices else ()
    cell = read_cell(raw, column.type, allowed)
    may_lack = column.na_allowed or column.conditional
    return Cell(fault="cell.na") if cell.missing == "na" and not may_lack else cell


def _at(cells: tuple[Any, ...], index: int | None) -> Any:
    """The raw cell, spaces alone counting as empty."""
    raw = cells[index] if index is not None and index < len(cells) else None
    if isinstance(raw, str):
        return raw.strip() or None
    return raw


def _shown(raw: Any) -> str:
    text = str(raw)
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - what fits on a line
