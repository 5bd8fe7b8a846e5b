"""A workbook as a department would send it: a cover, one sheet per form, and the mark that it is a demonstration.

The same envelope always gives the same bytes: XlsxWriter dates its archive members itself, and we date the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.demonstration.cells import MARK, NOT_APPLICABLE, Row
from data.demonstration.submissions import UNSENT, Entry, Envelope
from lyreport.plan import Column, Form, Plan

CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - the format knows no time zone
ENGLISH_MARK = "DEMONSTRATION DATA, NOT REAL"
HINT = "参考：名称"  # a column for the clerk's eye, ignored on receipt
NOTE = f"【{MARK}】空白或“未报”＝未报；0＝确为零；“不适用”＝对象没有此项；条件列在条件不成立时留空。"
POSTS = {"filler_post": "统计岗", "reviewer_post": "分管领导岗"}
VERSIONS = {"form_version": "1.0", "definition_version": "2022-1"}
FIRST_ROW = 3  # title, note and headers stand above
WIDEST, NARROWEST = 34, 9
A3, A4, WIDE = 8, 9, 12  # Excel's numbers of paper sizes; columns from which a sheet is printed on A3

_BASE: dict[str, object] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_BORDER: dict[str, object] = {"border": 1, "border_color": "#BFBFBF"}
STYLES: dict[str, dict[str, object]] = {
    "title": {"font_size": 16, "bold": True},
    "mark": {"font_color": "#C00000", "bold": True},
    "plain": {"text_wrap": True},
    "label": {"bold": True, "bg_color": "#F2F2F2", **_BORDER},
    "content": {"align": "left", **_BORDER},
    "header": {"bold": True, "bg_color": "#DDEBF7", "text_wrap": True, "align": "center", **_BORDER},
    "text": {"num_format": "@", "indent": 1, "shrink": True, **_BORDER},
    "flag": {"num_format": "@", "align": "center", **_BORDER},
    "hint": {"font_color": "#7F7F7F", "italic": True, **_BORDER},
    "int": {"num_format": "0", **_BORDER},
    "decimal": {"num_format": "0.00##", **_BORDER},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", **_BORDER},
}


@dataclass(frozen=True)
class Pen:
    """An open workbook, its formats by name, and the names of codes."""

    book: Workbook
    styles: Mapping[str, Format]
    names: Mapping[str, str]


def render(plan: Plan, envelope: Envelope, names: Mapping[str, str]) -> bytes:
    """Return the bytes of one workbook."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    pen = Pen(book, {name: book.add_format(_BASE | style) for name, style in STYLES.items()}, names)
    _properties(book, envelope)
    _cover(pen, plan, envelope)
    for entry in envelope.entries:
        if entry.state != UNSENT:
            _sheet(pen, plan, entry, envelope.year)
    book.close()
    return target.getvalue()


def _properties(book: Workbook, envelope: Envelope) -> None:
    book.set_properties(
        {
            "title": f"{envelope.unit.name.zh} {envelope.year}（{MARK}）",
            "subject": ENGLISH_MARK,
            "category": MARK,
            "keywords": f"{MARK}; {ENGLISH_MARK}",
            "comments": f"{MARK}。{ENGLISH_MARK}.",
            "author": "示例",
            "created": CREATED,
        }
    )


def _cover(pen: Pen, plan: Plan, envelope: Envelope) -> None:
    sheet = pen.book.add_worksheet("封面")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 3, 44)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"共同缔造活动数据报送表（{envelope.year}年）", pen.styles["title"])
    sheet.write_string(0, 3, f"{MARK}　{ENGLISH_MARK}", pen.styles["mark"])
    row = _identity(pen, sheet, plan, envelope)
    _contents(pen, sheet, envelope, row + 1)
    _printing(sheet, landscape=False)


def _identity(pen: Pen, sheet: Worksheet, plan: Plan, envelope: Envelope) -> int:
    """Write the label and content lines; return the first free row."""
    contents = {
        "data_year": envelope.year,
        "submitting_unit": envelope.unit.name.zh,
        "submitted_on": envelope.submitted_on,
        "data_status": envelope.state,
        "data_nature": MARK,
        **VERSIONS,
        **POSTS,
    }
    lines = [(column.header.zh, contents[column.name]) for column in plan.cover.columns]
    for row, (label, content) in enumerate(lines, start=2):
        sheet.write_string(row, 0, label, pen.styles["label"])
        _write(pen, sheet, row, 1, content, "date" if isinstance(content, date) else "content")
    return 2 + len(lines)


def _contents(pen: Pen, sheet: Worksheet, envelope: Envelope, row: int) -> None:
    for column, header in enumerate(("表号", "表名", "数据状态", "备注")):
        sheet.write_string(row, column, header, pen.styles["header"])
    for line, entry in enumerate(envelope.entries, start=row + 1):
        for column, text in enumerate((entry.form.id, entry.form.name.zh, entry.state, entry.remark)):
            sheet.write_string(line, column, text, pen.styles["text"])


def _sheet(pen: Pen, plan: Plan, entry: Entry, year: int) -> None:
    form, sheet = entry.form, pen.book.add_worksheet(entry.form.sheet)
    columns = [column for column in (*form.columns, *plan.cover.row_columns) if _typed(column)]
    hinted = _hinted(form, entry.rows, pen.names)
    sheet.write_string(0, 0, f"{form.id} {form.name.zh}（{year}年）", pen.styles["title"])
    sheet.write_string(1, 0, NOTE, pen.styles["mark"])
    sheet.set_row(0, 26)
    sheet.set_row(2, 44)
    position = 0
    for column in columns:
        _column(pen, sheet, position, column, [row.get(column.name) for row in entry.rows])
        position += 1
        if column.name == hinted:
            _hint(pen, sheet, position, [str(row[hinted]) for row in entry.rows])
            position += 1
    sheet.freeze_panes(FIRST_ROW, 2 if hinted else 1)
    sheet.set_tab_color("#C00000")
    _printing(sheet, landscape=True, wide=position > WIDE)


def _typed(column: Column) -> bool:
    """Whether a clerk types the column: the year comes from the cover, derived columns from the system."""
    return column.name != "data_year" and not column.derived


def _hinted(form: Form, rows: list[Row], names: Mapping[str, str]) -> str | None:
    """Return the first key column whose codes have names; registers carry their names themselves."""
    if form.time_behaviour == "register":
        return None
    return next((name for name in form.key if any(row.get(name) in names for row in rows)), None)


def header(column: Column) -> str:
    """Return the header of a column as it stands in the workbook."""
    return f"{column.header.zh}（{column.unit.zh}）" if column.unit else column.header.zh


def _column(pen: Pen, sheet: Worksheet, position: int, column: Column, values: list[object]) -> None:
    style = column.type if column.type in {"int", "decimal", "date"} else "int" if column.type == "year" else "text"
    sheet.write_string(2, position, header(column), pen.styles["header"])
    for row, value in enumerate(values, start=FIRST_ROW):
        _write(pen, sheet, row, position, value, style)
    sheet.set_column(position, position, _width(header(column), values))
    if column.allowed and values:
        _dropdown(sheet, position, column, len(values))


def _dropdown(sheet: Worksheet, position: int, column: Column, rows: int) -> None:
    choices = [*column.allowed, *([NOT_APPLICABLE] if column.na_allowed else []), UNSENT]
    sheet.data_validation(
        FIRST_ROW,
        position,
        FIRST_ROW + rows - 1,
        position,
        {"validate": "list", "source": choices, "error_type": "warning"},
    )


def _hint(pen: Pen, sheet: Worksheet, position: int, codes: list[str]) -> None:
    names = [pen.names.get(code, "") for code in codes]
    sheet.write_string(2, position, HINT, pen.styles["header"])
    for row, name in enumerate(names, start=FIRST_ROW):
        sheet.write_string(row, position, name, pen.styles["hint"])
    sheet.set_column(position, position, _width(HINT, list(names)))


def _write(pen: Pen, sheet: Worksheet, row: int, column: int, value: object, style: str) -> None:
    """Write one cell: yes/no as 是/否, dates as dates, nothing as an empty cell."""
    if value is None:
        sheet.write_blank(row, column, None, pen.styles[style])
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", pen.styles["flag"])
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, float(value), pen.styles[style])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, pen.styles["date"])
    else:
        sheet.write_string(row, column, str(value), pen.styles["text" if style in {"int", "decimal"} else style])


def _width(title: str, values: list[object]) -> int:
    """Return a width that holds the widest value, and the header on two lines."""
    widest = max((_span(str(value)) for value in values if value is not None and value is not True), default=0)
    return max(NARROWEST, min(WIDEST, max(widest, _span(title) // 2 + 2) + 2))


def _span(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _printing(sheet: Worksheet, *, landscape: bool, wide: bool = False) -> None:
    sheet.set_paper(A3 if wide else A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&C{MARK}　{ENGLISH_MARK}&R&P / &N")
    if landscape:
        sheet.set_landscape()
        sheet.repeat_rows(2)
