"""The parameters between reading and trusting: every record that fits its model, and every id that was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from lyreport.errors import Bilingual, Problem
from lyreport.plan import faults, salvage
from lyreport.plan.clause import Clause, Section
from lyreport.plan.form import Cover, Form
from lyreport.plan.indicator import Indicator
from lyreport.plan.milestone import Ladder, Milestone, SideState
from lyreport.plan.place import Place
from lyreport.plan.rulebook import Document, JudgingKind, Principle
from lyreport.plan.setting import Setting
from lyreport.plan.source import Path_, Source, read_csv, read_yaml
from lyreport.plan.term import Term
from lyreport.plan.unit import Unit
from lyreport.plan.validation import check


@dataclass(frozen=True)
class Item:
    """A record and the place it was read from."""

    value: Any
    source: Source
    path: Path_

    def where(self, *steps: str | int) -> str:
        """Return ``file:line`` of the record, or of a value inside it."""
        return self.source.where((*self.path, *steps))


@dataclass(frozen=True)
class Kind:
    """One kind of record: the key of its list, its model, the key that names a record, what people call it."""

    file: str
    key: str
    model: type[BaseModel]
    identity: str
    subject: Bilingual


KINDS: tuple[Kind, ...] = (
    Kind("clauses", "clauses", Clause, "id", Bilingual("条款", "clause")),
    Kind("sections", "sections", Section, "stem", Bilingual("章节", "section")),
    Kind("units", "units", Unit, "id", Bilingual("单位", "unit")),
    Kind("ladders", "ladders", Ladder, "id", Bilingual("阶梯", "ladder")),
    Kind("ladders", "side_states", SideState, "id", Bilingual("特殊状态", "side state")),
    Kind("indicators", "indicators", Indicator, "id", Bilingual("指标", "indicator")),
    Kind("milestones", "milestones", Milestone, "id", Bilingual("里程碑", "milestone")),
    Kind("rules", "judging", JudgingKind, "id", Bilingual("判定方式", "judging kind")),
    Kind("rules", "principles", Principle, "id", Bilingual("规则", "principle")),
    Kind("settings", "settings", Setting, "id", Bilingual("待定事项", "setting")),
)
FORM = Kind("forms", "", Form, "id", Bilingual("报表", "form"))
PLACE = Kind("places.csv", "", Place, "code", Bilingual("地名代码", "place"))
TERM = Kind("glossary.csv", "", Term, "zh", Bilingual("术语", "term"))
ALL: tuple[Kind, ...] = (*KINDS, FORM, PLACE, TERM)

_PLACE_COLUMNS = ("code", "name", "short_zh", "short_en", "kind", "parent", "valid_from", "valid_to")
_TERM_COLUMNS = ("zh", "en", "also", "fixed", "note")


def slot_of(kind: Kind) -> str:
    """Return the name under which a draft holds this kind of record."""
    return kind.key or kind.file.removesuffix(".csv")


SUBJECTS: dict[str, Bilingual] = {slot_of(kind): kind.subject for kind in ALL}


@dataclass
class Draft:
    """Everything read from ``params/plan``, not yet cross-checked.

    ``items`` are the records that fit their models, ``rows`` all that were written, as they were written; ``ids`` also
    knows those of files that could not be parsed, which are ``lost``.
    """

    items: dict[str, list[Item]] = field(default_factory=lambda: {slot_of(kind): [] for kind in ALL})
    rows: dict[str, list[Item]] = field(default_factory=lambda: {slot_of(kind): [] for kind in ALL})
    ids: dict[str, set[str]] = field(default_factory=lambda: {slot_of(kind): set() for kind in ALL})
    misfits: set[tuple[str, Path_]] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    document: Document | None = None
    cover: Cover | None = None

    def complete(self, *slots: str) -> bool:
        """Whether every record that was written also fits its model, so that its absence means something."""
        return all(len(self.items[slot]) == len(self.ids[slot]) > 0 for slot in slots)

    def misfit(self, item: Item, path: Path_) -> bool:
        """Whether a place inside a row was found faulty already."""
        return (item.source.name, (*item.path, *path)) in self.misfits

    def unknown(self, slot: str, name: str, where: str) -> Iterator[Problem]:
        """Yield a problem if no record of that kind is called ``name``.

        Where the kind's own file could not be read nothing is said: that is a fault already.
        """
        known = self.ids[slot]
        if known and name not in known:
            yield faults.dangling(where, SUBJECTS[slot], name, known)

    def values(self, slot: str) -> Iterator[Any]:
        """Yield the records of one kind."""
        return (item.value for item in self.items[slot])

    def settings(self) -> Iterator[Item]:
        """Yield every sound setting, on its own or beside its row, whatever else is wrong with the row."""
        yield from self.items["settings"]
        for slot in ("indicators", "milestones"):
            for item in self.rows[slot]:
                for position, raw in written(item.value, "settings"):
                    setting = check(Setting, raw, item.source).record
                    if setting is not None:
                        yield Item(setting, item.source, (*item.path, "settings", position))


def listed(raw: dict[str, Any], key: str) -> tuple[Any, ...]:
    """Return the list that was written under a key; nothing where it is none."""
    found = raw.get(key)
    return found if isinstance(found, tuple) else ()


def written(raw: dict[str, Any], key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the records of a list as they were written, each with its position."""
    yield from ((position, one) for position, one in enumerate(listed(raw, key)) if isinstance(one, dict))


def read(folder: Path, name: str) -> Draft:
    """Read every file of a plan; ``name`` is how the folder is called in messages."""
    draft = Draft()
    for file in dict.fromkeys(kind.file for kind in KINDS):
        _read_lists(draft, read_yaml(folder / f"{file}.yml", f"{name}/{file}.yml"), folder / f"{file}.yml")
    draft.document = _read_one(draft, read_yaml(folder / "document.yml", f"{name}/document.yml"), Document)
    _read_forms(draft, folder / "forms", f"{name}/forms")
    for kind, columns, fold in ((PLACE, _PLACE_COLUMNS, _place), (TERM, _TERM_COLUMNS, _term)):
        table = read_csv(folder / kind.file, f"{name}/{kind.file}", columns)
        _add_rows(draft, kind, table, tuple(fold(row) for row in table.value or ()))
        if table.problems:
            _salvage(draft, folder / kind.file, kind)
    return draft


def _salvage(draft: Draft, path: Path, *kinds: Kind) -> None:
    """Note the ids of a file that cannot be parsed, so that references into it can still be told apart."""
    for kind in kinds:
        draft.lost.add(slot_of(kind))
        draft.ids[slot_of(kind)] |= salvage.ids(path)


def _read_lists(draft: Draft, source: Source, path: Path) -> None:
    draft.problems += source.problems
    kinds = {kind.key: kind for kind in KINDS if kind.file == path.stem}
    if source.value is None:
        _salvage(draft, path, *kinds.values())
        return
    lists = source.value if isinstance(source.value, dict) else {}
    for key in lists.keys() - kinds.keys():
        draft.problems.append(faults.unknown_key(source.where((key,)), key, kinds))
    for key, kind in kinds.items():
        rows = lists.get(key)
        if not isinstance(rows, tuple):
            draft.problems.append(faults.missing_key(source.where((key,)), key))
            draft.lost.add(slot_of(kind))
            continue
        for position, raw in enumerate(rows):
            _add(draft, kind, source, (key, position), raw)


def _read_one(draft: Draft, source: Source, model: type[Any]) -> Any:
    draft.problems += source.problems
    if source.value is None:
        return None
    checked = check(model, source.value, source)
    draft.problems += checked.problems
    return checked.record


def _read_forms(draft: Draft, folder: Path, name: str) -> None:
    draft.cover = _read_one(draft, read_yaml(folder / "cover.yml", f"{name}/cover.yml"), Cover)
    for path in sorted(folder.glob("F*.yml")):
        source = read_yaml(path, f"{name}/{path.name}")
        draft.problems += source.problems
        if source.value is None:
            draft.ids["forms"].add(path.stem)
        else:
            _add(draft, FORM, source, (), source.value)


def _add_rows(draft: Draft, kind: Kind, source: Source, rows: tuple[dict[str, Any], ...]) -> None:
    draft.problems += source.problems
    for position, raw in enumerate(rows):
        _add(draft, kind, source, (position,), raw)


def _add(draft: Draft, kind: Kind, source: Source, path: Path_, raw: Any) -> None:
    """Keep one record if it fits; note its id in any case, so that a reference to it is not called dangling."""
    slot = slot_of(kind)
    name = raw.get(kind.identity) if isinstance(raw, dict) else None
    if isinstance(name, str):
        if name in draft.ids[slot]:
            draft.problems.append(faults.repeated_id(source.where((*path, kind.identity)), kind.subject, name))
        draft.ids[slot].add(name)
    checked = check(kind.model, raw, source, path)
    draft.problems += checked.problems
    draft.misfits |= {(source.name, (*path, *misfit)) for misfit in checked.misfits}
    if isinstance(raw, dict):
        draft.rows[slot].append(Item(raw, source, path))
    if checked.record is not None:
        draft.items[slot].append(Item(checked.record, source, path))


def _place(row: dict[str, Any]) -> dict[str, Any]:
    """Fold the two columns of the short name into one bilingual text."""
    short = {lang: row.pop(f"short_{lang}") for lang in ("zh", "en") if f"short_{lang}" in row}
    return {**row, "short_name": short}


def _term(row: dict[str, Any]) -> dict[str, Any]:
    """Take the list and the yes/no out of their cells."""
    also = tuple(part.strip() for part in row.pop("also", "").split(";") if part.strip())
    fixed = {"yes": True, "no": False}.get(row.get("fixed", ""), row.get("fixed"))
    return {**row, "also": also, "fixed": fixed}
