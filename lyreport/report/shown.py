"""A recorded value as it is shown: figure, unit, fraction, verdict, pace, and the reason where there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from lyreport.errors import Bilingual, Lang
from lyreport.plan import Indicator
from lyreport.report import phrases
from lyreport.report.markdown import Markdown, escape, link, span
from lyreport.report.material import Material
from lyreport.results import pace
from lyreport.results.ids import ValueId
from lyreport.results.parts.shape import ITEMS, THINGS
from lyreport.results.value import Value, Verdict
from lyreport.section import numbers
from lyreport.section.phrases import MISSING, SHAPES, UNKNOWN, VERDICTS

_FIGURE = re.compile(r"−?\d[\d,]*(?:\.\d+)?")
_UNDERWAY = frozenset({pace.ON_TRACK, pace.ACCELERATE, pace.LIMITED, pace.DETERIORATION})
"""What is said of a value that is still on its way: it rests on the assumed base."""
SMALL = 20
"""Below this many things, a rate is told in things."""


@dataclass(frozen=True)
class Shown:
    """How values read in one language."""

    material: Material
    lang: Lang
    seen: set[str] = field(default_factory=set, compare=False)
    """Ids of the values shown so far, and ``#Q05`` for every anchor set: what the annex of sources must explain."""

    def say(self, phrase: Bilingual, **parts: object) -> str:
        """Return a fixed phrase with its gaps filled."""
        return phrase.say(self.lang).format(**parts)

    @property
    def period(self) -> str:
        """The years of the edition: ``2022—2025年``, ``2022–2025``; a single one where there is no other."""
        first, last = self.material.span[0], self.material.span[-1]
        dash = "—" if self.lang == "zh" else "–"
        return f"{f'{first}{dash}' if first < last else ''}{numbers.year(last, self.lang)}"

    def link(self, text: str, value: Value) -> Markdown:
        """Return text that leads to where the value comes from."""
        self.seen.add(value.id)
        return link(text, value.key.anchor, trace=value.id)

    def anchor(self, id_: str) -> Markdown:
        """Return the anchor of an indicator or milestone: only where it is first asked for."""
        if f"#{id_}" in self.seen:
            return Markdown("")
        self.seen.add(f"#{id_}")
        return Markdown(f"[]{{#{id_}}}")

    def unit(self, value: Value) -> Bilingual:
        """The unit a value stands in; the record wins where it differs from the plan's (个 for 个百分点)."""
        planned = self.material.part(value.key.name).unit
        if value.unit == planned.zh:
            return planned
        return next((unit for unit in (THINGS, ITEMS) if unit.zh == value.unit), Bilingual(value.unit, value.unit))

    def number(self, value: Value) -> Markdown:
        """The bare figure, linked to its source; the reason where there is none."""
        if value.printed is None:
            return self.absent(value)
        return self.link(numbers.number(value.printed, self.lang), value)

    def value(self, value: Value) -> Markdown:
        """The figure with its unit: only the figure is linked."""
        if value.printed is None:
            return Markdown(self.absent(value) + escape(self._unit_of_bounds(value)))
        before, figure, after = self.pieces(value)
        return Markdown(escape(before) + self.link(figure, value) + escape(after))

    def pieces(self, value: Value) -> tuple[str, str, str]:
        """What stands before the figure (``CNY``), the figure, and its unit; a word where there is no figure."""
        if value.printed is not None:
            return _parted(self.amount(value.printed, self.unit(value)))
        if value.low is not None and value.high is not None and value.reason != "suppressed":
            sign = "%" if value.unit == "%" else ""
            return "", numbers.span(value.low, value.high, self.lang, unit=sign), ""
        word = phrases.WITHHELD.say(self.lang) if value.reason == "suppressed" else self.why_short(value)
        return "", word, ""

    def amount(self, printed: str, unit: Bilingual) -> str:
        """A printed figure with a unit, as plain text."""
        return numbers.count(printed, unit, self.lang)

    def plain(self, value: Value) -> str:
        """The figure with its unit as plain text, for attributes and pictures."""
        if value.printed is None:
            return self.why_short(value)
        return self.amount(value.printed, self.unit(value))

    def fraction(self, value: Value) -> Markdown:
        """``60/66``, linked; empty where there is no fraction."""
        share = self.share(value)
        return self.link(share, value) if share else Markdown("")

    def share(self, value: Value) -> str:
        """``60/66`` as plain text; empty where there is no fraction."""
        if value.numerator is None or value.denominator is None:
            return ""
        return numbers.fraction(value.numerator, value.denominator, self.lang)

    def absent(self, value: Value) -> Markdown:
        """The word that stands where a figure is missing; bounds where they are known."""
        if value.low is not None and value.high is not None and value.reason != "suppressed":
            sign = "%" if value.unit == "%" else ""
            text = numbers.span(value.low, value.high, self.lang, unit=sign)
            return self.link(text, value)
        return span(self.why_short(value), "missing")

    def bounds(self, value: Value) -> str:
        """The ends a figure lies between as plain text: a range, one end, or nothing."""
        if value.low is None or value.reason == "suppressed":
            return ""
        if value.high is None:
            return self.say(phrases.AT_LEAST, value=self.amount(value.low, self.unit(value)))
        if value.low == value.high:
            return self.amount(value.low, self.unit(value))
        sign = "%" if value.unit == "%" else ""
        return numbers.span(value.low, value.high, self.lang, unit=sign) + self._unit_of_bounds(value)

    def _unit_of_bounds(self, value: Value) -> str:
        """What follows bounds: nothing after a rate, which has its sign inside."""
        if value.low is None or value.high is None or value.reason == "suppressed" or value.unit == "%":
            return ""
        unit = self.unit(value)
        return unit.zh if self.lang == "zh" else f" {unit.en}"

    def why_short(self, value: Value) -> str:
        """One word for what is missing."""
        return MISSING.get(value.reason or "", UNKNOWN).say(self.lang)

    def why(self, value: Value) -> str:
        """A clause that says what is missing and who owes it; empty where nothing is."""
        if value.reason is None:
            return ""
        reason = "not_submitted" if self._sent_nothing(value) else value.reason
        phrase = phrases.REASONS.get(reason, phrases.REASON_UNKNOWN)
        units = self.units(value.owing)
        have = "have" if len(value.owing) > 1 else "has"
        return self.say(phrase, units=units, forms=self.forms(value), have=have, word=self._soft_word(value.key))

    def _sent_nothing(self, value: Value) -> bool:
        """Whether what makes a figure incomplete is that all who owe it did not send the form at all."""
        sent = self.material.submissions.get(value.year, ())
        theirs = [one.status for one in sent if one.unit in value.owing and one.form in value.forms]
        return value.reason == "incomplete" and bool(theirs) and all(status == "missing" for status in theirs)

    def units(self, ids: tuple[str, ...]) -> str:
        """The names of units, as a list in words."""
        names = [self.material.unit_name(unit).say(self.lang) for unit in ids]
        if self.lang == "en":
            towns = {unit for unit in ids if self.material.plan.units[unit].kind == "town"}
            names = [name if unit in towns else f"the {name}" for unit, name in zip(ids, names, strict=True)]
        return numbers.listing(names, self.lang) or phrases.SOMEONE.say(self.lang)

    def forms(self, value: Value) -> str:
        """The forms behind a value: only those that are missing where that is known."""
        sent = self.material.submissions.get(value.year, ())
        late = {one.form for one in sent if one.status != "accepted" and one.unit in value.owing}
        forms = self.material.plan.forms
        theirs = [form for form in value.forms if set(forms[form].submitters).intersection(value.owing)]
        ids = [form for form in value.forms if form in late] or theirs or list(value.forms)
        return numbers.listing(ids, self.lang)

    def verdict(self, verdict: Verdict) -> Markdown:
        """Shape and word: never colour alone."""
        return span(f"{SHAPES.get(verdict, '–')} {VERDICTS[verdict].say(self.lang)}", "verdict", str(verdict))

    def pace(self, value: Value) -> str:
        """The status on the way to the target, with the words that it rests on an assumption."""
        if value.pace is None:
            return ""
        word = self.pace_word(value)
        remarks = [phrases.ASSUMED_BASE] if value.pace in _UNDERWAY else []
        if (value.method or {}).get("method_sensitive"):
            remarks.append(phrases.METHOD_SENSITIVE)
        if not remarks:
            return word
        inside = ("，" if self.lang == "zh" else "; ").join(remark.say(self.lang) for remark in remarks)
        return f"{word}（{inside}）" if self.lang == "zh" else f"{word} ({inside})"

    def pace_word(self, value: Value) -> str:
        """The status alone; once the target's year has come there is no pace left, only how far one got."""
        known = phrases.PACE.get(value.pace or "")
        if known is None:
            return ""
        aim = self.material.plan.indicators[value.key.row].target
        level = self.material.value(f"{value.key.row}.level", value.year)
        over = aim is not None and aim.due is not None and value.year >= aim.due.year
        if not over or value.pace not in _UNDERWAY or level is None or level.printed is None:
            return known.say(self.lang)
        return self.say(phrases.FELL_SHORT, level=numbers.percent(level.printed, self.lang))

    def target(self, indicator: Indicator) -> str:
        """``不低于99.6%`` / ``at least 99.6%``; what is named where the target is a list."""
        aim = indicator.target
        if aim is None or aim.value is None:
            return phrases.NO_NUMBER.say(self.lang)
        amount = self.amount(format(aim.value.normalize(), "f"), indicator.unit)
        if indicator.judging == "named_list":
            return self._named(amount, indicator)
        phrase = phrases.AT_LEAST if indicator.unit.zh == "%" else phrases.NOT_FEWER
        rising = phrases.AND_RISING.say(self.lang) if aim.also_rising else ""
        return self.say(phrase, value=amount) + rising

    def _named(self, amount: str, indicator: Indicator) -> str:
        """All that a list names; of two things English says both."""
        if len(indicator.named) == 2:  # noqa: PLR2004 - both
            return self.say(phrases.BOTH_NAMED, value=amount, unit=indicator.unit.say(self.lang))
        return self.say(phrases.ALL_NAMED, value=amount)

    def change(self, value: Value, since: int) -> Markdown:
        """How far a value moved since an earlier year, as a clause."""
        moved = self._moved(value, since)
        year = self.say(phrases.LAST_YEAR if since == value.year - 1 else phrases.THAT_YEAR, year=since)
        if moved is None or moved.printed is None or moved.exact is None:
            return Markdown(self.say(phrases.CHANGE["unknown"], year=year))
        exact = Fraction(moved.exact)
        if "not_distinguishable" in moved.notes:
            return Markdown(self.say(phrases.CHANGE["indistinct"], year=year))
        if not exact:
            return Markdown(self.say(phrases.CHANGE["same"], year=year))
        rate = "rate" if "百分点" in moved.unit else "count"
        phrase = phrases.CHANGE[f"{rate}_{'up' if exact > 0 else 'down'}"]
        return Markdown(self.say(phrase, year=year, amount=self._size(moved)))

    def again(self, value: Value, last: int, base: int) -> Markdown | None:
        """The second of two changes, short where it goes the same way in the same unit: ``18.1 from 2022``."""
        first, second = (self._moved(value, since) for since in (last, base))
        if first is None or second is None or first.unit != second.unit:
            return None
        told = {*first.notes, *second.notes}
        if "not_distinguishable" in told or (first.fraction or 0) * (second.fraction or 0) <= 0:
            return None
        rate = "rate" if "百分点" in second.unit else "count"
        return Markdown(self.say(phrases.AGAIN[rate], year=base, amount=self._size(second, bare=True)))

    def _moved(self, value: Value, since: int) -> Value | None:
        suffix = "change" if since == value.year - 1 else "since_base"
        return self.material.value(f"{value.key.name}.{suffix}", value.year, value.key.place)

    def _size(self, moved: Value, *, bare: bool = False) -> Markdown:
        """How far, with the unit; ``bare``: without it, unless it is money."""
        printed = (moved.printed or "").removeprefix("-")
        unit = self.unit(moved)
        if bare and unit.zh not in {"万元", "元"}:
            return self.link(numbers.number(printed, self.lang), moved)
        whole = numbers.points(printed, self.lang) if "百分点" in unit.zh else self.amount(printed, unit)
        before, figure, after = _parted(whole)
        return Markdown(escape(before) + self.link(figure, moved) + escape(after))

    def _soft_word(self, key: ValueId) -> str:
        row = self.material.plan.indicators.get(key.row)
        word = row.soft_word if row else None
        return word.say(self.lang).replace("；", "”“").replace("; ", "” and “") if word else key.row


def _parted(whole: str) -> tuple[str, str, str]:
    found = _FIGURE.search(whole)
    return (whole[: found.start()], found[0], whole[found.end() :]) if found else ("", whole, "")
