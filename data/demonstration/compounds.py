"""Residential compounds: the register (F29), renovation (F01) and waste sorting (F02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from data.demonstration.cells import NOT_APPLICABLE, YEARS, Row, document, known, of_year, reached
from data.demonstration.chance import dice, ranked, workday
from data.demonstration.frame import COMMUNITY_HOUSEHOLDS

LISTED = 74  # the renovation list; two of them lie outside the built-up area
OUTSIDE = (30, 61)  # their numbers
REGISTERED = {2022: 94, 2023: 96, 2024: 103, 2025: 104}  # compounds ever registered
CLOSED = (90, date(2024, 6, 30))  # one compound is merged into its neighbour: it leaves the denominator of Q02
ACCEPTED = {2020: 3, 2021: 6, 2022: 15, 2023: 18, 2024: 17, 2025: 13}  # 72 of 74 by the end of 2025
SORTING = {2022: 58, 2023: 72, 2024: 74, 2025: 82}  # compounds with separate collection and transport
UNREPORTED = {2023: 2}  # of them, left blank that year: the bounds of Q02 still decide
LATE_SORTER = "XQ-097"  # the one compound first registered in 2024 that sorts at once
CORRECTED = ("XQ-072", date(2023, 11, 28), date(2023, 12, 20))  # acceptance as first sent, and as corrected in 2024


@dataclass(frozen=True)
class Compound:
    """One compound with everything that will ever happen to it."""

    id: str
    number: int
    community: str
    built: int
    households: int
    buildings: int
    kind: str
    since: date

    @property
    def listed(self) -> bool:
        """Whether it stands in the renovation list."""
        return self.number <= LISTED

    @property
    def built_up(self) -> bool:
        """Whether it lies in the built-up area."""
        return self.number not in OUTSIDE

    @property
    def closed(self) -> date | None:
        """The day on which it left the register, if it did."""
        return CLOSED[1] if self.number == CLOSED[0] else None

    def in_use(self, year: int) -> bool:
        """Whether it counts at the end of ``year``."""
        return reached(self.since, year) and not reached(self.closed, year)


@dataclass(frozen=True)
class Works:
    """The renovation of one compound, to its end."""

    planned: int
    consulted: date | None
    start: date
    finish: date
    accept: date | None
    covenant: int
    secured: bool | None


@cache
def compounds() -> tuple[Compound, ...]:
    """Return every compound that is registered by 2025."""
    return tuple(_compound(number) for number in range(1, max(REGISTERED.values()) + 1))


def registered(year: int) -> list[Compound]:
    """Return the register as it stands at the end of ``year``: nothing is deleted, one entry is closed."""
    return [compound for compound in compounds() if compound.number <= of_year(REGISTERED, year)]


def _compound(number: int) -> Compound:
    draw = dice("compound", number)
    first_year = next(year for year in YEARS if number <= REGISTERED[year])
    new = first_year > YEARS[0]
    size = draw.randint(18, 96)
    return Compound(
        id=f"XQ-{number:03d}",
        number=number,
        community=draw.choices(list(COMMUNITY_HOUSEHOLDS), weights=(32, 28, 24, 16))[0],
        built=first_year if new else draw.randint(1978, 2000) if number <= LISTED else draw.randint(2001, 2020),
        households=size + (30 if number > LISTED else 0),
        buildings=1 + size // 30,
        kind="商品房" if number > LISTED else draw.choice(("单位房", "单位房", "商品房", "安置房", "其他")),
        since=workday(first_year, "registered", number, months=(4, 9)) if new else date(2020, 1, 1),
    )


def register(year: int) -> list[Row]:
    """F29: the register of compounds."""
    return [_register_row(compound, year) for compound in registered(year)]


def _register_row(compound: Compound, year: int) -> Row:
    return {
        "compound_id": compound.id,
        "valid_from": compound.since,
        "compound_name": f"示例小区{compound.number:02d}",
        "community_code": compound.community,
        "compound_kind": compound.kind,
        "built_year": compound.built,
        "in_built_up_area": compound.built_up,
        "in_renovation_list": compound.listed,
        "list_doc_no": document("改造清单", 2021, 1) if compound.listed else None,
        "buildings": compound.buildings,
        "households": compound.households,
        "valid_to": known(compound.closed, year),
    }


@cache
def works() -> dict[str, Works]:
    """Return the renovation of each listed compound; the last two are not accepted by 2025."""
    order = ranked("renovation", [compound.id for compound in compounds() if compound.listed])
    accept_years = [year for year, count in ACCEPTED.items() for _ in range(count)]
    done = {id_: _works(id_, year) for id_, year in zip(order, accept_years, strict=False)}
    return done | {order[-2]: _unaccepted(order[-2], 10), order[-1]: _unaccepted(order[-1], 14)}


def _works(id_: str, year: int) -> Works:
    draw = dice("works", id_)
    accept = CORRECTED[2] if id_ == CORRECTED[0] else workday(year, "accept", id_, months=(6, 12))
    finish = accept - timedelta(days=draw.randint(20, 75))
    start = finish - timedelta(days=draw.randint(90, 210))
    return Works(
        planned=max(2019, start.year - draw.randint(0, 1)),
        consulted=_consulted(id_, start),
        start=start,
        finish=finish,
        accept=accept,
        covenant=year + draw.choice((0, 0, 0, 1, 1, 2)),
        secured=draw.choice((True, True, True, False, False, None)),
    )


def _unaccepted(id_: str, months: int) -> Works:
    """A compound begun in 2025: finished after ten months of the year, or not before 2026."""
    start = workday(2025, "start", id_, months=(2, 3))
    finish = date(2025, 11, 14) if months <= 10 else date(2026, 4, 10)
    return Works(2025, start - timedelta(days=40), start, finish, None, 2026, secured=False)


def _consulted(id_: str, start: date) -> date | None:
    """Most plans are deliberated before work begins; some early ones never, two only afterwards."""
    draw = dice("consulted", id_)
    if start.year < 2022 and draw.random() < 0.5:
        return start + timedelta(days=30) if draw.random() < 0.4 else None
    return None if draw.random() < 0.06 else start - timedelta(days=draw.randint(15, 120))


def renovation(year: int) -> list[Row]:
    """F01: how far the renovation of each listed compound has come."""
    listed = [compound for compound in registered(year) if compound.listed]
    return [_renovation_row(compound, works()[compound.id], year) for compound in listed]


def stage(work: Works, year: int) -> str:
    """Return the stage that a compound has reached by the end of ``year``."""
    reached_stages = (
        ("验收", reached(work.accept, year)),
        ("完工", reached(work.finish, year)),
        ("开工", reached(work.start, year)),
        ("已列计划", work.planned <= year),
    )
    return next((name for name, done in reached_stages if done), "未列计划")


def _renovation_row(compound: Compound, work: Works, year: int) -> Row:
    planned, accepted = work.planned <= year, reached(work.accept, year)
    consulted = known(work.consulted, year)
    draw = dice("renovation row", compound.id)
    row: Row = {
        "compound_id": compound.id,
        "plan_year": work.planned if planned else NOT_APPLICABLE,
        "plan_doc_no": document("改造计划", work.planned, 1) if planned else NOT_APPLICABLE,
        "stage": stage(work, year),
        "consulted": consulted is not None,
        "consult_date": consulted,
        "agreeing_households": round(compound.households * draw.uniform(0.7, 0.97)) if consulted else None,
        "start_date": known(work.start, year),
        "finish_date": known(work.finish, year),
        "accept_date": known(work.accept, year),
        "accept_doc_no": document("建验", work.accept.year, compound.number) if work.accept and accepted else None,
        "content_basic": True if planned else NOT_APPLICABLE,
        "content_improve": draw.random() < 0.6 if planned else NOT_APPLICABLE,
        "content_upgrade": draw.random() < 0.2 if planned else NOT_APPLICABLE,
        "floor_area": compound.households * 86 if planned else NOT_APPLICABLE,
        "smart_security": NOT_APPLICABLE if work.secured is None else accepted and work.secured,
        "covenant_signed": work.covenant <= year if accepted else None,
        "management_mode": draw.choice(("物业服务企业", "社区托管", "社区托管", "业主自管")) if accepted else None,
    }
    late = consulted is not None and consulted >= work.start
    return row | ({"row_remark": "开工后补开议事会，会议记录已存档"} if late else {}) | _correction(compound.id, year)


def _correction(id_: str, year: int) -> Row:
    """One acceptance date was sent wrongly in 2023 and corrected, with its reason, in 2024."""
    if id_ != CORRECTED[0] or year not in {2023, 2024}:
        return {}
    if year == 2023:
        return {"accept_date": CORRECTED[1]}
    return {"row_status": "修订", "row_remark": "上年误填为预验收日期，按验收文件更正为竣工验收日期"}


def sorting(year: int) -> list[Row]:
    """F02: waste sorting in every compound of the built-up area that is in use at the end of ``year``."""
    in_use = [compound for compound in registered(year) if compound.built_up and compound.in_use(year)]
    return [_sorting_row(compound, year) for compound in in_use]


@cache
def _sorting_order() -> list[str]:
    """Return the compounds in the order in which they begin to sort; one newcomer begins at once."""
    old = [c.id for c in compounds() if c.built_up and c.number <= REGISTERED[2022] and c.closed is None]
    order = ranked("sorting", old)
    order.insert(SORTING[2024] - 1, LATE_SORTER)
    return order


def _sorting_row(compound: Compound, year: int) -> Row:
    order = _sorting_order()
    rank = order.index(compound.id) if compound.id in order else len(order)
    sorts, blank = rank < SORTING[year], SORTING[year] - rank in range(1, UNREPORTED.get(year, 0) + 1)
    draw = dice("sorting row", compound.id)
    fixed = sorts and (draw.random() < 0.75 or year == YEARS[-1])
    return {
        "compound_id": compound.id,
        "separate_drop": sorts or draw.random() < 0.15,
        "separate_collect": None if blank else sorts,
        "separate_transport": None if blank else sorts,
        "sorting_since": _began(compound, rank) if sorts and not blank else None,
        "bins_consolidated": fixed,
        "fixed_point": fixed,
        "drop_points": max(1, compound.buildings // 2) if fixed else 0 if sorts else None,
        "row_remark": "物业更换，分类收运情况核实中" if blank else None,
    }


def _began(compound: Compound, rank: int) -> date:
    first_year = next(year for year in YEARS if rank < SORTING[year])
    year = dice("began", compound.id).choice((2020, 2021, 2022)) if first_year == 2022 else first_year
    return max(workday(year, "sorting", compound.id), compound.since)
