"""The lead sentence of an indicator: value, fraction, change, target, verdict, always in this order."""

from __future__ import annotations

import re

from lyreport.plan import Indicator
from lyreport.project import BASE_YEAR
from lyreport.report import phrases
from lyreport.report.markdown import Markdown, escape
from lyreport.report.shown import SMALL, Shown
from lyreport.results.value import Value, Verdict

_RATE = re.compile(r"\b(?:rate|share)\b")


def lead(shown: Shown, value: Value) -> Markdown:
    """Say one recorded value in full.

    ``到2025年末，自来水普及率为99.58%（…/…），比上年提高…，比2022年提高…；目标为不低于99.6%，判定：▲ 未达成。``
    Where there is no figure the sentence says why and who owes it; below twenty things the fraction comes first.
    """
    row = shown.material.plan.indicators[value.key.row]
    parts = [_statement(shown, value, row), _changes(shown, value), _judgement(shown, value, row)]
    return Markdown("".join(parts) + phrases.LEAD["end"].say(shown.lang))


def _statement(shown: Shown, value: Value, row: Indicator) -> str:
    when = shown.say(phrases.WHEN[row.behaviour], year=value.year)
    name = escape(_name(shown, value))
    if value.printed is not None:
        said = phrases.LEAD[_verb(shown, value)]
        return shown.say(said, when=when, name=name, value=_amount(shown, value), number=shown.number(value))
    if value.low is not None and value.low == value.high:
        return shown.say(phrases.LEAD["is"], when=when, name=name, value=escape(shown.bounds(value)))
    if value.low is not None and value.high is not None:
        ends = (shown.amount(end, shown.unit(value)) for end in (value.low, value.high))
        low, high = ends
        return shown.say(phrases.LEAD["between"], when=when, name=name, low=escape(low), high=escape(high))
    return shown.say(
        phrases.LEAD["none"],
        when=when,
        name=name,
        why=escape(shown.why(value) or phrases.REASON_UNKNOWN.say(shown.lang)),
    )


def _verb(shown: Shown, value: Value) -> str:
    """A rate stands at, an amount comes to, things number so many."""
    unit = shown.unit(value)
    if unit.zh == "%":
        return "is"
    return "count" if unit.en.islower() else "amount"


def _name(shown: Shown, value: Value) -> str:
    """The name; inside an English sentence it begins small unless it is a proper noun, and a rate has its article."""
    name = shown.material.part(value.key.name).name.say(shown.lang)
    if shown.lang == "zh":
        return name
    small = name if name[1:2].isupper() else name[0].lower() + name[1:]
    return f"the {small}" if _RATE.search(small.partition(" (")[0]) else small


def _amount(shown: Shown, value: Value) -> str:
    fraction = shown.fraction(value)
    if not fraction or shown.unit(value).zh != "%":
        return shown.value(value)
    first, second = (fraction, shown.value(value)) if few(value) else (shown.value(value), fraction)
    return f"{first}（{second}）" if shown.lang == "zh" else f"{first} ({second})"


def few(value: Value) -> bool:
    """Whether the rate counts so few things that the things come first."""
    try:
        return value.denominator is not None and 0 < float(value.denominator) < SMALL
    except ValueError:
        return False


def _changes(shown: Shown, value: Value) -> str:
    if value.printed is None or value.year <= BASE_YEAR:
        return ""
    return shown.say(phrases.LEAD["changes"], changes=changes(shown, value))


def changes(shown: Shown, value: Value) -> Markdown:
    """Say how far a value moved on last year and on the base year; in the base year, that nothing is earlier."""
    last, base = value.year - 1, BASE_YEAR
    if last < base:
        return Markdown(phrases.NOTHING_EARLIER.say(shown.lang))
    years = [last] if last == base else [last, base]
    said = [shown.change(value, since) for since in years]
    if shown.lang == "en" and len(years) > 1:
        said[1] = shown.again(value, *years) or said[1]
    return Markdown(("，" if shown.lang == "zh" else " and ").join(said))


def _judgement(shown: Shown, value: Value, row: Indicator) -> str:
    if row.target is None or row.target.value is None or value.verdict == Verdict.NO_TARGET:
        return ""
    said = shown.say(phrases.LEAD["target"], target=escape(shown.target(row)), verdict=shown.verdict(value.verdict))
    if value.verdict == Verdict.UNDETERMINED and value.reason and value.printed is not None:
        said += shown.say(phrases.LEAD["because"], why=escape(shown.why(value)))
    return said
