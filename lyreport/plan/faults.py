"""What can be wrong in ``params/``, each said in both languages with its cure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from lyreport.errors import Bilingual, Problem
from lyreport.plan.setting import Setting


def missing_file(where: str) -> Problem:
    """A file that must be there is not."""
    return Problem(
        "params.missing-file",
        where,
        Bilingual("缺少这个文件", "this file is missing"),
        Bilingual(
            "从版本库恢复它，或照同类文件新建", "restore it from version control, or write it after its siblings"
        ),
    )


def missing_year(where: str, known: Iterable[str]) -> Problem:
    """A year that is asked for has no settings; ``known`` are the years that have."""
    there = [*known]
    has = Bilingual("、".join(there) or "无", ", ".join(there) or "none")
    return Problem(
        "params.missing-year",
        where,
        Bilingual(
            f"这一年没有设置（有设置的年份：{has.zh}）", f"the year has no settings; years with settings: {has.en}"
        ),
        Bilingual(
            "复制上一年的文件，改好报送期限、年度计划等再运行",
            "copy the file of the year before and adapt it: due day, plan of the year",
        ),
    )


def unreadable(where: str, reason: str) -> Problem:
    """The operating system refuses to read a file."""
    return Problem(
        "params.unreadable",
        where,
        Bilingual(f"无法读取：{reason}", f"cannot be read: {reason}"),
        Bilingual("检查文件权限", "check the file's permissions"),
    )


def not_utf8(where: str, offset: int) -> Problem:
    """A file is not UTF-8."""
    return Problem(
        "params.not-utf8",
        where,
        Bilingual(f"不是UTF-8编码（第{offset}字节）", f"not UTF-8 (at byte {offset})"),
        Bilingual("另存为UTF-8", "save it as UTF-8"),
    )


def syntax(where: str, reason: str) -> Problem:
    """The YAML cannot be parsed."""
    return Problem(
        "params.syntax",
        where,
        Bilingual(f"YAML写法不通：{reason}", f"not valid YAML: {reason}"),
        Bilingual("检查缩进、冒号后的空格、括号和引号", "check indents, the space after a colon, brackets and quotes"),
    )


def quoting(where: str, reason: str) -> Problem:
    """A table cannot be parsed."""
    return Problem(
        "params.table-quoting",
        where,
        Bilingual(f"表格写法不通：{reason}", f"not a valid table: {reason}"),
        Bilingual("检查双引号是否成对", "check that double quotes come in pairs"),
    )


def empty_file(where: str) -> Problem:
    """The file holds nothing."""
    return Problem(
        "params.empty",
        where,
        Bilingual("文件是空的", "the file is empty"),
        Bilingual("从版本库恢复它", "restore it from version control"),
    )


def special(where: str) -> Problem:
    """An anchor, alias, tag or directive is used."""
    return Problem(
        "params.yaml-feature",
        where,
        Bilingual(
            "不使用锚点（&）、别名（*）、标签（!）和指令（%）",
            "anchors, aliases, tags and directives are not used here",
        ),
        Bilingual("把内容直接写出来；文字以这些符号开头时加引号", "write the content out; quote text that starts so"),
    )


def repeated_key(where: str, key: str) -> Problem:
    """A key stands twice in one mapping."""
    return Problem(
        "params.repeated-key",
        where,
        Bilingual(f"键 {key} 重复", f"the key {key} is given twice"),
        Bilingual("只留一个", "keep one of them"),
    )


def bad_key(where: str) -> Problem:
    """A key is a list or a mapping."""
    return Problem(
        "params.bad-key",
        where,
        Bilingual("键必须是文字", "a key must be text"),
        Bilingual("改成普通的键", "make it a plain key"),
    )


def header(where: str, columns: Iterable[str]) -> Problem:
    """The header of a table is not what it must be."""
    names = ",".join(columns)
    return Problem(
        "params.table-header",
        where,
        Bilingual("表头不对", "the header row is not right"),
        Bilingual(f"表头须为 {names}", f"the header must read {names}"),
    )


def width(where: str, found: int, expected: int) -> Problem:
    """A row of a table has too few or too many cells."""
    return Problem(
        "params.table-width",
        where,
        Bilingual(f"有{found}格，应为{expected}格", f"{found} cells where there must be {expected}"),
        Bilingual("补上或去掉逗号；含逗号的文字加双引号", "mend the commas; quote text that holds one"),
    )


def unknown_key(where: str, key: str, known: Iterable[str]) -> Problem:
    """A key that no one reads."""
    zh, en = meant(key, known)
    return Problem(
        "params.unknown-key",
        where,
        Bilingual(f"不认识的键 {key}", f"unknown key {key}"),
        Bilingual(zh or "删去它，或查对键名", en or "remove it, or look its name up"),
    )


def missing_key(where: str, key: str) -> Problem:
    """A key that must be there is not."""
    return Problem(
        "params.missing-key",
        where,
        Bilingual(f"缺少 {key}", f"{key} is missing"),
        Bilingual(f"补上 {key}", f"add {key}"),
    )


def wrong_value(where: str, key: str, reason: Bilingual, value: object) -> Problem:
    """A value of the wrong type or outside its range."""
    shown = repr(value)[:60]
    return Problem(
        "params.wrong-value",
        where,
        Bilingual(f"{key} 的值 {shown} 不合要求（{reason.zh}）", f"{key}: {shown} is not valid ({reason.en})"),
        Bilingual(
            "改成要求的类型或取值；数字样的文字（代码、日期）加引号",
            "give the type asked for; quote codes that look like numbers",
        ),
    )


def dangling(where: str, subject: Bilingual, key: str, known: Iterable[str]) -> Problem:
    """A reference to something that does not exist."""
    zh, en = meant(key, known)
    return Problem(
        "params.dangling",
        where,
        Bilingual(f"没有这个{subject.zh}：{key}", f"there is no {subject.en} {key}"),
        Bilingual(zh or f"先定义该{subject.zh}，或改正编号", en or f"define the {subject.en} first, or correct the id"),
    )


def repeated_id(where: str, subject: Bilingual, key: str) -> Problem:
    """Two things share an id or a name."""
    return Problem(
        "params.repeated-id",
        where,
        Bilingual(f"{subject.zh} {key} 重复", f"the {subject.en} {key} stands twice"),
        Bilingual("改成不重复的编号或名称", "give it an id or a name of its own"),
    )


def expression(where: str, text: str, reason: str) -> Problem:
    """A check that cannot be read."""
    return Problem(
        "params.expression",
        where,
        Bilingual(f"检查式读不懂：{text}（{reason}）", f"cannot read the check {text} ({reason})"),
        Bilingual("检查式的写法见 docs/reference/forms.md", "docs/reference/forms.md describes how a check is written"),
    )


def answer(where: str, setting: Setting) -> Problem:
    """A decision that is no answer to its question."""
    options = "、".join(option.value for option in setting.options) or setting.pattern or "数字"
    options_en = ", ".join(option.value for option in setting.options) or setting.pattern or "a number"
    return Problem(
        "params.answer",
        where,
        Bilingual(f"{setting.id} 的取值不在允许范围", f"this is no answer to {setting.id}"),
        Bilingual(f"可取：{options}；未定时留空（null）", f"give {options_en}, or leave it empty (null)"),
    )


def contradiction(where: str, what: Bilingual, cure: Bilingual) -> Problem:
    """Two parameters that cannot both hold."""
    return Problem("params.contradiction", where, what, cure)


def meant(key: str, known: Iterable[str]) -> tuple[str, str]:
    """Return 是不是…？ and "did you mean …?", or two empty texts where nothing is near."""
    near = difflib.get_close_matches(str(key), [str(item) for item in known], n=1, cutoff=0.6)
    return (f"是不是 {near[0]}？", f"did you mean {near[0]}?") if near else ("", "")
