"""Seeded chance: every draw has a name, so that a new draw never shifts an old one."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

SEED = "lyreport demonstration 1"
SATURDAY = 5


def dice(*key: object) -> random.Random:
    """Return the generator that belongs to ``key``; the same key always gives the same draws."""
    return random.Random("/".join(map(str, (SEED, *key))))


def ranked(topic: str, things: Iterable[str]) -> list[str]:
    """Return ``things`` in the order in which they take up ``topic``: the first n of one year stay in the next."""
    return sorted(things, key=lambda thing: dice(topic, thing).random())


def first(topic: str, things: Iterable[str], count: int) -> frozenset[str]:
    """Return the ``count`` things that take up ``topic`` before all others."""
    return frozenset(ranked(topic, things)[:count])


def share(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Divide ``total`` into whole parts in proportion to ``weights``; the parts add up (largest remainders)."""
    exact = [Fraction(total) * weight / sum(weights) for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def workday(year: int, *key: object, months: tuple[int, int] = (1, 12)) -> date:
    """Return a working day of ``year`` between two months, both included."""
    draw = dice("workday", year, *key)
    day = date(year, draw.randint(*months), draw.randint(3, 26))
    return day + timedelta(days=2) if day.weekday() >= SATURDAY else day
