"""The frame of places: one county, its towns, their villages and communities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from lyreport.plan.frozen import Day, Frozen, Name, PlaceCode, Text

PlaceKind = Literal["county", "town", "village", "community"]
KINDS: tuple[PlaceKind, ...] = ("county", "town", "village", "community")


class Place(Frozen):
    """One place under its statistical code: six digits for the county, nine for a town, twelve below.

    Names repeat (a village is often called like its town), so a place is known by its code alone.
    """

    code: PlaceCode
    name: Name
    short_name: Text
    kind: PlaceKind
    parent: PlaceCode | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None

    def valid_at(self, day: date) -> bool:
        """Whether the code was in force on ``day``; an open end reaches for ever."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Places:
    """All places, in the order of their codes."""

    by_code: Mapping[str, Place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self.by_code.values())

    def __getitem__(self, code: str) -> Place:
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __len__(self) -> int:
        return len(self.by_code)

    def of_kind(self, *kinds: PlaceKind) -> tuple[Place, ...]:
        """Return the places of the given kinds."""
        return tuple(place for place in self if place.kind in kinds)

    @cached_property
    def county(self) -> Place:
        """The county itself."""
        return self.of_kind("county")[0]

    @cached_property
    def towns(self) -> tuple[Place, ...]:
        """The towns."""
        return self.of_kind("town")

    @cached_property
    def villages(self) -> tuple[Place, ...]:
        """The administrative villages."""
        return self.of_kind("village")

    @cached_property
    def communities(self) -> tuple[Place, ...]:
        """The communities."""
        return self.of_kind("community")

    def in_town(self, code: str) -> tuple[Place, ...]:
        """Return the villages and communities of one town."""
        return tuple(place for place in self if place.parent == code)

    def town_of(self, code: str) -> Place:
        """Return the town that a village or community lies in (a town is its own)."""
        place = self[code]
        return place if place.kind == "town" else self[place.parent or code]
