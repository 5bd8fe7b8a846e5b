"""What an indicator's function hands back, and the small questions that such functions ask of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from lyreport.indicators.evidence import Empty, Row, given
from lyreport.indicators.figure import Answer, Figure

Test = Callable[[Row], Answer]


@dataclass(frozen=True)
class Account:
    """The figures of one indicator or milestone in one year.

    ``figures`` go from part to figure, the headline under ``""``.  ``tables`` are workings to be shown (lists of
    villages, projects, months).  ``names`` are the answers of a named list, place code to yes, no or unknown.
    """

    figures: Mapping[str, Figure]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    names: Mapping[str, bool | None] = field(default_factory=dict)

    @property
    def headline(self) -> Figure:
        """The figure that leads."""
        return self.figures[""]


def yes(column: str) -> Test:
    """Ask a yes/no column."""
    return lambda row: row[column] if given(row[column]) else _empty(row[column])


def is_in(column: str, *values: str) -> Test:
    """Ask whether a cell holds one of some values."""
    return lambda row: row[column] in values if given(row[column]) else _empty(row[column])


def every(*tests: Test) -> Test:
    """Ask several questions that must all hold: one no decides, else one blank leaves it open."""

    def answer(row: Row) -> Answer:
        said = [test(row) for test in tests]
        if any(item is False for item in said):
            return False
        return next((item for item in said if isinstance(item, Empty)), True)

    return answer


def _empty(cell: Any) -> Empty:
    return Empty.NA if cell is Empty.NA else Empty.BLANK


def in_year(column: str, year: int) -> Test:
    """Ask whether a date lies in a year."""
    return lambda row: bool(row[column].year == year) if given(row[column]) else _empty(row[column])


def rows_table(rows: Sequence[Row], *columns: str) -> pd.DataFrame:
    """Show rows as a frame; empty cells are None."""
    cells = [[row[name] if given(row[name]) else None for name in columns] for row in rows]
    return pd.DataFrame(cells, columns=list(columns), dtype=object)
