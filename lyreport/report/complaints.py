"""What Quarto, pandoc, typst and Lua complain about, as problems that name file and line.

Warnings about the *document* (an unresolved reference, a missing picture or font) are problems too: Quarto ends
with status 0 after them, and even after ``error()`` in a Lua filter.  Its warnings about itself (``WARN:``) are not.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lyreport.errors import Bilingual, Problem

OWN = "lyreport: "  # how the report's Lua filters begin, before faults parted by "; "

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_OWN_PLACE = re.compile(r"^(?P<file>[^\s:]+\.(?:qmd|md|lua|typ)):(?P<line>\d+):?\s+(?P<text>.*)", re.DOTALL)
_IN_EXPANDED = re.compile(r" at line \d+ column \d+$")  # counts lines after the chapters were put together
_NEEDLE = re.compile(r"[\"'`]([^\"'`]+)[\"'`]|([@#][\w-]+)|([\w./-]*\w\.(?:lua|docx|html|typ|css|png|svg|qmd))")
_TELLING = 3  # letters
_INCLUDE = re.compile(r"^\{\{< include (\S+) >\}\}", re.MULTILINE)


@dataclass(frozen=True)
class _Kind:
    """One way of complaining: the pattern may name ``file``, ``line``, ``text`` and ``shown`` (the faulty source)."""

    code: str
    pattern: re.Pattern[str]
    what: Bilingual
    cure: Bilingual


def read(output: str, *, root: Path, source: str) -> tuple[Problem, ...]:
    """Return every complaint in ``output`` once, in the order of its first appearance.

    Args:
        output: what the program printed, colours and all.
        root: the folder of the Quarto project; places are given relative to it.
        source: the document that was typeset, relative to ``root``; the place of last resort.
    """
    rest = _COLOUR.sub("", output)
    found: list[tuple[int, Problem]] = []
    for kind in _KINDS:
        for match in kind.pattern.finditer(rest):
            found += [(match.start(), problem) for problem in _problems(kind, match, root, source)]
        rest = kind.pattern.sub(lambda match: " " * len(match[0]), rest)
    return tuple(dict.fromkeys(problem for _, problem in sorted(found, key=lambda pair: pair[0])))


def _problems(kind: _Kind, match: re.Match[str], root: Path, source: str) -> Iterator[Problem]:
    """Yield the problems of one complaint: our own filters list all that they found in one."""
    parts = {key: value.strip() for key, value in match.groupdict().items() if value}
    text = _plain(parts.get("text", ""), root)
    if text.startswith(OWN):
        for fault in text.removeprefix(OWN).split("; "):
            yield _problem(kind, fault, {}, root, source)
    else:
        yield _problem(kind, text, parts, root, source)


def _problem(kind: _Kind, text: str, parts: dict[str, str], root: Path, source: str) -> Problem:
    place = _place(parts.get("file"), parts.get("line"), root, source)
    if own := _OWN_PLACE.match(text):  # a place in the words is better than that of the filter which says them
        place, text = _place(own["file"], own["line"], root, source) or f"{own['file']}:{own['line']}", own["text"]
    shown = parts.get("shown", "")
    exact = place if ":" in (place or "") else None
    where = exact or _traced([shown, *_needles(f"{text} {shown}")], root, source) or place or source
    what = f"{text} ({shown})" if shown else text
    return Problem(f"quarto.{kind.code}", where, _filled(kind.what, what), kind.cure)


def _plain(text: str, root: Path) -> str:
    """Return the text on one line, without the scratch folder's name."""
    return _IN_EXPANDED.sub("", " ".join(text.replace(f"{root}/", "").split()))


def _filled(frame: Bilingual, text: str) -> Bilingual:
    return Bilingual(frame.zh.replace("{}", text), frame.en.replace("{}", text))


def _place(file: str | None, line: str | None, root: Path, source: str) -> str | None:
    """Return ``file:line`` below ``root``, or None for what no person wrote: Quarto's own, the typst in between."""
    if file is None and line is None:
        return None
    top = root.resolve()
    document = top / source
    for base in (document.parent, top):
        path = (base / (file or document)).resolve()
        if path.is_file() and path.is_relative_to(top) and path != document.with_suffix(".typ"):
            return path.relative_to(top).as_posix() + (f":{line}" if line else "")
    return None


def _needles(text: str) -> list[str]:
    """Return the words of a complaint that may stand in a source: quoted ones, references, file names."""
    words = [next(filter(None, groups)) for groups in _NEEDLE.findall(text)]
    return words + [Path(word).name for word in words]


def _traced(needles: list[str], root: Path, source: str) -> str | None:
    """Return the first place in the sources where one of ``needles`` stands; short ones stand anywhere."""
    texts = [(path, path.read_text(encoding="utf-8", errors="replace")) for path in _sources(root, source)]
    for needle in needles:
        if len(needle) < _TELLING or needle in (source, Path(source).name):
            continue
        for path, text in texts:
            if needle in text:
                line = text[: text.index(needle)].count("\n") + 1
                return f"{path.relative_to(root).as_posix()}:{line}"
    return None


def _sources(root: Path, source: str) -> Iterator[Path]:
    """Yield the document, every chapter it takes in, and last the settings of the Quarto project."""
    waiting = [root / source]
    seen: set[Path] = set()
    while waiting:
        path = waiting.pop(0)
        if path not in seen and path.is_file():
            seen.add(path)
            yield path
            names = _INCLUDE.findall(path.read_text(encoding="utf-8", errors="replace"))
            waiting += [Path(os.path.normpath(path.parent / name)) for name in names]
    yield from (path for path in (root / "_quarto.yml",) if path.is_file())


def _kind(code: str, pattern: str, what: tuple[str, str], cure: tuple[str, str]) -> _Kind:
    return _Kind(code, re.compile(pattern, re.MULTILINE), Bilingual(*what), Bilingual(*cure))


_TYPST_PLACE = r"\n\s*┌─ (?P<file>\S+?):(?P<line>\d+):\d+\n\s*│\n\s*\d+ │ (?P<shown>.*)(?:\n.*│.*)*(?:\n\s+= hint: .*)*"
_FILTER_CURE = (
    "修改该处文字；若文字无误，则是过滤器的缺陷",
    "mend the words at this place; if they are right, the filter is at fault",
)
_YAML_CURE = ("改正该行的 YAML", "correct the YAML of this line")
_FILE_CURE = (
    "补上该文件，或改正引用它的路径；必要时重新生成 Quarto 工程",
    "supply the file or correct the path to it; compose the Quarto project again if need be",
)
_WORDS_CURE = (
    "改正该处文字；chapters/ 由 notebooks/ 里同名的文字生成，应改后者",
    "correct the words; chapters/ is composed from the words of the same name in notebooks/, so mend those",
)

# First the exact, then the general: what one has read, the next does not see.
_KINDS: tuple[_Kind, ...] = (
    _kind(
        "lua",
        r"^Error running filter .*:\n(?:(?P<file>[^\s:]+\.lua):(?P<line>\d+): )?(?P<text>.*)"
        r"(?:\n(?:stack traceback:|\t.*))*",
        ("Lua 过滤器出错：{}", "the Lua filter failed: {}"),
        _FILTER_CURE,
    ),
    _kind(
        "filter-missing",
        r"^ERROR \(.*?:-?\d+\) cannot open (?P<text>\S+\.lua: .*)",
        ("找不到过滤器：{}", "a filter is missing: {}"),
        _FILE_CURE,
    ),
    _kind(
        "reference",
        r"^WARNING \(.*?:-?\d+\) (?P<text>Unable to resolve crossref .*)",
        ("交叉引用没有着落：{}", "a reference leads nowhere: {}"),
        _WORDS_CURE,
    ),
    _kind(
        "lua",
        r"^(?:ERROR|WARNING) \((?P<file>[^)\n]*):(?P<line>-?\d+)\) (?P<text>.*)",
        ("Lua 过滤器报告：{}", "the Lua filter reports: {}"),
        _FILTER_CURE,
    ),
    _kind(
        "yaml",
        r"^ERROR: YAMLException: (?P<text>.*?) \((?:(?P<file>[^,()\n]+), )?(?P<line>\d+):\d+\)",
        ("YAML 有误：{}", "the YAML is wrong: {}"),
        _YAML_CURE,
    ),
    _kind(
        "yaml",
        r"^(?:ERROR: )?In file (?P<file>.*)\n\(line (?P<line>\d+), columns? [^)]*\) (?P<text>.*)(?:\n(?!\n).+)*",
        ("YAML 有误：{}", "the YAML is wrong: {}"),
        _YAML_CURE,
    ),
    _kind(
        "include",
        r"^ERROR: Include directive failed\.\n\s+in file (?P<file>.*?), *\n\s+(?P<text>could not find file .*?)\.?$",
        ("引入的章节不存在：{}", "an included chapter is missing: {}"),
        _FILE_CURE,
    ),
    _kind(
        "font",
        r"(?:ERROR: )?(?:error|warning): (?P<text>unknown font family: .*)(?:\n(?!\n).+)*",
        ("缺少字体：{}", "a font is missing: {}"),
        ("安装该字体，或改 report.yml 的字体设置", "bring in the font, or change the font settings in report.yml"),
    ),
    _kind(
        "typst",
        r"(?:ERROR: )?(?:error|warning): (?P<text>.*)" + _TYPST_PLACE,
        ("PDF 排版出错：{}", "typst could not make the PDF: {}"),
        _WORDS_CURE,
    ),
    _kind(
        "typst",
        r"(?:\.\.\.|^ERROR: |^)(?:error|warning): (?P<text>.*)",
        ("PDF 排版出错：{}", "typst could not make the PDF: {}"),
        _WORDS_CURE,
    ),
    _kind(
        "image",
        r"^\[WARNING\] (?P<text>Could not (?:fetch resource|convert image|determine image size).*)",
        ("图片不可用：{}", "a picture cannot be used: {}"),
        _FILE_CURE,
    ),
    _kind(
        "pandoc",
        r"^\[WARNING\] (?P<text>.*)",
        ("pandoc 提示文稿有问题：{}", "pandoc finds fault with the document: {}"),
        _WORDS_CURE,
    ),
    _kind(
        "template",
        r"^Error compiling template \".*?\" (?P<text>.*\n.*)",
        ("模板有误：{}", "the template is wrong: {}"),
        ("改正模板的该行", "correct this line of the template"),
    ),
    _kind(
        "file",
        r"^(?:ERROR: )?(?P<text>File .* not found in resource path|NotFound: .*|Template partial .* was not found)",
        ("缺少文件：{}", "a file is missing: {}"),
        _FILE_CURE,
    ),
    _kind(
        "quarto",
        r"^(?:ERROR|pandoc): (?!Typst compilation failed|Render failed due|Validation of YAML|Project .* validation)"
        r"(?P<text>.+(?:\n(?!Stack trace|\s*$|    at |CallStack|HasCallStack).+)*)",
        ("Quarto 出错：{}", "Quarto failed: {}"),
        (
            "按提示改正；仍不明白时，在 Quarto 工程目录里手工运行 quarto render 查看",
            "follow the message; to see more, run quarto render by hand in the Quarto project",
        ),
    ),
)
