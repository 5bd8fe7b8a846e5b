"""What stops an edition: each mishap has its exit code, names its place, and leaves the earlier site as it was."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from lyreport.cli import main
from lyreport.project import Project, lock
from lyreport.report import fonts
from tests.fixtures.county import County, Said


def settled(said: Said, code: int) -> str:
    """Check what every failure promises: its code, no traceback; returns what was said."""
    assert said.code == code, said.err
    assert "Traceback" not in said.err
    return said.err


def test_wrong_parameters_are_all_named_before_anything_runs(tiny: County, county: County) -> None:
    """10: unknown keys, a wrong type and a dangling reference, in four files, in one message with file and line."""
    county.edit(
        "params/plan/clauses.yml",
        "    lead: zjj\n    responsible: [town-gov",
        "    lead: nobody\n    responsible: [town-gov",
    )
    county.edit("params/report.yml", "workers: 0", "workers: many")
    county.edit("params/years/2023.yml", "year: 2023\n", "colour: red\nyear: 2023\n")
    county.edit("params/plan/milestones.yml", "    form: F24", "    form: F24\n    colour: red")
    said = settled(county.run(), 10)
    assert "params/plan/clauses.yml:11" in said
    assert "nobody" in said
    assert "params/plan/milestones.yml:" in said
    assert "colour" in said
    assert "params/report.yml:" in said
    assert "params/years/2023.yml:2: unknown key colour" in said
    assert "workers" in said
    assert county.site() == tiny.site()


def test_a_broken_cell_is_named_and_the_others_run(tiny: County, county: County) -> None:
    """13: notebook, year and cell; the partial notebook is kept, the other section ran, the earlier site stands."""
    county.edit("notebooks/38-livable-villages.ipynb", 'ly.compute(\\"Q06\\")', 'ly.compute(\\"Q66\\")')
    record = (county.output / "results.json").read_bytes()
    said = settled(county.run(), 13)
    assert "notebooks/38-livable-villages.ipynb (2023), cell waste" in said
    assert "Q66" in said
    kept = county.output / "log" / "failed" / "2023" / "38-livable-villages.ipynb"
    assert kept.relative_to(county.root).as_posix() in said
    assert any(cell["id"] == "water" and cell["outputs"] for cell in json.loads(kept.read_bytes())["cells"])
    assert county.site() == tiny.site()
    assert (county.output / "results.json").read_bytes() == record


def test_words_that_ask_for_nothing_are_named_with_their_lines(tiny: County, county: County) -> None:
    """14: an unknown function and a typed figure before anything runs, an id that nothing recorded after it: each by line."""
    county.edit("notebooks/33-old-compounds.zh.qmd", "<< decision(", "<< answer(")
    county.edit("notebooks/38-livable-villages.zh.qmd", "两项放在一起看", '<< value("Q07") >>，两项放在一起看')
    county.edit("notebooks/38-livable-villages.en.qmd", "shows both", "shows both 2 of 3")
    said = settled(county.run(), 14)
    assert "notebooks/33-old-compounds.zh.qmd:3" in said
    assert "notebooks/38-livable-villages.en.qmd:13" in said
    county.edit("notebooks/33-old-compounds.zh.qmd", "<< answer(", "<< decision(")
    county.edit("notebooks/38-livable-villages.en.qmd", "shows both 2 of 3", "shows both")
    assert "notebooks/38-livable-villages.zh.qmd:13" in settled(county.run(), 14)
    assert county.site() == tiny.site()


def test_the_second_of_two_runs_hears_who_is_first(county: County) -> None:
    """17: the message names the holder."""
    with lock(Project(county.root).edition(2023), "lyreport run 2023, pid 4711"):
        assert "pid 4711" in settled(county.run(), 17)


def test_a_pinned_font_that_is_missing_is_named_first(
    tiny: County, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """14: nothing runs, and no other font stands in."""
    monkeypatch.setattr(fonts, "PINNED", (*fonts.PINNED, "NotoMissing.otf"))
    said = county.run()
    assert "NotoMissing.otf" in settled(said, 14)
    assert "notebooks" not in said.err
    assert county.site() == tiny.site()


def test_quarto_that_is_insisted_on_and_absent_stops_the_run(county: County) -> None:
    """14: the message leads to the page on Quarto."""
    assert "docs/how-to/quarto.md" in settled(county.lyreport("run", "2023", "--engine", "quarto"), 14)


def with_old_quarto(county: County, *words: str, **environ: str) -> Said:
    """Run where the Quarto on PATH is too old."""
    folder = county.root / "bin"
    folder.mkdir(exist_ok=True)
    (folder / "quarto").write_text("#!/bin/sh\necho 1.3.450\n")
    (folder / "quarto").chmod(0o755)
    out, err = io.StringIO(), io.StringIO()
    words = ("--root", str(county.root), "--lang", "en", "run", "2023", "--formats", "html", *words)
    return Said(main(words, {"PATH": str(folder), **environ}, out=out, err=err), out.getvalue(), err.getvalue())


def test_an_old_quarto_that_nobody_asked_for_is_passed_over(county: County) -> None:
    """0: the embedded typesetter steps in, and every run says so beside the result and in it."""
    for _ in range(2):
        said = with_old_quarto(county, "--json")
        assert said.code == 0, said.err
        assert "bin/quarto is not used: this is 1.3.450; 1.9 or newer is needed" in said.err
        assert "the embedded typesetter steps in" in said.json["notices"][0]["en"]
        assert said.json["engine"] == "embedded"


def test_an_old_quarto_that_was_asked_for_is_an_error(county: County) -> None:
    """14: by engine or by path, it is that one or none."""
    assert "1.3.450" in settled(with_old_quarto(county, "--engine", "quarto"), 14)
    assert "1.3.450" in settled(with_old_quarto(county, QUARTO_PATH=str(county.root / "bin")), 14)


@pytest.mark.parametrize("name", ["output", "output/2023"])
def test_a_file_where_a_folder_belongs_is_named(county: County, name: str) -> None:
    """11: which file is in the way, and that it has to go; nothing of it is written over."""
    shutil.rmtree(county.root / "output")
    (county.root / name).parent.mkdir(exist_ok=True)
    (county.root / name).write_text("mine")
    said = settled(county.run(), 11)
    assert f"{name}: this is a file where a folder belongs" in said
    assert (county.root / name).read_text() == "mine"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own with very little room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("a disk of its own needs an administrator")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_no_bug_and_spares_the_earlier_edition(tiny: County, small_disk: Path) -> None:
    """11: what is full and what to do, no traceback, the earlier edition whole."""
    county = County(small_disk / "county")
    subprocess.run(["cp", "-r", tiny.root, county.root], check=True)
    record = (county.output / "results.json").read_bytes()
    stat = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(stat.f_bavail * stat.f_frsize - 300_000))
    said = settled(county.run(), 11)
    assert "No space left" in said
    assert "room" in said
    assert county.site() == tiny.site()
    assert (county.output / "results.json").read_bytes() == record


def test_a_folder_that_may_not_be_written_is_no_bug(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """11: permission is told apart from a full disk."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(county.output / ".lock"))

    monkeypatch.setattr("lyreport.edition.lock", refuse)
    said = settled(county.run(), 11)
    assert "output/2023/.lock" in said
    assert "permissions" in said


def test_a_bug_keeps_its_traceback_and_its_code() -> None:
    """70: what is not a person's to mend is shown whole."""
    broken = "import lyreport.cli as cli; cli._command = lambda request: 1 / 0; cli.entrypoint()"
    ended = subprocess.run([sys.executable, "-c", broken, "doctor"], capture_output=True, text=True, check=False)
    assert ended.returncode == 70
    assert "ZeroDivisionError" in ended.stderr


def test_an_interrupt_leaves_nothing_running(tiny: County, county: County) -> None:
    """130: Ctrl-C goes to all; no worker, no kernel is left, the earlier site stands, one sentence and no traceback."""
    reached = county.root / "reached"
    waiting = f"import pathlib, time; pathlib.Path({str(reached)!r}).touch(); time.sleep(60)"
    county.edit("notebooks/38-livable-villages.ipynb", 'ly.record(ly.compute(\\"Q06\\"))', waiting)
    command = [sys.executable, "-m", "lyreport", "run", "2023", "--root", county.root, "--lang", "en"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        for _ in range(600):
            if reached.exists() or process.poll() is not None:
                break
            time.sleep(0.05)
        family = psutil.Process(process.pid).children(recursive=True)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert "Interrupted" in said
    assert "Traceback" not in said
    assert family
    assert psutil.wait_procs(family, timeout=5)[1] == []
    assert county.site() == tiny.site()
