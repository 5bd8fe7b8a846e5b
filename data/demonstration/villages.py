"""Villages year by year: water (F05), technical service (F17), toilets (F22), sewage (F23), facilities (F27)."""

from __future__ import annotations

from data.demonstration.cells import NOT_APPLICABLE, Row, document, of_year
from data.demonstration.chance import dice, first, share
from data.demonstration.frame import Frame, households, neighbours, village_people

# People without tap water, by town in the order of the register.  2024 leaves 99.56 per cent with it: 99.6 when
# rounded, below 99.6 when compared.  Three people in one town (2025) are too few to print.
WITHOUT_TAP = {
    2022: (140, 104, 62, 108, 46, 24, 38),
    2023: (86, 68, 40, 69, 31, 14, 22),
    2024: (50, 46, 26, 46, 19, 8, 12),
    2025: (28, 31, 14, 36, 12, 3, 8),
}
FLUSH = {2022: 0.41, 2023: 0.47, 2024: 0.53, 2025: 0.585}  # households with an indoor flush toilet
SANITARY = {2022: 0.72, 2023: 0.79, 2024: 0.85, 2025: 0.9}
UNSUITABLE = 6  # villages where water-flushed toilets do not suit the ground
SEWAGE = {2022: 15, 2023: 20, 2024: 26, 2025: 31}  # villages with sewage treated; 2025 is never sent
TECHNICIANS = {2022: (22, 2), 2023: (38, 3), 2024: (50, 4), 2025: (58, 4)}  # villages, communities
SERVICE_ROOMS = {2022: (48, 2), 2023: (53, 3), 2024: (58, 4), 2025: (62, 4)}
TOWN_FACILITIES = {  # towns that have each, by year
    "镇综合文化站": {2022: 5, 2023: 6, 2024: 7, 2025: 7},
    "镇体育场地": {2022: 3, 2023: 4, 2024: 5, 2025: 6},
    "镇卫生院": {2022: 7, 2023: 7, 2024: 7, 2025: 7},
}


def water(frame: Frame, year: int) -> list[Row]:
    """F05: residents, central supply and taps, village by village."""
    people = village_people(frame, year)
    missing = _without_tap(frame, year)
    return [_water_row(code, people[code], missing[code]) for code in frame.villages]


def _without_tap(frame: Frame, year: int) -> dict[str, int]:
    """Spread each town's people without a tap over its remoter half."""
    spread = dict.fromkeys(frame.villages, 0)
    for town, total in zip(frame.towns, WITHOUT_TAP[year], strict=True):
        codes = neighbours(frame, town)
        remote = [code for code in codes if code in first("remote", codes, (len(codes) + 1) // 2)]
        spread.update(zip(remote, share(total, [dice("remote", code).randint(1, 9) for code in remote]), strict=True))
    return spread


def _water_row(code: str, people: int, without: int) -> Row:
    modes = ("小型集中", "分散供水") if without > 4 else ("城市管网延伸", "规模化工程", "规模化工程", "小型集中")
    return {
        "village_code": code,
        "pop_basis": "常住",
        "rural_pop": people,
        "central_pop": people - without // 3,
        "tap_pop": people - without,
        "supply_mode": dice("supply", code).choice(modes),
    }


def toilets(frame: Frame, year: int) -> list[Row]:
    """F22: households, sanitary toilets and indoor flush toilets."""
    unsuitable = first("toilets", frame.villages, UNSUITABLE)
    return [_toilet_row(frame, code, year, suitable=code not in unsuitable) for code in frame.villages]


def _toilet_row(frame: Frame, code: str, year: int, *, suitable: bool) -> Row:
    total, bias = households(frame)[code], dice("toilet", code).uniform(0.92, 1.08)
    sanitary = min(total, round(total * SANITARY[year] * bias))
    return {
        "village_code": code,
        "household_basis": "常住农户",
        "households": total,
        "sanitary": sanitary,
        "flush_indoor": min(sanitary, round(total * FLUSH[year] * bias * 1.1)) if suitable else 0,
        "suitable": suitable,
    }


def sewage(frame: Frame, year: int) -> list[Row]:
    """F23: how sewage is treated, and whether the plant runs."""
    treated = first("sewage", frame.villages, of_year(SEWAGE, year))
    idle = first("sewage", frame.villages, SEWAGE[2025]) - treated
    return [
        _sewage_row(code, households(frame)[code], year, treated=code in treated, idle=code in idle)
        for code in frame.villages
    ]


def _sewage_row(code: str, total: int, year: int, *, treated: bool, idle: bool) -> Row:
    """A village whose plant stands but does not run yet counts as not treated."""
    draw = dice("sewage", code)
    mode = draw.choice(("纳入城镇管网", "集中处理", "资源化利用", "分散处理")) if treated or idle else "未治理"
    return {
        "village_code": code,
        "mode": mode,
        "households": total,
        "households_covered": round(total * draw.uniform(0.6, 0.95)) if treated else 0,
        "running": "正常" if treated else "不正常" if idle else NOT_APPLICABLE,
        "treated": treated,
        "basis_doc": document("环验", year, 1 + int(code[-3:]) % 90) if treated else None,
    }


def service(frame: Frame, year: int) -> list[Row]:
    """F17: technicians and visits in every village and community."""
    served = _among(frame, "technicians", TECHNICIANS[year])
    return [_service_row(code, year, served=code in served) for code in frame.communities + frame.villages]


def _service_row(code: str, year: int, *, served: bool) -> Row:
    draw = dice("service", code, year)
    visits = draw.randint(3, 14) if served else draw.randint(0, 2)
    return {
        "place_code": code,
        "has_resident_tech": served,
        "service_mode": dice("service mode", code).choice(("驻点", "挂包", "挂包", "巡回")) if served else None,
        "service_visits": visits,
        "design_visits": draw.randint(0, visits // 2),
        "org_visits": draw.randint(0, visits // 2),
    }


def facilities(frame: Frame, year: int) -> list[Row]:
    """F27: service rooms of villages and communities; culture, sports and health of the towns."""
    rooms = _among(frame, "rooms", SERVICE_ROOMS[year])
    local = [_facility(code, "综合服务设施", code in rooms) for code in frame.communities + frame.villages]
    towns = [
        _facility(town, kind, town in first(kind, frame.towns, count[year]))
        for town in frame.towns
        for kind, count in TOWN_FACILITIES.items()
    ]
    return towns + local


def _facility(code: str, kind: str, available: bool) -> Row:
    draw = dice("facility", code, kind)
    measured = draw.random() < 0.9
    return {
        "place_code": code,
        "facility": kind,
        "available": available,
        "area": (draw.randint(12, 90) * 10 if measured else None) if available else NOT_APPLICABLE,
        "shared_open": draw.random() < 0.3 if available else NOT_APPLICABLE,
    }


def _among(frame: Frame, topic: str, counts: tuple[int, int]) -> frozenset[str]:
    """Return the villages and communities that have taken up ``topic``."""
    return first(topic, frame.villages, counts[0]) | first(topic, frame.communities, counts[1])
