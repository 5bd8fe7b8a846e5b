"""Words as an author left them, read and checked before any number is known: no run has to end to find this out."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lyreport.errors import LANGS, Bilingual, Lang, NotebookError, Problem, RenderError
from lyreport.plan import Plan
from lyreport.report.agreement import differ, rendered_otherwise, typed
from lyreport.report.asked import Recorded, asked, placed, unknown
from lyreport.report.usage import Source
from lyreport.report.words import misspelt, parsed
from lyreport.run import inspect


def read(words: Path, stem: str, lang: Lang) -> Source | Problem:
    """Return the words of one section in one language, or why they cannot be had."""
    path = words / f"{stem}.{lang}.qmd"
    name = f"{words.name}/{path.name}"
    try:
        return Source(stem, lang, name, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = Bilingual("没有这一节的文字", "the section has no words in this language")
        cure = Bilingual("按 docs/how-to/write-the-words.md 写一份", "write it as docs/how-to/write-the-words.md says")
        return Problem("words.missing", name, what, cure)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = Bilingual("文件不是UTF-8编码", "the file is not UTF-8")
        cure = Bilingual("在编辑器中另存为UTF-8", "save it as UTF-8 in your editor")
        return Problem("words.encoding", f"{name}:{line}", what, cure)


def proofread(words: Path, plan: Plan, stems: Iterable[str]) -> None:
    """Check the words of the sections ``stems`` as far as that can be done without values.

    Raises:
        RenderError: words are missing or cannot be read, hold what no author may type, or ask for what the plan and
            the notebooks do not have; all of it (exit 14).
    """
    stems = tuple(stems)
    made = recorded(words, plan) if stems else None
    problems: list[Problem] = []
    for stem in stems:
        pair: dict[Lang, tuple[Source, Mapping[tuple[str, str], int]]] = {}
        for lang in LANGS:
            source = read(words, stem, lang)
            if isinstance(source, Problem):
                problems.append(source)
                continue
            problems += [*misspelt(source), *typed(source)]
            if (tree := parsed(source)) is not None:
                calls = tuple(asked(tree))
                problems += unknown(source, calls, plan, made)
                pair[lang] = (source, placed(source, calls))
        if len(pair) == len(LANGS):
            problems += differ(*pair["zh"], *pair["en"])
            problems += rendered_otherwise(pair["zh"][0], pair["en"][0], plan.terms.values())
    if problems:
        raise RenderError(problems)


def recorded(words: Path, plan: Plan) -> Recorded | None:
    """Return the charts and tables that the code of the notebooks names; None where one of them does not say."""
    figures, tables = set(), set()
    for stem in plan.sections:
        try:
            calls = tuple(_calls(words / f"{stem}.ipynb"))
        except (NotebookError, SyntaxError):  # said when it is to run
            return None
        if any(name is None for _, name in calls):
            return None
        figures |= {name for function, name in calls if function == "figure"}
        tables |= {name for function, name in calls if function == "table"}
        tables |= {f"{kind}-{stem[:2]}" for kind in ("milestones", "sources")}  # made by the desk for every section
    return Recorded(frozenset(filter(None, figures)), frozenset(filter(None, tables)))


def _calls(path: Path) -> Iterator[tuple[str, str | None]]:
    """Yield ``figure`` or ``table`` and the name that a notebook gives to one; None for a name worked out by code."""
    for cell in inspect.read(path).cells:
        for node in ast.walk(ast.parse(cell.source)) if cell.kind == "code" else ():
            match node:
                case ast.Call(func=ast.Attribute(attr=("figure" | "table") as function), args=[first, *_]):
                    name = first.value if isinstance(first, ast.Constant) else None
                    yield function, name if isinstance(name, str) else None
