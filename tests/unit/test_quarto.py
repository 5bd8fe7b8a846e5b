"""How Quarto is called, judged and ended; a recording stand-in takes its place."""

from __future__ import annotations

import os
import shlex
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from lyreport.errors import RenderError
from lyreport.report import quarto

STANDIN = Path(__file__).parents[1] / "fixtures" / "quarto_standin" / "quarto"
MAKE = (
    'act() { mkdir -p _output/en; echo "page of $1" > _output/index.html; echo "page of $1" > _output/en/index.html; }'
)
BOTH = (
    quarto.Document("index.qmd", ("_output/index.html",)),
    quarto.Document("en/index.qmd", ("_output/en/index.html",)),
)
FIRST = BOTH[:1]


@dataclass(frozen=True)
class Bench:
    """A small Quarto project, a stand-in that follows orders, and what it wrote down."""

    project: Path
    record: Path
    scratch: Path
    quarto: quarto.Quarto

    def order(self, act: str) -> None:
        """Tell the stand-in what to do, as a shell function ``act``."""
        (self.project / "standin.sh").write_text(f"RECORD={shlex.quote(str(self.record))}\n{act}\n", encoding="utf-8")

    def render(self, documents=BOTH, **settings) -> dict[str, bytes]:
        """Call the wrapper."""
        return quarto.render(
            self.project, documents, quarto=self.quarto, timeout=settings.pop("timeout", 20), **settings
        )

    def codes(self, documents=BOTH, **settings) -> list[str]:
        """Return code and place of every problem that the wrapper raises."""
        with pytest.raises(RenderError) as caught:
            self.render(documents, **settings)
        assert caught.value.exit_code == 14
        return [f"{problem.code} {problem.where}" for problem in caught.value.problems]

    def said(self, name: str) -> list[str]:
        """Return the lines of one record."""
        return (self.record / name).read_text(encoding="utf-8").splitlines()

    def left(self) -> list[Path]:
        """Return what lies in the place for temporary files."""
        return list(self.scratch.iterdir())


@pytest.fixture
def bench(tmp_path, monkeypatch) -> Bench:
    """A bench whose stand-in makes both pages."""
    for name in ("project/en", "record", "scratch"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    project = tmp_path / "project"
    (project / "_quarto.yml").write_text("project:\n  output-dir: _output\n", encoding="utf-8")
    for source in ("index.qmd", "en/index.qmd"):
        (project / source).write_text("# Title\n\n![x](lost.png)\n", encoding="utf-8")
    tools = (("PATH", "/usr/bin:/bin"), ("QUARTO_PANDOC", "/usr/local/bin/pandoc"))
    made = Bench(project, tmp_path / "record", tmp_path / "scratch", quarto.Quarto(STANDIN, (1, 10, 18), tools))
    made.order(MAKE)
    return made


@pytest.fixture
def pulse(bench):
    """Order the stand-in to start a program and hang; the result tells whether any of the two is alive."""
    os.mkfifo(bench.record / "alive")
    bench.order('act() { exec 3> "$RECORD/alive"; echo x >&3; sleep 600 & echo under way; wait; }')
    ear = os.open(bench.record / "alive", os.O_RDONLY | os.O_NONBLOCK)

    def alive() -> bool:
        heard = b""
        for _ in range(100):
            try:
                heard += (piece := os.read(ear, 10))
            except BlockingIOError:  # somebody holds the other end
                time.sleep(0.01)
                continue
            if not piece:
                assert heard == b"x\n"  # it was alive before
                return False
        return True

    yield alive
    os.close(ear)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder``."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_quarto_is_told_not_to_execute_and_never_to_be_quiet(bench):
    """``quarto render <document> --no-execute``, all formats in one call."""
    bench.render()
    assert bench.said("index.qmd.argv") == ["render", "index.qmd", "--no-execute"]
    assert bench.said("en-index.qmd.argv") == ["render", "en/index.qmd", "--no-execute"]


def test_a_single_format_is_asked_for_by_its_writer(bench):
    """A PDF is made by typst; two formats cannot be asked for, so none is named then."""
    bench.render(FIRST, only="pdf")
    assert bench.said("index.qmd.argv")[-2:] == ["--to", "typst"]


def test_the_promised_files_come_back(bench):
    """One set of bytes per promised file, by its name in the project."""
    assert bench.render() == {
        "_output/index.html": b"page of index.qmd\n",
        "_output/en/index.html": b"page of en/index.qmd\n",
    }


def test_each_document_has_a_scratch_copy_of_its_own(bench):
    """Nobody works in the project or in the other's copy, and no copy outlives the call."""
    before = snapshot(bench.project)
    bench.render()
    folders = {Path(*bench.said(f"{name}.cwd")) for name in ("index.qmd", "en-index.qmd")}
    assert len(folders) == 2
    assert all(folder.is_relative_to(bench.scratch.resolve()) for folder in folders)
    assert snapshot(bench.project) == before
    assert bench.left() == []


def test_the_environment_is_ours_and_always_the_same(bench, monkeypatch):
    """A fixed moment, zone and language, a home of its own, the packager's tools; nothing else."""
    monkeypatch.setenv("QUARTO_PROFILE", "draft")
    monkeypatch.setenv("LC_ALL", "zh_CN.GB18030")
    bench.render(FIRST, moment=1767225600)
    seen = dict(line.split("=", 1) for line in bench.said("index.qmd.env"))
    for shells_own in ("PWD", "OLDPWD", "SHLVL", "_"):
        seen.pop(shells_own, None)
    folder = Path(*bench.said("index.qmd.cwd")).parent
    assert {Path(seen.pop("HOME")), Path(seen.pop("TMPDIR"))} == {
        Path(tempfile.tempdir) / folder.relative_to(bench.scratch.resolve()) / name for name in ("home", "tmp")
    }
    assert seen.pop("LANG").endswith("UTF-8")
    assert seen == {
        "NO_COLOR": "1",
        "PATH": "/usr/bin:/bin",
        "QUARTO_PANDOC": "/usr/local/bin/pandoc",
        "SOURCE_DATE_EPOCH": "1767225600",
        "TYPST_IGNORE_SYSTEM_FONTS": "true",
        "TZ": "UTC",
    }


def test_success_without_the_file_is_a_failure(bench):
    """Status 0 is not believed without the file, nor with an empty one."""
    bench.order("act() { mkdir _output; touch _output/index.html; }")
    assert bench.codes() == ["quarto.missing-file index.qmd", "quarto.missing-file en/index.qmd"]


def test_a_file_of_an_earlier_render_does_not_pass_for_a_new_one(bench):
    """What a person made by hand in the project is neither returned nor changed."""
    (bench.project / "index.html").write_text("old", encoding="utf-8")
    bench.order("act() { :; }")
    assert bench.codes([quarto.Document("index.qmd", ("index.html",))]) == ["quarto.missing-file index.qmd"]
    assert (bench.project / "index.html").read_text(encoding="utf-8") == "old"


def test_a_bad_status_is_a_failure_even_with_the_file(bench):
    """The last words are shown where no complaint is understood."""
    bench.order(MAKE.replace("}", "echo something odd; exit 3; }"))
    with pytest.raises(RenderError) as caught:
        bench.render(FIRST)
    (problem,) = caught.value.problems
    assert problem.code == "quarto.status"
    assert "3" in problem.what.zh
    assert "something odd" in problem.what.zh


def test_a_complaint_is_a_failure_even_with_status_0(bench):
    """Quarto goes on after ``error()`` in a filter and after a missing picture; the report must not."""
    bench.order(MAKE.replace("}", "echo '[WARNING] Could not fetch resource lost.png: replacing image' >&2; }"))
    assert bench.codes(FIRST) == ["quarto.image index.qmd:3"]


def test_the_faults_of_all_documents_are_told_at_once(bench):
    """One language's failure does not hide the other's."""
    bench.order('act() { echo "ERROR: YAMLException: bad $1 (1:1)"; exit 1; }')
    assert bench.codes() == ["quarto.yaml index.qmd:1", "quarto.yaml en/index.qmd:1"]


def test_an_error_says_how_to_see_it_by_hand(bench):
    """The hint is a command that a person can copy."""
    bench.order("act() { exit 1; }")
    with pytest.raises(RenderError) as caught:
        bench.render()
    assert f"cd {bench.project} && quarto render index.qmd --no-execute" in caught.value.say("en")


def test_what_takes_too_long_is_ended_with_all_it_started(bench, pulse):
    """The time limit ends the whole process group, and says which document it was."""
    assert bench.codes(FIRST, timeout=0.3) == ["quarto.timeout index.qmd"]
    assert not pulse()
    assert bench.left() == []


@pytest.mark.parametrize("reason", [KeyboardInterrupt, RuntimeError])
def test_ctrl_c_and_a_failing_listener_leave_nothing_behind(bench, pulse, reason):
    """Whatever ends the wait, no process and no scratch copy is left."""

    def interrupt(_: quarto.Heard) -> None:
        raise reason

    with pytest.raises(reason):
        bench.render(FIRST, progress=interrupt)
    assert not pulse()
    assert bench.left() == []


def test_progress_is_heard_line_by_line_with_document_and_format(bench):
    """Each line arrives once, with the format that is under way."""
    lines = "pandoc \\n  to: html\\n  to: typst\\n[typst]: Compiling x.typ to x.pdf...DONE\\nlast"
    bench.order(MAKE.replace("}", f"printf '{lines}'; }}"))
    steps: list[quarto.Heard] = []
    bench.render(FIRST, progress=steps.append)
    assert [(step.source, step.format, step.line.strip()) for step in steps] == [
        ("index.qmd", None, "pandoc"),
        ("index.qmd", "html", "to: html"),
        ("index.qmd", "typst", "to: typst"),
        ("index.qmd", "pdf", "[typst]: Compiling x.typ to x.pdf...DONE"),
        ("index.qmd", "pdf", "last"),
    ]


def test_typeset_puts_the_files_where_the_embedded_typesetter_would(bench, tmp_path):
    """Chinese at the root, English in ``en/``."""
    made = quarto.typeset(bench.project, tmp_path / "site", quarto=bench.quarto, formats=("html",))
    assert made == (tmp_path / "site" / "index.html", tmp_path / "site" / "en" / "index.html")
    assert made[1].read_bytes() == b"page of en/index.qmd\n"


def test_a_failed_typeset_leaves_the_earlier_output_alone(bench, tmp_path):
    """If English fails, the Chinese page of before stays as well."""
    site = tmp_path / "site"
    quarto.typeset(bench.project, site, quarto=bench.quarto, formats=("html",))
    before = snapshot(site)
    bench.order(MAKE.replace("}", 'echo changed >> _output/index.html; [ "$1" = index.qmd ]; }'))
    with pytest.raises(RenderError):
        quarto.typeset(bench.project, site, quarto=bench.quarto, formats=("html",))
    assert snapshot(site) == before


def test_a_quarto_that_cannot_be_started_leaves_no_scratch_copy(bench):
    """A program that vanished between finding and calling is an error of the system, cleanly."""
    lost = quarto.Quarto(bench.scratch.parent / "lost", (1, 10))
    with pytest.raises(FileNotFoundError):
        quarto.render(bench.project, FIRST, quarto=lost)
    assert bench.left() == []
