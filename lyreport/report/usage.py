"""A file of words, what it asked for while it was filled in, and what came out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from lyreport.errors import Lang, Problem


@dataclass(frozen=True)
class Source:
    """One file of words: its section, language, name for messages, and text."""

    stem: str
    lang: Lang
    name: str
    text: str

    def line(self, line_of: Callable[[int], int]) -> int:
        """Return the line that is being filled in: ``line_of`` that of the nearest frame of the compiled template."""
        frame = sys._getframe(1)  # noqa: SLF001 - the only way to learn the line that Jinja is at
        while frame.f_back is not None:
            frame = frame.f_back
            if frame.f_code.co_filename == self.name:
                return line_of(frame.f_lineno)
        return 0


@dataclass
class Log:
    """What one file of words asked for, in order, and what was wrong with it.

    ``used`` holds pairs such as ``("value", "Q05@2025")``, ``("figure", "q05-path")``; ``lines`` where each was first
    used.  ``doubtful`` are the ids that were given to functions that do not exist.
    """

    used: list[tuple[str, str]] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Rendered:
    """The words of one section in one language, filled in."""

    source: Source
    text: str
    log: Log

    @property
    def filled(self) -> bool:
        """Whether the words could be filled in at all; if not, the log says why."""
        return bool(self.text) or not self.log.problems
