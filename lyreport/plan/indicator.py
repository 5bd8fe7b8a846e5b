"""An indicator: what is counted, over what, against which target, and how it is judged."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lyreport.plan.frozen import (
    EMPTY,
    Day,
    Exact,
    FormId,
    Frozen,
    IndicatorId,
    Name,
    PartId,
    PlaceCode,
    Stem,
    Text,
    UnitId,
)
from lyreport.plan.place import PlaceKind
from lyreport.plan.setting import Setting

Judging = Literal["deadline_count", "deadline_rate", "floor", "floor_and_rising", "named_list", "no_target"]
Behaviour = Literal["stock", "state", "flow", "cumulative"]
Decimals = Annotated[int, Field(ge=0, le=4)]


class Target(Frozen):
    """What the plan sets: ``value`` and ``due`` are empty where it names no number or no year.

    ``year_stated`` and ``value_stated`` say whether the plan itself names them or we read them into it (``basis``);
    ``also_rising`` adds the second condition, that the value rises every year.
    """

    operator: Literal[">="] | None = None
    value: Exact | None = None
    due: Day | None = None
    year_stated: bool
    value_stated: bool
    also_rising: bool = False
    basis: Text | None = None


class Component(Frozen):
    """A figure recorded beside the headline, e.g. ``T14.sessions``."""

    id: PartId
    name: Text
    unit: Text
    numerator: Text
    denominator: Text | None = None
    formula: Name
    decimals: Decimals


class Indicator(Frozen):
    """One indicator of the plan (Q), a trend without a number (T) or an axis of the self-assessment (S).

    ``grain`` is what one row of the forms stands for; ``publish_grain`` the places for which a value may be shown;
    ``people`` marks persons or households, whose cells under five are suppressed with a complement;
    ``headline`` is the id of the component that leads where the indicator has no value of its own.
    """

    id: IndicatorId
    kind: Literal["target", "trend", "self_assessment"]
    section: Stem
    clause: Name
    name: Text
    unit: Text
    direction: Literal["up", "neutral"]
    target: Target | None = None
    judging: Judging
    soft_word: Text | None = None
    lead_unit: UnitId | None = None
    responsible: tuple[UnitId, ...] | None = None
    behaviour: Behaviour
    time_basis: Text
    formula: Text
    numerator: Text
    denominator: Text | None = None
    components: tuple[Component, ...] = ()
    headline: str | None = None
    named: tuple[PlaceCode, ...] = ()
    dimensions: dict[str, tuple[IndicatorId, ...]] = Field(default_factory=dict)
    forms: tuple[FormId, ...]
    grain: Text
    publish_grain: tuple[PlaceKind, ...]
    people: bool = False
    decimals: Decimals
    settings: tuple[Setting, ...] = ()
    definition_source: Text = EMPTY
    note: Text = EMPTY

    @property
    def neutral(self) -> bool:
        """Whether neither more nor less is better."""
        return self.direction == "neutral"

    def component(self, name: str) -> Component:
        """Return the component called ``name`` (``sessions`` or ``T14.sessions``)."""
        full = name if "." in name else f"{self.id}.{name}"
        return next(part for part in self.components if part.id == full)
