"""The whole plan as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lyreport.errors import Bilingual, UsageError
from lyreport.plan import faults
from lyreport.plan.clause import Clause, Section
from lyreport.plan.form import Cover, Form
from lyreport.plan.indicator import Component, Indicator
from lyreport.plan.milestone import Ladder, Milestone, SideState
from lyreport.plan.place import Places
from lyreport.plan.rulebook import Document, JudgingKind, Principle
from lyreport.plan.setting import Setting
from lyreport.plan.term import Term
from lyreport.plan.unit import Unit


@dataclass(frozen=True)
class Plan:
    """Everything that was promised; each mapping goes from id to record, in the order of the file."""

    document: Document
    clauses: Mapping[str, Clause]
    units: Mapping[str, Unit]
    sections: Mapping[str, Section]
    indicators: Mapping[str, Indicator]
    milestones: Mapping[str, Milestone]
    ladders: Mapping[str, Ladder]
    side_states: Mapping[str, SideState]
    forms: Mapping[str, Form]
    cover: Cover
    judging: Mapping[str, JudgingKind]
    principles: Mapping[str, Principle]
    settings: Mapping[str, Setting]
    places: Places
    terms: Mapping[str, Term]

    @cached_property
    def _unit_names(self) -> dict[str, Unit]:
        return {name: unit for unit in self.units.values() for name in (unit.id, *unit.names)}

    def unit(self, name: str) -> Unit:
        """Return the unit with that id, Chinese name, alias or printed variant.

        Raises:
            UsageError: no unit is called so.
        """
        if name in self.units:
            return self.units[name]
        if name not in self._unit_names:
            raise UsageError([faults.dangling("", Bilingual("单位", "unit"), name, self._unit_names)])
        return self._unit_names[name]

    def row(self, row_id: str) -> Indicator | Milestone:
        """Return the indicator or milestone with that id; ``KeyError`` where there is none."""
        return self.indicators[row_id] if row_id in self.indicators else self.milestones[row_id]

    def component(self, part_id: str) -> Component:
        """Return the component with an id such as ``T14.sessions``; ``KeyError`` where there is none."""
        for part in self.indicators[part_id.partition(".")[0]].components:
            if part.id == part_id:
                return part
        raise KeyError(part_id)

    @cached_property
    def submitters(self) -> tuple[Unit, ...]:
        """The units that send workbooks, in the order of the units file."""
        sending = {unit for form in self.forms.values() for unit in form.submitters}
        return tuple(unit for unit in self.units.values() if unit.id in sending)

    def forms_of(self, unit_id: str) -> tuple[Form, ...]:
        """Return the forms that a unit submits."""
        return tuple(form for form in self.forms.values() if unit_id in form.submitters)

    def feeds(self, form_id: str) -> tuple[str, ...]:
        """Return the ids of the indicators and milestones that read a form."""
        indicators = [item.id for item in self.indicators.values() if form_id in item.forms]
        milestones = [
            item.id
            for item in self.milestones.values()
            if form_id in (item.form, *item.derived_from, *item.figures_from)
        ]
        return (*indicators, *milestones)
