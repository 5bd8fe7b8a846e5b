"""Tiny notebooks in a project of their own, made where a test needs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lyreport.project import Project

Make = Callable[..., Project]


def cell(source: str, name: str, *tags: str) -> dict[str, Any]:
    """A code cell as it lies in git."""
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source.splitlines(keepends=True),
        "outputs": [],
        "execution_count": None,
    }


def notebook(*sources: str | dict[str, Any]) -> dict[str, Any]:
    """A notebook in good order with the given cells after the setup."""
    body = [one if isinstance(one, dict) else cell(one, f"step-{place}") for place, one in enumerate(sources)]
    return {
        "cells": [
            {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# 标题 / Title\n", "\n", "一问。"]},
            cell("year = 2025  # 数据年份\nedition = 2025  # 报告年份", "parameters", "parameters"),
            cell("import os", "setup", "setup"),
            *body,
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write_project(root: Path, notebooks: dict[str, dict[str, Any]]) -> Project:
    """A project of nothing but notebooks."""
    (root / "notebooks").mkdir(parents=True, exist_ok=True)
    for stem, content in notebooks.items():
        (root / "notebooks" / f"{stem}.ipynb").write_text(json.dumps(content), encoding="utf-8")
    return Project(root)


def record(id: str = "Q05@2022", **changes: Any) -> dict[str, Any]:  # noqa: A002 # as the record calls it
    """A value as a notebook records it."""
    return {
        "id": id,
        "year": 2022,
        "place": "county",
        "exact": "60/66",
        "printed": "90.9",
        "unit": "%",
        "verdict": "met",
        "data_state": "verified",
        **changes,
    }


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make a project of the given notebooks: ``make({"33-a": notebook("1")})``."""
    return lambda notebooks: write_project(tmp_path / "county", notebooks)
