"""What a person enters for one data year: dates, annual plan, decisions, names of units."""

from __future__ import annotations

from pydantic import Field

from lyreport.errors import Bilingual
from lyreport.plan.frozen import Day, Exact, Frozen, IndicatorId, SettingId, Text, UnitId


class YearSettings(Frozen):
    """The settings of one data year.

    ``demonstration`` marks the whole year; ``release_date`` is given by a person, empty until then; ``due`` is the
    day by which units submit; ``annual_plan`` holds the year's planned figures (an indicator without one has no
    planned path); ``decisions`` answers the open settings, empty where no one has; ``unit_names`` are names that
    units bore in that year where they differ from the plan's.
    """

    year: int
    demonstration: bool
    release_date: Day | None
    due: Day
    annual_plan: dict[IndicatorId, Exact] = Field(default_factory=dict)
    annual_plan_source: Text | None = None
    decisions: dict[SettingId, str | None]
    unit_names: dict[UnitId, Text] = Field(default_factory=dict)

    def decided(self, setting: str) -> str | None:
        """Return the answer to a setting, or None while it is open."""
        return self.decisions[setting]

    def unit_name(self, unit_id: str, otherwise: Bilingual) -> Bilingual:
        """Return the unit's name as it was in this year."""
        return self.unit_names.get(unit_id, otherwise)
