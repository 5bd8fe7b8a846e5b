"""Demonstration houses (F08): one number per house, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from data.demonstration.cells import Row, document, known, reached
from data.demonstration.chance import dice, workday
from data.demonstration.frame import Frame, neighbours

# Houses accepted by town in 2021 … 2025: 113 in all, 107 without 2021.  Three in 丈八镇 are too few to print.
ACCEPTED = {
    "610329100": (2, 5, 9, 8, 7),
    "610329101": (1, 4, 7, 5, 5),
    "610329102": (1, 3, 5, 6, 4),
    "610329103": (1, 3, 5, 5, 4),
    "610329105": (1, 2, 3, 2, 4),
    "610329106": (0, 0, 1, 1, 1),
    "610329107": (0, 1, 2, 2, 3),
}
UNDER_WAY = {"610329100": 3, "610329101": 2, "610329103": 2, "610329107": 1}  # accepted in 2026 only
STEEL_FROM = 2022


@dataclass(frozen=True)
class House:
    """One house, to its acceptance."""

    id: str
    village: str
    start: date
    accept: date


@cache
def houses(frame: Frame) -> tuple[House, ...]:
    """Return all houses ever begun, numbered in the order of their start."""
    drafts = []
    for town in frame.towns:
        years = [2021 + i for i, count in enumerate(ACCEPTED[town]) for _ in range(count)]
        years += [2026] * UNDER_WAY.get(town, 0)
        drafts += [_draft(frame, town, year, number) for number, year in enumerate(years)]
    drafts.sort()
    return tuple(House(f"NF-{number:04d}", *draft[2:], *draft[:2]) for number, draft in enumerate(drafts, start=1))


def _draft(frame: Frame, town: str, year: int, number: int) -> tuple[date, date, str]:
    draw = dice("house", town, number)
    accept = workday(year, "house", town, number, months=(7, 12) if year < 2026 else (2, 4))
    return accept - timedelta(days=draw.randint(100, 260)), accept, draw.choice(neighbours(frame, town))


def ledger(frame: Frame, year: int) -> list[Row]:
    """F08: every house begun by the end of ``year``."""
    return [_row(house, year) for house in houses(frame) if reached(house.start, year)]


def _row(house: House, year: int) -> Row:
    accepted = reached(house.accept, year)
    number = int(house.id[-4:])
    steel = house.start.year >= STEEL_FROM and number % 5 == 0
    return {
        "house_id": house.id,
        "village_code": house.village,
        "work": "新建" if steel or number % 3 == 0 else "改造",
        "structure": "装配式钢结构" if steel else dice("structure", number).choice(("砖混", "砖混", "框架", "砖木")),
        "stage": "验收" if accepted else "在建",
        "start_date": house.start,
        "accept_date": known(house.accept, year),
        "accept_doc_no": document("房验", house.accept.year, number) if accepted else None,
    }
