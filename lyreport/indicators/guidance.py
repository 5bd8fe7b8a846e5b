"""Clause 四(三), technical guidance: T13, T29; the expert pools (M37, M41), the base (M40), design visits (M38)."""

from __future__ import annotations

from lyreport.indicators.account import Account, is_in, yes
from lyreport.indicators.evidence import Evidence, given
from lyreport.indicators.figure import Case, Figure, amount, amounts, answers, count, share, sums, total
from lyreport.indicators.training import number_of, sessions

MODES = {"stationed": "驻点", "assigned": "挂包", "touring": "巡回"}
POOLS = {"M37": "共同缔造活动专家库", "M40": "县级培训基地", "M41": "培训专家库"}


def technicians(evidence: Evidence) -> Account:
    """T13: villages and communities with technical staff ÷ all of them; modes and visits beside it."""
    everywhere = evidence.places("village", "community")
    villages, communities = evidence.places("village"), evidence.places("community")
    service = evidence.sheet("F17", "place_code", "has_resident_tech", "service_mode", "service_visits")
    asked = {
        name: answers(register, service, "place_code", yes("has_resident_tech"))
        for name, register in (("", everywhere), ("village", villages), ("community", communities))
    }
    figures = {name: share(cases, service, everywhere.sheet) for name, cases in asked.items()}
    figures["community"] = figures["community"].countywide()
    figures["villages"] = count(asked["village"], service, villages.sheet).countywide()
    figures["communities"] = count(asked["community"], service, communities.sheet).countywide()
    figures["visits"] = total(amounts(everywhere, service, "place_code", top="service_visits"), service)
    served = everywhere.only(case.code for case in asked[""] if case.top == 1)
    for part, mode in MODES.items():
        cases = answers(served, service, "place_code", is_in("service_mode", mode))
        figures[f"mode.{part}"] = count(cases, service).countywide()
    return Account(figures)


def design_visits(evidence: Evidence) -> Account:
    """M38: design-to-the-countryside visits (F17)."""
    everywhere = evidence.places("village", "community")
    service = evidence.sheet("F17", "place_code", "design_visits")
    return Account({"visits": total(amounts(everywhere, service, "place_code", top="design_visits"), service)})


def staff_training(evidence: Evidence) -> Account:
    """T29: attendances at sessions for technical staff (F16); part of T14, never added to it."""
    ledger, held = sessions(evidence)
    mine = [row for row in held if row["audience"] == "技术人员"]
    return Account({"": total(sums(mine, top="attendances"), ledger), "sessions": number_of(mine, ledger)})


def pool(evidence: Evidence, milestone: str) -> Account:
    """M37, M40, M41: members, local members and uses of a pool or base (F26); head-counts only."""
    sheet = evidence.sheet("F26", "pool", "rules_doc_no", "members", "members_local", "used_times")
    rows = sheet.where(pool=POOLS[milestone])
    named = [row for row in rows if given(row["rules_doc_no"])]

    def column(name: str) -> Figure:
        cases = [Case(row["pool"], "", amount(row[name])) for row in rows] or [Case(milestone, "", None)]
        return total(cases, sheet)

    figures = {"members": column("members"), "local": column("members_local"), "used": column("used_times")}
    if milestone == "M40":
        return Account({"used": figures["used"], "rules": number_of(named, sheet)})
    return Account(figures)
