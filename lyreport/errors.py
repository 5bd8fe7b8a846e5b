"""What can go wrong, said once: one root, one family for people, and the exit codes.

``UserError`` and its children are shown without a traceback, in the reader's language.
Anything else that reaches the command line is a bug and keeps its traceback (exit 70).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple, Self

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, Lang] = ("zh", "en")

BUG_EXIT = 70
INTERRUPTED_EXIT = 130


class Bilingual(NamedTuple):
    """One text in both languages of the project."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what, where, and how a person mends it.

    ``code`` is stable and machine-readable (``params.unknown-key``); ``where`` names file and line,
    or file, sheet and cell, and reads the same in both languages.
    """

    code: str
    where: str
    what: Bilingual
    cure: Bilingual

    def say(self, lang: Lang) -> str:
        """Return the problem as one readable paragraph."""
        place = f"{self.where}: " if self.where else ""
        arrow = "→ "
        return f"{place}{self.what.say(lang)}\n    {arrow}{self.cure.say(lang)}"


class LyreportError(Exception):
    """Root of everything that lyreport raises on purpose."""

    exit_code = BUG_EXIT


class UserError(LyreportError):
    """A mistake or mishap a person can mend: shown without a traceback.

    Carries every problem found, not just the first one.
    """

    exit_code = 2
    title = Bilingual("用法有误", "The command was not understood")

    def __init__(self, problems: Iterable[Problem], *, hint: Bilingual | None = None) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.hint = hint
        super().__init__(self.say("en"))

    @classmethod
    def single(cls, code: str, where: str, what: Bilingual, cure: Bilingual) -> Self:
        """Build an error that carries one problem."""
        return cls([Problem(code, where, what, cure)])

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is pickled with the text it was raised with; without its problems it would break a process pool.
        return partial(type(self), hint=self.hint), (self.problems,)

    def say(self, lang: Lang) -> str:
        """Return the whole message: title, problems, next step."""
        count = len(self.problems)
        tally = f"（{count}处）" if lang == "zh" else f" ({count})"
        lines = [f"{self.title.say(lang)}{tally if count > 1 else ''}"]
        lines += [f"  - {problem.say(lang)}" for problem in self.problems]
        if self.hint:
            lines.append(self.hint.say(lang))
        return "\n".join(lines)


class UsageError(UserError):
    """The command line asked for something that does not exist."""


class ParamsError(UserError):
    """``params/`` or a notebook parameter is wrong; lists every fault with file and line."""

    exit_code = 10
    title = Bilingual("参数有误", "The parameters are not valid")


class UnsafeFileError(UserError):
    """A file cannot be read, or must not be."""

    exit_code = 11
    title = Bilingual("文件无法读取或不安全", "A file cannot be read or is not safe")


class DiskError(UserError):
    """The disk refused: it is full, read-only, or the folder belongs to someone else."""

    exit_code = 11
    title = Bilingual("文件无法读写", "A file cannot be read or written")


class FactsError(UserError):
    """A submission contradicts its form; lists every fault with file, sheet and cell."""

    exit_code = 12
    title = Bilingual("报送数据有误", "The submissions have faults")


class NotBuiltError(UserError):
    """Facts were asked for that nobody has taken in yet, or that someone has taken away."""

    title = Bilingual("报送数据还没有入库", "The submissions have not been taken in yet")


class NotebookError(UserError):
    """A notebook failed; names notebook, cell and the partial notebook that was kept."""

    exit_code = 13
    title = Bilingual("笔记本运行失败", "A notebook failed")


class RenderError(UserError):
    """The typesetter failed, or a promised file is missing."""

    exit_code = 14
    title = Bilingual("报告排版失败", "The report could not be typeset")


class LockedError(UserError):
    """Another process holds the edition, or the facts."""

    exit_code = 17
    title = Bilingual("另一个进程正占用同一年度或入库数据", "Another process holds the edition or the facts")
