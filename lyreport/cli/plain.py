"""What ``--json`` prints: every value of lyreport as plain JSON, each kind in one shape only."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import isfinite
from pathlib import Path
from types import UnionType
from typing import Any

from lyreport.errors import Bilingual


def document(value: object) -> str:
    """Return ``value`` as one JSON document, as a person can read it too."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def plain(value: object) -> Any:
    """Return ``value`` in JSON's own types: a text in both languages as ``{"zh": …, "en": …}``, exact numbers as text.

    Raises:
        TypeError: there is no agreed shape for it; to guess one would hide a change from whoever reads it.
    """
    for kinds, shape in _SHAPES:
        if isinstance(value, kinds):
            return shape(value)
    if isinstance(value, float) and isfinite(value):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    message = f"no shape in JSON for {type(value).__name__}"
    raise TypeError(message)


_SHAPES: tuple[tuple[type | UnionType, Callable[[Any], Any]], ...] = (
    (Bilingual, Bilingual._asdict),  # before tuple, which it is too
    (Enum, lambda value: plain(value.value)),  # before str, which some are too
    (bool | int | str | None, lambda value: value),
    (Decimal | Fraction, str),
    (date, date.isoformat),
    (Path, Path.as_posix),
    (Mapping, lambda value: {str(name): plain(item) for name, item in value.items()}),
    (list | tuple, lambda value: [plain(item) for item in value]),
)
