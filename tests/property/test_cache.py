"""Each class of input, changed alone on the toy county: exactly what depends on it would be made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import lyreport
from lyreport.cache import inputs
from lyreport.cache.shelf import Shelf, load
from lyreport.edition import Options, foretell, make, unchanged
from lyreport.errors import NotebookError
from lyreport.project import Project
from lyreport.results.value import dump
from lyreport.run import edition as run_edition
from lyreport.run.kept import Kept
from lyreport.run.task import Key
from tests.fixtures.county import WATER, County

COMPOUNDS = {"33-old-compounds 2022", "33-old-compounds 2023"}
VILLAGES = {"38-livable-villages 2022", "38-livable-villages 2023"}
INTAKE = {"intake 2022", "intake 2023"}
ZH, EN = ({f"{lang} {kind}" for kind in ("html", "docx", "pdf")} for lang in ("zh", "en"))
OPTIONS = Options(engine="embedded")

Change = Callable[[County, pytest.MonkeyPatch], object]


def stale(county: County, options: Options = OPTIONS) -> dict[str, tuple[str, ...]]:
    """What a run would make again, each with the names of what has changed."""
    steps = foretell(Project(county.root), 2023, options, environ={})
    return {step.name: step.reasons for step in steps if step.runs}


def edited(path: str, old: str, new: str) -> Change:
    """A change of a text file."""
    return lambda county, _: county.edit(path, old, new)


def module(name: str) -> Change:
    """A change of one module of lyreport, in a copy of the package."""

    def change(county: County, patch: pytest.MonkeyPatch) -> None:
        package = county.root.parent / "package"
        shutil.copytree(Path(lyreport.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
        with (package / name).open("a", encoding="utf-8") as stream:
            stream.write("# changed\n")
        patch.setattr(inputs, "PACKAGE", package)

    return change


def font(_: County, patch: pytest.MonkeyPatch) -> None:
    """A change of a font."""
    patch.setattr(inputs, "fonts", lambda paths: {path.name: "changed" for path in paths})


def version(name: str) -> Change:
    """Another version of an installed package."""
    known = inputs.versions()
    return lambda _, patch: patch.setattr(inputs, "versions", lambda: known | {name: "0"})


def lock(county: County, _: pytest.MonkeyPatch) -> None:
    """A lock file where there was none."""
    (county.root / inputs.LOCK).write_text("numpy==0\n")


def cell(form: str, address: str, content: object, year: int = 2023) -> Change:
    """A change of one cell of the water bureau's workbook."""
    return lambda county, _: county.type(WATER, form, address, content, year=year)


VILLAGE_CODE = "notebooks/38-livable-villages.ipynb"
PLAN = "params/plan"
CASES: dict[str, tuple[Change, set[str], str | None]] = {
    "nothing": (lambda *_: None, set(), None),
    "a cell of this year": (cell("F05", "F5", 400), {"intake 2023", "38-livable-villages 2023", *ZH, *EN}, "facts/2023/F05"),
    "a cell of last year": (cell("F05", "F5", 380, 2022), INTAKE | VILLAGES | ZH | EN, "facts/2022/F05"),
    "a default of a parameter": (edited(VILLAGE_CODE, "year = 2023", "year = 2022"), VILLAGES | ZH | EN, "cells"),
    "a code cell": (edited(VILLAGE_CODE, 'ly.record(ly.compute(\\"Q06\\"))', 'ly.record(ly.compute(\\"Q06\\")) '), VILLAGES | ZH | EN, "cells"),
    "a markdown cell": (edited(VILLAGE_CODE, "看全县历年", "看看全县历年"), set(), None),
    "a target": (edited(f"{PLAN}/indicators.yml", "99.6", "99.5"), VILLAGES | ZH | EN, "indicators/Q05"),
    "a figure of the year's plan": (edited("params/years/2023.yml", "{Q01: 2}", "{Q01: 3}"), {"33-old-compounds 2023", *ZH, *EN}, "years/2023/annual_plan/Q01"),
    "a decision": (edited("params/years/2023.yml", "q01.scope_start: null", "q01.scope_start: exclude"), {"33-old-compounds 2023", *ZH, *EN}, "years/2023/decisions/q01.scope_start"),
    "a place": (edited(f"{PLAN}/places.csv", "Town", "Township"), INTAKE | VILLAGES | COMPOUNDS | ZH | EN, "places"),
    "a helper module": (module("section/shapes.py"), VILLAGES | COMPOUNDS | ZH | EN, "code/section/shapes.py"),
    "a check of workbooks": (module("intake/checks.py"), INTAKE, None),
    "the shape of a form": (module("tables.py"), INTAKE | VILLAGES | COMPOUNDS | ZH | EN, "code/tables.py"),
    "the typesetter": (module("report/embedded.py"), ZH | EN, None),
    "the gathering of results": (module("run/harvest.py"), set(), None),
    "the command line": (module("cli/run.py"), set(), None),
    "a font": (font, VILLAGES | COMPOUNDS | ZH | EN, "fonts/NotoSansSC-Regular.otf"),
    "a package": (version("openpyxl"), INTAKE | VILLAGES | COMPOUNDS | ZH | EN, "versions/openpyxl"),
    "typst": (version("typst"), ZH | EN, None),
    "the lock": (lock, INTAKE | VILLAGES | COMPOUNDS | ZH | EN, "lock"),
    "a word": (edited("notebooks/33-old-compounds.zh.qmd", "改造工作协调机制：", "老旧小区改造的协调机制："), ZH, None),
    "a translation": (edited("notebooks/33-old-compounds.en.qmd", "Mechanism", "The mechanism"), EN, None),
    "a title of the report": (edited("params/report.yml", "示例县年度报告", "示例县报告"), ZH, None),
    "the release date": (edited("params/years/2023.yml", "release_date: null", "release_date: 2024-05-01"), ZH | EN, "moment"),
}  # fmt: skip


@pytest.fixture
def kept(tiny: County, tmp_path: Path) -> County:
    """The toy county after a run: its inputs, its facts and its cache; what was made of them is not looked at."""
    root = tmp_path / "county"
    for folder in ("params", "notebooks", "data", "output/facts", "output/.cache"):
        shutil.copytree(tiny.root / folder, root / folder)
    return County(root)


@pytest.mark.parametrize("name", CASES)
def test_what_depends_on_a_change_is_made_again_and_nothing_else(
    kept: County, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """One change of one input: exactly the steps that depend on it would run, and sections say why."""
    change, expected, reason = CASES[name]
    change(kept, monkeypatch)
    found = stale(kept)
    assert set(found) == expected
    sections = [reasons for step, reasons in found.items() if step in VILLAGES | COMPOUNDS]
    assert {reason in reasons for reasons in sections} <= {True}


def test_force_makes_everything_again(kept: County) -> None:
    """``--force`` lets nothing count."""
    assert set(stale(kept, Options(engine="embedded", force=True))) == INTAKE | VILLAGES | COMPOUNDS | ZH | EN


def test_edited_gathering_gathers_results_anew(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """No notebook runs where only the gathering was edited, and ``results.json`` does not come from the cache."""
    module("run/harvest.py")(county, monkeypatch)
    monkeypatch.setattr(run_edition, "dump", lambda values: dump(values) + b"\n")
    made = make(Project(county.root), 2023, OPTIONS, environ={})
    assert not any(step.runs for step in made.steps)
    assert (county.output / "results.json").read_bytes().endswith(b"]\n\n")


def test_forced_results_are_gathered_anew(tiny: County, tmp_path: Path) -> None:
    """The same notebooks give what is made of them now, and that is what a later run finds."""
    edition, keys = Project(tiny.root).edition(2023), [Key(2023, "33-old-compounds")]
    kept, forced = (Kept(Shelf(tmp_path), str, force=force) for force in (False, True))
    asked = ((kept, b"first"), (kept, b"second"), (forced, b"third"), (kept, b"fourth"))
    got = [one.values(edition, "results", keys, lambda text=text: text) for one, text in asked]
    assert got == [b"first", b"first", b"third", b"third"]


def test_results_from_the_cache_are_the_same_bytes(county: County, tmp_path: Path) -> None:
    """After a changed cell, a renamed cell and a changed text, an edition out of the cache is the one made anew."""
    county.type(WATER, "F05", "F5", 400)
    county.edit("notebooks/33-old-compounds.ipynb", '"id": "sources"', '"id": "where-from"')
    county.edit("notebooks/38-livable-villages.ipynb", "看同一个镇", "看看同一个镇")
    project = Project(county.root)
    steps = {step.name for step in make(project, 2023, OPTIONS, environ={}).steps if step.runs}
    assert steps & (VILLAGES | COMPOUNDS) == {"38-livable-villages 2023"}
    other = County(tmp_path / "anew")
    for folder in ("params", "notebooks", "data"):
        shutil.copytree(county.root / folder, other.root / folder)
    make(Project(other.root), 2023, OPTIONS, environ={})
    assert files(other) == files(county)


def files(county: County) -> dict[str, bytes]:
    """Every file of the edition but its log and its lock."""
    found = (path for path in county.output.rglob("*") if path.is_file() and county.output / "log" not in path.parents)
    return {path.relative_to(county.output).as_posix(): path.read_bytes() for path in found if path.name != ".lock"}


@pytest.mark.parametrize("place", ["notebooks", "documents"])
def test_a_damaged_result_is_noticed_and_made_again(kept: County, place: str) -> None:
    """One flipped bit in everything that was kept: nothing of it counts."""
    for path in (kept.root / "output" / ".cache" / place / "objects").glob("*/*"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    found = stale(kept)
    assert set(found) == (VILLAGES | COMPOUNDS if place == "notebooks" else set()) | ZH | EN
    assert {reasons for step, reasons in found.items() if place == "documents" or step in VILLAGES} == {("damaged",)}


def test_a_truncated_entry_counts_as_none(kept: County) -> None:
    """The list of what a result was made from ends in the middle: the result is not believed."""
    for path in (kept.root / "output" / ".cache" / "notebooks" / "tasks").rglob("33-old-compounds.json"):
        path.write_bytes(path.read_bytes()[:-20])
    assert {step for step, reasons in stale(kept).items() if reasons == ("new",)} == COMPOUNDS


def test_damaged_facts_are_taken_in_again(kept: County) -> None:
    """A bit flipped in a year's facts: they are built again, and give the same results."""
    path = kept.root / "output" / "facts" / "2023" / "F05.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert set(stale(kept)) == {"intake 2023"}


def test_a_damaged_page_is_put_right(county: County, tiny: County) -> None:
    """A finished page that was changed by hand is made as it was, and nothing is run for it."""
    page = county.output / "site" / "en" / "index.html"
    page.write_text("changed by hand", encoding="utf-8")
    made = make(Project(county.root), 2023, OPTIONS, environ={})
    assert [step.name for step in made.steps if step.runs] == []
    assert page.read_bytes() == (tiny.output / "site" / "en" / "index.html").read_bytes()


def test_what_a_killed_run_left_is_no_output(county: County) -> None:
    """Half-made documents in the edition and among the facts are cleared away, and never waited for."""
    left = [county.output / ".documents-dead1234", county.root / "output" / "facts" / "2023" / ".draft"]
    for folder in left:
        folder.mkdir()
        (folder / "index.html").touch()
    county.edit("notebooks/33-old-compounds.zh.qmd", "改造工作协调机制：", "老旧小区改造的协调机制：")
    project, options = Project(county.root), replace(OPTIONS, formats=("html",))
    made = make(project, 2023, options, environ={})
    record = load(unchanged.manifest(project, 2023), "body")
    assert record
    assert [name for name in record["body"]["outputs"] if "/." in name] == []
    assert [folder.name for folder in left if folder.exists()] == [".draft"]
    assert any(step.runs for step in made.steps)
    assert not any(step.runs for step in make(project, 2023, options, environ={}).steps)


def test_what_is_read_undeclared_is_an_error(county: County) -> None:
    """A cell that opens a file of the project by itself fails: its result would be stale one day."""
    code = 'ly.record(ly.compute(\\"Q06\\"))'
    county.edit(
        "notebooks/38-livable-villages.ipynb", code, "import pathlib; pathlib.Path('../params/site.yml').read_text()"
    )
    with pytest.raises(NotebookError, match=r"params/site\.yml"):
        make(Project(county.root), 2023, OPTIONS, environ={})


def test_a_change_taken_back_finds_its_result(county: County) -> None:
    """A target changed and changed back: the second change runs nothing."""
    path = county.root / PLAN / "indicators.yml"
    before = path.read_bytes()
    county.edit(f"{PLAN}/indicators.yml", "99.6", "99.5")
    make(Project(county.root), 2023, Options(engine="embedded", formats=("html",)), environ={})
    path.write_bytes(before)
    assert set(stale(county)) == set()
