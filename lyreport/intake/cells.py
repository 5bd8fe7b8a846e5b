"""What one cell says: a typed value, one of the missing codes, or a fault.

Numbers keep what was typed: a workbook stores floats, whose shortest decimal is the number the clerk saw.
Nothing is guessed: thousands separators, full-width digits and units inside cells are faults for now.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Missing = Literal["blank", "na"]

NOT_SUBMITTED = "未报"
NOT_APPLICABLE = "不适用"
MAX_WHOLE = 10**15  # beyond this a spreadsheet no longer holds every whole number
MAX_PLACES = 20

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"})


class Cell(NamedTuple):
    """One cell, read: exactly one of value, missing code and fault code is set."""

    value: Any = None
    missing: Missing | None = None
    fault: str | None = None


def read_cell(raw: Any, kind: str, allowed: tuple[str, ...] = ()) -> Cell:
    """Read a raw cell as a column of type ``kind`` (int, decimal, bool, date, month, year, code, text, enum…)."""
    content = raw.strip() if isinstance(raw, str) else raw
    if content is None or content in ("", NOT_SUBMITTED):
        return Cell(missing="blank")
    if content == NOT_APPLICABLE:
        return Cell(missing="na")
    if isinstance(content, str) and (fault := _broken(content)):
        return Cell(fault=fault)
    family = kind.partition("(")[0]
    value = PARSERS[family](content)
    if value is None:
        return Cell(fault=f"cell.{family}")
    if allowed and family == "enum" and value not in allowed:
        return Cell(fault="cell.enum")
    return Cell(value=value)


def _broken(content: str) -> str | None:
    if content in _EXCEL_ERRORS:
        return "cell.excel-error"
    return "cell.bare-formula" if content.startswith("=") else None


def _decimal(content: Any) -> Decimal | None:
    """The number as typed, without exponent and trailing zeros."""
    text = content if isinstance(content, str) else _number_text(content)
    if text is None or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text).normalize()
    exponent = number.as_tuple().exponent
    if abs(number) > MAX_WHOLE or not isinstance(exponent, int) or -exponent > MAX_PLACES:
        return None
    return number.quantize(Decimal(1)) if exponent > 0 else number


def _number_text(content: Any) -> str | None:
    if isinstance(content, bool) or not isinstance(content, (int, float)) or not math.isfinite(content):
        return None
    return format(Decimal(repr(content)), "f")


def _int(content: Any) -> int | None:
    number = _decimal(content)
    return int(number) if number is not None and number == number.to_integral_value() else None


def _bool(content: Any) -> bool | None:
    return {"是": True, "否": False}.get(content) if isinstance(content, str) else None


def _date(content: Any) -> date | None:
    """A day; a month alone (``2025-03``) means its last day."""
    if isinstance(content, datetime):
        return content.date()
    if isinstance(content, date):
        return content
    found = _DAY.fullmatch(content) if isinstance(content, str) else None
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    try:
        return date(year, month, int(day) if day else monthrange(year, month)[1])
    except ValueError:  # there is no such month or day
        return None


def _month(content: Any) -> str | None:
    if isinstance(content, (date, datetime)):
        return f"{content.year:04d}-{content.month:02d}"
    return content if isinstance(content, str) and _MONTH.fullmatch(content) else None


def _year(content: Any) -> int | None:
    number = _int(content)
    return number if number is not None and 1900 <= number <= 2100 else None  # noqa: PLR2004 - a calendar year


def _code(content: Any) -> str | None:
    if isinstance(content, str):
        return content
    number = _int(content)
    return None if number is None else str(number)


def _text(content: Any) -> str | None:
    if isinstance(content, str):
        return content
    if isinstance(content, (date, datetime)):
        return content.isoformat()[:10]
    number = _decimal(content)
    return None if number is None else str(number)


PARSERS: dict[str, Callable[[Any], Any]] = {
    "int": _int,
    "decimal": _decimal,
    "bool": _bool,
    "date": _date,
    "month": _month,
    "year": _year,
    "code": _code,
    "text": _text,
    "enum": _text,
}
