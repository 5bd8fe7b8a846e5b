"""Household waste: monthly quantities (F03), the villages (F06) and the towns' facilities (F25)."""

from __future__ import annotations

from decimal import Decimal

from data.demonstration.cells import NOT_APPLICABLE, YEARS, Row, of_year
from data.demonstration.chance import dice, ranked
from data.demonstration.frame import Frame

# Tonnes a year: collected, recyclables, kitchen waste treated, residue of kitchen waste, treated by heat.
SCOPE = "县城建成区"  # the only scope reported: whether the whole county counts is still to be decided
FLOWS = {
    2022: (9_280, 1_460, 1_050, 260, 0),
    2023: (9_190, 1_980, 1_420, 300, 0),
    2024: (9_060, 2_390, 1_850, 340, 5_900),
    2025: (8_940, 2_640, 1_950, 350, 6_700),
}
MONTHLY = (1.08, 1.06, 0.96, 0.95, 0.98, 1.01, 1.05, 1.06, 1.0, 0.97, 0.93, 0.95)  # shape of a year
ESTIMATED = (11, 12)  # months whose recyclables were estimated too low in the preliminary figures of 2024
ESTIMATE = Decimal("0.62")

FIVE = ("has_facilities", "has_technology", "has_cleaners", "has_funds", "has_supervision")
TREATED = {2022: 45, 2023: 51, 2024: 57, 2025: 60}  # of 66 villages; 90 per cent needs 60
UNREPORTED = {2023: 3, 2024: 5}  # villages that left a cell blank: decided by bounds in 2023, undetermined in 2024
SORTING = {2022: 14, 2023: 22, 2024: 31, 2025: 39}

FACILITIES = {  # kind → (per town at the end of 2021, largest yearly addition)
    "镇区分类收集箱": (24, 14),
    "垃圾转运站": (1, 1),
    "收运车辆": (3, 2),
    "压缩设备": (1, 1),
    "公共厕所": (3, 1),
    "其他": (0, 0),
}


def quantities(year: int, *, preliminary: bool = False) -> list[Row]:
    """F03: waste month by month; ``preliminary`` gives 2024 as it was first sent."""
    return [_month(year, month, preliminary=preliminary) for month in range(1, 13)]


def _month(year: int, month: int, *, preliminary: bool) -> Row:
    collected, recyclables, kitchen, residue, heat = (_part(flow, month) for flow in FLOWS[year])
    hazardous = (collected * Decimal("0.0004")).quantize(Decimal("0.01"))
    estimated = year == 2024 and month in ESTIMATED
    row: Row = {
        "scope": SCOPE,
        "month": f"{year}-{month:02d}",
        "generated_t": NOT_APPLICABLE,
        "collected_t": collected,
        "recyclables_t": recyclables,
        "recyclables_in_collected": False,
        "kitchen_t": kitchen,
        "kitchen_residue_t": residue,
        "hazardous_t": hazardous,
        "thermal_t": heat,
        "landfill_t": collected - (kitchen - residue) - hazardous - heat - _loss(year, month),
        "weighing": "部分过磅" if year < 2024 else "全部过磅",
        "recycler_source": "回收企业台账" if year > 2022 else "估算",
    }
    if estimated and preliminary:
        return row | {"recyclables_t": (recyclables * ESTIMATE).quantize(Decimal("0.01")), "recycler_source": "估算"}
    reason = "回收企业台账补齐，原为估算数"
    return row | ({"row_status": "修订", "row_remark": reason} if estimated else {})


def _part(flow: int, month: int) -> Decimal:
    """Return a month's part; December takes what rounding left, so that the year adds up."""
    parts = [(Decimal(flow) / 12 * Decimal(str(weight))).quantize(Decimal("0.01")) for weight in MONTHLY]
    return parts[month - 1] if month < 12 else flow - sum(parts[:-1], Decimal(0))


def _loss(year: int, month: int) -> Decimal:
    """Return what evaporates between the scales: under two per cent, so the balance never closes exactly."""
    return Decimal(dice("loss", year, month).randint(200, 1400)) / 100


def villages(frame: Frame, year: int) -> list[Row]:
    """F06: the five conditions in every village; a blank among them leaves the village undecided."""
    order = {code: rank for rank, code in enumerate(ranked("waste", frame.villages))}
    sorts = set(ranked("village sorting", frame.villages)[: of_year(SORTING, year)])
    return [_village_row(code, order[code], year) | {"sorting": code in sorts} for code in frame.villages]


def _village_row(code: str, rank: int, year: int) -> Row:
    draw = dice("village waste", code)
    lacking = set(draw.sample(FIVE, draw.randint(1, 3)))
    treated, blank = rank < TREATED[year], rank - TREATED[year] in range(UNREPORTED.get(year, 0))
    conditions = {name: treated or blank or name not in lacking for name in FIVE}
    silence: Row = {"has_funds": None, "row_remark": "经费安排待县级核实"} if blank else {}
    haul = "村收镇运县处理" if rank < 48 else draw.choice(("镇域处理", "就地处理", "其他"))
    return {"village_code": code} | conditions | {"haul_mode": haul} | silence


def facilities(frame: Frame, year: int) -> list[Row]:
    """F25: what the towns have, added, renewed and retired; each year's stock follows from the last."""
    return [_facility_row(town, kind, year) for town in frame.towns for kind in FACILITIES]


def _facility_row(town: str, kind: str, year: int) -> Row:
    moves = {past: _moves(town, kind, past) for past in YEARS if past <= year}
    stock = FACILITIES[kind][0] + sum(added - retired for added, _, retired in moves.values())
    added, renewed, retired = moves[year]
    return {
        "town_code": town,
        "facility": kind,
        "count_year_end": stock,
        "added": added,
        "renewed": min(renewed, stock),
        "retired": retired,
    }


def _moves(town: str, kind: str, year: int) -> tuple[int, int, int]:
    """Return what one town added, renewed and retired in one year; additions always outweigh retirements."""
    draw = dice("facility", town, kind, year)
    most = FACILITIES[kind][1]
    added = draw.randint(0, most) if most > 1 else int(draw.random() < 0.2 * most)
    return added, draw.randint(0, most), draw.randint(0, added // 3)
