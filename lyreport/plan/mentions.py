"""Where one parameter names another: looked up in whatever was written, also in records that are faulty elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lyreport.errors import Problem
from lyreport.plan.draft import Draft
from lyreport.plan.source import Path_

ANY = "*"
"""Every item of a list, every key of a mapping."""

MENTIONS: tuple[tuple[str, str, str], ...] = (
    ("clauses", "section", "sections"),
    ("clauses", "lead", "units"),
    ("clauses", "responsible", "units"),
    ("sections", "clause", "clauses"),
    ("units", "members", "units"),
    ("units", "successor", "units"),
    ("units", "printed.*.clause", "clauses"),
    ("indicators", "section", "sections"),
    ("indicators", "clause", "clauses"),
    ("indicators", "lead_unit", "units"),
    ("indicators", "responsible", "units"),
    ("indicators", "judging", "judging"),
    ("indicators", "forms", "forms"),
    ("indicators", "named", "places"),
    ("indicators", "dimensions.*", "indicators"),
    ("indicators", "settings.*.asks", "units"),
    ("milestones", "section", "sections"),
    ("milestones", "clause", "clauses"),
    ("milestones", "ladder", "ladders"),
    ("milestones", "lead_unit", "units"),
    ("milestones", "responsible", "units"),
    ("milestones", "submitter", "units"),
    ("milestones", "evidence_from", "units"),
    ("milestones", "form", "forms"),
    ("milestones", "rollup", "milestones"),
    ("milestones", "derived_from", "forms"),
    ("milestones", "figures_from", "forms"),
    ("milestones", "settings.*.asks", "units"),
    ("settings", "asks", "units"),
    ("forms", "submitters", "units"),
    ("places", "parent", "places"),
)
"""Kind of record, the way to the names inside it, the kind of record that they name."""


def problems(draft: Draft) -> Iterator[Problem]:
    """Yield every name of something that does not exist."""
    for slot, way, target in MENTIONS:
        for item in draft.rows[slot]:
            for path, name in _names(item.value, tuple(way.split("."))):
                if not draft.misfit(item, path):  # said already: it is no name at all
                    yield from draft.unknown(target, name, item.where(*path))


def _names(value: Any, way: tuple[str, ...], path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    if way and way[0] == ANY:
        for step, inner in _items(value):
            yield from _names(inner, way[1:], (*path, step))
    elif way:
        if isinstance(value, dict) and way[0] in value:
            yield from _names(value[way[0]], way[1:], (*path, way[0]))
    elif isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        yield from (((*path, step), name) for step, name in enumerate(value) if isinstance(name, str))


def _items(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)
