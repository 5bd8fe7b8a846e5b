"""The survey of residents (F19, F30): one question, ten strata, answers that add up.

The respondents are drawn in eight cells (the communities, and the villages of each town); every stratum is a sum of
cells, and all respondents of a cell carry the same weight: households of the cell per valid answer.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from data.demonstration.cells import Row
from data.demonstration.chance import dice, share
from data.demonstration.frame import Frame, households, town_of

QUESTION = "MY01"  # overall satisfaction, the same in every year
ANSWERS = ("满意", "基本满意", "不满意", "不清楚", "拒答")
ODDS = {  # per thousand, in the order of ANSWERS
    2022: (410, 375, 135, 55, 25),
    2023: (440, 380, 110, 48, 22),
    2024: (470, 385, 85, 42, 18),
    2025: (505, 385, 60, 34, 16),
}
COMMUNITIES = "城镇社区"
VALID = {  # valid answers by cell; one town stays below 30, so that its stratum is not printed
    COMMUNITIES: {2022: 84, 2023: 90, 2024: 94, 2025: 96},
    "九成宫镇": {2022: 44, 2023: 48, 2024: 50, 2025: 52},
    "崔木镇": {2022: 54, 2023: 58, 2024: 60, 2025: 62},
    "招贤镇": {2022: 46, 2023: 50, 2024: 53, 2025: 55},
    "两亭镇": {2022: 48, 2023: 53, 2024: 56, 2025: 58},
    "常丰镇": {2022: 40, 2023: 42, 2024: 46, 2025: 47},
    "丈八镇": {2022: 31, 2023: 28, 2024: 29, 2025: 26},
    "酒房镇": {2022: 34, 2023: 36, 2024: 37, 2025: 38},
}
TOWNS = tuple(cell for cell in VALID if cell != COMMUNITIES)
STRATA = {  # stratum → its cells
    "县": tuple(VALID),
    "九成宫镇": (COMMUNITIES, "九成宫镇"),
    **{town: (town,) for town in TOWNS[1:]},
    COMMUNITIES: (COMMUNITIES,),
    "行政村": TOWNS,
}


def design(frame: Frame, year: int) -> list[Row]:
    """F30: frame, issued, returned and valid, by stratum."""
    return [{"stratum": stratum} | _sums(frame, cells, year) | _fieldwork(year) for stratum, cells in STRATA.items()]


def _sums(frame: Frame, cells: tuple[str, ...], year: int) -> Row:
    valid = sum(VALID[cell][year] for cell in cells)
    issued = sum(_issued(cell, year) for cell in cells)
    returned = sum(VALID[cell][year] + _invalid(cell, year) for cell in cells)
    return {
        "frame_households": sum(_frame_households(frame, cell) for cell in cells),
        "issued": issued,
        "returned": returned,
        "valid": valid,
    }


def _invalid(cell: str, year: int) -> int:
    return dice("survey invalid", cell, year).randint(0, 3)


def _issued(cell: str, year: int) -> int:
    """Return the questionnaires issued: about three in four come back."""
    return round(VALID[cell][year] * dice("survey issued", cell, year).uniform(1.22, 1.4)) + 3


def _fieldwork(year: int) -> Row:
    return {
        "mode": "混合",
        "sampling": "随机",
        "field_from": date(year, 11, 10),
        "field_to": date(year, 12, 5),
    }


def _frame_households(frame: Frame, cell: str) -> int:
    """Return the households of a cell, as the towns report them."""
    if cell == COMMUNITIES:
        return sum(households(frame)[code] for code in frame.communities)
    town = frame.towns[TOWNS.index(cell)]
    return sum(households(frame)[code] for code in frame.villages if town_of(code) == town)


def answers(frame: Frame, year: int) -> list[Row]:
    """F19: respondents, weights and squared weights by stratum and answer."""
    return [_answer_row(frame, stratum, number, year) for stratum in STRATA for number in range(len(ANSWERS))]


def _answer_row(frame: Frame, stratum: str, number: int, year: int) -> Row:
    counts = {cell: _counts(cell, year)[number] for cell in STRATA[stratum]}
    weights = {cell: _weight(frame, cell, year) for cell in counts}
    return {
        "stratum": stratum,
        "question": QUESTION,
        "answer": ANSWERS[number],
        "respondents": sum(counts.values()),
        "weight_sum": sum((count * weights[cell] for cell, count in counts.items()), Decimal(0)),
        "weight_sq_sum": sum((count * weights[cell] ** 2 for cell, count in counts.items()), Decimal(0)),
    }


def _counts(cell: str, year: int) -> list[int]:
    """Return the answers of one cell, in the order of ``ANSWERS``; they add up to its valid answers."""
    draw = dice("survey", cell, year)
    return share(VALID[cell][year], [round(odds * draw.uniform(0.85, 1.15)) for odds in ODDS[year]])


def _weight(frame: Frame, cell: str, year: int) -> Decimal:
    """Return the weight of one respondent: households for which the answer stands."""
    return (Decimal(_frame_households(frame, cell)) / VALID[cell][year]).quantize(Decimal("0.01"))
