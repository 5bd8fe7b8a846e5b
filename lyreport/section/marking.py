"""Yes and no straight from a form, place by place: who should stand there comes from the register, sent or not."""

from __future__ import annotations

from collections.abc import Sequence

from lyreport.errors import Bilingual
from lyreport.plan import Column, PlaceKind
from lyreport.section.shapes import Marks
from lyreport.section.sheet import Sheet


def marks(
    found: Sheet,
    *,
    rows: str,
    columns: str,
    mark: str,
    only: str | Sequence[str] = (),
    of: PlaceKind | None = None,
) -> Marks:
    """Read a yes/no column as a matrix; places come from the register, and what stands in no row is not submitted."""
    down, across = found.column(rows), found.column(columns)
    column_keys = _picked(list(across.allowed) or found.keys(columns), only)
    row_keys = _registered(found, down, of) or found.keys(rows)
    cells = {(row.key(rows), row.key(columns)): row.state(mark) for row in found.rows}
    return Marks(
        name=found.column(mark).header,
        row_title=found.title(down),
        rows=tuple(found.label(down, key) for key in row_keys),
        columns=tuple(found.label(across, key) for key in column_keys),
        states=tuple(tuple(cells.get((row, column), "missing") for column in column_keys) for row in row_keys),
    )


def _registered(found: Sheet, column: Column, of: PlaceKind | None) -> list[str]:
    """The codes of the one kind of places that a column holds, or of the kind asked for; nothing for other columns."""
    kinds: set[str] = {of} if of else {target.removeprefix("places.") for target in column.reference}
    return [place.code for place in found.plan.places if {place.kind} == kinds]


def _picked(keys: list[str], only: str | Sequence[str]) -> list[str]:
    """All keys, those named, or those of one kind: ``"C"`` means C01… but not C00, the verdict over all."""
    if isinstance(only, str):
        return [key for key in keys if key.startswith(only) and not key.endswith("00")]
    return list(only) or keys


def villages(found: Sheet, mark: str, *, key: str = "village_code") -> Marks:
    """Read a yes/no column for every village of the register, by town."""
    cells = {row.key(key): row.state(mark) for row in found.rows}
    places = found.plan.places
    towns = places.towns
    members = [[place for place in places.in_town(town.code) if place.kind == "village"] for town in towns]
    return Marks(
        name=found.column(mark).header,
        row_title=Bilingual("镇", "Town"),
        rows=tuple(town.short_name for town in towns),
        columns=(),
        states=tuple(tuple(cells.get(place.code, "missing") for place in group) for group in members),
        things=tuple(tuple(place.short_name for place in group) for group in members),
    )
