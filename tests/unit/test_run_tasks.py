"""The tasks of an edition, and the limits they run under."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from lyreport.plan.edition import Limits as ReportLimits
from lyreport.plan.edition import ReportSettings
from lyreport.project import Project
from lyreport.run.edition import plan_tasks
from lyreport.run.task import Limits

PACKAGE = Path(__file__).parents[2] / "lyreport"
STEMS = ("10-overview", "33-old-compounds", "38-livable-villages")


def test_an_edition_computes_every_year() -> None:
    """From 2022 to the edition, each section once; parameters are year and edition."""
    tasks = plan_tasks(Project(Path("/county")), 2025, STEMS, limits=Limits())
    assert len({task.key for task in tasks}) == len(tasks) == 12
    assert {(task.parameters["year"], task.parameters["edition"]) for task in tasks} == {
        (year, 2025) for year in (2022, 2023, 2024, 2025)
    }


def test_the_overview_waits_for_its_year() -> None:
    """10-overview reads the other sections of its own year, and nothing else waits."""
    tasks = plan_tasks(Project(Path("/county")), 2023, STEMS, limits=Limits())
    waits = {str(task.key): [str(key) for key in task.after] for task in tasks if task.after}
    assert waits == {
        "10-overview 2022": ["33-old-compounds 2022", "38-livable-villages 2022"],
        "10-overview 2023": ["33-old-compounds 2023", "38-livable-villages 2023"],
    }


def test_limits_come_from_the_settings() -> None:
    """What params/report.yml allows is what a notebook gets: every key of it, and none is changed on the way."""
    settings = {name: number for number, name in enumerate(ReportLimits.model_fields, start=10_000_000)}
    limits = Limits.of(ReportLimits(**settings))
    assert sorted(asdict(limits).values()) == sorted(settings.values())


def cures() -> Iterator[str]:
    """Every text that lyreport says to a person, as it stands in its code."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Bilingual":
                yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))


def test_settings_that_a_cure_names_exist() -> None:
    """Whoever is told to raise a limit finds it in params/report.yml."""
    said = [text for text in cures() if isinstance(text, str)]
    named = {found for text in said for found in re.findall(r"(?<![\w./])(limits|report)\.(?!yml)(\w+)", text)}
    known = {"limits": ReportLimits.model_fields, "report": ReportSettings.model_fields}
    assert {name for group, name in named if group == "limits"} == {*ReportLimits.model_fields}
    assert [name for group, name in named if name not in known[group]] == []
    assert [text for text in said if "params/report.yml" in text and "limits." not in text] == []
