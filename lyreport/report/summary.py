"""The scorecard in plain words, for a terminal: one line per target."""

from __future__ import annotations

from typing import NamedTuple

from lyreport.errors import LANGS, Bilingual, Lang
from lyreport.plan import Indicator
from lyreport.report.material import Material
from lyreport.report.scorecard import targets
from lyreport.report.shown import Shown
from lyreport.results.value import Value
from lyreport.section.phrases import DEMONSTRATION, SHAPES, VERDICTS


class TargetLine(NamedTuple):
    """One target in both languages: its name, what is wanted, the latest figure, verdict, pace; and its value."""

    target: Bilingual
    wanted: Bilingual
    latest: Bilingual
    verdict: Bilingual
    pace: Bilingual
    value: Value


def summary(material: Material) -> tuple[TargetLine, ...]:
    """Return the targets that have a value, in the plan's order."""
    shown = {lang: Shown(material, lang) for lang in LANGS}
    pairs = [(row, material.value(row.id)) for row in targets(shown["zh"])]
    return tuple(_line(shown, row, value) for row, value in pairs if value)


def mark(material: Material) -> Bilingual | None:
    """Return what must be said of demonstration data; None where there is none."""
    return DEMONSTRATION if material.demonstration else None


def _line(shown: dict[Lang, Shown], row: Indicator, value: Value) -> TargetLine:
    fraction = f"  {value.numerator}/{value.denominator}" if value.numerator and value.denominator else ""
    return TargetLine(
        target=Bilingual(*(f"{row.id} {row.name.say(lang)}" for lang in LANGS)),
        wanted=Bilingual(*(shown[lang].target(row) for lang in LANGS)),
        latest=Bilingual(*(f"{shown[lang].plain(value)}{fraction}" for lang in LANGS)),
        verdict=Bilingual(*(f"{SHAPES.get(value.verdict, '–')} {VERDICTS[value.verdict].say(lang)}" for lang in LANGS)),
        pace=Bilingual(*(shown[lang].pace(value) for lang in LANGS)),
        value=value,
    )
