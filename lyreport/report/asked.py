"""What words ask for, read from their placeholders without filling them in: a constant id must exist in the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Any

from jinja2.nodes import Call, Const, Name, Template

from lyreport.errors import Bilingual, Problem, UserError
from lyreport.plan import Plan
from lyreport.plan.faults import meant
from lyreport.report.usage import Source
from lyreport.report.vocabulary import FUNCTIONS, TALLY, Words
from lyreport.results.parts import PARTS, describe

_SIGNATURES = {name: signature(getattr(Words, name)) for name in FUNCTIONS}
_GUIDE = Bilingual("写法见 docs/how-to/write-the-words.md", "docs/how-to/write-the-words.md says how it is written")
_IDS = Bilingual("编号见 docs/reference/indicators.zh.md", "the ids stand in docs/reference/indicators.md")
_VALUES = frozenset(
    {
        "value", "number", "fraction", "change", "changes", "state", "where", "verdict", "pace", "lead", "missing",
        "owing", "level", "indicator", "known", "judged", "trend", "exact",
    }
)  # fmt: skip
_PLACED = frozenset({"figure", "table"})
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Recorded:
    """The charts and tables that the notebooks make, as far as their code says so."""

    figures: frozenset[str]
    tables: frozenset[str]

    def of(self, function: str) -> frozenset[str]:
        """Return what ``figure()`` or ``table()`` can place."""
        return self.figures if function == "figure" else self.tables


@dataclass(frozen=True)
class Asked:
    """One call of a function, with those of its arguments that are constant texts."""

    function: str
    line: int
    given: Mapping[str, str]

    @property
    def id(self) -> str | None:
        """What is asked for; None where only the data will tell."""
        return self.given.get("id", self.given.get("verdict"))


Calls = Sequence[Asked | tuple[int, str]]
"""The calls of one file of words; of one that can never be made its line and why."""


def asked(tree: Template) -> Iterator[Asked | tuple[int, str]]:
    """Yield every call of a function of the guide."""
    for call in tree.find_all(Call):
        if not isinstance(call.node, Name) or call.node.name not in _SIGNATURES or call.dyn_args or call.dyn_kwargs:
            continue
        named = {pair.key: pair.value for pair in call.kwargs}
        try:
            bound = _SIGNATURES[call.node.name].bind(None, *call.args, **named)
        except TypeError as error:
            yield call.lineno, f"{call.node.name}(): {error}"
            continue
        yield Asked(call.node.name, call.lineno, dict(_texts(bound.arguments)))


def _texts(arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, node in arguments.items():
        if isinstance(node, Const) and isinstance(node.value, str):
            yield name, node.value


def unknown(source: Source, calls: Calls, plan: Plan, recorded: Recorded | None) -> Iterator[Problem]:
    """Return every call that no data can answer.

    Args:
        source: the words.
        calls: what they ask for.
        plan: what may be asked for.
        recorded: the charts and tables there are; None where the notebooks do not say.
    """
    for one in calls:
        if isinstance(one, tuple):
            line, why = one
            what = Bilingual(f"占位符无法读取：{why}", f"a placeholder cannot be read: {why}")
            yield Problem("words.bad-placeholder", f"{source.name}:{line}", what, _GUIDE)
            continue
        for what, cure in _faults(one, plan, recorded):
            yield Problem("words.unknown-id", f"{source.name}:{one.line}", what, cure)


def _faults(one: Asked, plan: Plan, recorded: Recorded | None) -> Iterator[tuple[Bilingual, Bilingual]]:
    if one.id is not None:
        if one.function in _VALUES:
            yield from _value(one, one.id, plan)
        else:
            known = _known(one.function, plan, recorded)
            if known is not None and one.id not in known and not (one.function == "name" and _is_part(one.id, plan)):
                yield _none(one.id, known)
    if (place := one.given.get("place")) and place not in plan.places:
        yield _none(place, (known.code for known in plan.places))


def _value(one: Asked, id_: str, plan: Plan) -> Iterator[tuple[Bilingual, Bilingual]]:
    name, at, rest = id_.partition("@")
    year, _, place = rest.partition("/")
    if (at and not _YEAR.fullmatch(year)) or (place and place not in plan.places):
        yield _none(id_, ())
    ladder = one.function == "level"
    part = f"{name}.level" if ladder and "." not in name else name
    if not _is_part(part, plan) or (ladder and part.partition(".")[0] not in plan.milestones):
        parts = (part.id for row in plan.indicators.values() for part in row.components)
        yield _none(name, (*plan.indicators, *plan.milestones, *parts, *PARTS))


def _is_part(name: str, plan: Plan) -> bool:
    try:
        describe(name, plan)
    except UserError:
        return False
    return True


def _known(function: str, plan: Plan, recorded: Recorded | None) -> frozenset[str] | None:
    """Return everything that a function takes; None where it takes any text or nobody can say yet."""
    if function in _PLACED:
        return None if recorded is None else recorded.of(function)
    if function in {"target", "listed"}:
        return frozenset(plan.indicators)
    if function == "decision":
        return frozenset(plan.settings)
    if function == "tally":
        return frozenset(TALLY)
    if function == "name":
        return frozenset({*plan.indicators, *plan.milestones, *plan.units, *plan.forms, *plan.places.by_code})
    return None


def _none(id_: str, known: Iterable[str]) -> tuple[Bilingual, Bilingual]:
    zh, en = meant(id_, known)
    what = Bilingual(f"没有“{id_}”，任何一年都不会有记录", f"there is no “{id_}”, and no year will have one")
    return what, Bilingual(zh or _IDS.zh, en or _IDS.en)


def placed(source: Source, calls: Calls) -> dict[tuple[str, str], int]:
    """Return the charts and tables that words place by a constant name, each with its line."""
    found: dict[tuple[str, str], int] = {}
    for one in calls:
        if isinstance(one, Asked) and one.function in _PLACED and one.id is not None:
            found.setdefault((one.function, one.id), one.line)
        elif isinstance(one, Asked) and one.function == "milestones":
            found.setdefault(("table", f"milestones-{source.stem[:2]}"), one.line)
    return found
