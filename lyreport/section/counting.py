"""Counts and lists straight from a form: tallies, yes/no marks, dated events, rows; blank is never 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lyreport.errors import Bilingual, UsageError
from lyreport.plan import Column, Form
from lyreport.section import shapes
from lyreport.section.shapes import Events, Marks, Table, Tally
from lyreport.section.sheet import Row, Sheet

YEAR = "year"
_KINDS = {
    "town": Bilingual("镇", "Towns"),
    "village": Bilingual("行政村", "Villages"),
    "community": Bilingual("社区", "Communities"),
}
_PEOPLE = frozenset({"人", "户"})


def tally(found: Sheet, *, rows: str, columns: str | None, sums: Sequence[str]) -> Tally:
    """Count rows, or add up columns, in groups.

    Raises:
        UsageError: persons or households of a form that is not public would be shown below county level.
    """
    _guard(found, rows, sums)
    down, across = found.column(rows), found.column(columns) if columns else None
    row_keys = found.keys(rows)
    column_keys = found.keys(columns) if columns else list(sums)
    titles = [found.label(across, key) for key in column_keys] if across else [found.column(n).header for n in sums]
    groups = _grouped(found, rows, columns)
    numbers = tuple(
        tuple(
            _number(groups.get((row, column if columns else ""), ()), (sums[0] if columns else column) if sums else "")
            for column in (column_keys or [""])
        )
        for row in row_keys
    )
    return Tally(
        name=found.form.name,
        row_title=found.title(down),
        rows=tuple(found.label(down, key) for key in row_keys),
        columns=tuple(titles) or (Bilingual("数量", "number"),),
        numbers=numbers,
        unit=(found.column(sums[0]).unit if sums else None) or Bilingual("个", "number"),
        row_keys=tuple(map(str, row_keys)),
    )


def first_key(form: Form) -> str:
    """The column that tells most rows apart: where a tally over the years needs groups of its own."""
    return next(name for name in form.key if name != "data_year")


def over_years(tallies: Mapping[int, Tally]) -> Tally:
    """Put the totals of one year's tally each into one tally with years as rows; the columns must agree."""
    columns = list(dict.fromkeys(column for one in tallies.values() for column in one.columns))
    last = tallies[max(tallies)]
    numbers = tuple(
        tuple(_year_total(one, one.columns.index(column)) if column in one.columns else "0" for column in columns)
        for one in tallies.values()
    )
    rows = tuple(Bilingual(f"{year}年", str(year)) for year in tallies)
    return Tally(last.name, Bilingual("年份", "Year"), rows, tuple(columns), numbers, last.unit)


def marks(found: Sheet, *, rows: str, columns: str, mark: str, only: str | Sequence[str] = ()) -> Marks:
    """Read a yes/no column as a matrix; what stands in no row is not submitted."""
    down, across = found.column(rows), found.column(columns)
    column_keys = _picked(list(across.allowed) or found.keys(columns), only)
    row_keys = found.keys(rows)
    cells = {(row.key(rows), row.key(columns)): row.state(mark) for row in found.rows}
    return Marks(
        name=found.column(mark).header,
        row_title=found.title(down),
        rows=tuple(found.label(down, key) for key in row_keys),
        columns=tuple(found.label(across, key) for key in column_keys),
        states=tuple(tuple(cells.get((row, column), "missing") for column in column_keys) for row in row_keys),
    )


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


def events(found: Sheet, *, when: str, what: str, lane: str | None, first_year: int, year: int) -> Events:
    """Read dated rows in lanes (a column; else the kind of place); a row without date has not happened yet."""
    if lane is None:
        return _by_kind(found, when=when, what=what, first_year=first_year, year=year)
    across, named = found.column(lane), found.column(what)
    lanes: dict[str, list[tuple[date, Bilingual]]] = {key: [] for key in found.keys(lane)}
    for row in _dated(found, when, what, year):
        if not row.blank(lane):
            lanes[row.key(lane)].append((row[when], found.label(named, row[what])))
    return Events(
        name=found.form.name,
        lanes=tuple(found.label(across, key) for key in lanes),
        events=tuple(map(tuple, lanes.values())),
        first_year=first_year,
        year=year,
    )


def _by_kind(found: Sheet, *, when: str, what: str, first_year: int, year: int) -> Events:
    lanes: dict[str, list[tuple[date, Bilingual]]] = {kind: [] for kind in _KINDS}
    for row in _dated(found, when, what, year):
        place = found.plan.places[row[what]]
        if place.kind in lanes:
            lanes[place.kind].append((row[when], place.short_name))
    return Events(found.form.name, tuple(_KINDS.values()), tuple(map(tuple, lanes.values())), first_year, year)


def _dated(found: Sheet, when: str, what: str, year: int) -> list[Row]:
    """The rows that had happened by the end of the year, the earliest first."""
    rows = [row for row in found.rows if isinstance(row[when], date) and row[when].year <= year]
    return sorted(rows, key=lambda row: (row[when], str(row[what])))


def listed(found: Sheet, columns: Sequence[str], *, title: Bilingual | None = None, order: Sequence[str] = ()) -> Table:
    """Print rows of a public form, as sent or in the order of some columns (codes in the order of the register)."""
    if found.form.visibility != "public":
        raise _not_public(found.form)
    heads = [found.column(name) for name in columns]
    made = tuple(
        shapes.Column(head.name, found.title(head), "number" if head.type in {"int", "decimal"} else "text", head.unit)
        for head in heads
    )
    ordered = replace(found, frame=found.frame.sort_values(list(order), kind="stable")) if order else found
    rows = tuple(tuple(_printed(found, head, row) for head in heads) for row in ordered.rows)
    return Table(title or found.form.name, made, rows)


def _grouped(found: Sheet, rows: str, columns: str | None) -> dict[tuple[str, str], list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found.rows:
        groups.setdefault((row.key(rows), row.key(columns) if columns else ""), []).append(row)
    return groups


def _number(group: Sequence[Row], summed: str) -> str:
    """One number: how many rows, or the sum of a column; incomplete where one of its cells was not reported."""
    if not summed:
        return str(len(group))
    given = [row[summed] for row in group if not row.blank(summed)]
    if any(row.blank(summed) and row.state(summed) == "missing" for row in group):
        return "incomplete"
    if group and not given:
        return "not_applicable"
    return str(sum((Decimal(str(cell)) for cell in given), Decimal(0)))


def _year_total(one: Tally, column: int) -> str:
    found = one.column(column)
    return "incomplete" if None in found else str(sum((item for item in found if item is not None), Decimal(0)))


def _printed(found: Sheet, head: Column, row: Row) -> shapes.Cell:
    if row.blank(head.name):
        return shapes.missing(_WHY_BLANK.get(row.codes.get(head.name, ""), "not_submitted"))
    if head.type in {"int", "decimal"}:
        return shapes.number(str(row[head.name]))
    return shapes.text(found.label(head, row.key(head.name)))


_WHY_BLANK: dict[str, shapes.Missing] = {"pending": "pending", "na": "not_applicable"}
"""A conditional column is not due before its stage: nothing is owed there."""


def _guard(found: Sheet, rows: str, sums: Sequence[str]) -> None:
    """Persons and households of forms that are not public are shown as recorded values only: those are suppressed."""
    below_county = rows.endswith("_code")
    people = any((found.column(name).unit or Bilingual("", "")).zh in _PEOPLE for name in sums)
    if below_county and found.form.visibility != "public" and (people or found.form.visibility == "internal"):
        raise _not_public(found.form)


def _not_public(form: Form) -> UsageError:
    return UsageError.single(
        "section.not-public",
        form.id,
        Bilingual(f"{form.name.zh}不能逐行或按村镇公布", f"{form.name.en} may not be shown by row or by place"),
        Bilingual(
            "用 ly.towns(…) 的记录值：小于5的格已抑制",
            "use the recorded values of ly.towns(…): cells under 5 are hidden",
        ),
    )
