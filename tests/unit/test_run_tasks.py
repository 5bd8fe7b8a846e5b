"""The tasks of an edition, and the limits they run under."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from lyreport.project import Project
from lyreport.run.edition import plan_tasks
from lyreport.run.task import Limits

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
    """What params/report.yml allows is what a notebook gets."""
    settings = SimpleNamespace(cell_seconds=5, notebook_seconds=50, output_bytes=1000)
    limits = Limits.of(settings)
    assert (limits.cell_seconds, limits.seconds, limits.cell_bytes, limits.notebook_bytes) == (5, 50, 1000, 1000)
