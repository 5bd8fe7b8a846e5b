"""What stands in a cell: the three ways of being empty, document numbers, and a row as the themes make it."""

from __future__ import annotations

from datetime import date

Row = dict[str, object]
"""Machine name of a column → value; a column that is absent or ``None`` stays blank (not reported, or not yet due)."""

NOT_APPLICABLE = "不适用"
MARK = "示例数据，非真实数据"
YEARS = (2022, 2023, 2024, 2025)


def document(office: str, year: int, number: int) -> str:
    """Return a document number that nobody can take for a real one, such as 示例建验〔2024〕7号."""
    return f"示例{office}〔{year}〕{number}号"


def reached(day: date | None, year: int) -> bool:
    """Whether a dated fact has happened by the end of ``year``."""
    return day is not None and day.year <= year


def known(day: date | None, year: int) -> date | None:
    """Return the date as the form of ``year`` may show it: blank while it has not happened."""
    return day if reached(day, year) else None


def of_year(by_year: dict[int, int], year: int) -> int:
    """Return the figure of ``year``, with a clear word where somebody asks for a year that was not invented."""
    if year not in by_year:
        raise ValueError(f"the demonstration knows {sorted(by_year)}, not {year}")
    return by_year[year]
