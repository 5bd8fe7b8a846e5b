"""A plan under watch: every row that is read is named with its digest, and what may not be read refuses.

Names are ``indicators/Q05`` for a row, ``indicators/*`` for the list of ids, ``places`` for the whole register (every
figure by place reads all of it), ``years/2025/decisions/q01.scope_start`` for one answer of one year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, NoReturn, TypeVar

from lyreport.hashing import digest, sha256
from lyreport.plan.place import Place, Places
from lyreport.plan.plan import Plan
from lyreport.plan.year import YearSettings

Record = TypeVar("Record")
Note = Callable[[str, Callable[[], str]], None]
"""Told of each reading: its name, and how to get the digest of what was read."""

ABSENT = "absent"
ALL = "*"
PLACES = "places"
_OF_YEARS = ("annual_plan", "decisions", "unit_names")


class Watching(Mapping[str, Record]):
    """A mapping that says which of its records are read; its list of ids is a record of its own."""

    def __init__(self, name: str, records: Mapping[str, Record], note: Note) -> None:
        self._name, self._records, self._note = name, records, note

    def __getitem__(self, key: str) -> Record:
        self._told(key)
        return self._records[key]

    def __contains__(self, key: object) -> bool:
        self._told(str(key))
        return key in self._records

    def __iter__(self) -> Iterator[str]:
        self._told(ALL)
        return iter(self._records)

    def __len__(self) -> int:
        self._told(ALL)
        return len(self._records)

    def _told(self, key: str) -> None:
        self._note(f"{self._name}/{key}", lambda: _digest(self._records, key))


class Whole(Mapping[str, Place]):
    """The places: whoever reads one is taken to read all."""

    def __init__(self, records: Mapping[str, Place], note: Note) -> None:
        self._records, self._note = records, note

    def __getitem__(self, key: str) -> Place:
        return self._told[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)

    @property
    def _told(self) -> Mapping[str, Place]:
        self._note(PLACES, lambda: _whole(self._records))
        return self._records


class Unread:
    """Stands where nothing may be read: to ask it for anything is an error, not a reading that nobody knows of."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _refuse(self, *_: object) -> NoReturn:
        raise LookupError(f"{self._name} may not be read here")

    __getitem__ = __iter__ = __contains__ = __len__ = _refuse

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self._name} may not be read here: {name}")


def watched(plan: Plan, note: Note) -> Plan:
    """Return the plan with every list of records under watch; what is no list may not be read."""
    parts: dict[str, Any] = {name: Watching(name, records, note) for name, records in _lists(plan).items()}
    parts["places"] = Places(Whole(plan.places.by_code, note))
    closed: dict[str, Any] = {one.name: Unread(one.name) for one in fields(plan) if one.name not in parts}
    return replace(plan, **parts, **closed)


def watched_year(settings: YearSettings, note: Note) -> YearSettings:
    """Return the year's plan, decisions and names under watch; its dates may not be read."""
    lists = {name: Watching(f"years/{settings.year}/{name}", getattr(settings, name), note) for name in _OF_YEARS}
    made = YearSettings.model_construct(_fields_set=None, year=settings.year, **lists)
    for name in set(YearSettings.model_fields) - {"year", *_OF_YEARS}:
        made.__dict__.pop(name, None)  # a default would be a reading that nobody knows of
    return made


def only(plan: Plan, *names: str) -> Plan:
    """Return the plan with everything but ``names`` closed."""
    closed: dict[str, Any] = {one.name: Unread(one.name) for one in fields(plan) if one.name not in names}
    return replace(plan, **closed)


def digest_of(name: str, plan: Plan, years: Mapping[int, YearSettings]) -> str:
    """Return the present digest of what a name of this module stands for."""
    if name == PLACES:
        return _whole(plan.places.by_code)
    head, _, key = name.rpartition("/")
    if not head.startswith("years/"):
        return _digest(_lists(plan)[head], key)
    _, year, part = head.split("/")
    return _digest(getattr(years[int(year)], part), key) if int(year) in years else ABSENT


def digest_whole(plan: Plan, *names: str) -> str:
    """Return the digest of whole parts of the plan: lists, ``places``, ``document``, ``cover``."""
    return digest({name: _part(getattr(plan, name)) for name in names})


def _lists(plan: Plan) -> dict[str, Mapping[str, Any]]:
    return {one.name: found for one in fields(plan) if isinstance(found := getattr(plan, one.name), Mapping)}


def _part(part: Any) -> str | dict[str, str]:
    if isinstance(part, Places):
        return _whole(part.by_code)
    return {key: _text(one) for key, one in part.items()} if isinstance(part, Mapping) else _text(part)


def _digest(records: Mapping[str, Any], key: str) -> str:
    if key == ALL:
        return digest(list(records))
    return sha256(_text(records[key]).encode()) if key in records else ABSENT


def _whole(places: Mapping[str, Place]) -> str:
    return sha256("\n".join(map(_text, places.values())).encode())


def _text(record: Any) -> str:
    return str(record.model_dump_json()) if hasattr(record, "model_dump_json") else repr(record)
