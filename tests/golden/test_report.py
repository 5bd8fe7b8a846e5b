"""The whole report of a made-up edition: composed once, typeset once per format, read as a reader's program would."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from lyreport.errors import LANGS, RenderError
from lyreport.report import embedded, site
from lyreport.report.compose import compose
from lyreport.report.layout import made
from lyreport.report.material import moment

spec = importlib.util.spec_from_file_location("edition", Path(__file__).with_name("edition.py"))
edition = importlib.util.module_from_spec(spec)
spec.loader.exec_module(edition)


@pytest.fixture(scope="module")
def project(material, tmp_path_factory):
    """The composed project."""
    folder = tmp_path_factory.mktemp("edition")
    (folder / "words").mkdir()
    compose(material, edition.words(material.plan, folder / "words"), folder / "quarto")
    return folder / "quarto"


@pytest.fixture(scope="module")
def documents(material, project):
    """Everything typeset, each document in this process."""
    out = project.parent / "out"
    for lang in LANGS:
        for kind in ("html", "docx", "pdf"):
            embedded.typeset_one(embedded.Task(project, out, lang, kind, moment(material.years[material.year])))
    return out


class Page(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module", params=LANGS)
def page(request, documents):
    """The page of one language."""
    return Page(made(documents, request.param, "html"))


def test_a_page_needs_nothing_from_outside_and_runs_nothing(page):
    """No script, no inline style, no handler, no address beyond the site; the policy says so too."""
    assert page.all("script") == page.all("style") == []
    assert [
        name for _, attributes in page.tags for name in attributes if name == "style" or name.startswith("on")
    ] == []
    places = [attributes[name] for _, attributes in page.tags for name in ("src", "href") if attributes.get(name)]
    assert [place for place in places if re.match(r"[a-z]+:|//", place)] == []
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src 'self'; style-src 'self'")


def test_every_link_within_the_page_leads_somewhere_and_every_id_is_one(page):
    """Anchors are unique; a shown value leads to its own row."""
    ids = Counter(attributes["id"] for _, attributes in page.tags if attributes.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    links = page.all("a")
    assert [one["href"] for one in links if one["href"].startswith("#") and one["href"][1:] not in ids] == []
    shown = [one for one in links if one.get("data-trace")]
    assert len(shown) > 300
    assert [one for one in shown if one["href"] != "#w-" + re.sub(r"[.@/]", "-", one["data-trace"])] == []


def test_a_shown_value_is_written_as_the_contract_says(page):
    """Its place holds figure and fraction, its row the id; above stand formula, files with digests, notebook and cell."""
    assert '<a class="n" data-trace="Q05@2025" href="#w-Q05-2025">99.56</a>' in page.text
    place = re.search(r'<td id="w-Q05-2025">(.*?)</td>', page.text, re.DOTALL)
    for part in ("99.56%", "24890"):
        assert part in place[1].replace(",", "")
    assert '<th scope="row">Q05</th>' in page.text[: place.start()].rpartition("<tr>")[2]
    above = page.text[: place.start()].rpartition('<div class="note">')[2]
    for part in ("38-livable-villages.ipynb", "q05", "F05 县水利局.xlsx", "2022"):
        assert part in above


def test_every_indicator_and_milestone_has_its_anchor(page, material):
    """``#Q05`` and ``#M26`` can be linked to from elsewhere."""
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert [name for name in (*material.plan.indicators, *material.plan.milestones) if name not in ids] == []


def test_tables_have_captions_and_headers_and_pictures_have_words(page):
    """Each table is named and scoped, each drawing told."""
    assert page.text.count("<table") == page.text.count("<caption>")
    assert [one for one in page.all("th") if one.get("scope") not in {"col", "row"}] == []
    assert [one for one in page.all("img") if not one.get("alt")] == []
    assert [one for one in page.all("svg") if one.get("role") != "img" or not one.get("aria-label")] == []


def test_headings_begin_once_and_never_skip(page):
    """One ``<h1>``; no level is left out on the way down."""
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_status_is_said_in_shape_and_word(page):
    """Colour is never alone: every verdict has a word, and a shape that a screen reader skips."""
    verdicts = re.findall(r'<span class="verdict [a-z_]+"><span aria-hidden="true">.</span> [^<]+</span>', page.text)
    assert len(verdicts) == page.text.count('<span class="verdict ')


def test_the_page_says_that_its_data_are_invented(page):
    """Demonstration data are loud: in the title, on top, in print."""
    assert page.text.count("示例数据，非真实数据") + page.text.count("Demonstration data, not real figures") >= 3


def test_the_page_stays_small(page, documents):
    """Each page's HTML keeps below 700 KB; a value costs 300 bytes where it is explained, and 100 where it is shown."""
    assert max(made(documents, lang, "html").stat().st_size for lang in LANGS) < 700_000
    annex = page.text[page.text.index('id="sec-annex-sources"') : page.text.index('id="sec-annex-terms"')]
    assert len(annex.encode()) / annex.count('id="w-') < 300
    links = re.findall(r'<a class="n".*?</a>', page.text)
    assert sum(map(len, links)) / len(links) < 100


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="needs pdfinfo (poppler-utils)")
@pytest.mark.parametrize("lang", LANGS)
def test_the_documents_to_take_away_stay_small(documents, lang):
    """Fonts apart, a printed page costs less than 6 KB, a row of a table in the Word file less than 120 bytes."""
    path = made(documents, lang, "pdf")
    pages = int(re.search(r"Pages:\s+(\d+)", subprocess.check_output(["pdfinfo", path], text=True))[1])
    streams = re.findall(rb"\d+ 0 obj\s*(<<.*?>>)\s*stream", path.read_bytes(), re.DOTALL)
    fonts = sum(int(re.search(rb"/Length (\d+)", head)[1]) for head in streams if b"CIDFontType0C" in head)
    assert fonts > 10_000
    assert (path.stat().st_size - fonts) / pages < 6_000
    with zipfile.ZipFile(made(documents, lang, "docx")) as archive:
        rows = archive.read("word/document.xml").count(b"<w:tr>")
        assert archive.getinfo("word/document.xml").compress_size / rows < 120


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_the_same_project_gives_the_same_bytes(documents, project, material, tmp_path, kind):
    """A second typesetting, in another folder, makes the same file."""
    copy = tmp_path / "elsewhere" / "quarto"
    shutil.copytree(project, copy)
    again = embedded.typeset_one(
        embedded.Task(copy, tmp_path / "out", "en", kind, moment(material.years[material.year]))
    )
    assert again.read_bytes() == made(documents, "en", kind).read_bytes()


def test_composing_twice_gives_the_same_project(material, project, tmp_path):
    """No clock, no order of a set, no path reaches the sources."""
    compose(material, project.parent / "words", tmp_path / "quarto")
    files = sorted(path.relative_to(project) for path in project.rglob("*") if path.is_file() and path.suffix != ".otf")
    assert [name for name in files if (project / name).read_bytes() != (tmp_path / "quarto" / name).read_bytes()] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_word_file_has_headings_contents_and_alternative_texts(documents, lang):
    """Named styles, filled contents, repeated table headers, no empty description, the mark on every page."""
    with zipfile.ZipFile(io.BytesIO(made(documents, lang, "docx").read_bytes())) as archive:
        parts = {
            name: archive.read(name).decode(errors="replace") for name in archive.namelist() if name.endswith(".xml")
        }
    text = parts["word/document.xml"]
    assert text.count('<w:pStyle w:val="Heading1"') >= 10
    assert text.count("<w:hyperlink w:anchor=") >= 20
    assert text.count("<w:tblHeader") == text.count("<w:tbl>")
    assert re.findall(r'descr="([^"]*)"', text)
    assert "" not in re.findall(r'descr="([^"]*)"', text)
    mark = "示例数据" if lang == "zh" else "Demonstration data"
    assert sum(mark in content for name, content in parts.items() if "header" in name) >= 2


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler-utils)")
@pytest.mark.parametrize("lang", LANGS)
def test_the_pdf_is_tagged_and_says_the_same(documents, lang):
    """Tagged, with title and bookmarks; the running mark on every page but the cover, which has its own."""
    path = made(documents, lang, "pdf")
    facts = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", facts)
    pages = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split("\f")[:-1]
    mark = "示例数据，非真实数据" if lang == "zh" else "Demonstration data, not real figures"
    assert [number for number, text in enumerate(pages, 1) if mark not in text] == []
    assert "99.56%" in "".join(pages)


def test_words_with_faults_make_nothing_and_list_everything(material, project, tmp_path):
    """Faults of both languages come at once; the earlier project stays."""
    words = shutil.copytree(project.parent / "words", tmp_path / "words")
    (words / "33-old-compounds.zh.qmd").write_text('<< value("Q01") >>\n\n共3个', encoding="utf-8")
    (words / "44-training.en.qmd").unlink()
    (tmp_path / "quarto").mkdir()
    with pytest.raises(RenderError) as caught:
        compose(material, words, tmp_path / "quarto")
    codes = {problem.code for problem in caught.value.problems}
    assert {"words.typed-number", "words.languages-differ", "words.missing"} <= codes
    assert list((tmp_path / "quarto").iterdir()) == []


def test_a_missing_glyph_stops_the_pdf(project, tmp_path):
    """A character that the fonts lack is an error that names itself, never an empty box."""
    copy = shutil.copytree(project, tmp_path / "quarto")
    part = copy / "chapters" / "zh" / "_00-scorecard.qmd"
    part.write_text(part.read_text(encoding="utf-8") + "\n\n缺字：\U00013000\n", encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        embedded.typeset_one(embedded.Task(copy, tmp_path / "out", "zh", "pdf", 0))
    assert "index.qmd" in caught.value.say("zh")


def test_a_missing_font_stops_the_pdf(project, tmp_path):
    """A font that is not there is an error, not another face."""
    copy = shutil.copytree(project, tmp_path / "quarto", ignore=shutil.ignore_patterns("NotoSans*"))
    with pytest.raises(RenderError):
        embedded.typeset_one(embedded.Task(copy, tmp_path / "out", "zh", "pdf", 0))


def test_the_site_holds_pages_drawings_and_documents(documents, project, tmp_path):
    """Two pages, their assets, and the documents under names that a reader can tell apart."""
    site.assemble(
        project=project, documents=documents, site=tmp_path / "site", year=2025, formats=("html", "docx", "pdf")
    )
    files = {
        path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*") if path.is_file()
    }
    assert {
        "index.html", "en/index.html", "assets/page.css", "assets/figures/water-path.zh.svg",
        "files/共同缔造年度报告2025.pdf", "files/co-creation-annual-report-2025.docx",
    } <= files  # fmt: skip
    pages = [Page(tmp_path / "site" / name) for name in ("index.html", "en/index.html")]
    for folder, page in zip(("", "en/"), pages, strict=True):
        places = [one["src"] for one in page.all("img")] + [
            one["href"] for one in page.all("link") if one["rel"] in {"stylesheet", "icon"}
        ]
        assert [place for place in places if not (tmp_path / "site" / folder / place).is_file()] == []
