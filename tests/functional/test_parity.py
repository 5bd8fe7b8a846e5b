"""One composed project through both typesetters: readers get the same text, structure and links from either.

The project holds every construct that the filter pair knows; its theme, fonts and settings are those of the package.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from lyreport.errors import LANGS, RenderError
from lyreport.report import embedded, front, quarto
from lyreport.report.fonts import font_folder, pinned_files
from lyreport.report.layout import document, made
from lyreport.report.reference import reference


def of_this_machine() -> tuple[quarto.Quarto | None, str]:
    """Return the Quarto of this machine, or why there is none."""
    try:
        return quarto.find(None, os.environ), "no Quarto here: set QUARTO_PATH or put quarto on PATH"
    except RenderError as error:
        return None, error.problems[0].say("en")


REAL, REASON = of_this_machine()
pytestmark = pytest.mark.quarto
if REAL is None:
    pytest.skip(REASON, allow_module_level=True)  # one line for all

FIXTURE = Path(__file__).parents[1] / "fixtures" / "parity"
MOMENT = 1767225600
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
QUARTOS_OWN = {
    "caption-top",
    "header",
    "odd",
    "even",
}  # classes that Quarto adds to tables and rows; no style names them


def compose(folder: Path) -> Path:
    """Put the package's own theme, fonts and settings around the fixture's chapters."""
    shutil.copytree(FIXTURE, folder)
    shutil.copytree(str(files("lyreport.report").joinpath("theme")), folder / "theme")
    (folder / "_quarto.yml").write_text(front.project(), encoding="utf-8")
    font_folder(folder).mkdir()
    for path in pinned_files():
        shutil.copyfile(path, font_folder(folder) / path.name)
    for lang in LANGS:
        made_for = reference(lang=lang, head="", mark="", serif="FangSong", sans="SimHei")
        (folder / "theme" / f"reference.{lang}.docx").write_bytes(made_for)
        _, matter, body = document(folder, lang).read_text(encoding="utf-8").split("---\n", 2)
        settings = yaml.safe_load(matter) | {"format": front.formats(lang)}
        document(folder, lang).write_text(
            f"---\n{yaml.safe_dump(settings, allow_unicode=True)}---\n{body}", encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> tuple[Path, Path]:
    """What the embedded typesetter made, and what Quarto made."""
    folder = tmp_path_factory.mktemp("parity")
    project = compose(folder / "quarto")
    embedded.typeset(project, folder / "embedded", moment=MOMENT)
    quarto.typeset(project, folder / "by-quarto", quarto=REAL, moment=MOMENT)
    return folder / "embedded", folder / "by-quarto"


class Page(HTMLParser):
    """A page as a list of events: tags with their attributes in order, text with single spaces."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.events: list[object] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note a tag; the order of attributes and of Quarto's classes carries no meaning."""
        kept = {name: value for name, value in attrs if name != "class"}
        classes = set((dict(attrs).get("class") or "").split()) - QUARTOS_OWN
        self.events.append((tag, tuple(sorted(kept.items())), tuple(sorted(classes))))

    def handle_endtag(self, tag):
        """Note an end."""
        self.events.append(f"/{tag}")

    def handle_data(self, data):
        """Note words."""
        if words := " ".join(data.split()):
            self.events.append(words)


def page(path: Path) -> list[object]:
    """Return a page's events; an empty element may be closed or not."""
    empty = {"/hr", "/br", "/img", "/meta", "/link", "/input", "/col"}
    return [event for event in Page(path.read_text(encoding="utf-8")).events if event not in empty]


def word(path: Path) -> list[object]:
    """Return a Word document's elements with their attributes; numbers of bookmarks and pictures are counters."""
    root = ET.fromstring(zipfile.ZipFile(path).read("word/document.xml"))  # noqa: S314 - our own file
    return [
        (
            element.tag.split("}")[1],
            sorted((name.split("}")[-1], value) for name, value in element.attrib.items() if not name.endswith("id")),
            (element.text or "").strip(),
        )
        for element in root.iter()
    ]


def pdf(path: Path) -> str:
    """Return a PDF's text as it is laid out."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext here (poppler-utils)")
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_are_the_same_when_parsed(both, lang):
    """Same elements, ids, classes, links, alternative texts and words, in the same order."""
    ours, quartos = (page(made(folder, lang, "html")) for folder in both)
    assert ours == quartos


@pytest.mark.parametrize("lang", LANGS)
def test_the_word_files_are_the_same(both, lang):
    """Same paragraphs with the same styles, same tables, same pictures with the same alternative text."""
    ours, quartos = (word(made(folder, lang, "docx")) for folder in both)
    assert ours == quartos


@pytest.mark.parametrize("lang", LANGS)
def test_the_pdfs_say_the_same(both, lang):
    """Same text in the same places on the same pages, and of the same standard."""
    ours, quartos = (pdf(made(folder, lang, "pdf")) for folder in both)
    assert ours == quartos
    assert "99.58" in ours


@pytest.mark.parametrize("lang", LANGS)
def test_quartos_page_keeps_the_promises_of_ours(both, lang):
    """No script, no inline style, the policy and the charset stay: Quarto adds nothing to the template."""
    text = made(both[1], lang, "html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert '<meta charset="utf-8">' in text
    assert "Content-Security-Policy" in text
    assert not re.search(r"<script|<style|\sstyle=|https?://", text)


def test_the_project_renders_by_hand(tmp_path):
    """Plain ``quarto render`` in the composed project makes every document, as an office would do it."""
    project = compose(tmp_path / "quarto")
    subprocess.run([REAL.path, "render"], cwd=project, capture_output=True, check=True)
    for lang in LANGS:
        for kind in ("html", "docx", "pdf"):
            assert made(project, lang, kind).is_file()
