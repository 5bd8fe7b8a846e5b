"""The money of one year: what F18 says by project and source, joined to the project's programme and town in F28."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lyreport.indicators.evidence import Evidence, Row, Sheet
from lyreport.indicators.figure import Figure, sums, total

FISCAL = ("中央", "省级", "市级", "县级", "专项债券")
NON_FISCAL = ("居民", "产权单位", "专营单位", "社会资本")
CAPITAL = "社会资本"
_AMOUNTS = ("planned", "available", "disbursed", "paid", "reward_subsidy", "pooled_agri")
_PROJECT = ("programme", "town_code", "milestone_id", "stage", "total_investment")


@dataclass(frozen=True)
class Ledger:
    """Lines of money (万元), one per project and source, and the two sheets they come from."""

    lines: tuple[Row, ...]
    sheets: tuple[Sheet, Sheet]
    towns: tuple[str, ...]

    def where(self, test: Callable[[Row], bool]) -> Ledger:
        """Return the ledger cut to some lines."""
        return replace(self, lines=tuple(line for line in self.lines if test(line)))

    def of_programme(self, *programmes: str) -> Ledger:
        """Return the lines of some programmes."""
        return self.where(lambda line: line["programme"] in programmes)

    def of_sources(self, *sources: str) -> Ledger:
        """Return the lines of some sources of funds."""
        return self.where(lambda line: line["source"] in sources)

    def of_milestone(self, milestone: str) -> Ledger:
        """Return the lines of the projects that a milestone stands for."""
        return self.where(lambda line: line["milestone_id"] == milestone)

    def of_towns(self, *towns: str) -> Ledger:
        """Return the lines of projects in some towns."""
        return self.where(lambda line: line["town_code"] in towns)

    def sum(self, column: str) -> Figure:
        """Add up one column; 不适用 counts as nothing, an amount not reported leaves the sum incomplete."""
        return total(sums(self.lines, top=column), *self._read(column))

    def by_town(self, column: str) -> Figure:
        """Add up one column, with a breakdown by the project's town."""
        return total(sums(self.lines, top=column, group="town_code"), *self._read(column), among=self.towns)

    def _read(self, column: str) -> tuple[Sheet, Sheet]:
        money, projects = self.sheets
        return replace(money, columns=("project_id", "source", column)), projects


def ledger(evidence: Evidence) -> Ledger:
    """Return the year's ledger; a project that is not in F28 belongs to no programme and no town."""
    money = evidence.sheet("F18", "project_id", "source", *_AMOUNTS)
    register = evidence.sheet("F28", "project_id", *_PROJECT)
    projects = register.by("project_id")
    unknown: Row = dict.fromkeys(_PROJECT, "")
    lines = tuple({**projects.get(line["project_id"], unknown), **line} for line in money.rows)
    return Ledger(lines, (money, register), tuple(sorted(evidence.places("town").groups)))


def ledgers(evidence: Evidence) -> tuple[Ledger, ...]:
    """Return the ledgers of all years since the base year."""
    return tuple(ledger(evidence.at(year)) for year in evidence.years)
