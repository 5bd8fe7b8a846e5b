"""A parameter file as it stands on disk: strict YAML or CSV, with the line of every value at hand.

YAML here is the plain part of YAML 1.2: ``true``/``false`` and ``null`` are the only special words, numbers are
decimal and exact (``99.6`` is a ``Decimal``), everything else is text.  ``yes``, ``on``, ``010``, ``12:30:00``,
``2025-12-31`` stay text; anchors, aliases, tags, merge keys and repeated keys are refused.  Lines are looked up only
when there is a fault to report.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

from lyreport.errors import Problem
from lyreport.plan import faults

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WORDS: dict[str, Any] = {"null": None, "": None, "true": True, "false": False}
_MAYBE_SPECIAL = re.compile(r"(?:^|[\s\[{,:-])[&*!%]\S", re.MULTILINE)

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """One file, read: its name as printed, its value, and what is needed to find a line again."""

    name: str
    value: Any = None
    problems: tuple[Problem, ...] = ()
    node: Node | None = field(default=None, repr=False, compare=False)
    rows: tuple[int, ...] = ()  # of a table: the line of each record

    def where(self, path: Path_ = ()) -> str:
        """Return ``file:line`` of the value at ``path`` (or of the nearest value that exists above it)."""
        return f"{self.name}:{self.line(path)}"

    def line(self, path: Path_ = ()) -> int:
        """Return the line of the value at ``path``, counted from 1."""
        if self.node is None:
            return self.rows[path[0]] if path and isinstance(path[0], int) else 1
        node = self.node
        line = _line(node)
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            key, node = found
            line = _line(key)
        return line


class _Parser(CParser, BaseResolver):
    """LibYAML's parser with a resolver that resolves nothing: every plain scalar stays text until we read it."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)


def read_yaml(path: Path, name: str) -> Source:
    """Read a strict YAML file; every fault in its writing is in ``problems``, none is raised."""
    text, problem = _text(path, name)
    if problem:
        return Source(name, problems=(problem,))
    try:
        node = _Parser(text).get_single_node()
        problems = [*_special(text, name)]
    except yaml.MarkedYAMLError as error:
        return Source(name, problems=(_syntax(error, name),))
    except (yaml.YAMLError, RecursionError) as error:
        return Source(name, problems=(faults.syntax(f"{name}:1", str(error).splitlines()[0]),))
    if node is None:
        return Source(name, problems=(*problems, faults.empty_file(f"{name}:1")))
    value = _plain(node, name, problems)
    return Source(name, value, tuple(problems), node)


def read_csv(path: Path, name: str, columns: tuple[str, ...]) -> Source:
    """Read a table with exactly ``columns``; the value is a tuple of rows, empty cells left out."""
    text, problem = _text(path, name)
    if problem:
        return Source(name, problems=(problem,))
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    problems: list[Problem] = []
    records: list[dict[str, str]] = []
    lines: list[int] = []
    try:
        if tuple(next(reader, ())) != columns:
            return Source(name, problems=(faults.header(f"{name}:1", columns),))
        for cells in reader:
            if len(cells) != len(columns):
                problems.append(faults.width(f"{name}:{reader.line_num}", len(cells), len(columns)))
                continue
            records.append({key: cell for key, cell in zip(columns, cells, strict=True) if cell})
            lines.append(reader.line_num)
    except csv.Error as error:
        problems.append(faults.quoting(f"{name}:{reader.line_num}", str(error)))
    return Source(name, tuple(records), tuple(problems), rows=tuple(lines))


def _text(path: Path, name: str) -> tuple[str, Problem | None]:
    try:
        return path.read_bytes().decode(), None
    except FileNotFoundError:
        return "", faults.missing_file(name)
    except UnicodeDecodeError as error:
        return "", faults.not_utf8(name, error.start)
    except OSError as error:
        return "", faults.unreadable(name, error.strerror or str(error))


def _plain(node: Node, name: str, problems: list[Problem]) -> Any:
    """Return the plain value of a node: dict, tuple, text, int, Decimal, bool or None."""
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if isinstance(node, SequenceNode):
        return tuple([_plain(item, name, problems) for item in node.value])
    result: dict[str, Any] = {}
    for key, item in node.value:
        if not isinstance(key, ScalarNode):
            problems.append(faults.bad_key(f"{name}:{_line(key)}"))
        elif key.value in result:
            problems.append(faults.repeated_key(f"{name}:{_line(key)}", key.value))
        else:
            result[key.value] = _plain(item, name, problems)
    return result


def _scalar(node: ScalarNode) -> Any:
    text: str = node.value
    if node.style:  # quoted or block: text, whatever it looks like
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
    return text


def _special(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem for each anchor, alias, tag and directive; the cheap look comes first."""
    if not _MAYBE_SPECIAL.search(text):
        return
    refused = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken)
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, refused):
            yield faults.special(f"{name}:{token.start_mark.line + 1}")


def _syntax(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    return faults.syntax(f"{name}:{mark.line + 1 if mark else 1}", error.problem or "")


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _child(node: Node, step: str | int) -> tuple[Node, Node] | None:
    if isinstance(node, MappingNode):
        return next(((key, item) for key, item in node.value if key.value == str(step)), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
