"""The habits of ``notebooks/``, held by JSON and syntax tree alone: a notebook is an argument made of calls.

Anything with an ``if`` in it belongs into the package, where it has a test.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lyreport.errors import Bilingual, Problem
from lyreport.run.inspect import Cell, Notebook, read

TAGS = ("parameters", "setup")
MAX_LINES = 8

_LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.If,
    ast.IfExp, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match, ast.comprehension, ast.BinOp, ast.BoolOp,
    ast.Compare, ast.AugAssign,
)  # fmt: skip
_FORBIDDEN_CALLS = {"__import__", "compile", "eval", "exec", "get_ipython", "input", "open"}
_CELL_ID = re.compile(r"(?![0-9a-f]{8}$)[a-z][a-z0-9-]{0,63}")  # eight hexadecimal digits are a random id
_ALLOWED_DIGITS = re.compile(  # years, ids of rows, numbers of documents, items of a list
    r"(?<!\d)(?:19|20)\d\d(?!\d)|[FMQST]\d\d(?!\d)|\d+号|^\d+\. ", re.MULTILINE
)
_TYPED_FIGURE = re.compile(r"\d[\d.,]*\s*[%％]?")


def hygiene(path: Path) -> tuple[Problem, ...]:
    """Return every broken habit of one notebook, in reading order; an unreadable one raises ``NotebookError``."""
    notebook = read(path)
    return tuple(problem for rule in RULES for problem in rule(notebook))


def title_first(notebook: Notebook) -> Iterator[Problem]:
    """The first cell is markdown and begins with a title."""
    first = notebook.cells[0] if notebook.cells else None
    if first is None or first.kind != "markdown" or not first.source.startswith("# "):
        yield _problem(
            "title",
            notebook.name,
            Bilingual("第一个单元格不是以“# ”开头的标题", "the first cell is no markdown title '# …'"),
            Bilingual("以标题和两句说明开头", "begin with a title and two sentences"),
        )


def parameters_then_setup(notebook: Notebook) -> Iterator[Problem]:
    """The first two code cells are the parameters and the setup, and there is one of each."""
    tags = [cell.tags for cell in notebook.cells if cell.kind == "code"]
    if tags[:2] != [("parameters",), ("setup",)] or any(tags[2:]):
        yield _problem(
            "order",
            notebook.name,
            Bilingual("代码单元格应依次为parameters、setup、其余", "code cells must be: parameters, setup, the rest"),
            Bilingual("各保留一个并放在最前", "keep one of each, and keep them first"),
        )


def closed_tags(notebook: Notebook) -> Iterator[Problem]:
    """No tag but ``parameters`` and ``setup``, and no other cell metadata."""
    for cell in notebook.cells:
        odd = sorted({*cell.metadata, *cell.tags} - {"tags", *TAGS})
        if odd:
            yield _problem(
                "tags",
                _place(notebook, cell),
                Bilingual(f"多余的标签或元数据：{', '.join(odd)}", f"unknown tags or metadata: {', '.join(odd)}"),
                Bilingual("只用 parameters 和 setup", "use parameters and setup only"),
            )


def named_cells(notebook: Notebook) -> Iterator[Problem]:
    """Cell ids are names, and each is used once."""
    seen: set[str] = set()
    for cell in notebook.cells:
        if not _CELL_ID.fullmatch(cell.id) or cell.id in seen:
            yield _problem(
                "id",
                _place(notebook, cell),
                Bilingual("单元格编号不是唯一的名称", "the cell's id is no name of its own"),
                Bilingual("改成 chart-population 的样子", "name it like chart-population"),
            )
        seen.add(cell.id)


def stripped(notebook: Notebook) -> Iterator[Problem]:
    """Nothing executed is kept in git."""
    for cell in notebook.cells:
        if cell.outputs or cell.execution_count is not None:
            yield _problem(
                "outputs",
                _place(notebook, cell),
                Bilingual("带有运行结果", "carries outputs or an execution count"),
                Bilingual("运行 nbstripout --keep-id", "run nbstripout --keep-id"),
            )


def plain_kernel(notebook: Notebook) -> Iterator[Problem]:
    """The kernel is ``python3``, and the notebook's metadata says nothing about one machine."""
    metadata = notebook.metadata
    version = metadata.get("language_info", {}).get("version")
    odd = sorted(set(metadata) - {"kernelspec", "language_info"})
    if metadata.get("kernelspec", {}).get("name") != "python3" or version or odd:
        yield _problem(
            "metadata",
            notebook.name,
            Bilingual("笔记本元数据应只有内核python3，不带版本", "the metadata must be kernel python3 and no version"),
            Bilingual("删去其余元数据", "remove the rest"),
        )


def only_markdown_and_code(notebook: Notebook) -> Iterator[Problem]:
    """No raw cells: they say nothing to a reader."""
    for cell in notebook.cells:
        if cell.kind not in {"markdown", "code"} or not cell.source.strip():
            yield _problem(
                "kind",
                _place(notebook, cell),
                Bilingual("空单元格或raw单元格", "an empty or a raw cell"),
                Bilingual("删去它", "remove it"),
            )


def calls_only(notebook: Notebook) -> Iterator[Problem]:
    """Code cells are at most eight lines of calls: no logic, no magics, imports only in setup."""
    for cell in notebook.cells:
        if cell.kind != "code":
            continue
        lines = len(cell.source.strip().splitlines())
        if lines > MAX_LINES:
            yield _code(notebook, cell, Bilingual(f"有{lines}行", f"has {lines} lines"))
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            yield _code(notebook, cell, Bilingual("不是Python代码（或含魔法命令）", "is not Python, or has a magic"))
            continue
        for said in sorted({said for node in ast.walk(tree) if (said := _fault(node, cell))}):
            yield _code(notebook, cell, Bilingual(f"含有 {said}", f"has {said}"))


def _fault(node: ast.AST, cell: Cell) -> str | None:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in _FORBIDDEN_CALLS:
            return f"{name}(…)"
        case ast.Import() | ast.ImportFrom() if "setup" not in cell.tags:
            return "import"
        case _ if isinstance(node, _LOGIC):
            return _WORDS.get(type(node).__name__, type(node).__name__.lower())
    return None


_WORDS: dict[str, str] = {
    "AsyncFunctionDef": "def",
    "AugAssign": "arithmetic",
    "BinOp": "arithmetic",
    "BoolOp": "and/or",
    "ClassDef": "class",
    "Compare": "a comparison",
    "FunctionDef": "def",
    "IfExp": "if",
    "comprehension": "for",
}


def no_typed_figures(notebook: Notebook) -> Iterator[Problem]:
    """No figure is typed by hand in markdown: it would stay when the data change."""
    for cell in notebook.cells:
        said = _ALLOWED_DIGITS.sub("", cell.source)
        if cell.kind == "markdown" and (found := _TYPED_FIGURE.search(said)):
            yield _problem(
                "figure",
                _place(notebook, cell),
                Bilingual(f"手写数字“{found[0]}”", f"the figure '{found[0]}' is typed by hand"),
                Bilingual("由单元格算出并显示它", "let a cell compute and show it"),
            )


def _code(notebook: Notebook, cell: Cell, what: Bilingual) -> Problem:
    cure = Bilingual(
        f"移到 lyreport/ 的函数里并加测试；单元格只写调用，最多{MAX_LINES}行",
        f"move it into a tested function of lyreport/; a cell is at most {MAX_LINES} lines of calls",
    )
    return _problem("code", _place(notebook, cell), what, cure)


def _problem(code: str, where: str, what: Bilingual, cure: Bilingual) -> Problem:
    return Problem(f"hygiene.{code}", where, what, cure)


def _place(notebook: Notebook, cell: Cell) -> str:
    return f"{notebook.name}, cell {cell.id}"


Rule = Callable[[Notebook], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    title_first,
    parameters_then_setup,
    closed_tags,
    named_cells,
    stripped,
    plain_kernel,
    only_markdown_and_code,
    calls_only,
    no_typed_figures,
)
