"""Promises without a number: the level a milestone has reached, what moved it, and counts about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from lyreport.indicators import communities, guidance, ladders, mechanisms, organisation, renewal, villages
from lyreport.indicators.account import Account
from lyreport.indicators.evidence import Evidence, Row, Sheet, given
from lyreport.indicators.figure import Case, Figure, total
from lyreport.indicators.finding import Finding
from lyreport.indicators.recording import Line, derived, places_of, suppressed, value
from lyreport.indicators.suppression import hidden_in_any, is_hidden
from lyreport.plan import BASE_YEAR, Plan, YearSettings
from lyreport.plan.milestone import Milestone
from lyreport.results.methods import method
from lyreport.results.parts import describe
from lyreport.results.value import Value, Verdict
from lyreport.results.verdict import THRESHOLD_UNSET, Judgement, no_target
from lyreport.tables import Facts

SIDE_STATES = {"暂缓": "suspended", "调整": "adjusted", "不适用": "not_applicable"}
_COLUMNS = (
    "milestone_id",
    "part",
    "level",
    "side_state",
    "evidence_name",
    "evidence_doc_no",
    "evidence_date",
    "reason",
)
_TEXTS = ("evidence_name", "evidence_doc_no", "reason")


@dataclass(frozen=True)
class Standing:
    """Where a milestone stands in one year: its rows (part 1, 2… or the one row), its lowest level, why none."""

    rows: tuple[Row | None, ...]
    sheet: Sheet
    year: int

    @property
    def level(self) -> int | None:
        """The lowest level of its parts; None where one was not reported."""
        levels = [level_of(row) for row in self.rows]
        return None if None in levels else min(level for level in levels if level is not None)

    @property
    def new_evidence(self) -> bool:
        """Whether any part shows proof dated in the year."""
        return any(
            row is not None and given(row["evidence_date"]) and row["evidence_date"].year == self.year
            for row in self.rows
        )

    @property
    def side_state(self) -> str | None:
        """The code of a state beside the ladder, or None where all parts are normal."""
        states = [SIDE_STATES.get(row["side_state"]) for row in self.rows if row is not None]
        return next((state for state in states if state), None)


def level_of(row: Row | None) -> int | None:
    """Return the level of one row; None where it was not reported."""
    return None if row is None or not given(row["level"]) else int(row["level"])


def standing(milestone: Milestone, evidence: Evidence) -> Standing:
    """Read where a milestone stands from its lead unit's ledger (F24)."""
    return _stands(milestone, evidence.sheet("F24", *_COLUMNS))


def _stands(milestone: Milestone, sheet: Sheet) -> Standing:
    rows = {str(row["part"]): row for row in sheet.where(milestone_id=milestone.id)}
    names = [str(number) for number in range(1, len(milestone.parts) + 1)] or ["0"]
    return Standing(tuple(rows.get(name) for name in names), sheet, sheet.year)


def compute_milestone(
    milestone_id: str,
    facts: Facts,
    *,
    plan: Plan,
    year: int,
    settings: Mapping[int, YearSettings],
) -> Finding:
    """Compute one milestone of one year: ``M03.level``, its parts ``M24.p1``…, the change, counts about it.

    Raises ``KeyError`` for an unknown milestone.
    """
    milestone = plan.milestones[milestone_id]
    evidence = Evidence.of(facts, plan, year, settings)
    now = standing(milestone, evidence)
    account = MILESTONE_FIGURES.get(milestone_id, _nothing)(evidence)
    values = (*_levels(milestone, now, evidence), *_figures(milestone, account, evidence))
    return Finding(milestone_id, year, values, {"ledger": _table(now), **account.tables})


def _nothing(_: Evidence) -> Account:
    return Account({})


def _levels(milestone: Milestone, now: Standing, evidence: Evidence) -> Iterator[Value]:
    before = standing(milestone, evidence.at(evidence.year - 1)) if evidence.year > BASE_YEAR else None
    judged = _rolled_up(milestone, evidence)
    yield _level(milestone, "level", now, before, evidence, judged)
    for number in range(1, len(milestone.parts) + 1):
        mine, then = (_only(one, number) for one in (now, before))
        assert mine is not None
        yield _level(milestone, f"p{number}", mine, then, evidence, no_target())
    yield _change(milestone, now, before, evidence)
    if milestone.derived_from and (level := ladders.derive(milestone.id, evidence)) is not None:
        notes = () if now.level in {None, level[0]} else ("differs_from_ledger",)
        line = Line(describe(f"{milestone.id}.derived", evidence.plan), evidence.year)
        yield value(_of_level(level[0], level[1]).noted(*notes), line)


def _only(one: Standing | None, number: int) -> Standing | None:
    return None if one is None else Standing(one.rows[number - 1 : number], one.sheet, one.year)


def _of_level(level: int | None, *sheets: Sheet) -> Figure:
    return total([Case("", "", None if level is None else Fraction(level))], *sheets)


def _owes(milestone: Milestone, figure: Figure) -> dict[str, Any]:
    """A ledger has several senders: what is missing is owed by the milestone's own."""
    return {"owing": (milestone.submitter,)} if figure.reason else {}


def _level(
    milestone: Milestone, part: str, now: Standing, before: Standing | None, evidence: Evidence, judged: Judgement
) -> Value:
    from dataclasses import replace

    figure = _of_level(now.level, now.sheet)
    if now.sheet.reason is None and all(row is None for row in now.rows):
        owed = milestone.submitter in now.sheet.owing
        figure = figure.without_value("not_submitted" if owed else "incomplete")
    line = Line(describe(f"{milestone.id}.{part}", evidence.plan), evidence.year)
    made = value(figure.noted(*_notes(now, before)), line, judged=judged)
    return replace(made, method=_evidence(milestone, now, evidence), **_owes(milestone, figure))


def moved(now: Standing, before: Standing | None) -> str | None:
    """Say how a milestone moved since last year: ``advanced``, ``fallen``, ``carried_over``, ``confirmed`` or None."""
    if now.level is None or before is None or before.level is None:
        return None
    if now.level != before.level:
        return "advanced" if now.level > before.level else "fallen"
    return "confirmed" if now.new_evidence else "carried_over"


def _notes(now: Standing, before: Standing | None) -> tuple[str, ...]:
    return tuple(note for note in (moved(now, before), now.side_state) if note)


def _evidence(milestone: Milestone, now: Standing, evidence: Evidence) -> dict[str, Any]:
    """Return the proof as submitted: names and numbers of documents, dates, reasons; and the ladder."""
    proof = [
        {name: row[name] if given(row[name]) else None for name in _TEXTS}
        | {"evidence_date": row["evidence_date"].isoformat() if given(row["evidence_date"]) else None}
        for row in now.rows
        if row is not None
    ]
    top = len(evidence.plan.ladders[milestone.ladder].levels) - 1
    return {"name": "ledger", "ladder": milestone.ladder, "top": top, "evidence": proof}


def _change(milestone: Milestone, now: Standing, before: Standing | None, evidence: Evidence) -> Value:
    line = Line(describe(f"{milestone.id}.change", evidence.plan), evidence.year)
    known = before is not None and before.level is not None and now.level is not None
    steps = Fraction(now.level - before.level) if known else None  # type: ignore[operator, union-attr]  # both known
    missing = "no_earlier_year" if now.level is not None else now.sheet.reason or "incomplete"
    earlier = () if before is None else (_of_level(before.level, before.sheet),)
    ids = {name: f"{milestone.id}.level@{one.year}" for name, one in (("value", now), ("earlier", before)) if one}
    how = method("change", **ids)
    return derived(steps, line, _of_level(now.level, now.sheet), *earlier, reason=missing, method=how)


def _table(now: Standing) -> pd.DataFrame:
    rows = [[row[name] if given(row[name]) else None for name in _COLUMNS] for row in now.rows if row is not None]
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object)


def _figures(milestone: Milestone, account: Account, evidence: Evidence) -> Iterator[Value]:
    kinds = {place.code: place.kind for place in evidence.plan.places}
    concealed = hidden_in_any(account.figures.values())
    for name, figure in account.figures.items():
        part = describe(f"{milestone.id}.{name}", evidence.plan)
        line = Line(part, evidence.year)
        yield suppressed(figure, line) if is_hidden(figure) else value(figure, line)
        for code, one in places_of(figure, kinds, ("town", "community")).items():
            place = Line(part, evidence.year, code)
            yield suppressed(one, place) if figure.people and code in concealed else value(one, place)


def _rolled_up(milestone: Milestone, evidence: Evidence) -> Judgement:
    """Judge a milestone that sums up others, by the threshold a person set: ``4/2`` is level 4, two may fall short."""
    if not milestone.rollup:
        return no_target()
    setting = evidence.decided(milestone.settings[0].id) if milestone.settings else None
    if setting is None:
        return Judgement(Verdict.UNDETERMINED, THRESHOLD_UNSET)
    wanted, allowed = (int(number) for number in setting.split("/"))
    levels = [standing(evidence.plan.milestones[row], evidence).level for row in milestone.rollup]
    short = sum(level is not None and level < wanted for level in levels)
    unknown = levels.count(None)
    if short > allowed:
        return Judgement(Verdict.NOT_MET)
    return Judgement(Verdict.MET) if short + unknown <= allowed else Judgement(Verdict.UNDETERMINED, "incomplete")


def rollup(evidence: Evidence) -> Account:
    """M01: how many of its mechanisms run, are established, are consolidated; how the whole ledger moved this year."""
    rows = [evidence.plan.milestones[row] for row in evidence.plan.milestones["M01"].rollup]
    everything = list(evidence.plan.milestones.values())
    sheet, before = (evidence.at(year).sheet("F24", *_COLUMNS) for year in (evidence.year, evidence.year - 1))
    now = {row.id: _stands(row, sheet) for row in everything}
    at = {row.id: ladders.reached(row.ladder, now[row.id].level) for row in rows}
    moves = {row.id: _notes(now[row.id], _stands(row, before)) for row in everything}

    def tally(codes: list[str], *read: Sheet) -> Figure:
        return total([Case(code, "", Fraction(1)) for code in codes], *read)

    earlier = () if before.reason else (before,)
    known = () if sheet.reason else (sheet,)  # of a ledger that nobody sent it is known what should stand there
    figures = {
        "total": tally(list(at), *known),
        **{name: tally([row for row, got in at.items() if name in got], sheet) for name in ladders.STEPS},
        "unreported": tally([row.id for row in rows if now[row.id].level is None], *known),
        "ledger": tally([row.id for row in everything], *known),
        **{note: tally([row for row, notes in moves.items() if note in notes], sheet, *earlier) for note in _MOVES},
    }
    return Account(figures)


_MOVES = ("advanced", "carried_over", "fallen", "suspended")


MILESTONE_FIGURES: dict[str, Callable[[Evidence], Account]] = {
    "M01": rollup,
    "M03": lambda evidence: renewal.one_project(evidence, "M03"),
    "M04": lambda evidence: renewal.one_project(evidence, "M04"),
    "M06": renewal.renewal_projects,
    "M26": villages.planning_villages,
    "M27": villages.steel_houses,
    "M28": lambda evidence: renewal.one_project(evidence, "M28"),
    "M29": lambda evidence: renewal.one_project(evidence, "M29"),
    "M34": mechanisms.rewards,
    "M37": lambda evidence: guidance.pool(evidence, "M37"),
    "M38": guidance.design_visits,
    "M40": lambda evidence: guidance.pool(evidence, "M40"),
    "M41": lambda evidence: guidance.pool(evidence, "M41"),
    "M43": organisation.inspections,
    "M45": organisation.publicity,
    "M46": communities.professionals,
}
"""Counts recorded beside a milestone's level."""
