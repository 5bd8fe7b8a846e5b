"""The plan's own order: its clauses, and the sections of the report that follow them."""

from __future__ import annotations

from lyreport.plan.frozen import Frozen, IndicatorId, MilestoneId, Name, Stem, Text, UnitId

SUMMARY = "10-overview"
"""The section that reads what the others recorded, and so runs after them."""


class Clause(Frozen):
    """One clause: its number as printed, its subject in our words, who leads and who is responsible.

    ``lead`` is None where the clause has no lead line.
    """

    id: Name
    title: Text
    section: Stem
    lead: UnitId | None = None
    responsible: tuple[UnitId, ...] = ()
    note: Text | None = None


class Section(Frozen):
    """One section of the report: one notebook and its words.

    ``indicators`` and ``milestones`` are the ids that name this section, in the order of their numbers.
    """

    stem: Stem
    clause: Name
    title: Text
    indicators: tuple[IndicatorId, ...] = ()
    milestones: tuple[MilestoneId, ...] = ()
