"""Who leads, who answers, who submits: the units, their printed names and how long they exist."""

from __future__ import annotations

from typing import Literal

from lyreport.plan.frozen import Day, Frozen, Name, Text, UnitId


class Printed(Frozen):
    """The name under which one clause prints a unit, where it is not the unit's own."""

    clause: Name
    name: Name


class Unit(Frozen):
    """A body that leads, is responsible or submits.

    ``kind`` ``group`` stands for several units at once (``members``); ``member`` says whether the plan's annex lists
    it in the leading group; ``valid_from`` and ``valid_to`` bound its existence, empty where no document says so.
    """

    id: UnitId
    name: Text
    kind: Literal["government", "party", "mass", "town", "leading_group", "group"]
    aliases: tuple[Name, ...] = ()
    printed: tuple[Printed, ...] = ()
    members: tuple[UnitId, ...] = ()
    member: bool
    valid_from: Day | None = None
    valid_to: Day | None = None
    successor: UnitId | None = None
    note: Text | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every Chinese name by which a document may call the unit."""
        return (self.name.zh, *self.aliases, *(printed.name for printed in self.printed))
