"""The four urban communities: green criteria (F10), complete-community criteria (F11), residents' requests (F13)."""

from __future__ import annotations

from datetime import date

from data.demonstration.cells import NOT_APPLICABLE, Row, document
from data.demonstration.chance import dice
from data.demonstration.frame import Frame

# One letter per criterion: the last digit of the year in which it was met, "-" never so far, "n" 不适用.
GREEN = {
    "610329100001": "2223 3222 3324 4344".replace(" ", ""),  # 东大街: recognised in 2024
    "610329100002": "2332 n333 4345 5445".replace(" ", ""),  # 西大街: recognised in 2025
    "610329100003": "3334 3444 4555 5455".replace(" ", ""),  # 官坪: all sixteen met by 2025, not recognised yet
    "610329100004": "45-5 4-n5 --5- 4--5".replace(" ", ""),  # 南坊: not in the list, fills the form of its own accord
}
RECOGNISED = {"610329100001": date(2024, 12, 12), "610329100002": date(2025, 11, 20)}
GREEN_FROM = {"610329100004": 2024}

COMPLETE = {
    "610329100001": "22222 222 22222 22 22 222".replace(" ", ""),
    "610329100002": "22332 233 22342 32 2n 234".replace(" ", ""),
    "610329100003": "23345 244 23354 35 24 335".replace(" ", ""),
    "610329100004": "34-5- 3-5 2445- 4- 3- 4-5".replace(" ", ""),
}
CIRCLE = {  # market, sports ground, cultural centre, service centre, clinic
    "610329100001": "22232",
    "610329100002": "23422",
    "610329100003": "34523",
    "610329100004": "-4-3s",  # "s": shares the clinic of 官坪
}
SHARED_WITH = "610329100003"

CHANNELS = {"走访摸排调研": 6, "议事平台": 4, "网格": 14, "热线": 9}  # requests a month at the largest community
SILENT = {2022: ("610329100004", "2022-02", "网格")}  # one cell never counted: the rates of 2022 are incomplete


def met(mark: str, year: int) -> bool | str:
    """Read one letter of the tables above as it stands at the end of ``year``."""
    if mark == "n":
        return NOT_APPLICABLE
    return mark == "s" or (mark != "-" and 2020 + int(mark) <= year)


def green(frame: Frame, year: int) -> list[Row]:
    """F10: the overall line G00 and sixteen criteria per community."""
    taking_part = [code for code in frame.communities if GREEN_FROM.get(code, 0) <= year]
    return [row for code in taking_part for row in (_recognition(code, year), *_criteria(code, year))]


def _recognition(code: str, year: int) -> Row:
    day = RECOGNISED.get(code)
    done = day is not None and day.year <= year
    row: Row = {"community_code": code, "item": "G00", "met": done, "evidence": NOT_APPLICABLE}
    return row | ({"recognised_on": day, "doc_no": document("绿社", day.year, 3)} if day and done else {})


def _criteria(code: str, year: int) -> list[Row]:
    rows: list[Row] = []
    for number, mark in enumerate(GREEN[code], start=1):
        state = met(mark, year)
        evidence = f"示例佐证G{number:02d}" if state is True else NOT_APPLICABLE
        rows.append({"community_code": code, "item": f"G{number:02d}", "met": state, "evidence": evidence})
    return rows


def complete(frame: Frame, year: int) -> list[Row]:
    """F11: the overall line C00, twenty criteria and five facilities per community."""
    return [row for code in frame.communities for row in _complete_rows(code, year)]


def _complete_rows(code: str, year: int) -> list[Row]:
    marks = {f"C{number:02d}": mark for number, mark in enumerate(COMPLETE[code], start=1)}
    marks |= {f"L{number:02d}": mark for number, mark in enumerate(CIRCLE[code], start=1)}
    whole = all(met(mark, year) is not False for item, mark in marks.items() if item.startswith("C"))
    unused = dict.fromkeys(("area", "shared_with", "evidence"), NOT_APPLICABLE)
    overall: Row = {"community_code": code, "item": "C00", "met": whole, **unused}
    return [overall, *(_item_row(code, item, mark, met(mark, year)) for item, mark in marks.items())]


def _item_row(code: str, item: str, mark: str, state: bool | str) -> Row:
    has_area = state is True and item in {"C01", "C02", "C03", "C04", "C05", "L01", "L02", "L03", "L04"}
    return {
        "community_code": code,
        "item": item,
        "met": state,
        "area": dice("area", code, item).randint(12, 160) * 10 if has_area else NOT_APPLICABLE,
        "shared_with": SHARED_WITH if mark == "s" else NOT_APPLICABLE,
        "evidence": f"示例佐证{item}" if state is True else NOT_APPLICABLE,
    }


def requests(frame: Frame, year: int) -> list[Row]:
    """F13: requests received, answered, due and closed, by community, month and channel."""
    return [
        _request_row(code, f"{year}-{month:02d}", channel, year)
        for code in frame.communities
        for month in range(1, 13)
        for channel in CHANNELS
    ]


def _request_row(code: str, month: str, channel: str, year: int) -> Row:
    key: Row = {"community_code": code, "month": month, "channel": channel}
    if SILENT.get(year) == (code, month, channel):
        return key | {"row_remark": "网格员交接，当月未统计"}
    draw = dice("request", code, month, channel)
    received = draw.randint(0, CHANNELS[channel] * (5 - int(code[-1])) // 4)
    answering, closing = (base + 0.02 * (year - 2022) for base in (0.9, 0.84))
    due = _of(received, 0.95, draw.random())
    closed = _of(due, closing, draw.random())
    return key | {
        "received": received,
        "answered": max(closed, _of(received, answering, draw.random())),
        "due_count": due,
        "closed": closed,
        "overdue_closed": _of(closed, 0.05, draw.random()) if due else NOT_APPLICABLE,
    }


def _of(total: int, rate: float, chance: float) -> int:
    """Return about ``rate`` of ``total`` in whole requests: ``chance`` decides about the last one."""
    return min(total, int(total * rate + chance))
