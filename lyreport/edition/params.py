"""Everything below ``params/`` that one edition is made by, and the digests of what of it a section may read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from lyreport.errors import ParamsError, Problem
from lyreport.intake import Store
from lyreport.plan import (
    Plan,
    ReportSettings,
    SiteSettings,
    YearSettings,
    load_report,
    load_site,
    read_plan,
    read_year,
)
from lyreport.plan.watch import digest_of
from lyreport.project import Edition, Project

Read = TypeVar("Read")


@dataclass(frozen=True)
class Params:
    """The plan, the settings of report and site, those of every year of the edition."""

    plan: Plan
    report: ReportSettings
    site: SiteSettings
    years: Mapping[int, YearSettings]

    def digest(self, store: Store, name: str) -> str:
        """Return the present digest of anything that a section may read, under the name that it gave it."""
        head, *rest = name.split("/")
        match head:
            case "facts":
                return store.digest(rest[1], int(rest[0])) if rest[1] in self.plan.forms else ""
            case "demonstration":
                year = int(rest[0])
                return str(self.years[year].demonstration or store.demonstration(year))
            case _:
                return digest_of(name, self.plan, self.years)


def read_params(project: Project, edition: Edition) -> Params:
    """Read everything.

    Raises:
        ParamsError: every fault of every file (10).
    """
    faults: list[Problem] = []

    def tried(read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except ParamsError as error:
            faults.extend(error.problems)
            return None

    folder = project.params
    reading = read_plan(folder)
    faults += reading.problems
    report, site = tried(partial(load_report, folder)), tried(partial(load_site, folder))
    years = {year: tried(partial(read_year, folder, year, reading.known)) for year in edition.years}
    if reading.plan is None or report is None or site is None or faults:
        raise ParamsError(faults)
    return Params(reading.plan, report, site, {year: settings for year, settings in years.items() if settings})
