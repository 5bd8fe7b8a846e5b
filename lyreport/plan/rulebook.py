"""The document itself and the rules of judging: what holds for every indicator and milestone."""

from __future__ import annotations

from lyreport.plan.frozen import Day, Frozen, Name, Text
from lyreport.plan.indicator import Judging


class Document(Frozen):
    """The plan as a document: numbers and dates, none of its sentences."""

    number: Name
    title: Text
    issued: Day
    dated: Day | None = None
    parent: Name
    background: tuple[Name, ...] = ()
    copied_to: tuple[Text, ...] = ()
    note: Text


class JudgingKind(Frozen):
    """How one kind of target is judged, year by year."""

    id: Judging
    name: Text
    base: Text
    before: Text
    due: Text
    before_due: Name


class Principle(Frozen):
    """A rule in words: on missing data, small denominators, comparison, milestones."""

    id: Name
    subject: Name
    text: Text
