"""What the facts of a year are made from: workbooks, parts of the plan, the last day, the years before, and the ground.

The ground is lyreport's own code, the packages installed, the lock and Python: another openpyxl may read a cell
otherwise, and another DuckDB write other bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lyreport.cache import inputs
from lyreport.hashing import digest, sha256_file
from lyreport.intake.reception import files
from lyreport.intake.store import Store
from lyreport.plan import Plan, load_year
from lyreport.plan.watch import digest_whole
from lyreport.project import BASE_YEAR, Project

READ = ("clauses", "units", "ladders", "milestones", "forms", "cover", "places")
"""The parts of the plan that taking in submissions may read; the others are closed to it."""

MODULES = ("intake", "plan", "tables", "hashing", "project")
"""The code that shapes facts: what another makes of the same workbooks may differ."""

Origins = dict[str, str]
"""Digests by name, as ``cache.reasons`` puts them in words: ``workbook/<path>``, ``plan/<part>``, ``code/<module>``."""


def last_days(project: Project, plan: Plan, last: int) -> dict[int, date]:
    """Return the only setting of each year that its facts depend on, for every year up to ``last``.

    Raises:
        ParamsError: the settings of ``last`` have faults, or else those of an earlier year.
    """
    years = range(last, BASE_YEAR - 1, -1)  # the year that was asked for comes first, also where it is at fault
    found = {year: load_year(project.params, year, plan).due for year in years}
    return {year: found[year] for year in reversed(years)}


def origins(store: Store, due: Mapping[int, date]) -> dict[int, Origins]:
    """Return for each year all that its facts depend on, the years before it included."""
    found: dict[int, Origins] = {}
    shared = {f"plan/{part}": digest_whole(store.plan, part) for part in READ} | _ground(store.project)
    for year, day in due.items():
        received = {
            f"workbook/{store.project.relative(path)}": sha256_file(path) for path in files(store.project, year)
        }
        before = {"before": digest(found[year - 1])} if year - 1 in found else {}
        found[year] = {**received, **shared, "due": day.isoformat(), **before}
    return found


def changes(store: Store, found: Mapping[int, Origins], *, force: bool = False) -> dict[int, tuple[str, ...]]:
    """Return for each year whose facts are out of date the names of what has changed since they were built."""
    return {year: names for year, now in found.items() if (names := _changed(store, year, now, force))}


def _changed(store: Store, year: int, now: Origins, force: bool) -> tuple[str, ...]:
    if force:
        return ("force",)
    if not store.whole(year):
        return ("new",)
    then = store.origins(year)
    return tuple(name for name in {**now, **then} if now.get(name) != then.get(name))


def _ground(project: Project) -> Origins:
    """What the facts of every year depend on beside what came in."""
    return {
        **{f"code/{name}": known for name, known in inputs.code(*MODULES).items()},
        **{f"versions/{name}": known for name, known in inputs.libraries().items()},
        "lock": inputs.lock(project),
        "python": inputs.python(),
    }
