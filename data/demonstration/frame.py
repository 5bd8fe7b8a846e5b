"""The frame: real places, with invented numbers of people and households."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from data.demonstration.cells import Row
from data.demonstration.chance import dice, share
from lyreport.plan import Place, Plan

FIRST_DAY = date(2021, 1, 1)  # from which a code counts, where the plan names no day

# Rural residents at the end of 2022; they fall by 0.3 per cent a year.
TOWN_PEOPLE = {
    "610329100": 11_900,
    "610329101": 7_900,
    "610329102": 6_600,
    "610329103": 7_100,
    "610329105": 5_600,
    "610329106": 3_700,
    "610329107": 4_600,
}
COMMUNITY_HOUSEHOLDS = {
    "610329100001": 2_740,
    "610329100002": 2_390,
    "610329100003": 1_870,
    "610329100004": 1_340,
}
PEOPLE_PER_HOUSEHOLD = 2.7
YEARLY_DECLINE = 0.003


@dataclass(frozen=True, eq=False)  # known by identity, so that what is derived from it can be cached
class Frame:
    """Codes of all places, in the order of the register."""

    places: tuple[Place, ...]

    @classmethod
    def of(cls, plan: Plan) -> Frame:
        """Read the frame from the plan, so that no place is written twice."""
        return cls(tuple(plan.places))

    @cached_property
    def towns(self) -> tuple[str, ...]:
        """Codes of the towns."""
        return self._codes("town")

    @cached_property
    def villages(self) -> tuple[str, ...]:
        """Codes of the administrative villages."""
        return self._codes("village")

    @cached_property
    def communities(self) -> tuple[str, ...]:
        """Codes of the urban communities."""
        return self._codes("community")

    def _codes(self, kind: str) -> tuple[str, ...]:
        return tuple(place.code for place in self.places if place.kind == kind)


def register(frame: Frame, year: int) -> list[Row]:
    """F00: the county, its towns, villages and communities; the same rows every year."""
    kinds = {"county": "县", "town": "镇", "village": "行政村", "community": "社区"}
    return [
        {
            "place_code": place.code,
            "valid_from": place.valid_from or FIRST_DAY,
            "place_name": place.name,
            "short_name": place.short_name.zh,
            "name_en": place.short_name.en,
            "kind": kinds[place.kind],
            "parent_code": place.parent,
        }
        for place in frame.places
        if place.valid_at(date(year, 12, 31))
    ]


def town_of(code: str) -> str:
    """Return the town of a village or community: the first nine digits of its code."""
    return code[:9]


def neighbours(frame: Frame, town: str) -> list[str]:
    """Return the villages of one town."""
    return [code for code in frame.villages if town_of(code) == town]


@cache
def village_people(frame: Frame, year: int) -> dict[str, int]:
    """Return the rural residents of each village at the end of ``year``; town totals are exact shares."""
    people: dict[str, int] = {}
    for town in frame.towns:
        codes = neighbours(frame, town)
        total = round(TOWN_PEOPLE[town] * (1 - YEARLY_DECLINE * (year - 2022)))
        people.update(zip(codes, share(total, [_size(code) for code in codes]), strict=True))
    return people


@cache
def households(frame: Frame) -> dict[str, int]:
    """Return the households of each village and community, the same in every year."""
    rural = {code: round(people / PEOPLE_PER_HOUSEHOLD) for code, people in village_people(frame, 2022).items()}
    return rural | COMMUNITY_HOUSEHOLDS


def _size(code: str) -> int:
    return dice("size", code).randint(60, 140)
