"""Parts of a document that were composed before, and are taken again while all that they say is the same.

What a part says depends on its words, on the material, and on what its language has shown before it: an anchor stands
where an indicator is first asked for, and the annex of sources explains what was shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lyreport.hashing import digest
from lyreport.report.shown import Shown
from lyreport.report.usage import Log, Rendered, Source

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """The parts of one language.

    Args:
        ground: digest of everything but words that shapes a part: material, code, versions; without it nothing is kept.
        before: what :meth:`dumped` gave an earlier time.
        now: the parts of this time.
    """

    ground: str = ""
    before: Mapping[str, Record] = field(default_factory=dict)
    now: dict[str, Record] = field(default_factory=dict)

    @classmethod
    def of(cls, ground: str, dumped: bytes | None) -> Known:
        """Return what was known; nothing where nothing was kept."""
        return cls(ground, json.loads(dumped) if dumped else {})

    @property
    def grown(self) -> bool:
        """Whether there are parts that were not known before."""
        return not self.before.keys() >= self.now.keys()

    def dumped(self) -> bytes:
        """Return the parts of this time, then as many of before: a change that is taken back finds its part again."""
        parts = {**self.now, **{key: record for key, record in self.before.items() if key not in self.now}}
        return json.dumps(dict(islice(parts.items(), 2 * len(self.now))), ensure_ascii=False).encode()

    def part(self, shown: Shown, name: str, make: Callable[[Shown], str]) -> str:
        """Return a part without words of an author."""

        def made() -> tuple[str, Log]:
            return make(shown), Log()

        return self._taken(shown, [name], made)[0]

    def chapter(self, shown: Shown, source: Source, make: Callable[[], Rendered]) -> Rendered:
        """Return the filled-in words of a section; with faults they are never kept."""

        def made() -> tuple[str, Log]:
            rendered = make()
            return rendered.text, rendered.log

        return Rendered(source, *self._taken(shown, [source.stem, source.name, source.text], made))

    def _taken(self, shown: Shown, name: list[str], make: Callable[[], tuple[str, Log]]) -> tuple[str, Log]:
        if not self.ground:
            return make()
        key = digest([self.ground, shown.lang, name, sorted(shown.seen)])
        record = self.before.get(key) or self.now.get(key)
        if record is None:
            seen = set(shown.seen)
            text, log = make()
            if log.problems or log.doubtful:
                return text, log
            record = {
                "text": text,
                "seen": sorted(shown.seen - seen),
                "used": log.used,
                "lines": [[*one, line] for one, line in log.lines.items()],
            }
        self.now[key] = record
        shown.seen.update(record["seen"])
        used = [(kind, name) for kind, name in record["used"]]
        return record["text"], Log(used, {(kind, name): line for kind, name, line in record["lines"]})
