"""One workbook as it stands: its cover, and every sheet as rows of raw cells with their row numbers.

Knows the cover's labels and nothing of the forms.  ``read`` is a pure function of the file's bytes, so that a
process pool can take it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from lyreport.hashing import sha256
from lyreport.intake.cells import read_cell
from lyreport.intake.safety import inspect, refusal

COVER = "封面"
DEMONSTRATION_MARK = "示例数据"
STATES = {"初步": "preliminary", "核定": "verified", "修订": "revised"}
UNSENT = "未报"
_FORM_NAME = re.compile(r"(F\d{2})(?:\s|$)")


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name and its non-empty rows as (Excel row number, raw cells from column A)."""

    name: str
    rows: tuple[tuple[int, tuple[Any, ...]], ...]

    @property
    def form(self) -> str | None:
        """The form id at the start of the name, or None."""
        found = _FORM_NAME.match(self.name)
        return found[1] if found else None


@dataclass(frozen=True)
class Listing:
    """One line of the cover's list of forms: the state given there (may be empty), remark, Excel row."""

    state: str
    remark: str
    row: int


@dataclass(frozen=True)
class Cover:
    """The cover: label → raw content, label → address, and form id → its line in the list of forms."""

    contents: Mapping[str, Any]
    addresses: Mapping[str, str]
    listings: Mapping[str, Listing]

    @property
    def year(self) -> int | None:
        """The data year, if it is one."""
        value = read_cell(self.contents.get("数据年份"), "year").value
        return value if isinstance(value, int) else None

    @property
    def unit(self) -> str:
        """The submitting unit, as written."""
        return str(self.contents.get("报送单位") or "").strip()

    @property
    def submitted_on(self) -> date | None:
        """The day of submission, if it is one."""
        value = read_cell(self.contents.get("报送日期"), "date").value
        return value if isinstance(value, date) else None

    @property
    def demonstration(self) -> bool:
        """Whether the workbook says that it is demonstration data."""
        return DEMONSTRATION_MARK in str(self.contents.get("数据性质") or "")

    def state(self, form: str) -> str:
        """The state of a form as written: its own, or else the workbook's."""
        listing = self.listings.get(form)
        own = listing.state if listing else ""
        return own or str(self.contents.get("数据状态") or "").strip()


@dataclass(frozen=True)
class Workbook:
    """One received file: where it lies below the project, its digest, cover and form sheets."""

    file: str
    sha256: str
    cover: Cover
    sheets: tuple[Sheet, ...]


def read(data: bytes, file: str) -> Workbook:
    """Read a workbook from its bytes; ``file`` is only how it is called.  Without a cover sheet the cover is empty.

    Raises:
        UnsafeFileError: it must not be opened, or cannot be opened.
    """
    scan = inspect(data, file)
    sheets = _grids(data, file, values=True)
    if scan.bare_formulas:
        sheets = _with_formulas(sheets, _grids(data, file, values=False))
    cover = next((sheet for sheet in sheets if sheet.name == COVER), None)
    others = tuple(sheet for sheet in sheets if sheet is not cover)
    return Workbook(file, sha256(data), _cover(cover) if cover else Cover({}, {}, {}), others)


def _grids(data: bytes, file: str, *, values: bool) -> tuple[Sheet, ...]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl drops are of no interest
            book = openpyxl.load_workbook(BytesIO(data), data_only=values, keep_links=False)
    except Exception as error:  # a damaged file may raise anything at all in the reader
        raise refusal("file.broken", file) from error
    return tuple(Sheet(sheet.title, _rows(sheet)) for sheet in book.worksheets)


def _rows(sheet: Any) -> tuple[tuple[int, tuple[Any, ...]], ...]:
    numbered = enumerate(sheet.iter_rows(values_only=True), start=1)
    return tuple((number, tuple(cells)) for number, cells in numbered if any(cell is not None for cell in cells))


def _with_formulas(saved: tuple[Sheet, ...], written: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Show a formula without a saved value as its own text: it is a fault, not a blank."""
    merged = []
    for left, right in zip(saved, written, strict=True):
        values = dict(left.rows)
        rows = tuple((number, _fill(values.get(number, ()), cells)) for number, cells in right.rows)
        merged.append(Sheet(left.name, rows))
    return tuple(merged)


def _fill(values: tuple[Any, ...], formulas: tuple[Any, ...]) -> tuple[Any, ...]:
    padded = values + (None,) * (len(formulas) - len(values))
    return tuple(formula if value is None else value for value, formula in zip(padded, formulas, strict=True))


def _cover(sheet: Sheet) -> Cover:
    contents: dict[str, Any] = {}
    addresses: dict[str, str] = {}
    listings: dict[str, Listing] = {}
    for number, cells in sheet.rows:
        label, _, state, remark = [_said(cell) for cell in (*cells, None, None, None, None)[:4]]
        if re.fullmatch(r"F\d{2}", label):
            listings[label] = Listing(state, remark, number)
        elif label and len(cells) > 1 and label not in contents:
            contents[label] = cells[1]
            addresses[label] = f"B{number}"
    return Cover(contents, addresses, listings)


def _said(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
