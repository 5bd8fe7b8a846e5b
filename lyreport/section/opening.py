"""From a project folder to a desk: plan, settings, facts (built if there are none), what other sections handed over."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from lyreport import intake
from lyreport.errors import Bilingual, UsageError
from lyreport.intake.store import Store
from lyreport.plan import SUMMARY, Plan, YearSettings, load_plan, load_year
from lyreport.plan.watch import watched, watched_year
from lyreport.project import BASE_YEAR, Project
from lyreport.section import guard
from lyreport.section.desk import Desk
from lyreport.section.ledger import Ledger, given
from lyreport.section.reading import Given, Reads, Watched, declared

_SELDOM = (100_000, 10, 10)
"""How often Python looks for cycles of objects: a section makes many that last, and would be gone through each time."""


def sit_down(
    project: Project, stem: str, *, year: int, edition: int, values: str | None, reads: str | None = None
) -> Desk:
    """Return the desk of one section; in a run that wants to know what was read, the project is shut behind it.

    Args:
        project: where parameters and facts lie.
        stem: the section.
        year: the year of the data.
        edition: the year of the report.
        values: names the file that the other sections handed over, if any.
        reads: names the file that shall say what was read, if any.
    """
    gc.set_threshold(*_SELDOM)
    with guard.reading():
        desk = _desk(project, stem, year=year, edition=edition, values=values, reads=reads)
    if reads:
        guard.shut(project)
    return desk


def _desk(project: Project, stem: str, *, year: int, edition: int, values: str | None, reads: str | None) -> Desk:
    whole = load_plan(project.params)
    _known(whole, stem)
    settings = {each: load_year(project.params, each, whole) for each in _years(year, edition)}
    _build_missing(project, whole, settings)
    log = Reads(Path(reads) if reads else None)
    plan = watched(whole, log.note)
    section, years = plan.sections[stem], {each: watched_year(one, log.note) for each, one in settings.items()}
    allowed = frozenset(plan.forms) if stem == SUMMARY else declared(section, plan)
    facts = Watched(Store(project, plan), allowed, stem, log)
    marked = _marked(Store(project, whole), settings[year])
    log.note(f"demonstration/{year}", lambda: str(marked))
    return Desk(
        plan=plan, section=section, year=year, edition=edition, watched=facts,
        ledger=Ledger(plan, facts, years, Given(given(values), year, log) if values else {}), demonstration=marked,
    )  # fmt: skip


def _build_missing(project: Project, plan: Plan, years: Mapping[int, YearSettings]) -> None:
    store = Store(project, plan)
    if any(not store.whole(each) for each in years):
        intake.build(project, plan, tuple(years))


def _marked(store: Store, settings: YearSettings) -> bool:
    return settings.demonstration or store.demonstration(settings.year)


def _years(year: int, edition: int) -> range:
    if not BASE_YEAR <= year <= edition:
        raise UsageError.single(
            "section.year-outside",
            f"year={year}, edition={edition}",
            Bilingual(
                f"数据年份应在{BASE_YEAR}年与报告年份之间", f"the year must lie between {BASE_YEAR} and the edition"
            ),
            Bilingual("改 year 或 edition", "change year or edition"),
        )
    return range(BASE_YEAR, year + 1)


def _known(plan: Plan, stem: str) -> None:
    if stem in plan.sections:
        return
    near = get_close_matches(stem, plan.sections, n=1)
    known = ", ".join(near or plan.sections)
    raise UsageError.single(
        "section.unknown",
        stem,
        Bilingual("没有这一节", "there is no such section"),
        Bilingual(f"可用：{known}", f"known: {known}"),
    )
