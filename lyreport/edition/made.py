"""What came of an edition, as plain data that can be kept: the same words and paths when nothing had to be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lyreport.edition.reasons import say
from lyreport.errors import Bilingual


@dataclass(frozen=True)
class Step:
    """One part of an edition: whether it runs, and the names of what has changed for it."""

    name: str
    reasons: tuple[str, ...] = ()

    @property
    def runs(self) -> bool:
        """Whether it is made again."""
        return bool(self.reasons)

    @property
    def why(self) -> Bilingual:
        """The reasons in words."""
        return say(self.reasons)

    def as_json(self) -> dict[str, Any]:
        """Return the step as ``log/why.json`` says it."""
        return {"step": self.name, "runs": self.runs, "reasons": list(self.reasons), "why": self.why._asdict()}


@dataclass(frozen=True)
class Line:
    """One target of the scorecard in words, and the record of its value."""

    target: Bilingual
    wanted: Bilingual
    latest: Bilingual
    verdict: Bilingual
    pace: Bilingual
    record: Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """A fault in the submissions in words, and its record."""

    said: Bilingual
    record: Mapping[str, Any]


@dataclass(frozen=True)
class Missing:
    """A form that did not come."""

    year: int
    unit: str
    form: str
    unit_name: Bilingual
    form_name: Bilingual


@dataclass(frozen=True)
class Made:
    """A finished edition: the scorecard, what is wrong with the submissions, the files for readers, what ran and why.

    ``files`` are paths below the project; ``exit_code`` is 0, or 11 or 12 where submissions had faults and their values
    are undetermined; ``mark`` stands where there is demonstration data.
    """

    year: int
    engine: str
    exit_code: int
    mark: Bilingual | None
    files: tuple[str, ...]
    scorecard: tuple[Line, ...]
    faults: tuple[Fault, ...]
    missing: tuple[Missing, ...]
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything but the steps' reasons."""
        return {**asdict(self), "steps": [step.name for step in self.steps]}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Made:
        """Return a finished edition of which nothing had to be made again."""
        return cls(
            year=record["year"],
            engine=record["engine"],
            exit_code=record["exit_code"],
            mark=_both(record["mark"]) if record["mark"] else None,
            files=tuple(record["files"]),
            scorecard=tuple(Line(**_read(line)) for line in record["scorecard"]),
            faults=tuple(Fault(**_read(fault)) for fault in record["faults"]),
            missing=tuple(Missing(**_read(one)) for one in record["missing"]),
            steps=tuple(Step(name) for name in record["steps"]),
        )


def _both(pair: list[str]) -> Bilingual:
    return Bilingual(*pair)


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _both(item) if isinstance(item, list) else item for name, item in row.items()}
