"""From a project folder to a desk: plan, settings, facts (built if there are none), what other sections handed over."""

from __future__ import annotations

from difflib import get_close_matches

from lyreport import intake
from lyreport.errors import Bilingual, UsageError
from lyreport.intake.store import Store
from lyreport.plan import Plan, Section, load_plan, load_year
from lyreport.project import BASE_YEAR, Project
from lyreport.section.desk import Desk
from lyreport.section.ledger import Ledger, given
from lyreport.section.reading import Watched, declared

_SUMMARY = "10-overview"


def sit_down(project: Project, stem: str, *, year: int, edition: int, values: str | None) -> Desk:
    """Return the desk of one section; ``values`` names the file that the other sections handed over, if any."""
    plan = load_plan(project.params)
    section = _section(plan, stem)
    years = {each: load_year(project.params, each, plan) for each in _years(year, edition)}
    store = Store(project, plan)
    missing = [each for each in years if store.key(each) is None]
    if missing:
        intake.build(project, plan, tuple(years))
    allowed = frozenset(plan.forms) if stem == _SUMMARY else declared(section, plan)
    watched = Watched(store, allowed, stem)
    marked = years[year].demonstration or any(sent.demonstration for sent in store.submissions(year))
    return Desk(
        plan=plan, section=section, year=year, edition=edition, watched=watched,
        ledger=Ledger(plan, watched, years, given(values)), demonstration=marked,
    )  # fmt: skip


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


def _section(plan: Plan, stem: str) -> Section:
    if stem in plan.sections:
        return plan.sections[stem]
    near = get_close_matches(stem, plan.sections, n=1)
    known = ", ".join(near or plan.sections)
    raise UsageError.single(
        "section.unknown",
        stem,
        Bilingual("没有这一节", "there is no such section"),
        Bilingual(f"可用：{known}", f"known: {known}"),
    )
