"""What a person must decide: named, empty, and with its consequence spelled out."""

from __future__ import annotations

from typing import Literal

from lyreport.plan.frozen import Frozen, Name, SettingId, Text, UnitId


class Option(Frozen):
    """One answer that may be given, and what it would change."""

    value: Name
    text: Text


class Setting(Frozen):
    """A question the plan leaves open; never answered by the software.

    ``kind`` ``choice`` takes one of ``options``, ``number`` a decimal, ``text`` any words (``pattern`` where their
    shape matters).  ``effect`` says what happens while it is empty and what an answer changes; ``asks`` is the unit
    that has to answer.
    """

    id: SettingId
    question: Text
    effect: Text
    kind: Literal["choice", "number", "text"]
    options: tuple[Option, ...] = ()
    pattern: str | None = None
    asks: UnitId
