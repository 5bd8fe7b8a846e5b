"""Folders that change as a whole, what killed processes leave, and who may write."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from lyreport.errors import LockedError
from lyreport.project import folders, lock_facts, scratch_folder, staged_folder, sweep


def filled(folder: Path, text: str) -> Path:
    """A folder with one file."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path) -> str:
    """What the file of a folder says."""
    return (folder / "index.html").read_text(encoding="utf-8")


def put(site: Path, text: str) -> None:
    """Stage a new folder in the place of another."""
    with staged_folder(site) as draft:
        (draft / "index.html").write_text(text, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was made before."""
    return filled(tmp_path / "edition" / "site", "old")


@pytest.fixture
def _in_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)


def test_a_new_folder_takes_the_place_of_the_old_one(site: Path) -> None:
    """Nothing but the new one is left."""
    put(site, "new")
    assert read(site) == "new"
    assert [path.name for path in site.parent.iterdir()] == ["site"]


@pytest.mark.usefixtures("_in_two_steps")
def test_so_it_does_where_two_folders_cannot_change_places(site: Path) -> None:
    """On macOS, and on file systems that know no exchange."""
    put(site, "new")
    assert read(site) == "new"
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_there_is_no_moment_without_a_folder(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system exchanges folders, the old one is there until the new one is."""
    if not folders._exchanged(filled(site.parent / "one", "1"), filled(site.parent / "other", "2")):
        pytest.skip("this file system exchanges no folders")
    monkeypatch.setattr(Path, "replace", lambda *_: pytest.fail("renamed in two steps"))
    put(site, "new")
    assert read(site) == "new"


@pytest.mark.usefixtures("_in_two_steps")
def test_a_failed_swap_leaves_the_old_folder(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk refuses the second of the two renames: the old folder is put back."""
    rename = Path.replace

    def refusing(path: Path, target: Path) -> Path:
        if target == site and not path.name.endswith(".old"):
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(OSError, match="Input/output"):
        put(site, "new")
    assert read(site) == "old"
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_folder_that_a_killed_run_moved_aside_is_put_back(site: Path) -> None:
    """The process died between the two renames; the next run fails, and the good copy is still there."""
    site.rename(site.with_name(".site.old"))
    with pytest.raises(ZeroDivisionError), staged_folder(site):
        raise ZeroDivisionError
    assert read(site) == "old"


def test_what_killed_runs_left_is_swept(site: Path) -> None:
    """Drafts of files and folders go, what was moved aside comes back, other people's files stay."""
    edition = site.parent
    site.rename(edition / ".site.old")
    filled(edition / ".site.k3_x9a0b", "draft")
    filled(edition / ".documents-abcd1234", "of an earlier lyreport")
    (edition / "log").mkdir()
    (edition / "log" / ".why.json.abcdefgh").touch()
    kept = {".lock", "log/.ipynb_checkpoints", "log/.gitignore"}
    for name in kept:
        (edition / name).touch()
    sweep(edition)
    assert read(site) == "old"
    found = {path.relative_to(edition).as_posix() for path in edition.rglob("*")}
    assert found == kept | {"log", "site", "site/index.html"}


def test_an_older_copy_beside_a_whole_folder_is_swept(site: Path) -> None:
    """The process died after the swap: the old copy is of no use any more."""
    filled(site.with_name(".site.old"), "older")
    sweep(site.parent)
    assert read(site) == "old"
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_scratch_folder_is_one_that_is_swept(tmp_path: Path) -> None:
    """It is gone after the block, and a killed process's is gone after the next sweep."""
    with scratch_folder(tmp_path / "edition", "documents") as folder:
        assert list(folder.iterdir()) == []
        sweep(folder.parent)
        assert not folder.exists()
    assert list((tmp_path / "edition").iterdir()) == []


def test_facts_are_waited_for(tmp_path: Path) -> None:
    """A process that builds facts is waited for, since it takes seconds."""
    order = []
    held = threading.Event()

    def build() -> None:
        with lock_facts(tmp_path, "the first"):
            held.set()
            order.append("begun")
            threading.Event().wait(0.2)
            order.append("ended")

    other = threading.Thread(target=build)
    other.start()
    held.wait()
    with lock_facts(tmp_path, "the second"):
        order.append("next")
    other.join()
    assert order == ["begun", "ended", "next"]


def test_facts_are_not_waited_for_without_end(tmp_path: Path) -> None:
    """Whoever holds them too long is named (exit 17)."""
    facts = tmp_path / "facts"
    with (
        lock_facts(facts, "pid 4711"),
        pytest.raises(LockedError, match=r"output/facts: .*pid 4711") as it,
        lock_facts(facts, "another", patience=0.2),
    ):
        pass
    assert it.value.exit_code == 17
    assert it.value.problems[0].code == "facts.locked"
