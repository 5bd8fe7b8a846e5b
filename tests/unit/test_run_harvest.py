"""What executed notebooks put on record."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from lyreport.errors import NotebookError
from lyreport.results.value import Value
from lyreport.run.harvest import FIGURE, TABLE, VALUES, harvest
from lyreport.run.task import Key

VALUE = {
    **Value("Q05@2025", 2025, "county", "60/66", "90.9", "%").as_json(),
    "notebook": None,
    "cell": None,
}


def made(*data: dict[str, Any], stem: str = "38-livable-villages", year: int = 2025) -> tuple[Key, bytes]:
    """An executed notebook that shows each of ``data`` in a cell of its own."""
    cells = [
        {"id": f"cell-{place}", "outputs": [{"output_type": "display_data", "data": one, "metadata": {}}]}
        for place, one in enumerate(data)
    ]
    return Key(year, stem), json.dumps({"cells": [{"id": "title"}, *cells]}).encode()


def test_values_know_their_cell() -> None:
    """Notebook and cell are filled in; values come sorted by id."""
    others = [VALUE | {"id": name} for name in ("Q01@2025", "Q05.gap@2025")]
    found = harvest([made({VALUES: [VALUE, *others]}, {"text/plain": "x"})])
    assert [value.id for value in found.ordered] == ["Q01@2025", "Q05.gap@2025", "Q05@2025"]
    value = found.values["Q05@2025"]
    assert (value.notebook, value.cell) == ("notebooks/38-livable-villages.ipynb", "cell-0")


def test_the_same_value_twice_is_one() -> None:
    """The overview may show what a section recorded; the section is named as the source."""
    found = harvest([made({VALUES: [VALUE]}), made({VALUES: [VALUE]}, stem="10-overview")])
    assert found.values["Q05@2025"].notebook == "notebooks/38-livable-villages.ipynb"


def test_two_values_under_one_id_are_an_error() -> None:
    """Different content under one id stops the build, and both places are named."""
    with pytest.raises(NotebookError) as raised:
        harvest([made({VALUES: [VALUE]}), made({VALUES: [VALUE | {"printed": "91"}]}, stem="10-overview")])
    (problem,) = raised.value.problems
    assert problem.code == "record.twice"
    assert "10-overview" in problem.where
    assert "38-livable-villages" in problem.what.en


def test_tables_belong_to_a_year() -> None:
    """The same table may be made anew for each year, but not twice for one."""
    table = {"id": "towns", "rows": []}
    found = harvest([made({TABLE: table}, year=2024), made({TABLE: table | {"rows": [1]}}, year=2025)])
    assert set(found.tables) == {(2024, "towns"), (2025, "towns")}
    with pytest.raises(NotebookError):
        harvest([made({TABLE: table}, {TABLE: table | {"rows": [1]}})])


def test_figures_come_with_their_pictures() -> None:
    """A figure is known by id and language, with SVG text and PNG bytes."""
    record = {"id": "water-path", "language": "zh", "alt": "供水"}
    picture = base64.b64encode(b"\x89PNG").decode()
    found = harvest([made({FIGURE: record, "image/svg+xml": ["<svg>", "</svg>"], "image/png": picture})])
    figure = found.figures["water-path", "zh"]
    assert (figure.svg, figure.png) == ("<svg></svg>", b"\x89PNG")


@pytest.mark.parametrize(
    "data", [{VALUES: ["nan"]}, {VALUES: [{"id": "Q05@2025"}]}, {TABLE: {}}, {FIGURE: {"id": "a"}}]
)
def test_a_broken_record_is_named(data: dict[str, Any]) -> None:
    """A record that lyreport did not write is an error that names the cell."""
    with pytest.raises(NotebookError) as raised:
        harvest([made(data)])
    assert raised.value.problems[0].where == "notebooks/38-livable-villages.ipynb (2025), cell cell-0"
