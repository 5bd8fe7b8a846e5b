"""What never came or was not accepted: every section of the county still runs, and its words still compose."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from lyreport.errors import LANGS, Lang
from lyreport.intake import build
from lyreport.project import Project
from lyreport.report.compose import compose
from lyreport.run.harvest import TABLE
from lyreport.run.task import Key
from lyreport.section import display
from lyreport.section.shapes import Chart
from tests.fixtures.lost import Lost, Sections

YEAR = 2023  # the first edition that looks back: it needs the fewest runs
ROOT = Path(__file__).parents[2]
BROKEN = re.compile(r"（\s*）|\(\s*\)|[，；：][，。；：]|[,;] ?[,;.]|\ue000|(\d[\d.]*)%?[～–]\1(?!\d)|占未|not \w+ of ")
MISSING = re.compile(r"\[([^\]]*)\]\{\.missing\}")
LINK = re.compile(r"\[([^\]]*)\]\(#[^)]*\)\{[^}]*\}")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Sections:
    """The county with its facts, in a folder of its own."""
    root = tmp_path_factory.mktemp("county")
    for name in ("data", "notebooks", "params"):
        shutil.copytree(ROOT / name, root / name)
    sections = Sections(Project(root), edition=YEAR)
    build(sections.project, sections.params.plan, [YEAR])
    return sections


@pytest.fixture(autouse=True)
def _drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chart is drawn, in one language and without being written out: how it looks is tested elsewhere."""

    def drawn(_: str, chart: Chart, lang: Lang, *, demonstration: bool) -> tuple[bytes, bytes]:
        if lang == "zh" and demonstration:
            chart.draw(lang)
        return b"<svg/>", b"png"

    monkeypatch.setattr(display, "drawn", drawn)


def lost(county: Sections, *forms: str, status: Any = "missing") -> Lost:
    """Name every unit's part of these forms, or of all, as missing or rejected."""
    all_forms = county.params.plan.forms
    return {(form, unit, YEAR): status for form in forms or all_forms for unit in all_forms[form].submitters}


def prose(folder: Path, lang: str) -> list[str]:
    """The running text of the chapters, links and marks taken off."""
    pages = [path for path in sorted((folder / "chapters" / lang).glob("*.qmd")) if path.stem.strip("_")[0] in "12345"]
    lines = [line for path in pages for line in path.read_text(encoding="utf-8").splitlines()]
    return [MISSING.sub(r"\1", LINK.sub(r"\1", line)) for line in lines if line and line[0] not in "|+:![<"]


def test_a_year_in_which_nothing_came_is_still_an_edition(county: Sections, tmp_path: Path) -> None:
    """Every section runs, both languages compose without a broken sentence, and what is missing has its debtor."""
    nothing = lost(county)
    done = county.year(YEAR - 1, {}, tmp_path) | county.year(YEAR, nothing, tmp_path)
    material = county.material(done, nothing)
    reasons = {"not_submitted", "incomplete"}
    unknown = [value for value in material.values.values() if value.year == YEAR and value.reason in reasons]
    assert len(unknown) > 300
    assert [value.id for value in unknown if not value.owing] == []
    compose(material, county.project.notebooks, tmp_path / "quarto")
    for lang in LANGS:
        assert [line for line in prose(tmp_path / "quarto", lang) if BROKEN.search(line)] == []


@pytest.mark.parametrize("status", ["missing", "rejected"])
@pytest.mark.parametrize(
    ("stem", "form", "grid", "squares"),
    [
        ("32-complete-communities", "F11", "t01-items-data", 80),
        ("35-green-communities", "F10", "t21-items-data", 64),
        ("37-county-towns", "F27", "t24-grid-data", 21),
    ],
)
def test_a_grid_shows_everyone_who_should_stand_in_it(
    county: Sections, status: str, stem: str, form: str, grid: str, squares: int
) -> None:
    """The rows come from the register of places: all there, all not submitted."""
    notebook = json.loads(county.run(Key(YEAR, stem), lost(county, form, status=status)))
    outputs = [output["data"] for cell in notebook["cells"] for output in cell.get("outputs", ())]
    (table,) = [data[TABLE] for data in outputs if TABLE in data and data[TABLE]["id"] == grid]
    cells = [cell for row in table["rows"] for cell in row[1:]]
    assert cells == [{"missing": "not_submitted"}] * squares
