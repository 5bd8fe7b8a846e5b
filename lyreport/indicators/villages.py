"""Clause 三(八), livable villages: Q05–Q08, T10–T12, T25, T26."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from lyreport.indicators.account import Account, Test, every, is_in, rows_table, yes
from lyreport.indicators.evidence import Empty, Evidence, Register, Row, Sheet, given
from lyreport.indicators.figure import Answer, Case, Figure, amount, amounts, answers, count, events, rate, share, total
from lyreport.indicators.honours import ACCEPTED, APPLIED, COLUMNS, CREATING, LISTED, NAMED, REVOKED, honours
from lyreport.indicators.suppression import conceal_all

CONDITIONS = ("facilities", "technology", "cleaners", "funds", "supervision")
PLAN_START = date(2022, 1, 1)
LEVELS = {"national": "国家级", "provincial": "省级", "municipal": "市级", "county": "县级"}
AT_LEAST = {
    "provincial": ("国家级", "省级"),
    "municipal": ("国家级", "省级", "市级"),
    "county": ("国家级", "省级", "市级", "县级"),
}
"""Answers to ``q07.level`` and the levels that then count; ``any`` takes them all."""
SUPPLY = {"city": "城市管网延伸", "large": "规模化工程", "small": "小型集中", "scattered": "分散供水"}
HAUL = {"county": "村收镇运县处理", "town": "镇域处理", "local": "就地处理", "other": "其他"}
SEWAGE = {
    "network": "纳入城镇管网",
    "central": "集中处理",
    "reuse": "资源化利用",
    "scattered": "分散处理",
    "none": "未治理",
}
DEVICES = {
    "boxes": "镇区分类收集箱",
    "stations": "垃圾转运站",
    "vehicles": "收运车辆",
    "compactors": "压缩设备",
    "toilets": "公共厕所",
}
WORKS = {"new_built": "新建", "renovated": "改造"}
STEEL = "装配式钢结构"
BASES = {"resident": "常住", "registered": "户籍"}
_treated = every(*(yes(f"has_{condition}") for condition in CONDITIONS))


def _counts(register: Register, sheet: Sheet, column: str, values: Mapping[str, str]) -> dict[str, Figure]:
    """Count villages by the answer in one column."""
    return {
        part: count(answers(register, sheet, "village_code", is_in(column, value)), sheet, register.sheet).countywide()
        for part, value in values.items()
    }


def tap_water(evidence: Evidence) -> Account:
    """Q05: people with tap water at home ÷ rural population supplied; one village missing, no county rate."""
    villages = evidence.places("village")
    water = evidence.sheet("F05", "village_code", "pop_basis", "rural_pop", "central_pop", "tap_pop", "supply_mode")
    cases = amounts(villages, water, "village_code", top="tap_pop", bottom="rural_pop")
    central = amounts(villages, water, "village_code", top="central_pop", bottom="rural_pop")
    target = evidence.plan.indicators["Q05"].target
    line = Fraction(target.value) / 100 if target and target.value is not None else Fraction(1)
    figures = {
        "": rate(cases, water, villages.sheet, counted=True).of_people(),
        "people": total(cases, water).countywide(),
        "population": total(_tops(cases, "bottom"), water).countywide(),
        "gap": total(_tops(cases, "gap"), water).countywide().of_people(),
        "central": rate(central, water, villages.sheet, counted=True).countywide().of_people(),
        "villages_below": count([_below(case, line) for case in cases], water, villages.sheet),
        **{f"mode.{part}": figure for part, figure in _counts(villages, water, "supply_mode", SUPPLY).items()},
    }
    basis = _basis(evidence, "q05.pop_basis", water, "pop_basis")
    return Account({**figures, "": basis(figures[""])})


def _basis(evidence: Evidence, setting: str, sheet: Sheet, column: str) -> Callable[[Figure], Figure]:
    """Name the basis on which a figure was reported; another one than the decided gives no value."""
    reported = sorted({row[column] for row in sheet.rows if given(row[column])})
    decided = BASES.get(evidence.decided(setting) or "")
    notes = tuple(f"basis:{name}" for name in reported)
    differs = decided is not None and any(not name.startswith(decided) for name in reported)

    def named(figure: Figure) -> Figure:
        return figure.noted(*notes).without_value("other_basis") if differs else figure.noted(*notes)

    return named


def _tops(cases: tuple[Case, ...], part: str) -> tuple[Case, ...]:
    """Turn the denominators, or what the numerators lack of them, into amounts of their own."""

    def top(case: Case) -> Fraction | None:
        if case.bottom is None or (part == "gap" and case.top is None):
            return None
        return case.bottom - (case.top or 0) if part == "gap" else case.bottom

    return tuple(replace(case, top=top(case), bottom=Fraction(1)) for case in cases)


def _below(case: Case, line: Fraction) -> Case:
    known = case.top is not None and case.bottom
    top = Fraction(case.top < line * case.bottom) if known else None  # type: ignore[operator]  # both known
    return replace(case, top=top, bottom=Fraction(1))


def waste_treated(evidence: Evidence) -> Account:
    """Q06: villages with all five conditions in place ÷ all villages; never typed in as one answer.

    Villages that have not answered leave bounds: 60 of 66 decide the target although three are missing.
    """
    villages = evidence.places("village")
    waste = evidence.sheet("F06", "village_code", *(f"has_{name}" for name in CONDITIONS), "haul_mode")
    cases = answers(villages, waste, "village_code", _treated)
    lacking = {
        f"lack.{name}": count(answers(villages, waste, "village_code", _lacks(name)), waste, villages.sheet)
        for name in CONDITIONS
    }
    pilots = evidence.pilots
    figures = {
        "": _five(evidence, share(cases, waste, villages.sheet)),
        "villages": count(cases, waste, villages.sheet),
        "untreated": count([_flip(case) for case in cases], waste, villages.sheet),
        **lacking,
        **{f"haul.{part}": figure for part, figure in _counts(villages, waste, "haul_mode", HAUL).items()},
        "pilot": share([case for case in cases if case.group in pilots], waste, villages.sheet).countywide(),
        "other": share([case for case in cases if case.group not in pilots], waste, villages.sheet).countywide(),
    }
    return Account(figures, {"villages": rows_table(waste.rows, *waste.columns)})


def _five(evidence: Evidence, figure: Figure) -> Figure:
    """Another standard than the five conditions cannot be read from the form."""
    return figure.without_value("other_standard") if evidence.decided("q06.standard") == "other" else figure


def _lacks(condition: str) -> Test:
    has = yes(f"has_{condition}")

    def answer(row: Row) -> Answer:
        said = has(row)
        return said if isinstance(said, Empty) else not said

    return answer


def _flip(case: Case) -> Case:
    return replace(case, top=None if case.top is None else 1 - case.top)


def sorting_villages(evidence: Evidence) -> Account:
    """T26: villages that practice waste sorting ÷ all villages."""
    villages = evidence.places("village")
    waste = evidence.sheet("F06", "village_code", "sorting")
    cases = answers(villages, waste, "village_code", yes("sorting"))
    return Account({"": share(cases, waste, villages.sheet), "villages": count(cases, waste, villages.sheet)})


def demonstration_villages(evidence: Evidence) -> Account:
    """Q07: villages accepted or named and not revoked, each once whatever its levels (F07)."""
    book = honours(evidence, "F07", "village")
    levels = AT_LEAST.get(evidence.decided("q07.level") or "", ())
    since = PLAN_START if evidence.decided("q07.scope_start") == "exclude" else None
    counted = book.reached(levels=levels, since=since)
    earlier = book.reached(levels=levels, since=since, before=date(evidence.year, 1, 1))
    figures = {
        "": book.count(counted),
        "including_pre2022": book.count(book.reached(levels=levels)).as_reading(),
        "excluding_pre2022": book.count(book.reached(levels=levels, since=PLAN_START)).as_reading(),
        "new": book.count({code: town for code, town in counted.items() if code not in earlier}),
        "creating": book.at_stage(APPLIED, LISTED, CREATING, levels=levels),
        "accepted": book.at_stage(ACCEPTED, levels=levels),
        "named": book.at_stage(NAMED, levels=levels),
        "revoked": book.at_stage(REVOKED, levels=levels),
        **{f"level.{part}": book.count(book.reached(levels=(name,))).countywide() for part, name in LEVELS.items()},
        **{f"if_{part}": book.count(book.reached(levels=some)).as_reading() for part, some in AT_LEAST.items()},
    }
    return Account(figures, {"stages": rows_table(book.rows, *COLUMNS)})


def demonstration_houses(evidence: Evidence) -> Account:
    """Q08: houses accepted by the end of the year (F08); by town only, cells under five suppressed."""
    ledger = evidence.lasting("F08", "house_id", "village_code", "work", "structure", "stage", "accept_date")
    villages, towns = evidence.places("village"), evidence.places("town").places
    done = [row for row in ledger.rows if row["stage"] == "验收" and evidence.by_year_end(row["accept_date"])]
    since_plan = [row for row in done if row["accept_date"] >= PLAN_START]
    counted = since_plan if evidence.decided("q08.scope_start") == "exclude" else done

    def houses(rows: list[Row]) -> Figure:
        happened = {row["house_id"]: villages.groups.get(row["village_code"], "") for row in rows}
        return events(happened, ledger, among=towns).of_people()

    figures = {
        "": houses(counted),
        "including_pre2022": houses(done).countywide().as_reading(),
        "excluding_pre2022": houses(since_plan).countywide().as_reading(),
        "new": houses([row for row in counted if row["accept_date"].year == evidence.year]).countywide(),
        "building": houses([row for row in ledger.rows if row["stage"] == "在建"]).countywide(),
        **conceal_all({part: houses(_built(counted, work)).countywide() for part, work in WORKS.items()}),
        "steel": houses([row for row in counted if row["structure"] == STEEL]).countywide(),
    }
    return Account(figures)


def _built(rows: list[Row], work: str) -> list[Row]:
    return [row for row in rows if row["work"] == work]


def steel_houses(evidence: Evidence) -> Account:
    """M27: accepted houses built as prefabricated steel structures."""
    ledger = evidence.lasting("F08", "house_id", "structure", "stage", "accept_date")
    done = [row for row in ledger.rows if row["stage"] == "验收" and evidence.by_year_end(row["accept_date"])]
    built = {row["house_id"]: "" for row in done if row["structure"] == STEEL}
    return Account({"houses": events(built, ledger).of_people()})


def flush_toilets(evidence: Evidence) -> Account:
    """T10: households with an indoor flush toilet ÷ rural households; sanitary toilets beside it."""
    villages = evidence.places("village")
    columns = ("village_code", "household_basis", "households", "sanitary", "flush_indoor", "suitable")
    toilets = evidence.sheet("F22", *columns)
    flush = amounts(villages, toilets, "village_code", top="flush_indoor", bottom="households")
    sanitary = amounts(villages, toilets, "village_code", top="sanitary", bottom="households")
    suitable = answers(villages, toilets, "village_code", yes("suitable"))
    figures = {
        "": rate(flush, toilets, villages.sheet, counted=True).of_people(),
        "households": total(flush, toilets).of_people(),
        "sanitary": rate(sanitary, toilets, villages.sheet, counted=True).of_people(),
        "total": total(_tops(flush, "bottom"), toilets).countywide(),
        "suitable": count(suitable, toilets, villages.sheet).countywide(),
    }
    basis = _basis(evidence, "t10.household_basis", toilets, "household_basis")
    return Account({**figures, "": basis(figures[""])})


def sewage(evidence: Evidence) -> Account:
    """T11: villages with domestic sewage treated ÷ all villages; how, and whether the facilities run, beside it."""
    villages = evidence.places("village")
    sheet = evidence.sheet("F23", "village_code", "treated", "mode", "running", "households", "households_covered")
    cases = answers(villages, sheet, "village_code", _treated_sewage(evidence.decided("t11.threshold")))
    faulty = answers(villages, sheet, "village_code", is_in("running", "不正常"))
    figures = {
        "": share(cases, sheet, villages.sheet),
        "villages": count(cases, sheet, villages.sheet),
        **{f"mode.{part}": figure for part, figure in _counts(villages, sheet, "mode", SEWAGE).items()},
        "faulty": count(faulty, sheet, villages.sheet).countywide(),
    }
    return Account(figures)


def _treated_sewage(threshold: str | None) -> Test:
    """Ask whether a village counts as treated; a threshold (percent of households) tightens the bureau's finding."""
    if threshold is None:
        return yes("treated")

    def enough(row: Row) -> Answer:
        covered, households = amount(row["households_covered"]), amount(row["households"])
        if covered is None or not households:
            return Empty.BLANK
        return covered / households * 100 >= Fraction(threshold)

    return every(yes("treated"), enough)


def _devices(evidence: Evidence, column: str, parts: tuple[str, ...]) -> Account:
    """Add up one column of F25 by kind of device; kinds never add up to one number."""
    sheet = evidence.sheet("F25", "town_code", "facility", column)
    towns = evidence.places("town")
    figures = {}
    for part in parts:
        owned = replace(sheet, rows=sheet.where(facility=DEVICES[part]))
        figures[part] = total(amounts(towns, owned, "town_code", top=column), owned)
    return Account(figures)


def waste_devices(evidence: Evidence) -> Account:
    """T12: sorting bins in town centers and transfer stations at the end of the year, never added up."""
    return _devices(evidence, "count_year_end", ("boxes", "stations"))


def renewed_devices(evidence: Evidence) -> Account:
    """T25: sanitation facilities renewed in the year, by kind."""
    return _devices(evidence, "renewed", tuple(DEVICES))


def planning_villages(evidence: Evidence) -> Account:
    """M26: villages that involved their people in village planning (F15)."""
    villages = evidence.places("village")
    activity = evidence.sheet("F15", "place_code", "village_plan_input")
    cases = answers(villages, activity, "place_code", yes("village_plan_input"))
    return Account({"villages": count(cases, activity, villages.sheet).among(len(cases))})
