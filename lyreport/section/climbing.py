"""Milestones over the years, as ladders show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lyreport.errors import Bilingual
from lyreport.plan import Section
from lyreport.results.value import Value
from lyreport.section.ledger import Ledger
from lyreport.section.shapes import Climb, Tally, amount

_MOVED = {
    "carried_over": Bilingual("沿用上年", "carried over"),
    "fallen": Bilingual("比上年降级", "lower than last year"),
}
_STANDS = (
    Bilingual("最高一级", "Top level"),
    Bilingual("过半", "Past halfway"),
    Bilingual("未过半", "Before halfway"),
    Bilingual("未启动", "Not started"),
    Bilingual("未报", "Not submitted"),
)


def climb(ledger: Ledger, milestone: str, years: Sequence[int]) -> Climb:
    """Return one milestone's level at the end of each year; a year that was not reported is None."""
    row = ledger.plan.milestones[milestone]
    values = tuple(ledger.value(f"{milestone}.level", year) for year in years)
    states = ledger.plan.side_states
    side = next((note for note in values[-1].notes if note in states and note != "normal"), None)
    return Climb(
        id=milestone,
        name=row.name,
        steps=ledger.plan.ladders[row.ladder].levels,
        years=tuple(years),
        levels=tuple(map(_level, values)),
        values=values,
        side=states[side].name if side else None,
        evidence=_evidence(values[-1], states[side].name if side else None),
    )


def _evidence(value: Value, side: Bilingual | None) -> Bilingual:
    """What stands behind a level: the documents as they were named, reasons, and how it moved where it did not rise."""
    proofs = (value.method or {}).get("evidence", ())
    names = [" ".join(filter(None, (one["evidence_name"], one["evidence_doc_no"]))) for one in proofs]
    sent = dict.fromkeys(text for text in (*names, *(one["reason"] for one in proofs)) if text)
    moved = [_MOVED[note] for note in value.notes if note in _MOVED]
    said = [*([side] if side else []), *moved, *(Bilingual(text, text) for text in sent)]
    return Bilingual("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def standing(ledger: Ledger, sections: Iterable[Section], year: int) -> Tally:
    """Count the milestones of each section by where they stand; ladders differ in length, so only how far is told."""
    shown = [section for section in sections if section.milestones]
    rows = tuple(_counts([climb(ledger, name, (year,)) for name in section.milestones]) for section in shown)
    return Tally(
        name=Bilingual("里程碑所处等级", "Where the milestones stand"),
        row_title=Bilingual("部分", "Section"),
        rows=tuple(section.title for section in shown),
        columns=_STANDS,
        numbers=rows,
        unit=Bilingual("个", "milestones"),
    )


def _counts(climbs: Sequence[Climb]) -> tuple[str, ...]:
    stands = [_stand(one.levels[-1], len(one.steps) - 1) for one in climbs]
    return tuple(str(stands.count(place)) for place in range(len(_STANDS)))


def _stand(level: int | None, top: int) -> int:
    if level is None:
        return 4
    if level in {0, top}:
        return 0 if level else 3
    return 1 if level > top / 2 else 2


def _level(value: Value) -> int | None:
    found = amount(value.printed)
    return None if found is None else int(found)
