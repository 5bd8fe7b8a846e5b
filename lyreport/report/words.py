"""Fill in the words of a section: Jinja with delimiters that leave Quarto's own alone, escaped for Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    UndefinedError,
)
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Name, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lyreport.errors import Bilingual, Problem
from lyreport.report.markdown import escape
from lyreport.report.shown import NO_FRACTION, Shown
from lyreport.report.usage import Log, Rendered, Source
from lyreport.report.vocabulary import FUNCTIONS, VARIABLES, Words

__all__ = ["FUNCTIONS", "Log", "Rendered", "Source", "StandIn", "misspelt", "parsed", "render"]

_REFERENCE = re.compile(r"(?<![A-Za-z0-9_\[;@.-])@((?:fig|tbl|sec)-[a-z0-9-]+)")
_BRACKETS = re.compile(rf"（{NO_FRACTION}[^）]*）| ?\({NO_FRACTION}(?:\[[^]]*\](?:\([^)]*\))?(?:\{{[^}}]*\}})?)?\)")
_TAIL = re.compile(r"^(?!\s*<%(?:(?!%>).)*%>$)(.*[^+-])%>$", re.MULTILINE)
"""A line of words that ends in a block: the block must not take the line's end with it (``trim_blocks``)."""


def render(source: Source, shown: Shown, compiled: Path | None = None) -> Rendered:
    """Fill in one file of words; problems are collected in the log, not raised.

    Args:
        source: the words.
        shown: how values read in their language.
        compiled: a folder that keeps compiled words, and may be deleted at any time.
    """
    log = Log()
    text = ""
    try:
        template = _environment(source, compiled).get_template(source.name)
        words = Words(shown, source, log, template.get_corresponding_lineno).all()
        try:
            text = template.render(words)
        except UndefinedError:  # once more, so that whatever else is wrong is found as well
            log = Log(problems=list(misspelt(source)))
            words = Words(shown, source, log, template.get_corresponding_lineno).all()
            text = template.render(words | {name: StandIn(log) for name, _ in _undefined(source)})
    except TemplateError as error:
        log.problems.append(_as_problem(source, error))
    except (TypeError, ValueError, LookupError, ArithmeticError) as error:
        if not _in_the_words(error, source.name):
            raise
        log.problems.append(_as_problem(source, error))
    return Rendered(source, _REFERENCE.sub(r"[@\1]", _whole(text)), log)


def _whole(text: str) -> str:
    """Take away a fraction that there is not, with the brackets around it."""
    return _BRACKETS.sub("", text).replace(NO_FRACTION, "")


class StandIn(ChainableUndefined):
    """Stands where a name has no meaning, so that whatever else is wrong in the file is found as well."""

    __slots__ = ("_log",)

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def __call__(self, *given: object, **named: object) -> StandIn:  # type: ignore[override]  # it can be called
        """Take anything, and note what it was given."""
        self._log.doubtful |= {one for one in (*given, *named.values()) if isinstance(one, str)}
        return self

    def _nothing(self, _: object) -> StandIn:
        return self

    def _no(self, _: object) -> bool:
        return False

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _nothing  # type: ignore[assignment]  # Jinja: raise
    __lt__ = __le__ = __gt__ = __ge__ = _no  # type: ignore[assignment]  # as above


def misspelt(source: Source) -> Iterator[Problem]:
    """Return why the placeholders of ``source`` cannot even be read, whatever their values are."""
    try:
        undefined = _undefined(source)
    except TemplateError as error:  # written wrongly, or a filter that does not exist
        yield _as_problem(source, error)
        return
    for name, line in undefined:
        yield _template_problem(source, f"'{name}' is undefined", line)


def parsed(source: Source) -> Template | None:
    """Return the placeholders of ``source``; None where they cannot be read."""
    try:
        return _tree(source)
    except TemplateError:
        return None


@cache
def _undefined(source: Source) -> tuple[tuple[str, int], ...]:
    """Return the names that have no meaning, each with the line of its first use."""
    tree = _tree(source)
    names = sorted(find_undeclared_variables(tree) - {*FUNCTIONS, *VARIABLES})
    return tuple((name, next(node.lineno for node in tree.find_all(Name) if node.name == name)) for name in names)


@cache
def _tree(source: Source) -> Template:
    environment = _environment(source)
    return environment.parse(_prepared(source), source.name, source.name)


def _prepared(source: Source) -> str:
    return _TAIL.sub(r"\1+%>", source.text)


def _environment(source: Source, compiled: Path | None = None) -> Environment:
    return ImmutableSandboxedEnvironment(
        block_start_string="<%", block_end_string="%>", variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>", undefined=StrictUndefined, finalize=_finalized,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False,
        loader=FunctionLoader(lambda _: (_prepared(source), source.name, None)),
        bytecode_cache=FileSystemBytecodeCache(str(compiled), "%s.jinja") if compiled else None,
    )  # fmt: skip


def _finalized(item: Any) -> str:
    return escape(item) if isinstance(item, str) else escape(str(item))


def _as_problem(source: Source, error: Exception) -> Problem:
    said = error.message if isinstance(error, TemplateError) else str(error)
    return _template_problem(source, said or "", getattr(error, "lineno", None) or _line_of(error, source.name))


def _template_problem(source: Source, said: str, line: int) -> Problem:
    unknown = "is undefined" in said or "has no attribute" in said
    return Problem(
        "words.unknown-placeholder" if unknown else "words.bad-placeholder",
        f"{source.name}:{line}",
        Bilingual(f"占位符无法读取：{said}", f"a placeholder cannot be read: {said}"),
        Bilingual(
            "可用的函数见 docs/how-to/write-the-words.md", "the functions stand in docs/how-to/write-the-words.md"
        ),
    )


def _in_the_words(error: BaseException, name: str) -> bool:
    """Whether it was the words that went wrong, or the engine at their word; anything deeper is a bug of ours."""
    trace, last = error.__traceback__, ""
    while trace is not None:
        last, trace = trace.tb_frame.f_code.co_filename, trace.tb_next
    return last == name or Path(last).parent.name == "jinja2"


def _line_of(error: BaseException, name: str) -> int:
    """Jinja maps its frames back to the template: the innermost one is where it happened."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
