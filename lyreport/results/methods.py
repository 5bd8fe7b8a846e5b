"""How a figure is worked out from other recorded figures: the formula for programs, the same in words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lyreport.errors import Bilingual


@dataclass(frozen=True)
class Method:
    """One way to work out a figure; ``judges``: it explains the verdict of a figure that has a formula of its own."""

    formula: str
    said: Bilingual
    judges: bool = False


_ON_PATH = Bilingual("（本年值−基期值）÷（目标值−基期值）", "(value − base) ÷ (target − base)")

METHODS: dict[str, Method] = {
    "change": Method("value - earlier", Bilingual("本年值−上年值", "this year's value − last year's")),
    "since_base": Method("value - base", Bilingual("本年值−基期值", "this year's value − the base year's")),
    "change_count": Method(
        "numerator of value - numerator of earlier",
        Bilingual("本年分子−上年分子", "this year's numerator − last year's"),
    ),
    "since_base_count": Method(
        "numerator of value - numerator of base",
        Bilingual("本年分子−基期分子", "this year's numerator − the base year's"),
    ),
    "growth": Method(
        "(value - earlier) / earlier * 100",
        Bilingual("（本年值−上年值）÷上年值×100", "(this year's value − last year's) ÷ last year's × 100"),
    ),
    "completion": Method(
        "value / planned * 100", Bilingual("本年值÷年度计划数×100", "this year's value ÷ the year's plan × 100")
    ),
    "level": Method("(value - base) / (target - base) * 100", Bilingual(f"{_ON_PATH.zh}×100", f"{_ON_PATH.en} × 100")),
    "pace": Method(
        "((value - base) / (target - base)) / ((year - base_year) / (due_year - base_year))",
        Bilingual(
            f"［{_ON_PATH.zh}］÷［（本年−基期年）÷（到期年−基期年）］",
            f"[{_ON_PATH.en}] ÷ [(year − base year) ÷ (due year − base year)]",
        ),
    ),
    "pace_cagr": Method(
        "((value / base) ** (1 / (year - base_year)) - 1) / ((target / base) ** (1 / (due_year - base_year)) - 1)",
        Bilingual(
            "基期以来的年均增长率÷从基期到目标所需的年均增长率",
            "yearly growth since the base year ÷ yearly growth needed from the base to the target",
        ),
    ),
    "projection": Method(
        "base + (value - base) * (due_year - base_year) / (year - base_year)",
        Bilingual(
            "基期值＋（本年值−基期值）×（到期年−基期年）÷（本年−基期年）",
            "base + (value − base) × (due year − base year) ÷ (year − base year)",
        ),
    ),
    "gap": Method("projection - target", Bilingual("推算值−目标值", "projected value − target")),
    "floor": Method("value >= target", Bilingual("本年值不低于目标值", "this year's value ≥ target")),
    "rising": Method("value > earlier", Bilingual("本年值高于上年值", "this year's value > last year's")),
    "rising_every_year": Method(
        "each of values > the one before",
        Bilingual("基期年以后每年的值都高于上年", "each year's value > the year before, from the base year on"),
    ),
    "floor_and_rising": Method(
        "value >= target and each of values > the one before",
        Bilingual("不低于目标值，且下列各年逐年提高", "at or above the target, and rising from year to year"),
        judges=True,
    ),
}
"""By name; a record's ``method`` says the name, the formula and its operands, other values by their ids."""

OPERANDS: dict[str, Bilingual] = {
    "value": Bilingual("本年值", "this year's value"),
    "earlier": Bilingual("上年值", "last year's value"),
    "base": Bilingual("基期值", "base value"),
    "values": Bilingual("各年值", "values by year"),
    "projection": Bilingual("推算值", "projected value"),
    "planned": Bilingual("年度计划数", "planned for the year"),
    "target": Bilingual("目标值", "target"),
    "year": Bilingual("本年", "year"),
    "base_year": Bilingual("基期年", "base year"),
    "due_year": Bilingual("到期年", "due year"),
}
"""What stands in a formula, in the order in which it is shown."""
ASSUMED = Bilingual("（假定）", " (assumed)")
"""Said of the base of a pace, which nobody set: docs/decisions/0041."""


def method(name: str, **operands: Any) -> dict[str, Any]:
    """Return the entry of a record: which method, its formula, and what was put into it."""
    return {"name": name, "formula": METHODS[name].formula, **operands}
