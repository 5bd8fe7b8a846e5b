"""The page in a real browser: no overflow, no complaint, no request outside, no violation that axe can find."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import os
import shutil
import threading
from pathlib import Path

import pytest

from lyreport.errors import LANGS
from lyreport.report import embedded, site
from lyreport.report.compose import compose
from lyreport.report.material import moment

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("needs Chromium", allow_module_level=True)
AXE = Path(os.environ.get("LYREPORT_AXE", "node_modules/axe-core/axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The site of the made-up edition on a loopback address."""
    spec = importlib.util.spec_from_file_location("edition", Path(__file__).parents[1] / "golden" / "edition.py")
    edition = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(edition)
    folder, material = tmp_path_factory.mktemp("site"), edition.material()
    (folder / "words").mkdir()
    compose(material, edition.words(material.plan, folder / "words"), folder / "quarto")
    for lang in LANGS:
        embedded.typeset_one(
            embedded.Task(folder / "quarto", folder / "out", lang, "html", moment(material.years[material.year]))
        )
    site.assemble(
        project=folder / "quarto", documents=folder / "out", site=folder / "site", year=2025, formats=("html",)
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder / "site"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    """Chromium without a window."""
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(
    params=[
        ("index.html", 320, "light"),
        ("index.html", 1440, "dark"),
        ("en/index.html", 320, "dark"),
        ("en/index.html", 1280, "light"),
    ]
)
def tab(request, browser, address):
    """One page at one width and in one scheme, with everything it complained about."""
    page, width, scheme = request.param
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened.complaints = []
    opened.on("console", lambda said: opened.complaints.append(said.text))
    opened.on(
        "request", lambda asked: opened.complaints.append(asked.url) if not asked.url.startswith(address) else None
    )
    opened.goto(address + page)
    yield opened
    opened.close()


def test_a_page_fits_its_window_and_is_silent(tab):
    """No sideways scrolling, no console message (so no breach of the policy), no request outside."""
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]
    assert tab.complaints == []


def test_axe_finds_nothing(tab):
    """WCAG 2.2 AA and good practice, as far as a program can tell."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: npm install axe-core, then LYREPORT_AXE=…/axe.min.js")
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    result = tab.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {RULES}}}}})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == []


def test_large_text_needs_no_script(tab):
    """The large-text switch is a checkbox and style alone."""
    before = tab.evaluate("getComputedStyle(document.documentElement).fontSize")
    tab.check("#large")
    assert tab.evaluate("getComputedStyle(document.documentElement).fontSize") != before


def test_the_first_tab_stop_skips_to_the_text(tab):
    """A keyboard reader need not walk through the contents."""
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main"
