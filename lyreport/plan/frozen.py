"""The clay every parameter is made of: a frozen record that refuses unknown keys, and the few field types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

from lyreport.errors import Bilingual

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Frozen(BaseModel):
    """A record of ``params/``: frozen, strict about types, closed against unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _day(value: Any) -> Any:
    """Turn ``2025-12-31`` into a date; anything else is left for the strict check to refuse."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


def _decimal(value: Any) -> Any:
    """Turn an integer into a decimal; the loader already reads ``99.6`` exactly."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


_TEXT_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}

Text = Annotated[Bilingual, WithJsonSchema(dict(_TEXT_SCHEMA))]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Exact = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number"})]
Name = Annotated[str, StringConstraints(min_length=1)]
UnitId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[0-9a-z]+)?$")]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^(\d{6}|\d{9}|\d{12})$")]
IndicatorId = Annotated[str, StringConstraints(pattern=r"^[QTS]\d{2}$")]
PartId = Annotated[str, StringConstraints(pattern=r"^[QTS]\d{2}\.[a-z][a-z0-9_]*$")]
MilestoneId = Annotated[str, StringConstraints(pattern=r"^M\d{2}$")]
FormId = Annotated[str, StringConstraints(pattern=r"^F\d{2}$")]
SettingId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+\.[a-z0-9_]+$")]
Stem = Annotated[str, StringConstraints(pattern=r"^\d{2}-[a-z]+(-[a-z]+)*$")]
EMPTY = Bilingual("", "")
