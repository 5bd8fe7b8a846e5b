"""Fill in the words of a section: Jinja with delimiters that leave Quarto's own alone, escaped for Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Name, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lyreport.errors import Bilingual, Problem
from lyreport.report.markdown import escape
from lyreport.report.shown import NO_FRACTION, Shown
from lyreport.report.usage import Log, Rendered, Source
from lyreport.report.vocabulary import FUNCTIONS, VARIABLES, Words

__all__ = ["FUNCTIONS", "Log", "Rendered", "Source", "misspelt", "render"]

_REFERENCE = re.compile(r"(?<![A-Za-z0-9_\[;@.-])@((?:fig|tbl|sec)-[a-z0-9-]+)")
_BRACKETS = re.compile(rf"（{NO_FRACTION}[^）]*）| ?\({NO_FRACTION}(?:\[[^]]*\](?:\([^)]*\))?(?:\{{[^}}]*\}})?)?\)")
_TAIL = re.compile(r"^(?!\s*<%(?:(?!%>).)*%>$)(.*[^+-])%>$", re.MULTILINE)
"""A line of words that ends in a block: the block must not take the line's end with it (``trim_blocks``)."""


def render(source: Source, shown: Shown) -> Rendered:
    """Fill in one file of words; problems are collected in the log, not raised."""
    log = Log()
    text = ""
    try:
        environment, tree = _read(source)
        code = environment.compile(tree, source.name, source.name)
        template = environment.template_class.from_code(environment, code, environment.make_globals(None))
        text = template.render(Words(shown, source, log, template.get_corresponding_lineno).all())
    except TemplateError as error:
        log.problems.append(_template_problem(source, error))
    return Rendered(source, _REFERENCE.sub(r"[@\1]", _whole(text)), log)


def _whole(text: str) -> str:
    """Take away a fraction that there is not, with the brackets around it."""
    return _BRACKETS.sub("", text).replace(NO_FRACTION, "")


def misspelt(source: Source) -> Iterator[Problem]:
    """Return why the placeholders of ``source`` cannot even be read, whatever their values are."""
    try:
        _, tree = _read(source)
    except TemplateError as error:
        yield _template_problem(source, error)
        return
    for name in sorted(find_undeclared_variables(tree) - {*FUNCTIONS, *VARIABLES}):
        line = next((node.lineno for node in tree.find_all(Name) if node.name == name), 0)
        yield _template_problem(source, TemplateSyntaxError(f"'{name}' is undefined", line, source.name))


@cache
def _read(source: Source) -> tuple[Environment, Template]:
    """Parse words once, for whoever proofreads them and for whoever fills them in."""
    environment = ImmutableSandboxedEnvironment(
        block_start_string="<%", block_end_string="%>", variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>", undefined=StrictUndefined, finalize=_finalized,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False,
    )  # fmt: skip
    return environment, environment.parse(_TAIL.sub(r"\1+%>", source.text), source.name, source.name)


def _finalized(item: Any) -> str:
    return escape(item) if isinstance(item, str) else escape(str(item))


def _template_problem(source: Source, error: TemplateError) -> Problem:
    line = getattr(error, "lineno", None) or _line_of(error, source.name)
    unknown = isinstance(error, UndefinedError) or "is undefined" in (error.message or "")
    return Problem(
        "words.unknown-placeholder" if unknown else "words.bad-placeholder",
        f"{source.name}:{line}",
        Bilingual(f"占位符无法读取：{error.message}", f"a placeholder cannot be read: {error.message}"),
        Bilingual(
            "可用的函数见 docs/how-to/write-the-words.md", "the functions stand in docs/how-to/write-the-words.md"
        ),
    )


def _line_of(error: BaseException, name: str) -> int:
    """Jinja maps its frames back to the template: the innermost one is where it happened."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
