"""Two years of yes and no side by side: which villages are new, which gaps were closed."""

from __future__ import annotations

from collections.abc import Sequence

from lyreport.errors import Bilingual
from lyreport.section import phrases, shapes
from lyreport.section.shapes import Column, Marks, State, Table


def gained(before: Marks, now: Marks, *, title: Bilingual | None = None) -> Table:
    """Towns down: the villages that say yes now and did not before; those not reported before are marked."""
    then = _states_before(before)
    rows = []
    for label, names, states in zip(now.rows, now.things, now.states, strict=True):
        turned = [name for name, state in zip(names, states, strict=True) if state == "yes"]
        new = [name for name in turned if then.get((label, name)) != "yes"]
        said = [_with_remark(name) if then.get((label, name)) == "missing" else name for name in new]
        if new:
            rows.append((shapes.text(label), shapes.number(str(len(new))), shapes.text(_listed(said))))
    columns = (
        Column("row", now.row_title),
        Column("number", phrases.NUMBER, "number"),
        Column("names", phrases.VILLAGES),
    )
    return Table(title or now.name, columns, tuple(rows))


def gaps(before: Marks, now: Marks, *, title: Bilingual | None = None) -> Table:
    """Rows of a matrix: what said no before, how much of it says yes now, and what does not."""
    then = _states_before(before)
    rows = []
    for label, states in zip(now.rows, now.states, strict=True):
        lacked = [(column, state) for column, state in zip(now.columns, states, strict=True)
                  if then.get((label, column)) == "no" and state != "na"]  # fmt: skip
        closed = [column for column, state in lacked if state == "yes"]
        still = [column for column, state in lacked if state != "yes"]
        numbers = (shapes.number(str(len(lacked))), shapes.number(str(len(closed))))
        rows.append((shapes.text(label), *numbers, shapes.text(_listed(still))))
    columns = (
        Column("row", now.row_title), Column("lacked", phrases.LACKED, "number"),
        Column("closed", phrases.CLOSED, "number"), Column("still", phrases.STILL_OPEN),
    )  # fmt: skip
    return Table(title or now.name, columns, tuple(rows))


def _states_before(marks: Marks) -> dict[tuple[Bilingual, Bilingual], State]:
    return {
        (label, name): state
        for place, (label, states) in enumerate(zip(marks.rows, marks.states, strict=True))
        for name, state in zip(marks.things[place] if marks.things else marks.columns, states, strict=True)
    }


def _with_remark(name: Bilingual) -> Bilingual:
    remark = phrases.NOT_REPORTED_BEFORE
    return Bilingual(f"{name.zh}（{remark.zh}）", f"{name.en} ({remark.en})")


def _listed(names: Sequence[Bilingual]) -> Bilingual:
    return Bilingual("、".join(one.zh for one in names) or "无", ", ".join(one.en for one in names) or "none")
