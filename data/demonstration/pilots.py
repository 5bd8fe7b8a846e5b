"""Demonstration towns (F04), demonstration villages (F07) and pilots (F09): dated steps, each with its document."""

from __future__ import annotations

from datetime import date, timedelta

from data.demonstration.cells import NOT_APPLICABLE, Row, document

Step = tuple[str, date]
History = tuple[str, str, tuple[Step, ...]]  # place, level, steps

TOWNS: tuple[History, ...] = (
    (
        "610329102",  # 招贤镇: accepted in 2024, the one town that Q04 counts
        "省级",
        (
            ("申报", date(2021, 6, 18)),
            ("列入建设名单", date(2022, 3, 10)),
            ("创建中", date(2022, 5, 12)),
            ("通过验收", date(2024, 10, 24)),
            ("命名", date(2025, 3, 20)),
        ),
    ),
    (
        "610329105",  # 常丰镇: on the list, not accepted
        "省级",
        (("申报", date(2023, 7, 6)), ("列入建设名单", date(2024, 2, 28)), ("创建中", date(2024, 4, 17))),
    ),
    (
        "610329103",  # 两亭镇: named, but by the city: not counted by Q04
        "市级",
        (("创建中", date(2022, 4, 21)), ("通过验收", date(2023, 9, 14)), ("命名", date(2023, 12, 8))),
    ),
)

ACCEPTED, NAMED = "通过验收", "命名"
REVOKED = ("610329106204", date(2024, 9, 26), "后续管护不到位，复查未达标，取消命名")  # 桑坪村: the count falls in 2024
VILLAGES: tuple[tuple[str, str, date], ...] = (  # place, level, acceptance
    ("610329100211", "市级", date(2021, 8, 19)),  # 澄铭窑村
    ("610329102200", "省级", date(2021, 11, 4)),  # 招贤村
    ("610329100205", "县级", date(2022, 6, 23)),  # 铁炉沟村
    ("610329103200", "市级", date(2022, 9, 15)),  # 两亭村
    ("610329106204", "县级", date(2022, 10, 20)),  # 桑坪村
    ("610329107202", "县级", date(2022, 12, 1)),  # 闹林村
    ("610329102200", "市级", date(2022, 12, 15)),  # 招贤村 a second time: still one village
    ("610329101200", "市级", date(2023, 7, 13)),  # 崔木村
    ("610329105200", "县级", date(2023, 11, 9)),  # 常丰村
    ("610329100219", "省级", date(2025, 6, 12)),  # 西坊村
    ("610329101213", "市级", date(2025, 6, 12)),  # 郃阳村
    ("610329103209", "县级", date(2025, 9, 18)),  # 叶家塬村
    ("610329107208", "省级", date(2025, 10, 16)),  # 花花庙村
    ("610329105207", "县级", date(2025, 12, 4)),  # 庙湾村
)
IN_PROGRESS = (("610329101209", "市级", date(2024, 5, 16)), ("610329106200", "县级", date(2025, 3, 13)))

PILOT_STEPS = ("列入试点", "方案印发", "启动")
PILOTS: tuple[tuple[str, str, tuple[date, date, date]], ...] = (
    ("610329100", "市级", (date(2022, 9, 22), date(2022, 10, 20), date(2022, 11, 17))),  # 九成宫镇
    ("610329107", "县级", (date(2022, 9, 22), date(2022, 12, 15), date(2023, 3, 16))),  # 酒房镇
    ("610329102", "县级", (date(2024, 2, 22), date(2024, 4, 11), date(2024, 5, 23))),
    ("610329100001", "县级", (date(2022, 10, 13), date(2022, 11, 10), date(2022, 12, 8))),  # 九成宫东大街居
    ("610329100003", "县级", (date(2023, 10, 12), date(2023, 12, 14), date(2024, 3, 14))),  # 九成宫官坪社区居民委员会
    ("610329100205", "县级", (date(2023, 2, 16), date(2023, 4, 13), date(2023, 5, 18))),  # 铁炉沟村
    ("610329107202", "县级", (date(2023, 2, 16), date(2023, 4, 13), date(2023, 6, 15))),  # 闹林村
    ("610329102200", "县级", (date(2024, 2, 22), date(2024, 4, 11), date(2024, 6, 13))),  # 招贤村
    ("610329103200", "县级", (date(2024, 9, 12), date(2024, 11, 14), date(2025, 2, 20))),  # 两亭村
    ("610329105200", "县级", (date(2025, 2, 20), date(2025, 4, 17), date(2025, 6, 19))),  # 常丰村
)
LATER_STEPS: tuple[History, ...] = (
    ("610329100", "市级", (("中期评估", date(2024, 6, 20)), ("总结推广", date(2025, 9, 11)))),
)


def towns(year: int) -> list[Row]:
    """F04: all steps taken by the end of ``year``; earlier ones are never dropped."""
    return [row for history in TOWNS for row in _rows(*history, year)]


def villages(year: int) -> list[Row]:
    """F07: acceptance and, two weeks later, naming; one village loses its title."""
    rows: list[Row] = []
    for place, level, accepted in VILLAGES:
        begun, named = accepted.replace(month=1, day=11), accepted + timedelta(days=14)
        steps = (("创建中", begun), (ACCEPTED, accepted), (NAMED, named))
        rows += _rows(place, level, steps, year)
        rows += _revocation(level, year) if place == REVOKED[0] else []
    started = [(place, level, (("创建中", day),)) for place, level, day in IN_PROGRESS]
    return rows + [row for place, level, steps in started for row in _rows(place, level, steps, year)]


def _revocation(level: str, year: int) -> list[Row]:
    place, day, reason = REVOKED
    rows = _rows(place, level, (("撤销", day),), year)
    return [row | {"reason": reason} for row in rows]


def pilots(year: int) -> list[Row]:
    """F09: pilots and how far each has come."""
    rows = [
        row
        for place, level, days in PILOTS
        for row in _rows(place, level, tuple(zip(PILOT_STEPS, days, strict=True)), year)
    ]
    return rows + [row for history in LATER_STEPS for row in _rows(*history, year)]


def _rows(place: str, level: str, steps: tuple[Step, ...], year: int) -> list[Row]:
    return [_row(place, level, name, day) for name, day in steps if day.year <= year]


def _row(place: str, level: str, name: str, day: date) -> Row:
    documented = name not in {"申报", "创建中"}
    return {
        "place_code": place,
        "level": level,
        "stage": name,
        "stage_date": day,
        "issuer": f"示例{level}部门" if documented else NOT_APPLICABLE,
        "doc_no": document("示范", day.year, day.timetuple().tm_yday) if documented else NOT_APPLICABLE,
    }
