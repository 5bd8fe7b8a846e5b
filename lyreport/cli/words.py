"""Every command and option with its words in both languages, one a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lyreport.errors import LANGS, Bilingual, Problem, UsageError
from lyreport.project import BASE_YEAR, FORMATS

ENGINES = ("auto", "quarto", "embedded")
LAST_PORT = 65535


@dataclass(frozen=True)
class Argument:
    """One option or positional word of a command."""

    flags: tuple[str, ...]
    help: Bilingual
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    """One command: its name, its one sentence, its arguments."""

    name: str
    help: Bilingual
    arguments: tuple[Argument, ...] = ()


def bad(code: str, where: str, what: Bilingual, cure: Bilingual) -> UsageError:
    """Return the error about one word of the command line."""
    return UsageError([Problem(code, where, what, cure)])


def _year(text: str) -> int:
    if not re.fullmatch(r"20\d\d", text):
        raise bad(
            "cli.year",
            text,
            Bilingual("不是年份", "is not a year"),
            Bilingual("写四位年份，如 2025", "write four digits, like 2025"),
        )
    if int(text) < BASE_YEAR:
        raise bad(
            "cli.early-year",
            text,
            Bilingual(f"早于首个数据年份{BASE_YEAR}", f"is before the first year of data, {BASE_YEAR}"),
            Bilingual(f"写{BASE_YEAR}年或以后", f"name {BASE_YEAR} or later"),
        )
    return int(text)


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > LAST_PORT:
        raise bad(
            "cli.port",
            text,
            Bilingual("不是端口", "is no port"),
            Bilingual(f"写0至{LAST_PORT}的整数", f"write a whole number from 0 to {LAST_PORT}"),
        )
    return int(text)


def _workers(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise bad(
            "cli.workers",
            text,
            Bilingual("不是进程数", "is not a number of workers"),
            Bilingual("写正整数", "write a whole number above 0"),
        )
    return int(text)


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in text.split(","))
    unknown = [part for part in chosen if part not in FORMATS]
    if unknown:
        raise bad(
            "cli.formats",
            ",".join(unknown),
            Bilingual("没有这种格式", "is no format"),
            Bilingual("可用：html,pdf,docx", "use: html,pdf,docx"),
        )
    return chosen


_YEAR = Argument(("year",), Bilingual("数据年份，如 2025", "year, e.g. 2025"), {"type": _year, "metavar": "YEAR"})

COMMANDS: tuple[Command, ...] = (
    Command(
        "run",
        Bilingual("从报送的工作簿做出一个年度的报告", "make an edition of the report from the submitted workbooks"),
        (
            Argument(("years",), Bilingual("报告年份；不写则取最新一年", "edition; the newest year when left out"), {"nargs": "*", "type": _year, "metavar": "YEAR"}),
            Argument(("--workers",), Bilingual("同时运行的进程数；不写则等于处理器核数", "processes at a time; as many as cores when left out"), {"type": _workers, "metavar": "N"}),
            Argument(("--engine",), Bilingual("排版：auto、quarto 或 embedded", "typesetter: auto, quarto or embedded"), {"choices": ENGINES}),
            Argument(("--formats",), Bilingual("格式：html,pdf,docx", "formats: html,pdf,docx"), {"type": _formats, "metavar": "LIST"}),
            Argument(("--force",), Bilingual("全部重做", "do everything again"), {"action": "store_true"}),
            Argument(("--dry-run",), Bilingual("只说要做什么、为什么", "only say what would run, and why"), {"action": "store_true"}),
        ),
    ),
    Command("status", Bilingual("谁报了、谁没报、哪些有错", "who has sent what, who owes, what has faults"), (_YEAR,)),
    Command(
        "trace",
        Bilingual("一个数从哪里来，直到工作簿的单元格", "where a number comes from, down to the cells of the workbooks"),
        (
            Argument(("id",), Bilingual("数值编号，如 Q05@2025", "id of a value, e.g. Q05@2025"), {"metavar": "ID"}),
            Argument(("year",), Bilingual("年份，编号里没写时用", "year, where the id has none"), {"nargs": "?", "type": _year, "metavar": "YEAR"}),
            Argument(("--edition",), Bilingual("报告年份；不写则取最新一年", "edition; the newest one when left out"), {"type": _year, "metavar": "YEAR"}),
        ),
    ),
    Command(
        "preview",
        Bilingual("在本机浏览器里看报告", "show the pages on this machine"),
        (
            Argument(("year",), Bilingual("报告年份", "edition"), {"type": _year, "metavar": "YEAR"}),
            Argument(("--port",), Bilingual("端口；不写则任选", "port; any free one when left out"), {"type": _port, "default": 0, "metavar": "N"}),
        ),
    ),
    Command("doctor", Bilingual("这台机器上装了什么、锁定了什么", "what is installed and pinned on this machine")),
    Command(
        "sql",
        Bilingual("用SQL查询已核的报送数据", "query the checked facts with SQL"),
        (Argument(("query",), Bilingual("SQL语句；不写则列出各表", "SQL; lists the tables when left out"), {"nargs": "?", "metavar": "SQL"}),),
    ),
)  # fmt: skip

SHARED: tuple[Argument, ...] = (
    Argument(("--root",), Bilingual("项目目录；不写则从当前目录往上找", "project folder; found from here upwards when left out"), {"metavar": "DIR"}),
    Argument(("--lang",), Bilingual("语言：zh 或 en；不写则按系统语言", "language: zh or en; the system's when left out"), {"choices": LANGS}),
    Argument(("--json",), Bilingual("输出一个JSON文档；两种语言的文字为 {zh, en}", "print one JSON document; texts in both languages are {zh, en}"), {"action": "store_true"}),
    Argument(("-h", "--help"), Bilingual("显示本说明", "show this help"), {"action": "store_true"}),
)  # fmt: skip

VERSION = Argument(("--version",), Bilingual("显示版本", "show the version"), {"action": "store_true"})

ABOUT = Bilingual(
    "从各单位报送的工作簿，做出可复核的双语年度报告。",
    "Reproducible bilingual annual reports from departments' workbooks.",
)
EPILOG = Bilingual("每个命令的说明：lyreport 命令 --help", "Help on a command: lyreport COMMAND --help")
TITLES = {
    "usage": Bilingual("用法：", "Usage: "),
    "commands": Bilingual("命令", "Commands"),
    "arguments": Bilingual("参数", "Arguments"),
    "options": Bilingual("选项", "Options"),
}
