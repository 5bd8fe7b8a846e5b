"""Everything a report is composed from: the plan, the recorded values, tables and figures, and who sent what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from lyreport.errors import Bilingual, Lang
from lyreport.plan import Plan, ReportSettings, SiteSettings, YearSettings
from lyreport.project import BASE_YEAR
from lyreport.results.ids import ValueId
from lyreport.results.parts import Part, describe
from lyreport.results.value import Value
from lyreport.run.harvest import Harvest, RecordedFigure
from lyreport.tables import Submission


@dataclass(frozen=True)
class Material:
    """The inputs of one edition.

    ``tables`` are those of the edition's own year, by id; ``figures`` by id and language; ``submissions`` and
    ``years`` by data year; ``origin`` the digest of the notebooks, empty where there are none.
    """

    plan: Plan
    year: int
    values: Mapping[str, Value]
    tables: Mapping[str, Mapping[str, Any]]
    figures: Mapping[tuple[str, Lang], RecordedFigure]
    submissions: Mapping[int, Sequence[Submission]]
    years: Mapping[int, YearSettings]
    report: ReportSettings
    site: SiteSettings
    origin: str = ""

    @property
    def span(self) -> tuple[int, ...]:
        """The years of the edition, the base year first."""
        return tuple(range(BASE_YEAR, self.year + 1))

    @property
    def demonstration(self) -> bool:
        """Whether any year or any submission is marked as demonstration data."""
        marked = any(settings.demonstration for settings in self.years.values())
        return marked or any(sent.demonstration for every in self.submissions.values() for sent in every)

    def value(self, name: str, year: int | None = None, place: str = "") -> Value | None:
        """Return the value with that name (``Q05``, ``Q05.change``) in that year and place, or None."""
        row, _, part = name.partition(".")
        return self.values.get(str(ValueId(row, year or self.year, part, place)))

    def part(self, name: str) -> Part:
        """Return how a figure is called, in which unit and with how many decimals it is printed."""
        return describe(name, self.plan)

    def unit_name(self, unit: str) -> Bilingual:
        """Return a unit's name as it was in the edition's year."""
        known = self.plan.units[unit].name
        settings = self.years.get(self.year)
        return settings.unit_name(unit, known) if settings else known


def gather(
    harvest: Harvest,
    *,
    plan: Plan,
    year: int,
    submissions: Mapping[int, Sequence[Submission]],
    years: Mapping[int, YearSettings],
    report: ReportSettings,
    site: SiteSettings,
) -> Material:
    """Put together what the notebooks recorded and what was read from ``params/`` and the submissions."""
    tables = {name: harvest.tables[of, name].record for of, name in harvest.tables if of == year}
    figures: dict[tuple[str, Lang], RecordedFigure] = {
        (name, "zh" if language == "zh" else "en"): figure for (name, language), figure in harvest.figures.items()
    }
    return Material(plan, year, harvest.values, tables, figures, submissions, years, report, site, harvest.origin)


def moment(settings: YearSettings) -> int:
    """The date that documents carry, in seconds since 1970: the release day, else the day of submission; no clock."""
    day: date = settings.release_date or settings.due
    return int(datetime.combine(day, time(), tzinfo=UTC).timestamp())
