"""The functions of ``docs/how-to/write-the-words.md``: each looks up a record and logs that it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from lyreport.errors import Bilingual, Problem, UserError
from lyreport.project import BASE_YEAR
from lyreport.report import blocks, phrases
from lyreport.report.lead import changes, lead
from lyreport.report.markdown import Markdown
from lyreport.report.shown import Shown
from lyreport.report.usage import Log, Source
from lyreport.results.ids import ValueId
from lyreport.results.value import Value
from lyreport.section import numbers
from lyreport.section.phrases import STATES

TALLY = {"met": "S04", "not_met": "S04.not_met", "undetermined": "S04.undetermined", "not_due": "S04.not_due"}
"""The verdicts that are counted, and where the count stands."""


class Words:
    """The functions themselves; one instance per file, so that every use is logged with its line."""

    def __init__(self, shown: Shown, source: Source, log: Log, line_of: Callable[[int], int]) -> None:
        self._shown = shown
        self._source = source
        self._log = log
        self._line_of = line_of

    def all(self) -> dict[str, Any]:
        """Return every function and variable by the name that authors write."""
        places = self._shown.material.plan.places
        year, base = self._shown.material.year, BASE_YEAR
        towns, communities = (tuple(place.code for place in kind) for kind in (places.towns, places.communities))
        variables = zip(VARIABLES, (year, year - 1, base, towns, communities), strict=True)
        return {name: getattr(self, name) for name in FUNCTIONS} | dict(variables)

    # names

    def name(self, id: str) -> str:  # noqa: A002 - the authors' word
        """The name of an indicator, part, milestone, unit, form or place."""
        plan = self._shown.material.plan
        if id in plan.units:
            return self._shown.material.unit_name(id).say(self._shown.lang)
        if id in plan.forms:
            return plan.forms[id].name.say(self._shown.lang)
        if id in plan.places:
            return plan.places[id].short_name.say(self._shown.lang)
        if id in plan.milestones:
            return plan.milestones[id].name.say(self._shown.lang)
        try:
            return self._shown.material.part(id).name.say(self._shown.lang)
        except UserError as error:
            self._fault(error.problems[0].what, error.problems[0].cure)
            return ""

    # numbers

    def value(self, id: str, year: int | None = None, place: str = "") -> str:  # noqa: A002
        """The figure with its unit."""
        found = self._find(id, year, place)
        return self._shown.value(found) if found else ""

    def number(self, id: str, year: int | None = None, place: str = "") -> str:  # noqa: A002
        """The figure alone."""
        found = self._find(id, year, place)
        return self._shown.number(found) if found else ""

    def fraction(self, id: str, year: int | None = None, place: str = "") -> str:  # noqa: A002
        """Numerator over denominator."""
        found = self._find(id, year, place)
        return self._shown.fraction(found) if found else ""

    def change(self, id: str, since: int | None = None, place: str = "") -> str:  # noqa: A002
        """The change on last year, or since another year."""
        found = self._find(id, None, place)
        return self._shown.change(found, since or found.year - 1) if found else ""

    def changes(self, id: str, place: str = "") -> str:  # noqa: A002
        """The changes on last year and on the base year, as ``lead()`` says them."""
        found = self._find(id, None, place)
        return changes(self._shown, found) if found else ""

    def state(self, id: str, year: int | None = None) -> str:  # noqa: A002
        """Preliminary, verified or revised."""
        found = self._find(id, year, "")
        return STATES[found.data_state].say(self._shown.lang) if found else ""

    def tally(self, verdict: str) -> str:
        """How many of the ten targets have this verdict."""
        return self.number(TALLY[verdict]) if verdict in TALLY else self._refused(verdict)

    def fixed(self, text: str) -> str:
        """A number that belongs to an official term."""
        self._use("fixed", text)
        return text

    # places

    def listed(self, id: str) -> tuple[str, ...]:  # noqa: A002
        """The codes of the places that a target names."""
        row = self._shown.material.plan.indicators.get(id)
        if row is None:
            self._refused(id)
        return row.named if row else ()

    def where(self, id: str, none: bool = False) -> str:  # noqa: A002
        """The places where a figure is above zero, each with it; ``none``: the names of those where it is zero."""
        year = self._shown.material.year
        row, _, part = id.partition(".")
        keys = [str(ValueId(row, year, part, place.code)) for place in self._shown.material.plan.places]
        found = [self._shown.material.values[key] for key in keys if key in self._shown.material.values]
        for value in found:
            self._use("value", value.id)
        chosen = [one for one in found if one.fraction is not None and (one.fraction == 0) is none]
        return blocks.where(self._shown, chosen, bare=none)

    # judgement

    def target(self, id: str) -> str:  # noqa: A002
        """The target in words."""
        row = self._shown.material.plan.indicators.get(id)
        return self._shown.target(row) if row else self._refused(id)

    def verdict(self, id: str, year: int | None = None) -> str:  # noqa: A002
        """Shape and word."""
        found = self._find(id, year, "")
        return self._shown.verdict(found.verdict) if found else ""

    def pace(self, id: str, year: int | None = None) -> str:  # noqa: A002
        """The status on the way to the target."""
        found = self._find(id, year, "")
        return self._shown.pace(found) if found else ""

    def lead(self, id: str, year: int | None = None) -> str:  # noqa: A002
        """The whole fixed sentence."""
        found = self._find(id, year, "")
        if found is None:
            return ""
        own = id in self._shown.material.plan.sections[self._source.stem].indicators
        return Markdown((self._shown.anchor(id) if own else "") + lead(self._shown, found))

    def missing(self, id: str, year: int | None = None) -> str:  # noqa: A002
        """A sentence on what is missing; empty where nothing is."""
        found = self._find(id, year, "")
        why = self._shown.why(found) if found else ""
        judged = found is not None and found.verdict == "undetermined"
        bounds = self._shown.bounds(found) if found else ""
        bounded = phrases.BOUNDS_ONLY if found and found.high not in {None, found.low} else phrases.AS_SENT
        phrase = phrases.CANNOT_JUDGE if judged else bounded if bounds else phrases.NO_FIGURE
        said = self._shown.say(phrase, why=why, bounds=bounds) if why else ""
        return numbers.capital(said)

    def owing(self, id: str, year: int | None = None) -> str:  # noqa: A002
        """The units that owe what is missing."""
        found = self._find(id, year, "")
        return self._shown.units(found.owing) if found and found.owing else ""

    def level(self, id: str, year: int | None = None) -> str:  # noqa: A002
        """The step of the ladder that a milestone has reached."""
        name, at, rest = id.partition("@")
        found = self._find(name + ("" if "." in name else ".level") + at + rest, year, "")
        return blocks.level(self._shown, found) if found else ""

    def decision(self, id: str) -> str:  # noqa: A002
        """What a person decided, or that no one has."""
        if id not in self._shown.material.plan.settings:
            return self._refused(id)
        self._use("decision", id)
        return blocks.decision(self._shown, id)

    # blocks

    def figure(self, id: str) -> str:  # noqa: A002
        """A chart with its caption, alternative text and the table behind it."""
        material = self._shown.material
        if (id, "zh") not in material.figures or (id, "en") not in material.figures:
            return self._refused(id)
        self._use("figure", id)
        behind = blocks.behind(self._shown, id)
        return self._block(blocks.figure(self._shown, id)) if behind is None or self._complete(behind) else ""

    def table(self, id: str) -> str:  # noqa: A002 - the authors' word
        """A recorded table."""
        record = self._shown.material.tables.get(id)
        if record is None:
            return self._refused(id)
        self._use("table", id)
        return self._block(blocks.recorded(self._shown, record)) if self._complete(record) else ""

    def indicator(self, id: str) -> str:  # noqa: A002
        """A short block: the lead sentence and what is missing."""
        return Markdown(f"{self.lead(id)}")

    def milestones(self) -> str:
        """The table of the section's milestones; nothing where it has none."""
        if not self._shown.material.plan.sections[self._source.stem].milestones:
            return ""
        return self.table(f"milestones-{self._source.stem[:2]}")

    def sources(self) -> str:
        """The line on data sources and definitions that ends every section."""
        self._use("sources", self._source.stem)
        return self._block(blocks.sources(self._shown, self._source.stem))

    # choosing words

    def known(self, id: str, year: int | None = None, place: str = "") -> bool:  # noqa: A002
        """Whether there is a figure; what no year of the edition ever records (no annual plan) is not known either."""
        key = self._key(id, year, place)
        if str(key) not in self._shown.material.values:
            self.name(key.name)  # a name that nothing bears is still a fault
            return False
        found = self._find(id, year, place)
        return found is not None and found.printed is not None

    def judged(self, id: str, year: int | None = None) -> str:  # noqa: A002
        """The verdict as a code."""
        found = self._find(id, year, "")
        return str(found.verdict) if found else ""

    def trend(self, id: str, since: int | None = None) -> str:  # noqa: A002
        """Up, down, same or unknown."""
        now = self._find(id, None, "")
        then = self._shown.material.value(id, since or self._shown.material.year - 1)
        if now is None or then is None or now.fraction is None or then.fraction is None:
            return "unknown"
        return "up" if now.fraction > then.fraction else "down" if now.fraction < then.fraction else "same"

    def exact(self, id: str, year: int | None = None, place: str = "") -> Fraction | None:  # noqa: A002
        """The exact value."""
        found = self._find(id, year, place)
        return found.fraction if found else None

    # the log

    def _find(self, id: str, year: int | None, place: str) -> Value | None:  # noqa: A002
        key = self._key(id, year, place)
        found = self._shown.material.values.get(str(key))
        if found is None:
            self._refused(str(key))
        else:
            self._use("value", str(key))
        return found

    def _complete(self, record: Mapping[str, Any]) -> bool:
        """Log the values that a table shows; one that nobody recorded is a fault of the record."""
        known = self._shown.material.values
        ids = list(blocks.values_of(record))
        for id_ in dict.fromkeys(ids):
            if id_ in known:
                self._use("value", id_)
            else:
                self._refused(id_)
        return all(id_ in known for id_ in ids)

    def _key(self, id: str, year: int | None, place: str) -> ValueId:  # noqa: A002
        name, _, rest = id.partition("@")
        if rest:
            written, _, at = rest.partition("/")
            year, place = year or int(written), place or at
        row, _, part = name.partition(".")
        return ValueId(row, year or self._shown.material.year, part, place)

    def _use(self, kind: str, name: str) -> None:
        self._log.used.append((kind, name))
        self._log.lines.setdefault((kind, name), self._line())

    def _refused(self, id: str) -> str:  # noqa: A002
        self._fault(
            Bilingual(f"没有记录“{id}”", f"there is no record of “{id}”"),
            Bilingual(
                "编号须由笔记本记录；核对拼写和年份", "the notebook has to record it; check its spelling and year"
            ),
        )
        return ""

    def _fault(self, what: Bilingual, cure: Bilingual) -> None:
        self._log.problems.append(Problem("words.unknown-id", f"{self._source.name}:{self._line()}", what, cure))

    def _line(self) -> int:
        return self._source.line(self._line_of)

    @staticmethod
    def _block(text: str) -> Markdown:
        return Markdown(f"\n\n{text.strip()}\n\n")


FUNCTIONS: tuple[str, ...] = (
    "name", "value", "number", "fraction", "change", "changes", "state", "tally", "fixed", "listed", "where",
    "target", "verdict", "pace", "lead", "missing", "owing", "level", "decision",
    "figure", "table", "indicator", "milestones", "sources",
    "known", "judged", "trend", "exact",
)  # fmt: skip
VARIABLES: tuple[str, ...] = ("year", "last_year", "base_year", "towns", "communities")
