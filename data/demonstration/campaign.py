"""The campaign itself: activities (F15), training (F16), publicity (F20), inspections (F21), pools and base (F26)."""

from __future__ import annotations

from data.demonstration.cells import NOT_APPLICABLE, YEARS, Row, document
from data.demonstration.chance import dice, first, ranked, workday
from data.demonstration.frame import Frame, households

ACTIVE = {2022: (30, 3), 2023: (46, 4), 2024: (58, 4), 2025: (64, 4)}  # villages, communities
COVENANTS = {2022: 1, 2023: 2, 2024: 3, 2025: 4}  # communities whose covenant names waste sorting
PARTICIPATION = {2022: 0.36, 2023: 0.45, 2024: 0.52, 2025: 0.58}  # of households, where there was any activity
FIRST_MONTH = {2022: 9}  # the campaign was announced in September 2022

SESSIONS = {2022: 9, 2023: 18, 2024: 22, 2025: 24}
AUDIENCES = {  # audience → (organiser, topic)
    "机关干部": ("县住建局", "活动方案与职责分工"),
    "镇村干部": ("县住建局", "议事协商组织方法"),
    "技术人员": ("县农业农村局", "农房设计与施工质量"),
    "社区工作者": ("县民政局", "社区议事与网格服务"),
    "群众": ("九成宫镇", "生活垃圾分类"),
    "其他": ("县委宣传部", "活动宣传与案例写作"),
}
BASES = ("否", "否", "省级基地", "市级基地")
COUNTY_BASE_FROM = 2024

CHANNELS = {"微信": 40, "微博": 12, "客户端": 26, "政府网站": 18, "广播电视": 10, "报刊": 5, "户外与入户": 14}
INSPECTIONS = {2022: 3, 2023: 6, 2024: 8, 2025: 9}
NO_POOL = (0, 0, 0, 0)
POOLS = {  # 2022 … 2025: year of its rules, members, of whom local, times used
    "共同缔造活动专家库": (NO_POOL, (2023, 18, 11, 0), (2023, 21, 13, 9), (2023, 26, 16, 14)),
    "培训专家库": (NO_POOL, (0, 6, 4, 0), (2024, 12, 8, 0), (2024, 14, 9, 7)),
    "县级培训基地": (NO_POOL, NO_POOL, (2024, 0, 0, 5), (2024, 0, 0, 8)),
}


def activities(frame: Frame, year: int) -> list[Row]:
    """F15: what villages and communities did together."""
    villages, communities = ACTIVE[year]
    active = first("active", frame.villages, villages) | first("active", frame.communities, communities)
    with_covenant = first("covenant", frame.communities, COVENANTS[year])
    return [
        _activity_row(frame, code, year, active=code in active, covenant=code in with_covenant)
        for code in frame.communities + frame.villages
    ]


def _activity_row(frame: Frame, code: str, year: int, *, active: bool, covenant: bool) -> Row:
    draw = dice("activity", code, year)
    total, community = households(frame)[code], code in frame.communities
    months = 13 - FIRST_MONTH.get(year, 1)
    counts = {
        "participating_households": round(total * PARTICIPATION[year] * dice("activity", code).uniform(0.7, 1.3)),
        "meetings": draw.randint(1, 2) + months * draw.randint(1, 6) // 6,
        "labour_attendances": draw.randint(5, 18) * months // 2,
        "enterprises": draw.randint(0, 3),
        "social_orgs": draw.randint(0, 2),
        "party_members": draw.randint(6, 24) * months // 4,
    }
    return {
        "place_code": code,
        "carried_out": active,
        "total_households": total,
        **(counts if active else dict.fromkeys(counts, 0)),
        "households_estimated": active and draw.random() < 0.5 - 0.1 * (year - 2022),
        "forum_exists": active,
        "covenant_revised": active and draw.random() < 0.3,
        "covenant_has_sorting": covenant if community else NOT_APPLICABLE,
        "village_plan_input": NOT_APPLICABLE if community else active and draw.random() < 0.6,
    }


def training(year: int) -> list[Row]:
    """F16: training sessions, each with its main audience."""
    months = (FIRST_MONTH.get(year, 2), 12)
    days = sorted(workday(year, "session", number, months=months) for number in range(SESSIONS[year]))
    return [_session_row(year, number, day.isoformat()) | {"held_on": day} for number, day in enumerate(days, start=1)]


def _session_row(year: int, number: int, day: str) -> Row:
    draw = dice("session", day, number)
    audience = tuple(AUDIENCES)[number % len(AUDIENCES)]
    organiser, topic = AUDIENCES[audience]
    cadres = audience in {"机关干部", "镇村干部"}
    return {
        "session_id": f"PX-{year}-{number:02d}",
        "topic": f"示例培训·{topic}",
        "organiser": organiser,
        "audience": audience,
        "attendances": draw.randint(24, 120),
        "in_cadre_plan": cadres and draw.random() < 0.7,
        "at_base": draw.choice((*BASES, "县级基地", "县级基地") if year >= COUNTY_BASE_FROM else BASES),
    }


def publicity(year: int) -> list[Row]:
    """F20: posts by channel; reads are not counted outdoors and not known for every platform."""
    return [_channel_row(year, channel, kind) for channel in CHANNELS for kind in ("一般信息", "典型案例")]


def _channel_row(year: int, channel: str, kind: str) -> Row:
    draw = dice("publicity", year, channel, kind)
    scale = (0.35, 0.8, 1.0, 1.1)[year - 2022] * (1 if kind == "一般信息" else 0.15)
    posts = round(CHANNELS[channel] * scale * draw.uniform(0.8, 1.2))
    uncounted = channel in {"广播电视", "报刊"}
    reads = NOT_APPLICABLE if channel == "户外与入户" else None if uncounted else posts * draw.randint(120, 900)
    reposts = posts * draw.randint(0, 3)
    return {"channel": channel, "kind": kind, "posts": posts, "reposts": reposts, "reads": reads}


def inspections(frame: Frame, year: int) -> list[Row]:
    """F21: inspections of the leading group, with what was found and what was put right by the year's end."""
    months = (FIRST_MONTH.get(year, 3), 12)
    days = sorted(workday(year, "inspection", number, months=months) for number in range(INSPECTIONS[year]))
    towns = ranked(f"inspected {year}", frame.towns)
    return [
        {"inspection_id": f"DC-{year}-{number:02d}", "held_on": day} | _findings(year, number, towns)
        for number, day in enumerate(days, start=1)
    ]


def _findings(year: int, number: int, towns: list[str]) -> Row:
    draw = dice("inspection", year, number)
    problems = draw.randint(0, 9)
    fixed = problems - min(problems, draw.choice((0, 0, 1, 1, 2)))
    return {
        "method": draw.choice(("查阅资料", "随机抽查", "随机抽查", "暗查暗访")),
        "places": draw.randint(2, 8),
        "town_code": towns[number - 1] if number <= len(towns) else NOT_APPLICABLE,
        "problems": problems,
        "fixed": fixed,
        "overdue": min(problems - fixed, draw.randint(0, 1)),
    }


def pools(year: int) -> list[Row]:
    """F26: the two pools of experts and the training base, counted only."""
    return [_pool_row(pool, *by_year[year - YEARS[0]], year=year) for pool, by_year in POOLS.items()]


def _pool_row(pool: str, ruled: int, members: int, local: int, used: int, *, year: int) -> Row:
    base = pool == "县级培训基地"
    return {
        "pool": pool,
        "rules_doc_no": document("专家库", ruled, 5) if ruled else None,
        "members": NOT_APPLICABLE if base else members,
        "members_local": NOT_APPLICABLE if base else local,
        "used_times": used,
        "updated": bool(ruled) and year > ruled,
    }
