"""Which Quarto is taken, and which is refused."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from lyreport.edition import unchanged
from lyreport.errors import RenderError
from lyreport.report import quarto
from lyreport.report.quarto_find import identity

STANDIN = Path(__file__).parents[1] / "fixtures" / "quarto_standin" / "quarto"


def install(folder: Path, version: str | None = "1.10.18") -> Path:
    """Put a stand-in of ``version`` into ``folder``; None is one that does not answer."""
    folder.mkdir(parents=True, exist_ok=True)
    program = Path(shutil.copy(STANDIN, folder / "quarto"))
    if version is not None:
        (folder / "version").write_text(version + "\n", encoding="utf-8")
    return program


def path_with(*folders: Path) -> str:
    """Return a PATH on which the stand-in finds ``cat`` and ``dirname``, and no other Quarto."""
    return ":".join([*map(str, folders), "/usr/bin", "/bin"])


def refused(setting: Path | None, environ: dict[str, str]) -> str:
    """Return the code of the one problem that ``find`` raises."""
    with pytest.raises(RenderError) as caught:
        quarto.find(setting, environ)
    (problem,) = caught.value.problems
    assert caught.value.exit_code == 14
    return problem.code


def test_the_setting_wins_over_the_variable_and_that_over_path(tmp_path):
    """``report.quarto_path``, then ``QUARTO_PATH``, then ``PATH``."""
    set_, named, on_path = (install(tmp_path / name) for name in ("set", "named", "path"))
    environ = {"PATH": path_with(on_path.parent), "QUARTO_PATH": str(named)}
    assert quarto.find(set_, environ).path == set_
    assert quarto.find(None, environ).path == named
    assert quarto.find(None, {"PATH": environ["PATH"]}).path == on_path


def test_a_folder_may_be_named_instead_of_the_program(tmp_path):
    """The unpacked archive itself, or its ``bin``, is enough."""
    program = install(tmp_path / "archive" / "bin")
    environ = {"PATH": path_with()}
    assert quarto.find(tmp_path / "archive", environ).path == program
    assert quarto.find(program.parent, environ).path == program


def test_absent_quarto_is_no_error(tmp_path):
    """Nobody named one and none is on ``PATH``: the embedded typesetter steps in."""
    assert quarto.find(None, {"PATH": str(tmp_path)}) is None


@pytest.mark.parametrize("named", ["setting", "QUARTO_PATH"])
def test_a_named_quarto_that_is_not_there_is_an_error(tmp_path, named):
    """A wrong path is said, not silently replaced by the Quarto that ``PATH`` holds."""
    environ = {"PATH": path_with(install(tmp_path / "path").parent)}
    wrong = tmp_path / "nowhere"
    if named == "setting":
        assert refused(wrong, environ) == "quarto.not-there"
    else:
        assert refused(None, {**environ, "QUARTO_PATH": str(wrong)}) == "quarto.not-there"


@pytest.mark.parametrize("version", ["1.8.27", "0.99", "1.3.450"])
def test_an_old_quarto_is_refused(tmp_path, version):
    """Older than 1.9, and the message says so."""
    assert refused(install(tmp_path, version), {"PATH": path_with()}) == "quarto.too-old"


@pytest.mark.parametrize(
    ("said", "version"),
    [("1.9.0", (1, 9, 0)), ("1.10.18", (1, 10, 18)), ("2.0.1-rc.1", (2, 0, 1)), ("99.9.9", (99, 9, 9))],
)
def test_a_version_is_compared_as_numbers(tmp_path, said, version):
    """1.10 is newer than 1.9; a development build counts as newest."""
    assert quarto.find(install(tmp_path, said), {"PATH": path_with()}).version == version


@pytest.mark.parametrize("said", [None, "", "deno: command not found"])
def test_a_quarto_that_gives_no_version_is_refused(tmp_path, said):
    """Half an installation is named as such."""
    assert refused(install(tmp_path, said), {"PATH": path_with()}) == "quarto.no-answer"


def test_only_the_places_of_quartos_tools_are_taken_from_the_environment(tmp_path):
    """A packager's variables reach the render, a user's do not."""
    environ = {"PATH": path_with(), "QUARTO_PANDOC": "/p", "QUARTO_PROFILE": "draft", "LUA_PATH": "/l"}
    assert dict(quarto.find(install(tmp_path), environ).tools) == {"PATH": path_with(), "QUARTO_PANDOC": "/p"}


def test_doctor_is_told_path_and_versions(tmp_path):
    """One line with Quarto, its pandoc and its typst; a dash where it is absent; the fault where it is unfit."""
    program = install(tmp_path)
    environ = {"PATH": path_with()}
    line = ("Quarto", f"1.10.18 (pandoc 3.9, typst 0.15.2) {program}")
    assert quarto.describe(environ=environ, setting=program) == (line,)
    assert quarto.describe(environ={"PATH": str(tmp_path / "empty")}) == (("Quarto", "–"),)
    ((_, text),) = quarto.describe(environ=environ, setting=install(tmp_path / "old", "1.3.450"))
    assert "1.3.450" in text


@pytest.fixture
def archive(tmp_path):
    """An unpacked archive, whose version lies where the real one has it."""
    install(tmp_path / "archive" / "bin")
    (tmp_path / "archive" / "share").mkdir()
    (tmp_path / "archive" / "share" / "version").write_text("1.10.18\n", encoding="utf-8")
    return tmp_path / "archive"


def test_a_quarto_is_known_by_its_content(archive):
    """A newer time tells nothing; another launcher or version does, also one of the same size and time."""
    environ, version, program = {"PATH": path_with()}, archive / "share" / "version", archive / "bin" / "quarto"
    before = identity(archive, environ)
    for path in (version, program):
        os.utime(path, (1, 1))
    assert identity(archive, environ) == before
    for path, changed in ((version, b"1.10.19\n"), (program, program.read_bytes()[:-1] + b" ")):
        content = path.read_bytes()
        path.write_bytes(changed)
        os.utime(path, (1, 1))
        assert identity(archive, environ) != before
        path.write_bytes(content)
    assert identity(archive, environ) == before


def test_the_version_is_found_through_a_link_and_by_a_packagers_variable(archive, tmp_path):
    """As Quarto's own launcher finds it."""
    link, moved = tmp_path / "local" / "quarto", tmp_path / "moved"
    link.parent.mkdir()
    link.symlink_to(archive / "bin" / "quarto")
    digests = identity(archive, {"PATH": path_with()}).split()[1:]
    assert identity(link, {"PATH": path_with()}).split()[1:] == digests
    (archive / "share").rename(moved)
    assert identity(link, {"PATH": path_with(), "QUARTO_SHARE_PATH": str(moved)}).split()[1:] == digests


def test_an_unchanged_edition_asks_for_the_quarto_that_a_run_would_take(archive, tmp_path):
    """A named folder, a wrong path, and none at all mean the same to both."""
    environ = {"PATH": str(tmp_path)}
    program = str(quarto.find(archive, {"PATH": path_with()}).path)
    assert unchanged.quarto(str(archive), environ)["quarto"].split()[0] == program
    assert unchanged.quarto(None, environ | {"QUARTO_PATH": str(archive)})["quarto"].split()[0] == program
    assert unchanged.quarto(None, environ) == {"quarto": ""}
    assert "nowhere" in unchanged.quarto(str(tmp_path / "nowhere"), environ)["quarto"]
