"""The documents of an edition: those whose words, figures and theme are what they were come from the cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from lyreport.cache import inputs
from lyreport.cache.shelf import Entry, Shelf
from lyreport.edition.made import Step
from lyreport.errors import LANGS, Lang
from lyreport.project import Edition, scratch_folder, write_bytes
from lyreport.report import embedded, quarto, site
from lyreport.report.compose import Told, unheard
from lyreport.report.layout import FORMATS, Format, document, made
from lyreport.report.pandoc import Trees, expand
from lyreport.report.quarto import Quarto

Wanted = tuple[Lang, Format]

_MODULES = {
    "embedded": ("report/embedded", "report/compiler", "report/pandoc", "report/docx", "report/pdf", "report/layout"),
    "quarto": ("report/quarto", "report/child", "report/complaints", "report/docx", "report/pdf", "report/layout"),
}
_ONLY: dict[str, tuple[Format, ...]] = {
    ".typ": ("pdf",), ".otf": ("pdf",), ".ttf": ("pdf",), ".docx": ("docx",), ".html": ("html",), ".css": ("html",),
}  # fmt: skip
"""Files of the composed project that only some formats use, by how their names end; all others count for all."""


@dataclass(frozen=True)
class Typesetting:
    """How the documents of one composed project are set.

    Args:
        project: the composed project.
        shelf: where finished documents are kept.
        quarto: the Quarto to use, or None for the embedded typesetter.
        formats: which formats are wanted.
        moment: seconds since 1970 that documents carry as their date.
        year: the edition.
        force: set everything again.
    """

    project: Path
    shelf: Shelf
    quarto: Quarto | None
    formats: tuple[Format, ...]
    moment: int
    year: int
    force: bool = False

    @property
    def engine(self) -> str:
        """The typesetter as it is shown."""
        return f"quarto {self.quarto.label}" if self.quarto else "embedded"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """Every document, by language and format."""
        return tuple((lang, kind) for lang in LANGS for kind in FORMATS if kind in self.formats)

    def step(self, one: Wanted) -> Step:
        """Say whether a document would be set, and why."""
        return Step(_name(one), self._why(one))

    def begun(self, trees: Trees) -> Told:
        """Return what lets pandoc read the text of a language at once where it is not what lies there."""

        def told(lang: Lang, text: str) -> None:
            if self.force or self._lying(lang) != text:
                trees.begin(lang, text)

        return unheard if self.quarto else told

    def finish(self, edition: Edition, trees: Trees | None = None) -> tuple[Step, ...]:
        """Set what has to be set, and lay out the site.

        Args:
            edition: whose site it is.
            trees: texts that are being read already.

        Raises:
            RenderError: one problem per document that could not be made; the earlier site is untouched.
        """
        steps = tuple(map(self.step, self.wanted))
        with scratch_folder(edition.root, "documents") as out:
            stale = [one for one in self.wanted if not self._fetched(one, out)]
            for langs, formats in _together(stale):
                self._typeset(out, langs, formats, trees)
            for one in stale:
                entry = Entry(self._parts(one), {}, self.shelf.put(made(out, *one).read_bytes()))
                self.shelf.add(self._task(one), entry)
            site.assemble(project=self.project, documents=out, site=edition.site, year=self.year, formats=self.formats)
        return steps

    def _lying(self, lang: Lang) -> str:
        try:
            return expand(document(self.project, lang))
        except (OSError, UnicodeDecodeError):  # nothing, or not the whole of it
            return ""

    def _typeset(self, out: Path, langs: tuple[Lang, ...], formats: tuple[Format, ...], trees: Trees | None) -> None:
        if self.quarto:
            quarto.typeset(self.project, out, quarto=self.quarto, formats=formats, langs=langs, moment=self.moment)
        else:
            embedded.typeset(self.project, out, formats=formats, langs=langs, moment=self.moment, trees=trees)

    def _fetched(self, one: Wanted, out: Path) -> bool:
        data = None if self.force else self.shelf.recall(self._task(one), self._parts(one))
        if data is not None:
            write_bytes(made(out, *one), data)
        return data is not None

    def _why(self, one: Wanted) -> tuple[str, ...]:
        if self.force:
            return ("force",)
        parts, entries = self._parts(one), self.shelf.entries(self._task(one))
        if any(entry.parts == parts and self.shelf.get(entry.result) is not None for entry in entries):
            return ()
        if not entries:
            return ("new",)
        last = entries[0].parts
        return tuple(name for name in {**parts, **last} if parts.get(name) != last.get(name)) or ("damaged",)

    def _parts(self, one: Wanted) -> dict[str, str]:
        return self._used[one]

    @cached_property
    def _used(self) -> Mapping[Wanted, dict[str, str]]:
        return {
            one: {**{f"file/{name}": known for name, known in self._files.items() if _uses(name, *one)}, **self._ground}
            for one in self.wanted
        }

    @cached_property
    def _files(self) -> Mapping[str, str]:
        return inputs.files(self.project, self.project.rglob("*"))

    @cached_property
    def _ground(self) -> dict[str, str]:
        modules = inputs.code(*_MODULES["quarto" if self.quarto else "embedded"])
        versions = inputs.versions()
        packages = {f"versions/{name}": versions[name] for name in inputs.TYPESETTERS if name in versions}
        return {
            **{f"code/{name}": known for name, known in modules.items()},
            **packages,
            "engine": self.engine,
            "moment": str(self.moment),
        }

    def _task(self, one: Wanted) -> str:
        return f"{self.year}/{'.'.join(one)}"


def _name(one: Wanted) -> str:
    return f"{one[0]} {one[1]}"


def _uses(name: str, lang: Lang, kind: Format) -> bool:
    """Whether a document may use a file: not what belongs to the other language, nor to another format."""
    other: Lang = "en" if lang == "zh" else "zh"
    path = PurePosixPath(name)
    foreign = (
        name == document(Path(), other).as_posix()
        or name.startswith(f"chapters/{other}/")
        or f".{other}" in path.suffixes
    )
    return not foreign and kind in _ONLY.get(path.suffix, FORMATS)


def _together(stale: Iterable[Wanted]) -> list[tuple[tuple[Lang, ...], tuple[Format, ...]]]:
    """Put languages that lack the same formats into one call, so that they are set side by side."""
    lacking: dict[Lang, tuple[Format, ...]] = {}
    for lang, kind in stale:
        lacking[lang] = (*lacking.get(lang, ()), kind)
    groups: dict[tuple[Format, ...], tuple[Lang, ...]] = {}
    for lang, formats in lacking.items():
        groups[formats] = (*groups.get(formats, ()), lang)
    return [(langs, formats) for formats, langs in groups.items()]
