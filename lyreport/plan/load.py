"""The doors of ``params/``: each reads strictly, checks everything, and raises one error with every fault."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from lyreport.errors import ParamsError, Problem
from lyreport.hashing import digest, sha256_file
from lyreport.plan import answers, faults, links
from lyreport.plan import draft as drafting
from lyreport.plan.answers import Known
from lyreport.plan.clause import Section
from lyreport.plan.draft import Draft
from lyreport.plan.edition import ReportSettings, SiteSettings
from lyreport.plan.place import Places
from lyreport.plan.plan import Plan
from lyreport.plan.source import Source, read_yaml
from lyreport.plan.validation import Checked, check
from lyreport.plan.year import YearSettings

Record = TypeVar("Record", bound=BaseModel)


class Reading(NamedTuple):
    """The plan as far as it could be read: None where it has faults, which are listed."""

    plan: Plan | None
    known: Known
    problems: list[Problem]


def read_plan(params_dir: Path) -> Reading:
    """Read ``params/plan`` and say what of it the other parameters may refer to, whatever else is wrong with it."""
    draft = drafting.read(params_dir / "plan", f"{params_dir.name}/plan")
    problems = sorted([*draft.problems, *links.problems(draft)], key=_position)
    if problems:
        return Reading(None, Known.read(draft), problems)
    plan = _plan(draft)
    return Reading(plan, Known.of(plan), [])


def load_plan(params_dir: Path) -> Plan:
    """Read ``params/plan``; the same bytes are parsed once in a process and in all that are forked from it.

    Raises:
        ParamsError: every fault of every file, each with file and line.
    """
    name = _digest(params_dir)
    if name not in _plans:
        reading = read_plan(params_dir)
        if reading.plan is None:
            raise ParamsError(reading.problems)
        _plans[name] = reading.plan
    return _plans[name]


_plans: dict[str, Plan] = {}
"""Plans by the digest of all files that they were read from: a plan cannot be changed, so it may be shared."""


def _digest(params_dir: Path) -> str:
    paths = sorted(path for path in (params_dir / "plan").rglob("*") if path.is_file())
    return digest([params_dir.name, *([path.relative_to(params_dir).as_posix(), sha256_file(path)] for path in paths)])


def load_year(params_dir: Path, year: int, plan: Plan | None = None) -> YearSettings:
    """Read ``params/years/<year>.yml``, checked against the plan (read here if it is not given).

    Raises:
        ParamsError: every fault of the file, or of the plan if that cannot be read.
    """
    return read_year(params_dir, year, Known.of(plan or load_plan(params_dir)))


def read_year(params_dir: Path, year: int, known: Known) -> YearSettings:
    """Read ``params/years/<year>.yml``, checked against what is known of the plan.

    Raises:
        ParamsError: every fault of the file.
    """
    file = f"years/{year}.yml"
    if not (params_dir / file).exists():
        there = sorted(path.stem for path in (params_dir / "years").glob("*.yml"))
        raise ParamsError([faults.missing_year(f"{params_dir.name}/{file}", there)])
    source, checked = _checked(params_dir, file, YearSettings)
    found = [*source.problems, *checked.problems, *answers.problems(source, year, known, checked.misfits)]
    if checked.record is None or found:
        raise ParamsError(sorted(found, key=_position))
    return checked.record


def load_report(params_dir: Path) -> ReportSettings:
    """Read ``params/report.yml``; raises ``ParamsError`` with every fault."""
    return _one(params_dir, "report.yml", ReportSettings)


def load_site(params_dir: Path) -> SiteSettings:
    """Read ``params/site.yml``; raises ``ParamsError`` with every fault."""
    return _one(params_dir, "site.yml", SiteSettings)


def _one(params_dir: Path, file: str, model: type[Record]) -> Record:
    source, checked = _checked(params_dir, file, model)
    if checked.record is None or source.problems:
        raise ParamsError(sorted([*source.problems, *checked.problems], key=_position))
    return checked.record


def _checked(params_dir: Path, file: str, model: type[Record]) -> tuple[Source, Checked[Record]]:
    source = read_yaml(params_dir / file, f"{params_dir.name}/{file}")
    nothing: Checked[Record] = Checked(None, [], frozenset())
    return source, nothing if source.value is None else check(model, source.value, source)


def _position(problem: Problem) -> tuple[str, int]:
    file, _, line = problem.where.rpartition(":")
    return (file or problem.where, int(line)) if line.isdigit() else (problem.where, 0)


def _plan(draft: Draft) -> Plan:
    """Turn a draft without faults into the plan."""
    assert draft.document is not None
    assert draft.cover is not None
    clauses = _by(draft.values("clauses"), "id")
    indicators = {item.id: _inherit(item, clauses) for item in draft.values("indicators")}
    milestones = {item.id: _inherit(item, clauses) for item in draft.values("milestones")}
    holders = (*indicators.values(), *milestones.values())
    return Plan(
        document=draft.document,
        clauses=clauses,
        units=_by(draft.values("units"), "id"),
        sections={item.stem: _filled(item, indicators, milestones) for item in draft.values("sections")},
        indicators=indicators,
        milestones=milestones,
        ladders=_by(draft.values("ladders"), "id"),
        side_states=_by(draft.values("side_states"), "id"),
        forms=_by(draft.values("forms"), "id"),
        cover=draft.cover,
        judging=_by(draft.values("judging"), "id"),
        principles=_by(draft.values("principles"), "id"),
        settings=_by((*(s for row in holders for s in row.settings), *draft.values("settings")), "id"),
        places=Places(
            {place.code: place for place in sorted(draft.values("places"), key=lambda place: str(place.code))}
        ),
        terms=_by(draft.values("glossary"), "zh"),
    )


def _by(records: Iterable[Any], key: str) -> dict[str, Any]:
    return {getattr(record, key): record for record in records}


def _inherit(row: Any, clauses: dict[str, Any]) -> Any:
    """Give a row without its own responsible units those of its clause."""
    if row.responsible is not None:
        return row
    return row.model_copy(update={"responsible": clauses[row.clause].responsible})


def _filled(section: Section, indicators: dict[str, Any], milestones: dict[str, Any]) -> Section:
    """Give a section the ids of its rows."""
    rows = {
        "indicators": tuple(row.id for row in indicators.values() if row.section == section.stem),
        "milestones": tuple(row.id for row in milestones.values() if row.section == section.stem),
    }
    return section.model_copy(update=rows)
