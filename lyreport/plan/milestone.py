"""Promises without a number: milestones, and the ladders they climb."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lyreport.plan.frozen import EMPTY, FormId, Frozen, MilestoneId, Name, Stem, Text, UnitId
from lyreport.plan.setting import Setting


class Ladder(Frozen):
    """The levels of one kind of promise, from 0 upwards."""

    id: Name
    name: Text
    levels: Annotated[tuple[Text, ...], Field(min_length=2)]


class SideState(Frozen):
    """A state beside the ladder (suspended, adjusted…) and the proof it needs."""

    id: Name
    name: Text
    needs: Text | None = None


class Milestone(Frozen):
    """One milestone.

    ``parts`` are promises kept apart inside it (its level is the lowest of theirs); ``rollup`` lists the milestones
    it sums up; ``derived_from`` the forms from which its level can be derived and must agree; ``figures_from`` forms
    that hold counts about it; ``submitter`` the unit that reports it in the ledger; ``evidence_from`` the unit that
    is proposed to hold the proof.
    """

    id: MilestoneId
    section: Stem
    clause: Name
    name: Text
    ladder: Name
    parts: tuple[Text, ...] = ()
    lead_unit: UnitId | None = None
    responsible: tuple[UnitId, ...] | None = None
    submitter: UnitId
    form: FormId
    evidence: Text
    evidence_from: UnitId
    rollup: tuple[MilestoneId, ...] = ()
    derived_from: tuple[FormId, ...] = ()
    figures_from: tuple[FormId, ...] = ()
    settings: tuple[Setting, ...] = ()
    note: Text = EMPTY
