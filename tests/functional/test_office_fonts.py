"""A font of the office's own: it sets the PDF, counts among its inputs, and is asked for before anything runs."""

from __future__ import annotations

import shutil

from fontTools.ttLib import TTFont

from lyreport.report.fonts import pinned_files
from tests.fixtures.county import County

SETTING = "fonts: {serif: Noto Serif SC, sans: Noto Sans SC}"


def pdf(county: County, *words: str):
    """Make the PDF files of 2023."""
    return county.lyreport("run", "2023", "--engine", "embedded", "--formats", "pdf", *words)


def set_fonts(county: County, setting: str) -> None:
    """Write other fonts into the settings."""
    path = county.root / "params" / "report.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(SETTING, setting), encoding="utf-8")


def renamed(path, family: str) -> None:
    """Write the pinned serif under another family's name."""
    with TTFont(pinned_files()[0], lazy=True) as font:
        names = font["name"]
        for record in list(names.names):
            if record.nameID in {1, 16}:
                names.setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
        font.save(path)


def test_a_font_of_the_project_sets_the_pdf_and_counts_among_its_inputs(county: County) -> None:
    """The family is taken from the named file; other bytes under that name make the PDF again, and nothing else."""
    renamed(county.root / "Office.otf", "Office Song")
    set_fonts(county, "fonts: {serif: Office Song, sans: Noto Sans SC, files: [Office.otf]}")
    assert pdf(county).code == 0
    assert (county.output / "quarto" / "fonts" / "Office.otf").is_file()
    assert "nothing has changed" in pdf(county).err
    assert "Office.otf" in county.lyreport("doctor").out
    shutil.copyfile(pinned_files()[0], county.root / "Office.otf")
    assert "Office Song" in pdf(county).err
    renamed(county.root / "Office.otf", "Office Song")
    with (county.root / "Office.otf").open("ab") as stream:
        stream.write(b"\0" * 4)
    steps = {step["step"]: step["reasons"] for step in pdf(county, "--dry-run", "--json").json["steps"] if step["runs"]}
    assert steps == {"zh pdf": ["file/fonts/Office.otf"], "en pdf": ["file/fonts/Office.otf"]}


def test_a_font_that_is_not_there_stops_the_run_before_anything_has_run(tiny: County, county: County) -> None:
    """10: the setting is at fault, not the words."""
    set_fonts(county, "fonts: {serif: Office Song, sans: Noto Sans SC}")
    said = pdf(county)
    assert said.code == 10
    assert "no font file holds the family Office Song" in said.err
    assert "notebooks" not in said.err
    assert county.site() == tiny.site()
