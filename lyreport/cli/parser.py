"""The words of the command line in both languages, on argparse (docs/decisions/0002-argparse.md)."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TextIO

from lyreport import __version__
from lyreport.cli.request import Request, Stop
from lyreport.errors import LANGS, Bilingual, Lang, Problem, UsageError

ENGINES = ("auto", "quarto", "embedded")
FORMATS = ("html", "pdf", "docx")


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


def _year(text: str) -> int:
    if not re.fullmatch(r"20\d\d", text):
        raise _bad(
            "cli.year",
            text,
            Bilingual("不是年份", "is not a year"),
            Bilingual("写四位年份，如 2025", "write four digits, like 2025"),
        )
    return int(text)


def _workers(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise _bad(
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
        raise _bad(
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
            Argument(("--formats",), Bilingual("格式：html,pdf,docx", "formats: html,pdf,docx"), {"type": _formats}),
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
            Argument(("--port",), Bilingual("端口；不写则任选", "port; any free one when left out"), {"type": int, "default": 0, "metavar": "N"}),
        ),
    ),
    Command("doctor", Bilingual("这台机器上装了什么、锁定了什么", "what is installed and pinned on this machine")),
    Command(
        "sql",
        Bilingual("用SQL查询已核的报送数据", "query the checked facts with SQL"),
        (Argument(("query",), Bilingual("SQL语句；不写则列出各表", "SQL; lists the tables when left out"), {"nargs": "?", "metavar": "SQL"}),),
    ),
)  # fmt: skip

_SHARED: tuple[Argument, ...] = (
    Argument(("--root",), Bilingual("项目目录；不写则从当前目录往上找", "project folder; found from here upwards when left out"), {"metavar": "DIR"}),
    Argument(("--lang",), Bilingual("语言：zh 或 en；不写则按系统语言", "language: zh or en; the system's when left out"), {"choices": LANGS}),
    Argument(("--json",), Bilingual("输出JSON", "print JSON"), {"action": "store_true"}),
    Argument(("-h", "--help"), Bilingual("显示本说明", "show this help"), {"action": "store_true"}),
)  # fmt: skip

_VERSION = Argument(("--version",), Bilingual("显示版本", "show the version"), {"action": "store_true"})

_ABOUT = Bilingual(
    "从各单位报送的工作簿，做出可复核的双语年度报告。",
    "Reproducible bilingual annual reports from departments' workbooks.",
)
_EPILOG = Bilingual("每个命令的说明：lyreport 命令 --help", "Help on a command: lyreport COMMAND --help")
_TITLES = {
    "usage": Bilingual("用法：", "Usage: "),
    "commands": Bilingual("命令", "Commands"),
    "arguments": Bilingual("参数", "Arguments"),
    "options": Bilingual("选项", "Options"),
}


def language(argv: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """Return the language of messages: ``--lang`` if said, else the locale's, else English."""
    for word, following in zip(argv, [*argv[1:], ""], strict=True):
        said = word.removeprefix("--lang=") if word.startswith("--lang=") else following if word == "--lang" else ""
        if said in LANGS:
            return said  # type: ignore[return-value] # membership in LANGS narrows str to Lang, which mypy cannot see
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "zh" if locale.startswith("zh") else "en"


def parse(
    argv: Sequence[str],
    lang: Lang,
    *,
    environ: Mapping[str, str],
    out: TextIO,
    err: TextIO,
) -> Request:
    """Take the command line apart.

    Raises:
        Stop: help or the version was asked for.
        UsageError: a word is unknown, missing or wrong.
    """
    top = _top_parser(lang)
    shared, rest = _shared_parser(lang).parse_known_args(list(argv))
    if shared.version:
        raise Stop(f"lyreport {__version__}\n")
    name, words = _split(rest)
    if name is None:
        raise Stop(top.format_help(), 0 if shared.help or not rest else 2)
    command = next((known for known in COMMANDS if known.name == name), None)
    if command is None:
        raise _bad(
            "cli.command",
            name,
            Bilingual("没有这个命令", "is no command"),
            Bilingual(
                f"可用：{'、'.join(c.name for c in COMMANDS)}", f"use one of: {', '.join(c.name for c in COMMANDS)}"
            ),
        )
    parser = _command_parser(command, lang)
    if shared.help:
        raise Stop(parser.format_help())
    options = parser.parse_args(words)
    return Request(command.name, options, lang, shared.json, Path(shared.root or "."), environ, out, err)


def _split(words: list[str]) -> tuple[str | None, list[str]]:
    for place, word in enumerate(words):
        if not word.startswith("-"):
            return word, words[:place] + words[place + 1 :]
    return None, words


class _Parser(argparse.ArgumentParser):
    """An argument parser that raises our error in both languages instead of exiting."""

    def error(self, message: str) -> NoReturn:
        raise UsageError([_translated(message, self.prog)])


class _Formatter(argparse.HelpFormatter):
    usage = _TITLES["usage"].en

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or self.usage)


class _ChineseFormatter(_Formatter):
    usage = _TITLES["usage"].zh


def _new(prog: str, lang: Lang, about: Bilingual, epilog: Bilingual | None = None) -> _Parser:
    return _Parser(
        prog=prog,
        description=about.say(lang),
        epilog=epilog.say(lang) if epilog else None,
        add_help=False,
        allow_abbrev=False,
        formatter_class=_ChineseFormatter if lang == "zh" else _Formatter,
    )


def _add(parser: _Parser, title: str, arguments: Sequence[Argument], lang: Lang) -> None:
    if not arguments:
        return
    group = parser.add_argument_group(_TITLES[title].say(lang))
    for argument in arguments:
        group.add_argument(*argument.flags, help=argument.help.say(lang), **argument.settings)


def _shared_parser(lang: Lang) -> _Parser:
    parser = _new("lyreport", lang, _ABOUT)
    _add(parser, "options", (*_SHARED, _VERSION), lang)
    return parser


def _top_parser(lang: Lang) -> _Parser:
    parser = _new("lyreport", lang, _ABOUT, _EPILOG)
    commands = parser.add_argument_group(_TITLES["commands"].say(lang))
    for command in COMMANDS:
        commands.add_argument(command.name, help=command.help.say(lang), nargs="?")
    _add(parser, "options", (*_SHARED, _VERSION), lang)
    parser.usage = "lyreport COMMAND …"
    return parser


def _command_parser(command: Command, lang: Lang) -> _Parser:
    parser = _new(f"lyreport {command.name}", lang, command.help)
    words = [argument for argument in command.arguments if not argument.flags[0].startswith("-")]
    options = [argument for argument in command.arguments if argument.flags[0].startswith("-")]
    _add(parser, "arguments", words, lang)
    _add(parser, "options", (*options, *_SHARED), lang)
    return parser


_FORMS: tuple[tuple[str, str, Bilingual], ...] = (
    (r"unrecognized arguments: (.+)", "cli.unknown", Bilingual("没有这个选项或多出的词", "is not known here")),
    (r"the following arguments are required: (.+)", "cli.missing", Bilingual("缺少这一项", "is missing")),
    (r"argument ([^:]+): expected .+", "cli.value", Bilingual("后面要跟一个值", "needs a value")),
    (r"argument ([^:]+): invalid .+", "cli.choice", Bilingual("的值不对", "has a value that is not allowed")),
)


def _translated(message: str, prog: str) -> Problem:
    cure = Bilingual(f"看说明：{prog} --help", f"see: {prog} --help")
    for pattern, code, what in _FORMS:
        found = re.match(pattern, message)
        if found:
            return Problem(code, found[1], what, cure)
    return Problem("cli.usage", message, Bilingual("命令写法不对", "could not be understood"), cure)


def _bad(code: str, where: str, what: Bilingual, cure: Bilingual) -> UsageError:
    return UsageError([Problem(code, where, what, cure)])
