"""The real Quarto: what it makes of a small project, what it says when that is broken, and how it is stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from lyreport.errors import RenderError
from lyreport.report import quarto
from lyreport.report.layout import Format


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

FIXTURE = Path(__file__).parents[1] / "fixtures" / "quarto_project"
ZH = quarto.Document("index.qmd", ("_output/index.html", "_output/index.docx", "_output/index.pdf"))
EN = quarto.Document("en/index.qmd", ("_output/en/index.html", "_output/en/index.docx", "_output/en/index.pdf"))


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of the small project, free to be broken."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "quarto"))


def names(folder: Path) -> list[str]:
    """Return everything below ``folder``."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def append(path: Path, text: str) -> None:
    """Break a file at its end."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    """Break a file in its middle."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_both_languages_in_three_formats_with_the_same_bytes_twice(project, monkeypatch, tmp_path):
    """All six files come back, twice the same, and nothing is left in the project or beside it."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = names(project)
    first, second = (quarto.render(project, (ZH, EN), quarto=REAL, moment=1767225600) for _ in range(2))
    assert first == second
    assert "普及率" in first["_output/index.html"].decode()
    assert first["_output/en/index.pdf"].startswith(b"%PDF-")
    assert names(project) == before
    assert names(scratch) == []


def test_typeset_finds_the_files_by_the_projects_own_settings(project, tmp_path):
    """One format, one language: an ordinary Word file at the agreed place, and no other file."""
    (made,) = quarto.typeset(project, tmp_path / "site", quarto=REAL, formats=("docx",), langs=("en",))
    assert made == tmp_path / "site" / "en" / "index.docx"
    assert "Tap water" in zipfile.ZipFile(made).read("word/document.xml").decode()
    assert names(tmp_path / "site") == ["en", "en/index.docx"]


def test_progress_tells_each_format(project):
    """html, docx, typst, then the PDF itself."""
    steps: list[quarto.Heard] = []
    quarto.render(project, (ZH,), quarto=REAL, progress=steps.append)
    assert {step.format for step in steps} >= {"html", "docx", "typst", "pdf"}
    assert {step.source for step in steps} == {"index.qmd"}


def break_filter_call(project: Path) -> None:
    """Let a filter say ``error()``, after which Quarto goes on and ends with status 0."""
    (project / "filters/before.lua").write_text('function Para(p)\n  error("not known")\nend\n', encoding="utf-8")


BROKEN = {
    "filter missing": (lambda p: (p / "filters/before.lua").unlink(), "quarto.filter-missing _quarto.yml:12"),
    "filter fails": (
        lambda p: (p / "filters/before.lua").write_text("function Para(p)\n  return p.x.y\nend\n", encoding="utf-8"),
        "quarto.lua filters/before.lua:2",
    ),
    "filter says error": (break_filter_call, "quarto.lua filters/before.lua:2"),
    "front matter": (lambda p: replace(p / "index.qmd", "lang: zh", 'lang: "zh'), "quarto.yaml index.qmd:4"),
    "settings": (lambda p: replace(p / "_quarto.yml", "minimal: true", "toc: perhaps"), "quarto.yaml _quarto.yml:7"),
    "typst": (lambda p: append(p / "_water.qmd", "\n```{=typst}\n#nowhere()\n```\n"), "quarto.typst _water.qmd:8"),
    "font": (
        lambda p: replace(p / "_quarto.yml", "typst: default", "typst: {mainfont: Nowhere}"),
        "quarto.font index.qmd",
    ),
    "picture": (lambda p: append(p / "_water.qmd", "\n![x](lost.png)\n"), "quarto.image _water.qmd:7"),
    "reference": (lambda p: append(p / "_water.qmd", "\nSee @fig-lost.\n"), "quarto.reference _water.qmd:7"),
    "chapter": (lambda p: (p / "_water.qmd").unlink(), "quarto.include index.qmd:8"),
}


# Who notices: in HTML a missing picture is nobody's complaint.
ONLY: dict[str, Format] = {"quarto.typst": "pdf", "quarto.font": "pdf", "quarto.image": "docx"}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named_with_file_and_line(project, name):
    """Each mishap, provoked: its kind, its place, and no file in return."""
    breaks, expected = BROKEN[name]
    breaks(project)
    only = ONLY.get(expected.split()[0], "html")
    with pytest.raises(RenderError) as caught:
        quarto.render(project, (ZH,), quarto=REAL, only=only)
    assert expected in [f"{problem.code} {problem.where}" for problem in caught.value.problems]


WAIT = """
import os, sys
from pathlib import Path
from lyreport.report import quarto
document = quarto.Document("index.qmd", ("_output/index.html",))
def heard(step):
    print(step.line, flush=True)
found = quarto.find(None, os.environ)
quarto.render(Path(sys.argv[1]), (document,), quarto=found, progress=heard)
"""


def test_ctrl_c_ends_quarto_and_its_children(project, tmp_path):
    """Interrupted in the midst of a filter: pandoc, Deno and the scratch copy are gone."""
    slow = 'function Para(p)\n  os.execute("exec sleep 300 > " .. os.getenv("TMPDIR") .. "/alive")\n  return p\nend\n'
    (project / "filters/before.lua").write_text(slow, encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    run = subprocess.Popen(
        [sys.executable, "-c", WAIT, str(project)],
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with run:
        until(lambda: list(scratch.glob("*/*/tmp/alive")))
        run.send_signal(signal.SIGINT)  # to lyreport alone: it must pass on the end
        assert run.wait(10) != 0
    assert names(scratch) == []
    until(lambda: str(scratch) not in environments())


def until(true) -> None:
    """Wait a while for something to become true."""
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen in 10 s")


def environments() -> str:
    """Return the environments of all processes of this machine that may be read, or "" where there is no /proc."""
    texts = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            texts.append(path.read_bytes().decode(errors="replace"))
        except OSError:  # ended meanwhile, or another's
            continue
    return "\n".join(texts)
