"""The desk a notebook sits at: the small vocabulary of ``docs/how-to/add-a-section.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pandas import DataFrame

from lyreport.errors import Bilingual
from lyreport.indicators import Finding
from lyreport.plan import Plan, Section
from lyreport.project import BASE_YEAR
from lyreport.results.parts import describe
from lyreport.results.value import Value
from lyreport.section import climbing, counting, display, ledger, owning, shapes, tables, working
from lyreport.section.reading import Watched
from lyreport.section.shapes import Chart, Climb, Events, Goal, Marks, Series, Table, Tally
from lyreport.section.sheet import Sheet, read_sheet


@dataclass(frozen=True)
class Desk:
    """One section, one data year, one edition; made by :func:`lyreport.section.open`."""

    plan: Plan
    section: Section
    year: int
    edition: int
    watched: Watched
    ledger: ledger.Ledger
    demonstration: bool
    emitted: set[str] = field(default_factory=set)

    @property
    def years(self) -> tuple[int, ...]:
        """From the base year to the data's own."""
        return tuple(range(BASE_YEAR, self.year + 1))

    @property
    def base_year(self) -> int:
        """The year that changes are counted from."""
        return BASE_YEAR

    @property
    def last_year(self) -> int:
        """The year before the data's own; the base year has none before it and stands for itself."""
        return max(BASE_YEAR, self.year - 1)

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────

    def compute(self, row: str) -> Finding:
        """Return the finding of an indicator of this section: headline, parts, places.

        Raises:
            UsageError: the indicator belongs to another section, or there is none of that name.
        """
        owning.require(row, self.section)
        return self.ledger.finding(row, self.year)

    def record(self, *findings: Finding) -> None:
        """Put all values of findings on record, and show them with numerators and denominators."""
        for finding in findings:
            values = finding.values  # noqa: PD011 - a finding is no frame
            county = [
                self._series(value.key.name, (value,), (self._label(value),)) for value in values if not value.place
            ]
            display.values(
                values, tables.fractions(*county, title=self._name(finding)), demonstration=self.demonstration
            )

    def value(self, name: str, place: str = "") -> Value:
        """Return one value of this year by its name, e.g. ``Q05.change``."""
        return self.ledger.value(name, self.year, place)

    def history(self, name: str, place: str = "") -> Series:
        """Return an indicator, part or component over the years."""
        values = tuple(self.ledger.value(name, year, place) for year in self.years)
        return self._series(name, values, tuple(Bilingual(f"{year}年", str(year)) for year in self.years))

    def histories(self, prefix: str) -> tuple[Series, ...]:
        """Return every part under ``prefix`` over the years, e.g. all sources of ``T15.source``."""
        return tuple(self.history(name) for name in self.ledger.parts(prefix, self.year))

    def working(self, row: str, name: str, *parts: str) -> Tally:
        """Return a list by month behind a figure, with parts of it as columns: ``("Q03", "flows", "generated")``."""
        columns = [describe(f"{row}.{part}", self.plan) for part in parts]
        return working.worked(self.compute(row).workings[name], columns)

    def parts(self, *names: str) -> Series:
        """Return values of this year side by side: those named, or every part under the one prefix given."""
        chosen = tuple(self.history(name) for name in names) if len(names) > 1 else self.histories(names[0])
        return shapes.across(chosen, names[0])

    def targets(self) -> tuple[Series, ...]:
        """Return the indicators that have a target over the years, in the order of the plan."""
        return tuple(self.history(row.id) for row in self.plan.indicators.values() if row.kind == "target")

    def standing(self) -> Tally:
        """Return how many milestones of each section stand where: not started, under way, at the top, unknown."""
        return climbing.standing(self.ledger, self.plan.sections.values(), self.year)

    def towns(self, name: str) -> Series:
        """Return one value for each town."""
        return self._places(name, [place.code for place in self.plan.places.towns])

    def communities(self, name: str) -> Series:
        """Return one value for each community."""
        return self._places(name, [place.code for place in self.plan.places.communities])

    def levels(self, *milestones: str) -> tuple[Climb, ...]:
        """Return the section's milestones (or those named) over the years."""
        return tuple(climbing.climb(self.ledger, name, self.years) for name in milestones or self.section.milestones)

    # ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def facts(self, form: str) -> DataFrame:
        """Return the accepted rows of a form; of one that is not public only the columns, without rows."""
        frame = self.watched.table(form, self.year).frame
        return frame if self.plan.forms[form].visibility == "public" else frame.iloc[:0]

    def tally(
        self, form: str, *, rows: str, columns: str | None = None, sums: Sequence[str] = (),
        where: Mapping[str, Any] | None = None, join: str | None = None, name: tuple[str, str] | None = None,
    ) -> Tally:  # fmt: skip
        """Count rows, or add up ``sums``, by ``rows`` (``"year"``: every year) and ``columns``."""
        if rows == counting.YEAR:
            by = columns or counting.first_key(self.plan.forms[form])
            found = {
                year: counting.tally(self._sheet(form, year, where, join), rows=by, columns=columns, sums=sums)
                for year in self.years
            }
            return _named(counting.over_years(found), name)
        found_now = counting.tally(self._sheet(form, self.year, where, join), rows=rows, columns=columns, sums=sums)
        return _named(found_now, name)

    def marks(
        self, form: str, *, rows: str, columns: str, mark: str, only: str | Sequence[str] = (),
        where: Mapping[str, Any] | None = None, name: tuple[str, str] | None = None, year: int | None = None,
    ) -> Marks:  # fmt: skip
        """Return a yes/no column as a matrix; ``only`` names its columns, or the letter they begin with."""
        sheet = self._sheet(form, year or self.year, where)
        return _named(counting.marks(sheet, rows=rows, columns=columns, mark=mark, only=only), name)

    def villages(
        self, form: str, mark: str, *, key: str = "village_code", name: tuple[str, str] | None = None,
        year: int | None = None,
    ) -> Marks:  # fmt: skip
        """Return a yes/no column for the 66 villages, by town."""
        return _named(counting.villages(self._sheet(form, year or self.year), mark, key=key), name)

    def events(
        self, form: str, *, when: str, what: str, lane: str | None = None, where: Mapping[str, Any] | None = None,
        name: tuple[str, str] | None = None,
    ) -> Events:  # fmt: skip
        """Return dated rows in lanes (a column; else the kind of place), up to the end of the year."""
        sheet = self._sheet(form, self.year, where)
        found = counting.events(sheet, when=when, what=what, lane=lane, first_year=BASE_YEAR, year=self.year)
        return _named(found, name)

    def rows(
        self, form: str, *columns: str, where: Mapping[str, Any] | None = None, join: str | None = None,
        order: Sequence[str] = (), title: Bilingual | None = None,
    ) -> Table:  # fmt: skip
        """Return columns of a public form as a table, row by row, as sent or in the ``order`` of some columns."""
        return counting.listed(self._sheet(form, self.year, where, join), columns, title=title, order=order)

    # ── outputs ──────────────────────────────────────────────────────────────────────────────────────────────────

    def milestones(self) -> None:
        """Record the levels of the section's milestones, and emit their table ``milestones-<NN>``."""
        findings = [self.ledger.finding(name, self.year) for name in self.section.milestones]
        values = [value for finding in findings for value in finding.values]  # noqa: PD011 - as above
        if not values:
            return
        id = f"milestones-{self._number}"  # noqa: A001 - the record calls it id
        owning.fresh(id, self.emitted)
        display.values(values, tables.ladders(self.levels()), demonstration=self.demonstration, id=id)

    def table(self, id: str, table: Table, *, title: tuple[str, str] | None = None) -> None:  # noqa: A002 - its name in the record
        """Emit a table; ``title`` (Chinese, English) takes the place of its own."""
        owning.fresh(id, self.emitted)
        named = replace(table, title=Bilingual(*title)) if title else table
        display.table(id, named, demonstration=self.demonstration)

    def figure(self, id: str, chart: Chart, *, title: tuple[str, str] | None = None) -> None:  # noqa: A002 - as above
        """Draw a chart in both languages where this is the edition's year, and emit its data as ``<id>-data``."""
        owning.fresh(id, self.emitted)
        if self.year == self.edition:
            named = replace(chart, title=Bilingual(*title)) if title else chart
            display.figure(id, named, demonstration=self.demonstration)
            self.table(f"{id}-data", chart.table, title=title)

    def note(self, zh: str, en: str) -> None:
        """Emit a remark about method; no figures in it."""
        display.note(Bilingual(zh, en))

    def sources(self) -> None:
        """Emit the table ``sources-<NN>``: forms read, who sent them, in which state; what was read goes on record."""
        self.table(f"sources-{self._number}", owning.sources(self.plan, self.watched, self.year))
        display.reads(self.watched.read)

    # ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _number(self) -> str:
        return self.section.stem.partition("-")[0]

    def _sheet(self, form: str, year: int, where: Mapping[str, Any] | None = None, join: str | None = None) -> Sheet:
        return read_sheet(self.plan, self.watched.table, form, year, where=where or {}, join=join)

    def _places(self, name: str, codes: Sequence[str]) -> Series:
        values = tuple(self.ledger.value(name, self.year, code) for code in codes)
        return self._series(name, values, tuple(self.plan.places[code].short_name for code in codes))

    def _series(self, name: str, values: tuple[Value, ...], labels: tuple[Bilingual, ...]) -> Series:
        part = describe(name, self.plan)
        return Series(name, part.name, part.unit, labels, values, self._goal(name))

    def _goal(self, name: str) -> Goal | None:
        row = self.plan.indicators.get(name)
        target = row.target if row else None
        if target is None or target.value is None:
            return None
        return Goal(target.operator or "", format(target.value.normalize(), "f"))

    def _label(self, value: Value) -> Bilingual:
        return Bilingual(f"{value.year}年", str(value.year))

    def _name(self, finding: Finding) -> Bilingual:
        return self.plan.row(finding.indicator).name


Named = TypeVar("Named", Tally, Marks, Events)


def _named(thing: Named, name: tuple[str, str] | None) -> Named:
    """Give a tally, marks or events the name under which the report shows them."""
    return replace(thing, name=Bilingual(*name)) if name else thing
