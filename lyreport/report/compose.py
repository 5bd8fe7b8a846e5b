"""From recorded values and words to a plain Quarto project, one document per language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from pathlib import Path

from lyreport.errors import LANGS, Lang, Problem, RenderError
from lyreport.plan import Plan
from lyreport.project import staged_folder, write_draft
from lyreport.report import annexes, front
from lyreport.report.agreement import faults
from lyreport.report.fonts import OFFICE_SANS, OFFICE_SERIF, SANS, SERIF, pinned_files, place
from lyreport.report.known import Known
from lyreport.report.layout import chapter, document, figure_path, include, spark_path
from lyreport.report.material import Material
from lyreport.report.phrases import TITLES
from lyreport.report.preface import preface
from lyreport.report.proofread import read
from lyreport.report.provenance import provenance
from lyreport.report.scorecard import drawing, scorecard, targets
from lyreport.report.shown import Shown
from lyreport.report.words import Rendered, Source, render
from lyreport.section.phrases import DEMONSTRATION

_THEME = ("before.lua", "after.lua", "page.html", "report.typ", "typst-template.typ", "typst-show.typ", "page.typ")
_GROUPS = {"3": "part3", "4": "part4"}
"""Sections whose stem begins so stand as second level under a heading of their own; 10, 20 and 51 are first level."""

_PLAIN = ".unnumbered"
_BROAD = frozenset({"indicators"})
"""Annexes whose table needs a page on its side."""

Annex = Callable[[Shown], str]
_ANNEXES: tuple[tuple[str, Annex], ...] = (
    ("indicators", annexes.indicators),
    ("milestones", annexes.milestones),
    ("submissions", annexes.submissions),
    ("method", annexes.method),
    ("sources", provenance),
    ("terms", annexes.terms),
    ("open", annexes.open_questions),
)
_TABLES = ("scorecard", "symbols", "indicators", "milestones", "submissions", "files", "open")
"""Numbered tables outside the chapters, which words may refer to."""

_OWN_TABLE = re.compile(r"^::: \{#(tbl-[a-z0-9-]+)", re.MULTILINE)
"""Where words begin a table of their own."""


Told = Callable[[Lang, str], None]
"""Hears the whole text of a language as soon as it stands, while the rest is still being composed."""


Once = Callable[[str, Mapping[str, str], Callable[[], bytes]], bytes]
"""Returns what a function makes, from the cache where that has been made under the same name from the same words."""


def unheard(_lang: Lang, _text: str) -> None:
    """Tell nobody."""


def each_time(_name: str, _given: Mapping[str, str], make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` makes now."""
    return make()


@dataclass(frozen=True)
class Aids:
    """What makes composing shorter, and changes nothing that is written.

    Args:
        compiled: a folder that keeps compiled words, and may be deleted at any time.
        known: the parts that were composed before, by language.
        told: hears the text of a language before it is written, and before it is known that all words are good.
        once: keeps the Word files whose styles documents take over.
    """

    compiled: Path | None = None
    known: Mapping[Lang, Known] = field(default_factory=dict)
    told: Told = unheard
    once: Once = each_time


@dataclass(frozen=True)
class _Document:
    """The text of one language: what stands before it, then its parts by name."""

    head: str
    parts: Mapping[str, str]

    def text(self, places: Mapping[str, str]) -> str:
        """Return the text with each part in ``places``, or a line that names its place."""
        whole = "\n\n".join(places[name] for name in self.parts)
        return f"{self.head}\n{whole}\n"


def compose(
    material: Material,
    words: Path,
    folder: Path,
    *,
    fonts: Sequence[Path] | None = None,
    aids: Aids = Aids(),
) -> None:
    """Write the Quarto project of one edition.

    Args:
        material: everything that was recorded.
        words: the folder of the trios, ``notebooks/``.
        folder: takes the place of an earlier project only when all is well.
        fonts: the files that it is set with; the pinned ones where none are given.
        aids: what makes it shorter.

    Raises:
        RenderError: lists every fault of the words, in both languages, with file and line.
    """
    sources, problems = _sources(material.plan, words)
    filled, documents = {}, {}
    for lang in LANGS:
        shown, known = Shown(material, lang), aids.known.get(lang, Known())
        filled[lang] = [
            known.chapter(shown, source, partial(render, source, shown, aids.compiled)) for source in sources[lang]
        ]
        if not problems and not any(one.log.problems for one in filled[lang]):
            documents[lang] = _document(shown, filled[lang], known)
            aids.told(lang, documents[lang].text(documents[lang].parts))
    pairs = list(zip(filled["zh"], filled["en"], strict=True))
    problems += faults(pairs, material.plan.terms.values(), references=_references(pairs))
    if problems:
        raise RenderError(problems)
    figures = {name for zh, _ in pairs for kind, name in zh.log.used if kind == "figure"}
    with staged_folder(folder) as draft:
        _write(draft, material, documents, figures, aids.once)
        place(fonts or pinned_files(), draft)


def _write(draft: Path, material: Material, documents: Mapping[Lang, _Document], figures: set[str], once: Once) -> None:
    for lang in LANGS:
        _write_document(draft, lang, documents[lang])
    write_draft(draft / "_quarto.yml", front.project().encode())
    _write_theme(draft, material, once)
    _write_figures(draft, material, figures)


def _sources(plan: Plan, words: Path) -> tuple[dict[Lang, list[Source]], list[Problem]]:
    """Return the words of every section that has them in both languages, and what is wrong with the others."""
    sources: dict[Lang, list[Source]] = {lang: [] for lang in LANGS}
    problems = []
    for stem in plan.sections:
        pair = {lang: read(words, stem, lang) for lang in LANGS}
        problems += [one for one in pair.values() if isinstance(one, Problem)]
        if not any(isinstance(one, Problem) for one in pair.values()):
            for lang, one in pair.items():
                sources[lang] += [one] if isinstance(one, Source) else []
    return sources, problems


def _references(pairs: list[tuple[Rendered, Rendered]]) -> set[str]:
    prefix = {"figure": "fig", "table": "tbl"}
    placed = {f"{prefix[kind]}-{name}" for zh, _ in pairs for kind, name in zh.log.used if kind in prefix}
    placed |= {name for zh, _ in pairs for name in _OWN_TABLE.findall(zh.source.text)}
    sections = {f"sec-{zh.source.stem}" for zh, _ in pairs} | {"sec-scorecard", "sec-preface"}
    return placed | sections | {f"sec-annex-{name}" for name, _ in _ANNEXES} | {f"tbl-{name}" for name in _TABLES}


def _document(shown: Shown, chapters: list[Rendered], known: Known) -> _Document:
    def part(name: str, make: Annex) -> str:
        return known.part(shown, name, make)

    parts = {
        "00-scorecard": part("00-scorecard", lambda _: _headed(shown, "scorecard", scorecard(shown), marks=_PLAIN)),
        "01-preface": part("01-preface", lambda _: _headed(shown, "preface", preface(shown), marks=_PLAIN)),
        **{words.source.stem: _chapter(shown, words, chapters) for words in chapters},
    }
    for name, make in _ANNEXES:  # the annex of sources explains what was shown before it
        parts[f"annex-{name}"] = _annex(shown, name, part(name, make))
    return _Document(front.matter(shown.material, shown.lang), parts)


def _write_document(draft: Path, lang: Lang, written: _Document) -> None:
    for name, text in written.parts.items():
        write_draft(chapter(draft, lang, name), text.encode())
    places = {name: include(lang, name) for name in written.parts}
    write_draft(document(draft, lang), written.text(places).encode())


def _headed(shown: Shown, name: str, text: str, *, marks: str = "") -> str:
    return f"# {shown.say(TITLES[name], period=shown.period)} {{#sec-{name} {marks}}}\n\n{text}\n"


def _annex(shown: Shown, name: str, text: str) -> str:
    title = shown.say(TITLES[f"annex_{name}"], period=shown.period)
    part = f"# {title} {{#sec-annex-{name} .annex}}\n\n{text}\n"
    return f":::: {{.on-its-side}}\n{part}::::\n" if name in _BROAD else part


def _chapter(shown: Shown, words: Rendered, chapters: list[Rendered]) -> str:
    """Set the chapter's title from the plan; sections of parts 3 and 4 move one level down, under their part."""
    stem = words.source.stem
    title = shown.material.plan.sections[stem].title.say(shown.lang)
    group = _GROUPS.get(stem[0])
    if group is None:
        return f"# {title} {{#sec-{stem}}}\n\n{words.text}\n"
    first = next(one.source.stem for one in chapters if _GROUPS.get(one.source.stem[0]) == group)
    opening = _headed(shown, group, "") if stem == first else ""
    return f"{opening}## {title} {{#sec-{stem}}}\n\n{_lowered(words.text)}\n"


def _lowered(text: str) -> str:
    return "\n".join(f"#{line}" if line.startswith("##") else line for line in text.split("\n"))


def _write_theme(draft: Path, material: Material, once: Once) -> None:
    theme = files("lyreport.report").joinpath("theme")
    for name in _THEME:
        write_draft(draft / "theme" / name, theme.joinpath(name).read_bytes())
    for name in ("page.css", "icon.svg"):
        write_draft(draft / "assets" / name, theme.joinpath(name).read_bytes())
    for lang in LANGS:
        given = _looks(material, lang)
        made = once(f"reference.{lang}", given, partial(_reference, lang, given))
        write_draft(draft / "theme" / f"reference.{lang}.docx", made)
    for row in targets(Shown(material, "zh")):
        write_draft(draft / spark_path(row.id), drawing(Shown(material, "zh"), row).encode())


def _looks(material: Material, lang: Lang) -> dict[str, str]:
    fonts = material.report.fonts
    return {
        "head": front.titles(material, lang)["short"],
        "mark": DEMONSTRATION.say(lang) if material.demonstration else "",
        "serif": OFFICE_SERIF[lang] if fonts.serif in SERIF[lang] else fonts.serif,
        "sans": OFFICE_SANS[lang] if fonts.sans in SANS[lang] else fonts.sans,
    }


def _reference(lang: Lang, given: Mapping[str, str]) -> bytes:
    from lyreport.report.reference import reference  # here, because it is seldom made

    return reference(lang=lang, **given)


def _write_figures(draft: Path, material: Material, names: set[str]) -> None:
    for name in sorted(names):
        for lang in LANGS:
            drawn = material.figures[name, lang]
            assert drawn.svg is not None
            assert drawn.png is not None  # the section draws both or neither
            write_draft(draft / figure_path(name, lang, "svg"), drawn.svg.encode())
            write_draft(draft / figure_path(name, lang, "png"), drawn.png)
