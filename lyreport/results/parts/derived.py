"""Figures derived from another figure: the suffixes that any indicator, component or part may carry."""

from __future__ import annotations

from lyreport.errors import Bilingual
from lyreport.results.parts.shape import PERCENT, PERCENTAGE_POINTS, RATIO, Part

DERIVED: tuple[tuple[str, str, str], ...] = (
    ("change", "比上年", "change from last year"),
    ("change_count", "分子比上年", "numerator, change from last year"),
    ("since_base", "比2022年", "change from 2022"),
    ("since_base_count", "分子比2022年", "numerator, change from 2022"),
    ("growth", "比上年增长", "growth from last year"),
    ("completion", "年度计划完成率", "completion of the year's plan"),
    ("level", "已走完的路程", "share of the distance covered"),
    ("pace", "进度（线性路径比）", "pace (linear path ratio)"),
    ("pace_cagr", "进度（增长率法，仅作对照）", "pace (growth-rate method, as a check)"),
    ("projection", "按现速推算到期值", "value projected to the due date"),
    ("gap", "推算值与目标的差", "projected value minus target"),
)
"""Suffix, Chinese and English name.  ``change`` of a ratio is in percentage points, or in numerators where n < 20."""

_UNITS: dict[str, Bilingual] = {
    "growth": PERCENT,
    "completion": PERCENT,
    "level": PERCENT,
    "pace": RATIO,
    "pace_cagr": RATIO,
}
_DECIMALS = {"growth": 1, "completion": 1, "level": 1, "pace": 2, "pace_cagr": 2}


def derive(base: Part, suffix: str) -> Part | None:
    """Return how ``base`` with a derived ``suffix`` is called, or None where there is no such suffix."""
    for known, zh, en in DERIVED:
        if known == suffix:
            name = Bilingual(f"{base.name.zh}{zh}", f"{base.name.en}, {en}")
            return Part(f"{base.id}.{suffix}", name, _unit(base, suffix), _decimals(base, suffix))
    return None


def _decimals(base: Part, suffix: str) -> int:
    """A projected count keeps one decimal where it falls between two whole numbers, so that it agrees with its gap."""
    if suffix in {"projection", "gap"}:
        return max(base.decimals, 1)
    return _DECIMALS.get(suffix, base.decimals)


def _unit(base: Part, suffix: str) -> Bilingual:
    if suffix in _UNITS:
        return _UNITS[suffix]
    points = base.unit == PERCENT and suffix in {"change", "since_base", "gap"}
    return PERCENTAGE_POINTS if points else base.unit
