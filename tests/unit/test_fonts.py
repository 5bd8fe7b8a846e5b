"""The fonts of documents: the pinned ones and those that ``params/report.yml`` names, looked at before anything runs."""

from __future__ import annotations

import shutil

import pytest

from lyreport.errors import ParamsError
from lyreport.plan import Fonts
from lyreport.report.fonts import chosen_files, pinned_files

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"


def refused(root, **settings) -> set[tuple[str, str]]:
    """The faults of such settings: each with its code and its English words."""
    with pytest.raises(ParamsError) as caught:
        chosen_files(root, Fonts(**{"serif": SERIF, "sans": SANS, **settings}))
    return {(problem.code, problem.what.en + problem.cure.en) for problem in caught.value.problems}


def test_the_pinned_fonts_need_no_file(tmp_path):
    """Where no file is named, the wheel's are all there is."""
    assert chosen_files(tmp_path, Fonts(serif=SERIF, sans=SANS)) == pinned_files()


def test_a_file_of_the_project_stands_beside_the_pinned_ones(tmp_path):
    """A font under a name of its own is taken, with its path from the root."""
    (tmp_path / "fonts").mkdir()
    mine = shutil.copyfile(pinned_files()[0], tmp_path / "fonts" / "Office.otf")
    chosen = chosen_files(tmp_path, Fonts(serif=SERIF, sans=SANS, files=("fonts/Office.otf",)))
    assert chosen == (*pinned_files(), mine)


def test_a_family_that_no_file_holds_is_refused_with_those_there_are(tmp_path):
    """The cure is to name its file, not to mend the words, which is what the typesetter would say."""
    ((code, said),) = refused(tmp_path, serif="Office Song")
    assert code == "params.font-family"
    assert "Office Song" in said
    assert "fonts.files" in said
    assert SANS in said


def test_every_file_that_cannot_be_used_is_named(tmp_path):
    """Absent, outside the project, no font at all: all at once."""
    (tmp_path / "county").mkdir()
    (tmp_path / "county" / "words.otf").write_text("no font")
    shutil.copyfile(pinned_files()[0], tmp_path / "Outside.otf")
    files = ("absent.otf", "words.otf", "../Outside.otf")
    assert sorted(code for code, _ in refused(tmp_path / "county", files=files)) == [
        "params.font-file", "params.font-file", "params.font-kind",
    ]  # fmt: skip


def test_two_files_of_one_name_are_refused(tmp_path):
    """One of them would take the other's place in the composed project."""
    shutil.copyfile(pinned_files()[0], tmp_path / pinned_files()[0].name)
    ((code, said),) = refused(tmp_path, files=(pinned_files()[0].name,))
    assert code == "params.font-twice"
    assert pinned_files()[0].name in said
