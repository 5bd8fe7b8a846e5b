"""The report of an edition, composed from what is new: parts that say what they said come from the cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lyreport.cache import inputs
from lyreport.cache.shelf import Entry, Shelf
from lyreport.edition.proofs import compiler
from lyreport.errors import LANGS, Lang
from lyreport.hashing import digest, sha256
from lyreport.project import Project
from lyreport.report.compose import Aids, Told, compose, unheard
from lyreport.report.known import Known
from lyreport.report.material import Material


@dataclass(frozen=True)
class Composing:
    """How the report of one edition is composed.

    Args:
        project: its words are read, its cache is used.
        fonts: the files that documents are set with.
        params: the digest of each file below ``params/``; without them nothing is kept.
        force: compose everything again.
    """

    project: Project
    fonts: tuple[Path, ...]
    params: Mapping[str, str]
    force: bool = False

    @property
    def shelf(self) -> Shelf:
        """Where parts are kept."""
        return Shelf(self.project.cache / "composed")

    @cached_property
    def _maker(self) -> dict[str, str]:
        """What composes."""
        return {"code": digest(inputs.code()), "versions": digest(inputs.versions()), "python": inputs.python()}

    def write(self, material: Material, folder: Path, told: Told = unheard) -> None:
        """Write the Quarto project into ``folder``, with the words and fonts of this edition.

        Raises:
            RenderError: the words have faults (14).
        """
        compiled = self.project.cache / "words" / compiler()[:12]
        compiled.mkdir(parents=True, exist_ok=True)
        ground = self._ground(material)
        known: dict[Lang, Known] = {lang: Known.of(ground, self._kept(material, lang, ground)) for lang in LANGS}
        aids = Aids(compiled, known, told, self._once)
        compose(material, self.project.notebooks, folder, fonts=self.fonts, aids=aids)
        for lang, parts in known.items():
            if ground and parts.grown:
                self.shelf.add(_task(material, lang), Entry({"ground": ground}, {}, self.shelf.put(parts.dumped())))

    def _once(self, name: str, given: Mapping[str, str], make: Callable[[], bytes]) -> bytes:
        parts = {"given": digest(dict(given)), **self._maker}
        return (self.shelf.anew if self.force else self.shelf.once)(name, parts, make)

    def _kept(self, material: Material, lang: Lang, ground: str) -> bytes | None:
        """Return the parts of the last time that everything but words was as it is now."""
        entries = () if self.force or not ground else self.shelf.entries(_task(material, lang))
        return next((self.shelf.get(one.result) for one in entries if one.parts == {"ground": ground}), None)

    def _ground(self, material: Material) -> str:
        """Return the digest of all that shapes a part beside words and what was shown before it; empty if not known."""
        if not self.params or not material.origin:
            return ""
        formats = list(material.report.formats)  # may be others than in params/: a page links to what is made
        return digest(
            {
                "year": material.year,
                "recorded": material.origin,
                "params": dict(self.params),
                "submissions": sha256(repr(sorted(material.submissions.items())).encode()),
                "formats": formats,
                **self._maker,
            }
        )


def _task(material: Material, lang: Lang) -> str:
    return f"{material.year}/{lang}"
