"""Clause 三(七), the county's towns and their services: Q04, T23, T24."""

from __future__ import annotations

from datetime import date

from lyreport.indicators.account import Account, rows_table, yes
from lyreport.indicators.evidence import Evidence, Register, Sheet
from lyreport.indicators.figure import Case, Figure, answers, count, share
from lyreport.indicators.honours import ACCEPTED, ACHIEVED, APPLIED, COLUMNS, CREATING, LISTED, NAMED, REVOKED, honours

PROVINCIAL = "省级"
COUNTED_FROM = date(2021, 1, 1)
"""Q04 counts the five-year plan from 2021; earlier namings are left out."""
COUNTS_AS_BUILT = {
    "listed": (LISTED, CREATING, *ACHIEVED),
    "accepted": ACHIEVED,
    "named": (NAMED,),
}
STAGES = {
    "applied": APPLIED,
    "listed": LISTED,
    "creating": CREATING,
    "accepted": ACCEPTED,
    "named": NAMED,
    "revoked": REVOKED,
}
SERVICE = "综合服务设施"
FACILITIES = {"culture": "镇综合文化站", "sports": "镇体育场地", "health": "镇卫生院"}


def demonstration_towns(evidence: Evidence) -> Account:
    """Q04: towns accepted or named at provincial level from 2021 on and not revoked, each once (F04)."""
    book = honours(evidence, "F04", "town")

    def built(stages: tuple[str, ...], before: date | None = None) -> dict[str, str]:
        return book.reached(stages, levels=(PROVINCIAL,), since=COUNTED_FROM, before=before)

    stages = COUNTS_AS_BUILT.get(evidence.decided("q04.counts_as_built") or "", ACHIEVED)
    earlier = built(stages, before=date(evidence.year, 1, 1))
    figures = {
        "": book.count(built(stages)),
        "new": book.count({code: town for code, town in built(stages).items() if code not in earlier}),
        **{part: book.at_stage(stage, levels=(PROVINCIAL,)) for part, stage in STAGES.items()},
        **{f"if_{part}": book.count(built(wanted)).as_reading() for part, wanted in COUNTS_AS_BUILT.items()},
    }
    return Account(figures, {"stages": rows_table(book.rows, *COLUMNS)})


def _facilities(evidence: Evidence, facility: str) -> Sheet:
    from dataclasses import replace

    sheet = evidence.sheet("F27", "place_code", "facility", "available")
    return replace(sheet, rows=sheet.where(facility=facility))


def services(evidence: Evidence) -> Account:
    """T23: villages and communities with an open comprehensive service facility ÷ all of them."""
    sheet = _facilities(evidence, SERVICE)

    def cases(register: Register) -> tuple[Case, ...]:
        return answers(register, sheet, "place_code", yes("available"))

    everywhere = evidence.places("village", "community")
    villages, communities = evidence.places("village"), evidence.places("community")
    figures = {
        "": share(cases(everywhere), sheet, everywhere.sheet),
        "places": count(cases(everywhere), sheet, everywhere.sheet).countywide(),
        "village": share(cases(villages), sheet, villages.sheet),
        "community": share(cases(communities), sheet, communities.sheet).countywide(),
    }
    return Account(figures)


def town_facilities(evidence: Evidence) -> Account:
    """T24: culture, sports and health facilities that are there and open ÷ towns × 3; no standard, no verdict."""
    towns = evidence.places("town")
    kinds = {part: _facilities(evidence, facility) for part, facility in FACILITIES.items()}
    asked = {part: answers(towns, sheet, "place_code", yes("available")) for part, sheet in kinds.items()}
    sheets = (*kinds.values(), towns.sheet)
    together = tuple(case for cases in asked.values() for case in cases)
    figures: dict[str, Figure] = {"": share(together, *sheets)}
    figures |= {part: count(cases, kinds[part], towns.sheet).among(len(cases)) for part, cases in asked.items()}
    return Account(figures)
