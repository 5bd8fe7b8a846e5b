"""Why something has to be made again, in words: each name of a changed input as a person would say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lyreport.errors import Bilingual

SHOWN = 6

FRESH = Bilingual("与上次相同", "the same as last time")

_FIXED = {
    "new": Bilingual("还没有做过", "was not made before"),
    "force": Bilingual("要求全部重做", "everything was asked for again"),
    "damaged": Bilingual("缓存缺失或损坏", "the kept result is missing or damaged"),
    "cells": Bilingual("代码单元格", "code cells"),
    "parameters": Bilingual("笔记本参数", "parameters of the notebook"),
    "lock": Bilingual("锁定文件", "the lock file"),
    "python": Bilingual("Python版本", "the version of Python"),
    "places": Bilingual("地名代码表", "the register of places"),
    "engine": Bilingual("排版引擎", "the typesetter"),
    "moment": Bilingual("发布日期", "the release date"),
    "due": Bilingual("报送截止日期", "the day by which units submit"),
    "before": Bilingual("上一年的报送材料", "the submissions of the year before"),
    "code": Bilingual("程序", "code"),
}

_KINDS: dict[str, Callable[[list[str]], Bilingual]] = {
    "code": lambda rest: Bilingual(f"模块 lyreport/{'/'.join(rest)}", f"module lyreport/{'/'.join(rest)}"),
    "page": lambda rest: Bilingual(f"模块 lyreport/{'/'.join(rest)}", f"module lyreport/{'/'.join(rest)}"),
    "versions": lambda rest: Bilingual(f"软件包 {rest[0]}", f"package {rest[0]}"),
    "fonts": lambda rest: Bilingual(f"字体 {rest[0]}", f"font {rest[0]}"),
    "facts": lambda rest: Bilingual(f"{rest[0]}年报表 {rest[1]}", f"form {rest[1]} of {rest[0]}"),
    "values": lambda rest: Bilingual(f"数值 {'/'.join(rest[1:])}", f"value {'/'.join(rest[1:])}"),
    "workbook": lambda rest: Bilingual(f"工作簿 {'/'.join(rest)}", f"workbook {'/'.join(rest)}"),
    "plan": lambda rest: Bilingual(f"方案参数 {rest[0]}", f"part {rest[0]} of the plan"),
    "file": lambda rest: Bilingual(f"文件 {'/'.join(rest)}", f"file {'/'.join(rest)}"),
    "section": lambda rest: Bilingual(f"本次运行的 {rest[0]}", f"{rest[0]}, which runs"),
    "demonstration": lambda rest: Bilingual(f"{rest[0]}年的示例标记", f"the demonstration mark of {rest[0]}"),
    "years": lambda rest: Bilingual(f"{rest[0]}年设置 {rest[2]}", f"setting {rest[2]} of {rest[0]}"),
}

_ROWS = {
    "sections": Bilingual("章节", "section"),
    "indicators": Bilingual("指标", "indicator"),
    "milestones": Bilingual("里程碑", "milestone"),
    "ladders": Bilingual("阶梯", "ladder"),
    "side_states": Bilingual("特殊状态", "side state"),
    "forms": Bilingual("报表定义", "definition of form"),
    "units": Bilingual("单位", "unit"),
    "terms": Bilingual("术语", "term"),
    "clauses": Bilingual("条款", "clause"),
}


def say(names: Sequence[str]) -> Bilingual:
    """Return the reasons as one line; nothing changed where there are none."""
    if not names:
        return FRESH
    said = [one(name) for name in names[:SHOWN]]
    more = len(names) - len(said)
    zh, en = "、".join(text.zh for text in said), ", ".join(text.en for text in said)
    return Bilingual(f"{zh}等{len(names)}项", f"{en} and {more} more") if more else Bilingual(zh, en)


def one(name: str) -> Bilingual:
    """Return one changed input in words."""
    if name in _FIXED:
        return _FIXED[name]
    head, *rest = name.split("/")
    if head in _KINDS and rest:
        return _KINDS[head](rest)
    if head in _ROWS and rest:
        row = _ROWS[head]
        return Bilingual(f"{row.zh} {rest[0]}", f"{row.en} {rest[0]}")
    return Bilingual(name, name)
