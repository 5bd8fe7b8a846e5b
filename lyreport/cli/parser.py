"""The words of the command line in both languages, on argparse (docs/decisions/0002-argparse.md)."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from lyreport import __version__
from lyreport.cli.request import Request, Stop
from lyreport.cli.words import ABOUT, COMMANDS, EPILOG, SHARED, TITLES, VERSION, Argument, Command, bad
from lyreport.errors import LANGS, Bilingual, Lang, Problem, UsageError


def language(argv: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """Return the language of messages: ``--lang`` if said, else the locale's, else English."""
    for word, following in zip(argv, [*argv[1:], ""], strict=True):
        said = word.removeprefix("--lang=") if word.startswith("--lang=") else following if word == "--lang" else ""
        if said in LANGS:
            return said
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
        raise bad(
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
    usage = TITLES["usage"].en

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or self.usage)


class _ChineseFormatter(_Formatter):
    usage = TITLES["usage"].zh


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
    group = parser.add_argument_group(TITLES[title].say(lang))
    for argument in arguments:
        group.add_argument(*argument.flags, help=argument.help.say(lang), **argument.settings)


def _shared_parser(lang: Lang) -> _Parser:
    parser = _new("lyreport", lang, ABOUT)
    _add(parser, "options", (*SHARED, VERSION), lang)
    return parser


def _top_parser(lang: Lang) -> _Parser:
    parser = _new("lyreport", lang, ABOUT, EPILOG)
    commands = parser.add_argument_group(TITLES["commands"].say(lang))
    for command in COMMANDS:
        commands.add_argument(command.name, help=command.help.say(lang), nargs="?")
    _add(parser, "options", (*SHARED, VERSION), lang)
    parser.usage = "lyreport COMMAND …"
    return parser


def _command_parser(command: Command, lang: Lang) -> _Parser:
    parser = _new(f"lyreport {command.name}", lang, command.help)
    words = [argument for argument in command.arguments if not argument.flags[0].startswith("-")]
    options = [argument for argument in command.arguments if argument.flags[0].startswith("-")]
    _add(parser, "arguments", words, lang)
    _add(parser, "options", (*options, *SHARED), lang)
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
