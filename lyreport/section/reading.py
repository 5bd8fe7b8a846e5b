"""What a section reads, under watch: it goes on record, and what the section does not declare is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from lyreport.errors import Bilingual, UsageError
from lyreport.hashing import digest
from lyreport.plan import Plan, Section
from lyreport.plan.watch import ABSENT
from lyreport.results.value import Value
from lyreport.section import guard
from lyreport.tables import Facts, FormTable

PLACES = "F00"


class Source(Facts, Protocol):
    """Facts that know the digest of each of their forms."""

    def digest(self, form: str, year: int) -> str:
        """Return the digest of all that ``table`` would say."""
        ...


@dataclass(frozen=True)
class Reads:
    """What was read so far: names with the digests of what was found there.

    Each is written as a line of JSON to ``file`` the moment it is read, so that whoever runs the notebook knows them
    however it ends.
    """

    file: Path | None = None
    known: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, digest_now: Callable[[], str]) -> None:
        """Take note of one reading; only the first of each name counts, since nothing read here changes."""
        if name in self.known:
            return
        self.known[name] = digest_now()
        if self.file:
            with self.file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps([name, self.known[name]]) + "\n")


class Given(Mapping[str, Value]):
    """Values of other sections under watch; those that are asked for and not there are on record too."""

    def __init__(self, values: Mapping[str, Value], year: int, reads: Reads) -> None:
        self._values, self._year, self._reads = values, year, reads

    def __getitem__(self, key: str) -> Value:
        self._told(key)
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        self._told(str(key))
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        for key in self._values:
            self._told(key)
            yield key

    def __len__(self) -> int:
        return len(self._values)

    def _told(self, key: str) -> None:
        found = self._values.get(key)
        self._reads.note(f"values/{self._year}/{key}", lambda: digest(found.as_json()) if found else ABSENT)


@dataclass(frozen=True)
class Watched:
    """The facts as one section may see them; ``read`` lists forms and years in the order of first reading.

    The digests of workbooks are left out: every cell of a workbook changes them, also cells of other forms.
    """

    facts: Source
    allowed: frozenset[str]
    section: str
    reads: Reads = field(default_factory=Reads)
    read: dict[tuple[str, int], FormTable] = field(default_factory=dict)

    def table(self, form: str, year: int) -> FormTable:
        """Return a form of one year.

        Raises:
            UsageError: neither an indicator nor a milestone of the section declares the form.
        """
        if form not in self.allowed:
            raise _undeclared(form, self)
        key = form, year
        if key not in self.read:
            with guard.reading():
                self.reads.note(f"facts/{year}/{form}", lambda: self.facts.digest(form, year))
                table = self.facts.table(form, year)
            sent = tuple(replace(one, sha256=None, superseded=()) for one in table.submissions)
            self.read[key] = replace(table, submissions=sent)
        return self.read[key]


def declared(section: Section, plan: Plan) -> frozenset[str]:
    """Return the forms that a section's indicators and milestones declare, and the register of places."""
    milestones = [plan.milestones[name] for name in section.milestones]
    counted = {PLACES} | {form for name in section.indicators for form in plan.indicators[name].forms}
    return frozenset(counted.union(*((row.form, *row.derived_from, *row.figures_from) for row in milestones)))


def _undeclared(form: str, watched: Watched) -> UsageError:
    near = get_close_matches(form, watched.allowed, n=1)
    hint = Bilingual(f"；是否指{near[0]}？", f"; did you mean {near[0]}?") if near else Bilingual("", "")
    return UsageError.single(
        "section.undeclared-form",
        watched.section,
        Bilingual(f"本节没有申报读取{form}{hint.zh}", f"this section does not declare form {form}{hint.en}"),
        Bilingual(
            "在 params/plan/indicators.yml 相应指标的 forms 中写明，或改用本节已申报的报表："
            + "、".join(sorted(watched.allowed)),
            "name it under `forms` of the indicator in params/plan/indicators.yml, or use one of the declared forms: "
            + ", ".join(sorted(watched.allowed)),
        ),
    )
