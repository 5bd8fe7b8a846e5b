"""A year's settings against the plan: every id it names must exist, every question of the plan must stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from lyreport.errors import Bilingual, Problem
from lyreport.plan import faults
from lyreport.plan.draft import SUBJECTS, Draft, written
from lyreport.plan.plan import Plan
from lyreport.plan.setting import Setting
from lyreport.plan.source import Path_, Source

_NAMED = (("annual_plan", "indicators"), ("unit_names", "units"), ("decisions", "settings"))
_ROWS = ("settings", "indicators", "milestones")


@dataclass(frozen=True)
class Known:
    """What of the plan a year may name; no ids where that part of the plan could not be read.

    ``questions`` are the settings that fit their model; ``ids["settings"]`` names those that do not as well.
    """

    ids: Mapping[str, frozenset[str]]
    questions: Mapping[str, Setting]

    @classmethod
    def of(cls, plan: Plan) -> Known:
        """Return what a whole plan knows."""
        ids = {slot: frozenset(getattr(plan, slot)) for _, slot in _NAMED}
        return cls(ids, plan.settings)

    @classmethod
    def read(cls, draft: Draft) -> Known:
        """Return what a plan with faults knows, as far as it could be read."""
        questions = {item.value.id: item.value for item in draft.settings()}
        beside = {
            setting.get("id")
            for slot in ("indicators", "milestones")
            for item in draft.rows[slot]
            for _, setting in written(item.value, "settings")
        }
        named = {*questions, *draft.ids["settings"], *(one for one in beside if isinstance(one, str))}
        named |= {one for slot in _ROWS if slot in draft.lost for one in draft.ids[slot]}
        unread = any(slot in draft.lost and not draft.ids[slot] for slot in _ROWS)
        settings = frozenset[str]() if unread else frozenset(named)
        return cls({**{slot: frozenset(ids) for slot, ids in draft.ids.items()}, "settings": settings}, questions)


def problems(source: Source, year: int, known: Known, misfits: frozenset[Path_]) -> Iterator[Problem]:
    """Yield every contradiction between a year's settings, as they were written, and the plan."""
    raw = source.value if isinstance(source.value, dict) else {}
    said = raw.get("year")
    if isinstance(said, int) and said != year:
        what = Bilingual(f"文件是{year}年的，里面写{said}", f"the file is of {year} but says {said}")
        yield faults.contradiction(source.where(("year",)), what, Bilingual("改成一致", "make them agree"))
    spoilt = {path[:2] for path in misfits}
    for key, slot in _NAMED:
        for name in _mapping(raw, key):
            if known.ids[slot] and name not in known.ids[slot] and (key, name) not in spoilt:
                yield faults.dangling(source.where((key, name)), SUBJECTS[slot], name, known.ids[slot])
    yield from _unanswered(source, raw, known, spoilt)


def _unanswered(source: Source, raw: Mapping[str, Any], known: Known, spoilt: set[Path_]) -> Iterator[Problem]:
    if not isinstance(raw.get("decisions"), dict):
        return  # a fault already
    given = _mapping(raw, "decisions")
    for name, setting in known.questions.items():
        if name not in given:
            yield faults.missing_key(source.where(("decisions",)), name)
        elif ("decisions", name) not in spoilt and not _answers(setting, given[name]):
            yield faults.answer(source.where(("decisions", name)), setting)


def _mapping(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, dict) else {}


def _answers(setting: Setting, answer: str | None) -> bool:
    """Whether an answer fits its question; no answer always does."""
    if answer is None:
        return True
    if setting.kind == "choice":
        return answer in {option.value for option in setting.options}
    if setting.kind == "number":
        return _is_number(answer)
    return bool(answer) and (setting.pattern is None or re.fullmatch(setting.pattern, answer) is not None)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
