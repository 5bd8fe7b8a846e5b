"""The doors of ``params/``: each reads strictly, checks everything, and raises one error with every fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from lyreport.errors import Bilingual, ParamsError, Problem
from lyreport.plan import draft as drafting
from lyreport.plan import faults, links
from lyreport.plan.clause import Section
from lyreport.plan.draft import Draft
from lyreport.plan.edition import ReportSettings, SiteSettings
from lyreport.plan.place import Places
from lyreport.plan.plan import Plan
from lyreport.plan.setting import Setting
from lyreport.plan.source import Source, read_yaml
from lyreport.plan.validation import check
from lyreport.plan.year import YearSettings

Record = TypeVar("Record", bound=BaseModel)


def load_plan(params_dir: Path) -> Plan:
    """Read ``params/plan``.

    Raises:
        ParamsError: every fault of every file, each with file and line.
    """
    draft = drafting.read(params_dir / "plan", f"{params_dir.name}/plan")
    problems = [*draft.problems, *links.problems(draft)]
    if problems:
        raise ParamsError(sorted(problems, key=_position))
    return _plan(draft)


def load_year(params_dir: Path, year: int, plan: Plan | None = None) -> YearSettings:
    """Read ``params/years/<year>.yml``, checked against the plan (read here if it is not given).

    Raises:
        ParamsError: every fault of the file, and of the plan if that cannot be read.
    """
    plan = plan or load_plan(params_dir)
    settings, source = _year(params_dir, year)
    problems = sorted(_year_problems(settings, source, year, plan), key=_position)
    if problems:
        raise ParamsError(problems)
    return settings


def read_year(params_dir: Path, year: int) -> YearSettings:
    """Read ``params/years/<year>.yml`` as far as it can be checked while the plan itself has faults.

    Raises:
        ParamsError: every unknown key and wrong type in the file.
    """
    return _year(params_dir, year)[0]


def _year(params_dir: Path, year: int) -> tuple[YearSettings, Source]:
    file = f"years/{year}.yml"
    if not (params_dir / file).exists():
        known = sorted(path.stem for path in (params_dir / "years").glob("*.yml"))
        raise ParamsError([faults.missing_year(f"{params_dir.name}/{file}", known)])
    return _one(params_dir, file, YearSettings)


def load_report(params_dir: Path) -> ReportSettings:
    """Read ``params/report.yml``; raises ``ParamsError`` with every fault."""
    return _one(params_dir, "report.yml", ReportSettings)[0]


def load_site(params_dir: Path) -> SiteSettings:
    """Read ``params/site.yml``; raises ``ParamsError`` with every fault."""
    return _one(params_dir, "site.yml", SiteSettings)[0]


def _one(params_dir: Path, file: str, model: type[Record]) -> tuple[Record, Source]:
    source = read_yaml(params_dir / file, f"{params_dir.name}/{file}")
    record, problems = (None, []) if source.value is None else check(model, source.value, source)
    if record is None or source.problems:
        raise ParamsError(sorted([*source.problems, *problems], key=_position))
    return record, source


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


def _year_problems(settings: YearSettings, source: Source, year: int, plan: Plan) -> Iterator[Problem]:
    if settings.year != year:
        what = Bilingual(f"文件是{year}年的，里面写{settings.year}", f"the file is of {year} but says {settings.year}")
        yield faults.contradiction(source.where(("year",)), what, Bilingual("改成一致", "make them agree"))
    known = (("annual_plan", "指标", "indicator", plan.indicators), ("unit_names", "单位", "unit", plan.units))
    for key, zh, en, ids in known:
        for name in getattr(settings, key).keys() - ids.keys():
            yield faults.dangling(source.where((key, name)), Bilingual(zh, en), name, ids)
    for name in settings.decisions.keys() - plan.settings.keys():
        yield faults.dangling(source.where(("decisions", name)), Bilingual("待定事项", "setting"), name, plan.settings)
    for name, setting in plan.settings.items():
        if name not in settings.decisions:
            yield faults.missing_key(source.where(("decisions",)), name)
        elif not _answers(setting, settings.decisions[name]):
            yield faults.answer(source.where(("decisions", name)), setting)


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
