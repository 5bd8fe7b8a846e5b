"""Lists behind a figure (a finding's workings) as tallies: what a chart by month is drawn from."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lyreport.errors import Bilingual
from lyreport.results.parts import Part
from lyreport.section.shapes import Tally


def worked(frame: pd.DataFrame, parts: Sequence[Part]) -> Tally:
    """Turn a working by month (its first column) into a tally; a cell that is not known is incomplete."""
    labels = [str(label) for label in frame.iloc[:, 0]]
    cells = [frame[part.id.partition(".")[2]] for part in parts]
    return Tally(
        name=parts[0].name,
        row_title=Bilingual("月份", "Month"),
        rows=tuple(map(_month, labels)),
        columns=tuple(part.name for part in parts),
        numbers=tuple(
            tuple("incomplete" if pd.isna(column.iloc[n]) else str(column.iloc[n]) for column in cells)
            for n in range(len(labels))
        ),
        unit=parts[0].unit,
    )


def _month(text: str) -> Bilingual:
    return Bilingual(f"{int(text[5:])}月", text[5:].lstrip("0"))
