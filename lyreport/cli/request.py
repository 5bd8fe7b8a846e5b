"""What a person asked for, taken apart once."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from lyreport.errors import Bilingual, Lang
from lyreport.project import Project


class Stop(Exception):  # noqa: N818 - not an error: help was asked for and given
    """Parsing ended with a text to print: help or the version."""

    def __init__(self, text: str, exit_code: int = 0) -> None:
        super().__init__(text)
        self.text = text
        self.exit_code = exit_code


@dataclass(frozen=True)
class Request:
    """One command with its options, its language and its streams."""

    command: str
    options: Namespace
    lang: Lang
    json: bool
    start: Path
    environ: Mapping[str, str]
    out: TextIO
    err: TextIO

    @property
    def project(self) -> Project:
        """The project that ``--root``, or the current folder, lies in."""
        return Project.find(self.start)

    def say(self, text: Bilingual | str = "") -> None:
        """Print one line for the reader."""
        line = text.say(self.lang) if isinstance(text, Bilingual) else text
        self.out.write(line + "\n")

    def note(self, text: Bilingual | str) -> None:
        """Print one line beside the result, on the error stream."""
        line = text.say(self.lang) if isinstance(text, Bilingual) else text
        self.err.write(line + "\n")

    def dump(self, value: object) -> None:
        """Print ``value`` as JSON: once in a command, so that a program reads one document."""
        from lyreport.cli.plain import document

        self.out.write(document(value))
