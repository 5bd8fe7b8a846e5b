"""What ``--json`` prints: one shape for each kind of value, and none for what nobody has thought of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from lyreport.cli.plain import plain
from lyreport.errors import Bilingual
from lyreport.results.value import Verdict


@dataclass(frozen=True)
class Line:
    """A record with a text in both languages."""

    name: Bilingual
    day: date


def test_each_kind_has_one_shape():
    """Texts are objects, exact numbers strings, at any depth."""
    line = Line(Bilingual("水", "water"), date(2025, 1, 2))
    assert plain({2025: (line, Decimal("1.50"), Fraction(2, 3), Path("a/b"), Verdict.MET, None, True, 1.5)}) == {
        "2025": [
            {"name": {"zh": "水", "en": "water"}, "day": "2025-01-02"}, "1.50", "2/3", "a/b", "met", None, True, 1.5,
        ]
    }  # fmt: skip


@pytest.mark.parametrize("value", [object(), b"x", {1}, float("nan"), float("inf"), Line])
def test_what_has_no_shape_is_refused(value):
    """A guess would change under whoever reads it."""
    with pytest.raises(TypeError, match="no shape"):
        plain([value])
