"""The project that is measured: a copy in a temporary folder, its notebooks, and one small change of each kind.

The checkout's own output/ is never touched.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from lyreport.run.edition import SUMMARY

ROOT = Path(__file__).parents[1]
BASE_YEAR = 2022
LANGS = ("zh", "en")
FORMATS = ("html", "docx", "pdf")


@dataclass(frozen=True)
class Cells:
    """One notebook for one year, and the file of values that the overview is handed."""

    stem: str
    year: int
    values: Path | None


@dataclass(frozen=True)
class Subject:
    """A copy of a project, and the edition that is made of it."""

    root: Path
    edition: int

    @property
    def output(self) -> Path:
        """Everything that lyreport makes."""
        return self.root / "output"

    @property
    def made(self) -> Path:
        """The edition that lyreport made."""
        return self.output / str(self.edition)

    @property
    def stems(self) -> tuple[str, ...]:
        """The sections, the overview last: it reads the others."""
        found = sorted(path.stem for path in (self.root / "notebooks").glob("*.ipynb"))
        return (*(stem for stem in found if stem != SUMMARY), *(stem for stem in found if stem == SUMMARY))

    def notebook(self, stem: str) -> Path:
        """The source of one section."""
        return self.root / "notebooks" / f"{stem}.ipynb"

    def cells(self, sections: int = 0) -> tuple[Cells, ...]:
        """Every notebook for every year; with ``sections`` only so many of them, spread evenly."""
        stems = self.stems[:: max(1, len(self.stems) // sections)][:sections] if sections else self.stems
        return tuple(
            Cells(stem, year, self._values(year) if stem == SUMMARY else None)
            for year in range(BASE_YEAR, self.edition + 1)
            for stem in stems
        )

    def change_one_cell(self) -> None:
        """Count one more person with tap water, in the first village where some have none."""
        path = self.root / "data" / str(self.edition) / "县水利局.xlsx"
        book = openpyxl.load_workbook(path)
        sheet = next(book[name] for name in book.sheetnames if name.startswith("F05 "))
        row = next(row for row in sheet.iter_rows(min_row=4) if row[4].value > row[5].value)
        row[5].value += 1
        book.save(path)

    def change_one_word(self) -> None:
        """Change one word of a Chinese section."""
        path = self.root / "notebooks" / "38-livable-villages.zh.qmd"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("普及率", "普及比率", 1), encoding="utf-8")

    def forget(self) -> None:
        """Remove everything that was ever made, caches and font list included."""
        shutil.rmtree(self.output, ignore_errors=True)

    def _values(self, year: int) -> Path:
        return self.made / "log" / "section-values" / f"{year}.json"


def copy(to: Path, *, quick: bool) -> Subject:
    """Copy the county, or for a quick look the toy county of the tests."""
    source = ROOT / "tests" / "fixtures" / "tiny" if quick else ROOT
    for name in ("params", "data", "notebooks"):
        shutil.copytree(source / name, to / name, ignore=shutil.ignore_patterns("demonstration", "__pycache__"))
    lock = ROOT / "requirements.lock"
    if lock.exists():
        shutil.copy(lock, to)
    years = [int(path.name) for path in (to / "data").iterdir() if path.name.isdigit()]
    return Subject(to, max(years))
