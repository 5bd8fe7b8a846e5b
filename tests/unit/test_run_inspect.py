"""Reading a notebook without a kernel, and holding parameters against it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lyreport.errors import NotebookError, ParamsError
from lyreport.run.inspect import Notebook, check_parameters, parameters, read


def written(path: Path, parameters_source: str, *, tags: tuple[str, ...] = ("parameters",)) -> Notebook:
    """A notebook on disk with one code cell, read back."""
    cell: dict[str, Any] = {
        "id": "given",
        "cell_type": "code",
        "metadata": {"tags": list(tags)},
        "source": parameters_source.splitlines(keepends=True),
        "outputs": [],
        "execution_count": None,
    }
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")
    return read(path)


def test_parameters_are_literals_with_names(tmp_path: Path) -> None:
    """Names, defaults and types come from the syntax tree; comments and annotations do no harm."""
    notebook = written(tmp_path / "a.ipynb", "year = 2025  # 年份\nscale: float = -1.5\nname = '县'\nflag = True")
    assert parameters(notebook) == {"year": 2025, "scale": -1.5, "name": "县", "flag": True}


@pytest.mark.parametrize(
    "line", ["year = 2024 + 1", "a = b = 1", "years = [2025]", "Year = 2025", "f(1)", "year = None", "%magic"]
)
def test_anything_else_is_refused(tmp_path: Path, line: str) -> None:
    """A line that is not ``lower_case = literal`` is named with its cell."""
    with pytest.raises(ParamsError) as raised:
        parameters(written(tmp_path / "a.ipynb", line))
    (problem,) = raised.value.problems
    assert problem.code == "parameters.literal"
    assert problem.where == f"{tmp_path.name}/a.ipynb, cell given"


def test_exactly_one_parameters_cell(tmp_path: Path) -> None:
    """A notebook without the tag would silently run with last year's defaults."""
    with pytest.raises(ParamsError, match="has 0 cells tagged parameters"):
        parameters(written(tmp_path / "a.ipynb", "year = 2025", tags=()))


def test_every_wrong_parameter_is_listed(tmp_path: Path) -> None:
    """Unknown, missing and ill-typed parameters come in one error, with exit code 10."""
    notebook = written(tmp_path / "a.ipynb", "year = 2025\nedition = 2025\nflag = True")
    with pytest.raises(ParamsError) as raised:
        check_parameters(notebook, {"yaer": 2025, "edition": "2025", "flag": 1})
    codes = [problem.code for problem in raised.value.problems]
    assert codes == ["parameters.unknown", "parameters.missing", "parameters.type", "parameters.type"]
    assert raised.value.exit_code == 10


def test_a_name_cannot_carry_code(tmp_path: Path) -> None:
    """Papermill writes names into the code as they stand; only declared names get that far."""
    with pytest.raises(ParamsError, match="has no parameter"):
        check_parameters(written(tmp_path / "a.ipynb", "year = 2025"), {"year": 2025, 'a=1;open("x","w")#': 1})


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"nbformat": 4, "nbformat_minor": 4, "cells": [], "metadata": {}}'])
def test_an_unreadable_notebook_is_said_so(tmp_path: Path, text: str) -> None:
    """Broken files, and formats whose cells have no ids, are refused with exit code 13."""
    path = tmp_path / "a.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookError) as raised:
        read(path)
    assert raised.value.problems[0].code == "notebook.unreadable"
    assert raised.value.exit_code == 13
