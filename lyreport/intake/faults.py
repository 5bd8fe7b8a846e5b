"""A fault: which cell, what stands there, which rule it breaks, how a person mends it.

``error`` means that a statement contradicts its form or itself: the form is not accepted.  ``warn`` means that
something is missing or unusual: the form counts, the warning is kept (docs/decisions/0010).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from lyreport.errors import Bilingual, Problem

Severity = Literal["error", "warn"]
NOTHING = Bilingual("", "")


@dataclass(frozen=True)
class Fault:
    """One fault of one cell, row, sheet or file.

    ``code`` is the rule's id (``F05-R1``) or a structural code (``cell.int``); ``file`` is the path below the
    project, ``sheet`` the sheet's name, ``cell`` an Excel address; ``form``, ``sheet``, ``cell`` may be empty.
    """

    code: str
    severity: Severity
    year: int
    unit: str
    form: str
    file: str
    sheet: str
    cell: str
    found: str
    what: Bilingual
    cure: Bilingual

    @property
    def where(self) -> str:
        """File, form and cell as people quote them: ``data/2025/县水利局.xlsx F05!D17``."""
        sheet = self.form or self.sheet
        inner = "!".join(part for part in (sheet, self.cell) if part)
        return " ".join(part for part in (self.file, inner) if part)

    @property
    def problem(self) -> Problem:
        """The same as an error message shows it; what was found stands behind the explanation."""
        zh = f"{self.what.zh}（{self.found}）" if self.found else self.what.zh
        en = f"{self.what.en} ({self.found})" if self.found else self.what.en
        return Problem(self.code, self.where, Bilingual(f"{zh} [{self.code}]", f"{en} [{self.code}]"), self.cure)

    def as_json(self) -> dict[str, Any]:
        """Return the fault as plain JSON types."""
        return {**asdict(self), "what": self.what._asdict(), "cure": self.cure._asdict()}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Fault:
        """Read a fault back."""
        texts = {name: Bilingual(**record[name]) for name in ("what", "cure")}
        return cls(**{**record, **texts})


@dataclass(frozen=True)
class Text:
    """The words for a structural code: severity, what is wrong, how to mend it."""

    severity: Severity
    what: Bilingual
    cure: Bilingual


def _text(severity: Severity, what: tuple[str, str], cure: tuple[str, str]) -> Text:
    return Text(severity, Bilingual(*what), Bilingual(*cure))


_RETYPE = ("重填这一格；不掌握时留空", "retype the cell; leave it empty if the figure is not known")

# structural code → its words; the plan's rules bring their own
TEXTS: dict[str, Text] = {
    "file.ignored": _text(
        "warn",
        ("不是 .xlsx，没有读", "this is no .xlsx and was not read"),
        ("如是报表，另存为 .xlsx 再放回；否则移走", "if it holds forms, save it as .xlsx; otherwise move it away"),
    ),
    "cover.absent": _text(
        "error",
        ("工作簿没有“封面”工作表，或封面是空的", "the workbook has no cover sheet (“封面”), or an empty one"),
        ("填在下发的工作簿里，连同封面一起报", "fill in the workbook that was sent out, and send it with its cover"),
    ),
    "cover.year": _text(
        "error",
        ("封面的数据年份与所在年度不符", "the data year on the cover is not the year of its folder"),
        ("改正封面，或放到对应年度的文件夹", "correct the cover, or move the file to that year's folder"),
    ),
    "cover.unit": _text(
        "error",
        ("封面的报送单位不是应报单位", "the unit on the cover is not one that submits forms"),
        ("照单位表填写全称", "write the unit's full name as in the list of units"),
    ),
    "cover.date": _text(
        "error",
        ("封面没有报送日期，或不是日期", "the cover has no date of submission, or it is not a date"),
        ("按 2026-01-20 的样子填写", "write it like 2026-01-20"),
    ),
    "cover.state": _text(
        "error",
        ("数据状态须为初步、核定或修订", "the state must be 初步, 核定 or 修订 (preliminary, verified, revised)"),
        ("在封面改为其中之一", "choose one of them on the cover"),
    ),
    "cover.lists-unsent": _text(
        "warn",
        ("封面写未报，表中却有数据，没有采用", "the cover says not sent, but the sheet has rows; they were not used"),
        ("确已报送的，把封面的未报改掉", "if it is sent, correct the cover"),
    ),
    "cover.lists-absent": _text(
        "warn",
        ("封面写已报，工作簿中没有这张表", "the cover lists this form, but the workbook has no such sheet"),
        ("补上这张表，或在封面改为未报", "add the sheet, or write 未报 (not sent) on the cover"),
    ),
    "sheet.unknown": _text(
        "warn",
        ("不认识的工作表，没有读", "unknown sheet, not read"),
        ("表名以表号开头，如“F05 …”；多余的表请删去", "begin its name with the form id, like “F05 …”, or delete it"),
    ),
    "sheet.not-owed": _text(
        "warn",
        ("这张表不由本单位报送，没有采用", "this form is not submitted by this unit; it was not used"),
        ("由应报单位报送；本表请删去", "let the owing unit send it, and delete the sheet here"),
    ),
    "sheet.twice": _text(
        "error",
        ("同一张表出现了两次", "the same form stands on two sheets"),
        ("合并成一张表", "merge them into one sheet"),
    ),
    "sheet.no-header": _text(
        "error",
        ("找不到表头行", "no header row was found"),
        ("恢复空白表的表头，不要改列名", "restore the headers of the blank form; do not rename columns"),
    ),
    "sheet.missing-column": _text(
        "error",
        ("缺少这一列", "this column is missing"),
        ("恢复空白表的这一列", "restore the column of the blank form"),
    ),
    "sheet.unknown-column": _text(
        "error",
        ("表中没有这一列的位置", "the form has no such column"),
        ("删去这一列；要说明的写在备注里", "delete the column; write what it says into the remark"),
    ),
    "sheet.column-twice": _text(
        "error",
        ("同一列名出现了两次", "two columns have the same header"),
        ("删去多余的一列", "delete one of them"),
    ),
    "sheet.person-column": _text(
        "error",
        ("不收姓名、证件、电话等个人信息", "names, identity numbers, phones of persons are not collected"),
        ("删去这一列后重报", "delete the column and send the file again"),
    ),
    "row.no-key": _text(
        "error",
        ("这一行没有编号，无法知道说的是谁", "this row has no key: it is not known whom it is about"),
        ("补填编号；不是数据的行请删去", "fill in the key, or delete the row if it is no data"),
    ),
    "row.duplicate-key": _text(
        "error",
        ("同一对象填了两行", "two rows have the same key"),
        ("合并或删去其中一行", "merge them, or delete one"),
    ),
    "row.not-owed": _text(
        "error",
        ("这一项不由本单位报送", "this row is another unit's to report"),
        ("删去这一行，由应报单位填报", "delete the row and leave it to the unit that owes it"),
    ),
    "row.required": _text(
        "warn",
        ("必填项空着，按未报处理", "required cells are empty and count as not submitted"),
        ("补填；确为零的填0", "fill them in; write 0 where it is zero"),
    ),
    "row.derived": _text(
        "warn",
        ("这一列由系统推得，填的内容没有采用", "this column is computed; what was typed was not used"),
        ("清空这一列", "empty the column"),
    ),
    "cell.int": _text("error", ("应为整数", "this must be a whole number"), _RETYPE),
    "cell.decimal": _text("error", ("应为数字", "this must be a number"), _RETYPE),
    "cell.bool": _text(
        "error", ("应填“是”或“否”", "this must be 是 (yes) or 否 (no)"), ("改为是或否", "write 是 or 否")
    ),
    "cell.date": _text(
        "error", ("应为日期", "this must be a date"), ("按 2025-03-31 或 2025-03 填写", "write 2025-03-31 or 2025-03")
    ),
    "cell.month": _text("error", ("应为月份", "this must be a month"), ("按 2025-03 填写", "write it like 2025-03")),
    "cell.year": _text("error", ("应为年份", "this must be a year"), ("填四位年份", "write the year in four digits")),
    "cell.code": _text("error", ("应为编号", "this must be a code"), ("照空白表上的编号填写", "copy it from the form")),
    "cell.text": _text("error", ("应为文字", "this must be text"), _RETYPE),
    "cell.enum": _text(
        "error",
        ("不在可选的值之内", "this is none of the allowed values"),
        ("从下拉列表中选择", "choose one of the listed values"),
    ),
    "cell.excel-error": _text("error", ("公式出错", "the formula has an error"), _RETYPE),
    "cell.bare-formula": _text(
        "error",
        ("公式没有保存结果", "the formula has no saved result"),
        ("粘贴为数值后重报", "paste it as a value and send the file again"),
    ),
    "cell.na": _text(
        "error",
        ("这一格不能填不适用", "不适用 (not applicable) is no answer here"),
        ("填写数值；未掌握时留空", "fill in the value, or leave it empty if it is not known"),
    ),
    "cell.reference": _text(
        "error",
        ("登记册或代码表中没有这个编号", "no register knows this code"),
        ("照登记册改正；新对象先登记", "correct it from the register, or register the object first"),
    ),
    "cell.check": _text(
        "error",
        ("数值不合要求", "the value breaks a condition of this column"),
        ("核对后改正；未掌握时留空", "check and correct it, or leave it empty if it is not known"),
    ),
    "cell.due": _text(
        "error",
        ("到了该填的时候仍然空着", "this cell is empty although its condition holds"),
        ("补填，或改正使它必填的那一格", "fill it in, or correct the cell that makes it necessary"),
    ),
}
