"""Value ids: ``ID[.part]@YEAR[/placecode]``, e.g. ``Q05@2025``, ``T14.sessions@2025``, ``Q06@2025/610329101``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lyreport.errors import Bilingual, UsageError

_PATTERN = re.compile(
    r"(?P<row>[QTSM]\d{2})(?:\.(?P<part>[a-z0-9][a-z0-9_.-]*))?@(?P<year>\d{4})(?:/(?P<place>[0-9A-Za-z-]+))?"
)


@dataclass(frozen=True, order=True)
class ValueId:
    """The address of one value; sorts by row, year, part, place."""

    row: str
    year: int
    part: str = ""
    place: str = ""

    @classmethod
    @lru_cache(1 << 14)
    def parse(cls, text: str) -> ValueId:
        """Read an id.

        Raises:
            UsageError: the text has not the form ``ID[.part]@YEAR[/placecode]``.
        """
        found = _PATTERN.fullmatch(text)
        if not found:
            raise UsageError.single(
                "results.bad-id",
                text,
                Bilingual("不是数值编号", "not the id of a value"),
                Bilingual("写成 Q05@2025 或 Q06@2025/610329101 的样子", "write it like Q05@2025 or Q06@2025/610329101"),
            )
        return cls(found["row"], int(found["year"]), found["part"] or "", found["place"] or "")

    @property
    def name(self) -> str:
        """Row and part without year and place: ``T14.sessions``."""
        return f"{self.row}.{self.part}" if self.part else self.row

    @property
    def anchor(self) -> str:
        """The id of its row in the annex of sources: ``w-Q05-2025``."""
        return "w-" + re.sub(r"[.@/]", "-", str(self))

    def __str__(self) -> str:
        place = f"/{self.place}" if self.place else ""
        return f"{self.name}@{self.year}{place}"
