"""What is taken from the cache in one piece is what would be made anew: words filled in, notebooks that stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lyreport.cache.shelf import Shelf
from lyreport.edition import Options, make
from lyreport.edition.made import Made
from lyreport.project import Project
from lyreport.run.edition import plan_tasks
from lyreport.run.kept import Kept
from lyreport.run.reader import Reader
from lyreport.run.task import Limits
from lyreport.run.untouched import Untouched
from tests.fixtures.county import WATER, County

PAGES = Options(engine="embedded", formats=("html",))
WORDS = "notebooks/38-livable-villages.zh.qmd"
STEMS = ("33-old-compounds", "38-livable-villages")

CHANGES: dict[str, Callable[[County], object]] = {
    "a word": lambda county: county.edit(WORDS, "。", "！"),
    "a cell": lambda county: county.type(WATER, "F05", "F5", 400),
    "a question of the plan": lambda county: county.edit("params/plan/settings.yml", "Who reviews", "Who checks"),
    "a title": lambda county: county.edit("params/report.yml", "示例县年度报告", "示例县报告"),
}  # fmt: skip


def made(county: County, options: Options = PAGES) -> Made:
    """The edition, made in this process."""
    return make(Project(county.root), 2023, options, environ={})


def composed(county: County) -> dict[str, bytes]:
    """Every file of the site, and of the project that it was set from."""
    folders = (county.output / "site", county.output / "quarto")
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(county.output).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change_the_report_is_the_one_made_anew(county: County, name: str) -> None:
    """Parts that were composed before stand beside new ones as if all of them were new."""
    made(county)
    before = composed(county)
    CHANGES[name](county)
    made(county)
    found = composed(county)
    assert found != before
    made(county, replace(PAGES, force=True))
    assert composed(county) == found


def test_a_word_taken_back_gives_the_report_back(county: County) -> None:
    """The other language is never set, and the second change leaves no trace."""
    made(county)
    before = composed(county)
    for old, new in (("。", "！"), ("！", "。")):
        county.edit(WORDS, old, new)
        assert {step.name for step in made(county).steps if step.runs} <= {"zh html"}
    assert composed(county) == before


def test_a_notebook_that_was_touched_is_put_back(county: County) -> None:
    """An executed notebook edited by hand, one removed and one too many: all is as the run had left it."""
    made(county)
    notebooks = county.output / "notebooks" / "2023"
    before = {path.name: path.read_bytes() for path in notebooks.iterdir()}
    (notebooks / "33-old-compounds.ipynb").write_bytes(b"{}")
    (notebooks / "38-livable-villages.html").unlink()
    (notebooks / "99-stray.html").write_bytes(b"")
    county.edit(WORDS, "。", "！")
    made(county)
    assert {path.name: path.read_bytes() for path in notebooks.iterdir()} == before


@pytest.fixture
def look(county: County, tmp_path: Path) -> Callable[..., Untouched]:
    """Look at the notebooks of the toy county with a cache of our own."""
    project = Project(county.root)
    tasks = plan_tasks(project, 2023, STEMS, limits=Limits())

    def looked(inputs: str = "the same", *, force: bool = False) -> Untouched:
        kept = Kept(Shelf(tmp_path / "shelf"), str, inputs=inputs, force=force)
        return Untouched.of(kept, project.edition(2023), tasks)

    return looked


def test_notebooks_stand_until_something_they_read_has_changed(look: Callable[..., Untouched]) -> None:
    """What is on record is the same without the notebooks; with other inputs, or forced, nothing is taken."""
    first = look()
    found = Reader(first.edition).harvest([task.key for task in first.tasks])
    assert first.recall() is None
    first.note(found)
    again = look().recall()
    assert again is not None
    assert (dict(again.values), dict(again.tables), dict(again.figures)) == (found.values, found.tables, found.figures)
    assert (again.ordered, again.origin) == (found.ordered, found.origin)
    assert [look("others").recall(), look("").recall(), look(force=True).recall()] == [None, None, None]


def test_what_was_saved_during_the_run_is_not_believed(look: Callable[..., Untouched]) -> None:
    """Nobody knows which of the two texts a notebook was run from, even where it was changed back."""
    first = look()
    source = first.tasks[0].source
    text = source.read_bytes()
    source.write_bytes(b"{}")
    source.write_bytes(text)
    first.note(Reader(first.edition).harvest([task.key for task in first.tasks]))
    assert look().recall() is None
