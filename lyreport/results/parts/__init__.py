"""The figures recorded beside headline values: what each is called, its unit, its decimals.

``PARTS`` lists the further parts by chapter; ``describe`` names anything that may stand in results.json.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lyreport.errors import Bilingual, UsageError
from lyreport.results.parts.derived import DERIVED, derive
from lyreport.results.parts.shape import LEVEL, Part, Row
from lyreport.results.parts.support import AUDIENCES, CHANNELS, PROGRAMMES, SOURCES, SUPPORT
from lyreport.results.parts.works import WORKS

if TYPE_CHECKING:
    from lyreport.plan import Indicator, Plan

__all__ = ["AUDIENCES", "CHANNELS", "DERIVED", "PARTS", "PROGRAMMES", "SOURCES", "Part", "describe"]

_LEVEL_PART = re.compile(r"p(\d+)")


def _label(name: Bilingual) -> Bilingual:
    """Names begin with a capital, as in a table; a sentence takes it back."""
    return Bilingual(name.zh, name.en[:1].upper() + name.en[1:])


def _part(row: Row) -> Part:
    return Part(row[0], _label(Bilingual(row[1], row[2])), row[3], row[4])


PARTS: dict[str, Part] = {row[0]: _part(row) for row in (*WORKS, *SUPPORT)}


def describe(name: str, plan: Plan) -> Part:
    """Name the figure ``Q05``, ``T14.sessions``, ``Q01.new``, ``Q05.change`` or ``M24.p1`` (an id without year).

    Raises:
        UsageError: nothing of that name is ever recorded.
    """
    found = PARTS.get(name) or _indicator(name, plan) or _milestone(name, plan) or _derived(name, plan)
    if found is None:
        raise UsageError.single(
            "results.unknown-figure",
            name,
            Bilingual("没有这个指标或分项", "there is no such indicator or part"),
            Bilingual("编号见 docs/reference/indicators.md", "the ids stand in docs/reference/indicators.md"),
        )
    return found


def _indicator(name: str, plan: Plan) -> Part | None:
    row = plan.indicators.get(name[:3])
    if row is None:
        return None
    if name == row.id:
        return Part(row.id, _headlined(row), row.unit, row.decimals)
    component = next((part for part in row.components if part.id == name), None)
    return Part(name, _label(component.name), component.unit, component.decimals) if component else None


def _headlined(row: Indicator) -> Bilingual:
    """The name; where one component stands for the whole (residential compounds for all objects), it is said which."""
    part = next((part for part in row.components if part.id == row.headline), None)
    if part is None:
        return row.name
    return Bilingual(f"{row.name.zh}（{part.name.zh}）", f"{row.name.en} ({part.name.en})")


def _milestone(name: str, plan: Plan) -> Part | None:
    row = plan.milestones.get(name[:3])
    if row is None:
        return None
    if name == f"{row.id}.level":
        return Part(name, row.name, LEVEL, 0)
    if name in (f"{row.id}.change", f"{row.id}.derived"):
        zh, en = ("比上年升降级数", "steps on last year") if name.endswith("change") else ("推得等级", "derived level")
        return Part(name, Bilingual(f"{row.name.zh}{zh}", f"{row.name.en}, {en}"), LEVEL, 0)
    number = _LEVEL_PART.fullmatch(name[4:])
    if number and int(number[1]) <= len(row.parts):
        return Part(name, row.parts[int(number[1]) - 1], LEVEL, 0)
    return None


def _derived(name: str, plan: Plan) -> Part | None:
    base, _, suffix = name.rpartition(".")
    if not base:
        return None
    known = PARTS.get(base) or _indicator(base, plan)
    return derive(known, suffix) if known else None
