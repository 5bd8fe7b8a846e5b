"""Milestones over the years, as ladders show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lyreport.errors import Bilingual
from lyreport.plan import Section
from lyreport.results.value import Value
from lyreport.section.ledger import Ledger
from lyreport.section.shapes import Climb, Tally, amount

_STANDS = (
    Bilingual("最高一级", "top level"),
    Bilingual("在阶梯上", "under way"),
    Bilingual("未启动", "not started"),
    Bilingual("未报", "not submitted"),
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
        evidence=_evidence(values[-1]),
    )


def _evidence(value: Value) -> str:
    """The documents behind a level, as they were named; nothing where none was."""
    proofs = (value.method or {}).get("evidence", ())
    names = [" ".join(filter(None, (one["evidence_name"], one["evidence_doc_no"]))) for one in proofs]
    return "；".join(dict.fromkeys(name for name in names if name))


def standing(ledger: Ledger, sections: Iterable[Section], year: int) -> Tally:
    """Count the milestones of each section by where they stand; ladders differ in length, so only ends are told."""
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
        return 3
    return 2 if level == 0 else 0 if level == top else 1


def _level(value: Value) -> int | None:
    found = amount(value.printed)
    return None if found is None else int(found)
