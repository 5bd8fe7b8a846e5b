"""What the two languages owe each other, and what no author may type: checked before anything is typeset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lyreport.errors import Bilingual, Problem
from lyreport.plan import Term
from lyreport.report.usage import Rendered, Source

_PLACEHOLDER = re.compile(r"<<.*?>>|<%.*?%>|<#.*?#>", re.DOTALL)
_ALLOWED = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)"  # years
    r"|〔\d{4}〕\d+号|\bNo\. \d+\b"  # numbers of documents
    r"|(?<![A-Za-z0-9])[QTSMF]\d{2}(?:\.[a-z0-9_-]+)*(?![A-Za-z0-9])"  # ids of indicators, milestones, forms
    r"|\{[^{}\n]*\}|@(?:fig|tbl|sec)-[\w-]+|\[\^\w+\]"  # attributes, references, footnotes
    r"|(?m:^\s*\d+\. )"  # numbered lists
    r"|\bPM2\.5\b"
)
_DIGIT = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*%?")
_FORBIDDEN: tuple[tuple[str, Bilingual, Bilingual], ...] = (
    (
        r"(?m)^# ",
        Bilingual("一级标题由报告生成", "the report itself sets first-level headings"),
        Bilingual("从 ## 开始", "begin with ##"),
    ),
    (
        r"<[a-zA-Z/!][^>\n]*>",
        Bilingual("不能用HTML标签", "HTML tags are not allowed"),
        Bilingual("改用Markdown", "use Markdown"),
    ),
    (
        r"!\[[^\]]*\]\(",
        Bilingual("不能直接放图片", "pictures cannot be placed directly"),
        Bilingual("用 figure()", "use figure()"),
    ),
    (
        r"(?<!\\)\$[^$\n]+\$",
        Bilingual("不能用公式", "mathematics is not allowed"),
        Bilingual("用文字说明", "say it in words"),
    ),
)
_WORD = re.compile(r"[a-z]+")
_GAP = re.compile(r"\n[ \t]*\n\s*")
_STEM = 5


def literal(text: str) -> str:
    """Return the words that an author typed: placeholders are blanked, lines keep their numbers."""
    return _PLACEHOLDER.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def faults(
    pairs: Sequence[tuple[Rendered, Rendered]], terms: Iterable[Term], *, references: Iterable[str]
) -> list[Problem]:
    """Return every fault in all words: Chinese and English of each section side by side.

    Args:
        pairs: (zh, en) of each section.
        terms: the glossary; only its fixed terms bind the words.
        references: anchors that exist in the whole report (``fig-…``, ``tbl-…``, ``sec-…``).
    """
    known, glossary = set(references), tuple(terms)
    whole = all(one.filled for pair in pairs for one in pair)
    found: list[Problem] = []
    for zh, en in pairs:
        for one in (zh, en):
            found += [*one.log.problems, *typed(one.source), *(_dangling(one, known) if whole else ())]
        if zh.filled and en.filled:  # words that could not be filled in would differ in everything
            found += [*_unequal(zh, en), *rendered_otherwise(zh.source, en.source, glossary)]
    return found


def typed(source: Source) -> Iterator[Problem]:
    """Return what an author may not type: numbers, first-level headings, HTML, pictures, formulas."""
    text = literal(source.text)
    for pattern, what, cure in _FORBIDDEN:
        for match in re.finditer(pattern, text):
            yield Problem("words.forbidden", _where(source, text, match.start()), what, cure)
    bare = _ALLOWED.sub(lambda found: " " * len(found[0]), text)
    for match in _DIGIT.finditer(bare):
        yield Problem(
            "words.typed-number",
            _where(source, bare, match.start()),
            Bilingual(f"手写的数字“{match[0]}”", f"a number typed by hand: “{match[0]}”"),
            Bilingual(
                "用 value() 等取数，官方名称里的数用 fixed()",
                "take it from value() and the like; use fixed() inside official terms",
            ),
        )


def _where(source: Source, text: str, place: int) -> str:
    return f"{source.name}:{text.count(chr(10), 0, place) + 1}"


def _dangling(words: Rendered, known: set[str]) -> Iterator[Problem]:
    """A reference to what is not there; one in a branch that this year's data did not take refers to nothing."""
    text = literal(words.source.text)
    for match in re.finditer(r"@((?:fig|tbl|sec)-[a-z0-9-]+)", text):
        if match[1].rstrip("-") not in known and f"@{match[1]}" in words.text:
            yield Problem(
                "words.dangling",
                _where(words.source, text, match.start()),
                Bilingual(f"引用的“{match[1]}”不存在", f"“{match[1]}” is referred to but is not there"),
                Bilingual(
                    "核对图表编号，并确认已用 figure() 或 table() 放入",
                    "check the id and that figure() or table() places it",
                ),
            )


def _unequal(zh: Rendered, en: Rendered) -> Iterator[Problem]:
    used = [{one: words.log.lines[one] for one in words.log.used} for words in (zh, en)]
    doubtful = {*zh.log.doubtful, *en.log.doubtful}
    for problem, name in _in_one_only(zh.source, used[0], en.source, used[1]):
        if name.partition("@")[0] not in doubtful:  # asked for by a function that does not exist: said already
            yield problem


Used = Mapping[tuple[str, str], int]
"""What words use, a kind and a name, and the line where they first do."""


def differ(zh: Source, in_zh: Used, en: Source, in_en: Used) -> Iterator[Problem]:
    """Return a problem for everything that is used in one language only."""
    yield from (problem for problem, _ in _in_one_only(zh, in_zh, en, in_en))


def _in_one_only(zh: Source, in_zh: Used, en: Source, in_en: Used) -> Iterator[tuple[Problem, str]]:
    for here, used, there, other in ((zh, in_zh, en, in_en), (en, in_en, zh, in_zh)):
        for (kind, name), line in used.items():
            if (kind, name) not in other:
                problem = Problem(
                    "words.languages-differ",
                    f"{here.name}:{line}",
                    Bilingual(f"“{name}”只用在一种语言里", f"“{name}” is used in one language only"),
                    Bilingual(
                        f"在 {there.name} 里同样使用，或两边都删去", f"use it in {there.name} too, or in neither"
                    ),
                )
                yield problem, name


@dataclass(frozen=True)
class _Passage:
    """Some paragraphs of a file as they were typed: where each begins, and its words without placeholders."""

    paragraphs: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, text: str) -> _Passage:
        """Take a file apart where a line is empty; a line that only a placeholder fills does not part anything."""
        words, found, start = literal(text), [], 0
        for gap in _GAP.finditer(f"{text}\n\n"):
            if text[start : gap.start()].strip():
                found.append((start, words[start : gap.start()]))
            start = gap.end()
        return cls(tuple(found))

    @property
    def parts(self) -> tuple[_Passage, ...]:
        """The passage from heading to heading."""
        starts = [at for at, (_, text) in enumerate(self.paragraphs) if text.startswith("#")]
        ends = [0, *starts, len(self.paragraphs)]
        return tuple(_Passage(self.paragraphs[one:other]) for one, other in pairwise(ends))


def _aligned(zh: _Passage, en: _Passage, depth: int = 0) -> Iterator[tuple[_Passage, _Passage]]:
    """Pair the paragraphs of both languages, else those between two headings, else the passages as they are."""
    if len(zh.paragraphs) == len(en.paragraphs):
        yield from (
            (_Passage((one,)), _Passage((other,))) for one, other in zip(zh.paragraphs, en.paragraphs, strict=True)
        )
    elif not depth and len(zh.parts) == len(en.parts):
        for part, counterpart in zip(zh.parts, en.parts, strict=True):
            yield from _aligned(part, counterpart, depth + 1)
    else:
        yield zh, en


def rendered_otherwise(zh: Source, en: Source, terms: Iterable[Term]) -> Iterator[Problem]:
    """A fixed term in the Chinese must appear beside it in the English, in its fixed rendering or one also right.

    Where paragraphs cannot be paired, as many of the English as of the Chinese must have it, but for those that
    the English has fewer of.
    """
    longest = sorted((term for term in terms if term.fixed), key=lambda one: -len(one.zh))
    for chinese, english in _aligned(_Passage.of(zh.text), _Passage.of(en.text)):
        fewer = max(0, len(chinese.paragraphs) - len(english.paragraphs))
        words = [_WORD.findall(text.lower()) for _, text in english.paragraphs]
        for term, places in _used(chinese, longest):
            there = sum(any(_appears(rendering, one) for rendering in (term.en, *term.also)) for one in words)
            if there < max(1, len(places) - fewer):
                yield _other_rendering(term, _where(zh, zh.text, places[-1]), en)


def _used(passage: _Passage, terms: Sequence[Term]) -> Iterator[tuple[Term, list[int]]]:
    """Yield the terms that a passage uses, each with a place in every paragraph where it stands; the longest wins."""
    left = dict(passage.paragraphs)
    for term in terms:
        places = [start + text.find(term.zh) for start, text in left.items() if term.zh in text]
        if places:
            left = {start: text.replace(term.zh, "　" * len(term.zh)) for start, text in left.items()}
            yield term, places


def _other_rendering(term: Term, where: str, en: Source) -> Problem:
    return Problem(
        "words.term",
        where,
        Bilingual(
            f"“{term.zh}”在 {en.name} 的同一段中没有译作“{term.en}”",
            f"“{term.zh}” is not rendered as “{term.en}” in the same paragraph of {en.name}",
        ),
        Bilingual("按术语表统一译法", "keep to the glossary"),
    )


def _appears(rendering: str, english: Sequence[str]) -> bool:
    words = [word[:_STEM] for word in _WORD.findall(rendering.lower()) if len(word) > 2]  # noqa: PLR2004 - of, in, to…
    return all(any(one.startswith(word) for one in english) for word in words)
