"""Every notebook of the repository keeps the habits, without a kernel."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyreport.run.hygiene import hygiene
from lyreport.run.inspect import parameters, read

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_habits(path: Path) -> None:
    """A notebook is a title, parameters, a setup, and cells made of calls; nothing executed is kept."""
    assert "\n".join(problem.say("en") for problem in hygiene(path)) == ""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_parameters(path: Path) -> None:
    """A notebook takes exactly the year of the data and the edition, and runs as it stands."""
    assert parameters(read(path)).keys() == {"year", "edition"}
