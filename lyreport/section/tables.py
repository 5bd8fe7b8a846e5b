"""Tables made of recorded values, tallies and marks: the cells name values, the page looks them up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import chain

from lyreport.errors import Bilingual
from lyreport.results.value import Value, Verdict
from lyreport.section import numbers, phrases, shapes
from lyreport.section.comparison import gained as gained  # noqa: PLC0414 - notebooks say tables.gained
from lyreport.section.comparison import gaps as gaps  # noqa: PLC0414 - as above
from lyreport.section.shapes import Cell, Climb, Column, Events, Marks, Series, Table, Tally

_STATES = {
    "yes": shapes.text(phrases.YES),
    "no": shapes.text(phrases.NO),
    "missing": shapes.missing("not_submitted"),
    "na": shapes.missing("not_applicable"),
}
_NONE: Cell = shapes.text("")


def over_years(*series: Series, title: Bilingual | None = None) -> Table:
    """Indicators down, years across; then target and verdict of the last year where any of them has one."""
    targets = any(one.goal for one in series)
    years = [Column(label.en, label, "value") for label in series[0].labels]
    tail = [Column("target", phrases.TARGET), Column("verdict", phrases.VERDICT, "verdict")] if targets else []
    return Table(
        title or _title(series, Bilingual("历年值", "by year")),
        (Column("name", phrases.INDICATOR), *years, *tail),
        tuple(
            (shapes.text(_named(one)), *map(_value, one.values), *(_judged(one) if targets else ())) for one in series
        ),
        values=_known(series),
    )


def by_place(*series: Series, county: Sequence[Value] = (), title: Bilingual | None = None) -> Table:
    """Places down; for each indicator numerator, denominator and value; the county last where it is given."""
    columns = [Column("place", phrases.PLACE), *chain.from_iterable(map(_fraction_columns, series))]
    rows = [
        (shapes.text(label), *chain.from_iterable(_fraction_cells(one, one.values[row]) for one in series))
        for row, label in enumerate(series[0].labels)
    ]
    if county:
        pairs = zip(series, county, strict=True)
        rows.append((shapes.text(phrases.COUNTY), *chain.from_iterable(_fraction_cells(one, of) for one, of in pairs)))
    known = _known(series) | {one.id: one for one in county}
    return Table(title or _title(series, Bilingual("分地区", "by place")), tuple(columns), tuple(rows), values=known)


def intervals(series: Series, *, county: Value | None = None, title: Bilingual | None = None) -> Table:
    """Places (or years) down: the estimate, the ends of its interval, the sample it rests on; the county last."""
    columns = (
        Column("place", phrases.PLACE if county else Bilingual("", "")),
        Column(series.id, series.name, "value", series.unit),
        Column("low", phrases.LOW, "number", series.unit), Column("high", phrases.HIGH, "number", series.unit),
        Column("sample", phrases.SAMPLE, "number"),
    )  # fmt: skip
    pairs = [*series, *([(phrases.COUNTY, county)] if county else [])]
    rows = tuple(
        (
            shapes.text(label),
            _value(one),
            *(shapes.number(part) if part else _NONE for part in (one.low, one.high, sample(one))),
        )
        for label, one in pairs
    )
    return Table(title or _title((series,), Bilingual("估计值和区间", "estimates and intervals")), columns, rows,
                 values=_known([series]) | ({county.id: county} if county else {}))  # fmt: skip


def sample(value: Value) -> str | None:
    """The effective sample where answers are weighted, else the number of answers."""
    effective = (value.method or {}).get("effective_sample")
    if effective is None:
        return value.denominator
    exact = Fraction(str(effective))
    return str((Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


def fractions(*series: Series, title: Bilingual | None = None) -> Table:
    """Indicators down: numerator, denominator, value of the last year; target and verdict where any of them has one."""
    judged = any(one.goal or one.last.verdict is not Verdict.NO_TARGET for one in series)
    columns = (
        Column("name", phrases.INDICATOR),
        Column("numerator", phrases.NUMERATOR, "number"),
        Column("denominator", phrases.DENOMINATOR, "number"),
        Column("value", series[0].labels[-1], "value"),
        *((Column("target", phrases.TARGET), Column("verdict", phrases.VERDICT, "verdict")) if judged else ()),
    )
    rows = tuple(
        (shapes.text(_named(one)), _part(one.last, one.last.numerator), _part(one.last, one.last.denominator),
         _value(one.last), *(_judged(one) if judged else ()))
        for one in series
    )  # fmt: skip
    return Table(title or _title(series, Bilingual("分子与分母", "numerators and denominators")), columns, rows,
                 values=_known(series))  # fmt: skip


def grouped(*groups: tuple[tuple[str, str], Iterable[Series]], title: Bilingual | None = None) -> Table:
    """Groups, named in Chinese and English, and the indicators in each: value of the last year, target, verdict."""
    rows = [(Bilingual(*name), one) for name, series in groups for one in series]
    columns = (
        Column("group", Bilingual("方面", "Dimension")),
        Column("name", phrases.INDICATOR),
        Column("value", rows[0][1].labels[-1], "value"),
        Column("target", phrases.TARGET),
        Column("verdict", phrases.VERDICT, "verdict"),
    )
    made = tuple((shapes.text(name), shapes.text(_named(one)), _value(one.last), *_judged(one)) for name, one in rows)
    shown = [one for _, one in rows]
    return Table(title or _title(shown, columns[0].title), columns, made, values=_known(shown))


def counted(*source: Tally | Series, title: Bilingual | None = None) -> Table:
    """Rows × columns of a tally, or of series side by side."""
    tally = as_tally(source)
    kind: shapes.Kind = "value" if tally.values else "number"
    columns = (Column("row", tally.row_title), *(Column(f"c{n}", name, kind) for n, name in enumerate(tally.columns)))
    rows = tuple((shapes.text(label), *_counted_row(tally, number)) for number, label in enumerate(tally.rows))
    known = {value.id: value for row in tally.values for value in row}
    return Table(title or numbers.titled(tally.name, tally.unit), columns, rows, values=known)


def marked(marks: Marks, *, title: Bilingual | None = None) -> Table:
    """A matrix as yes / no / not submitted; without columns one row per thing (village), under its row (town)."""
    if marks.columns:
        columns = (Column("row", marks.row_title), *(Column(f"c{n}", name) for n, name in enumerate(marks.columns)))
        rows = tuple(
            (shapes.text(label), *(_STATES[state] for state in states))
            for label, states in zip(marks.rows, marks.states, strict=True)
        )
        return Table(title or marks.name, columns, rows)
    return Table(title or marks.name, _COUNT_COLUMNS, tuple(_state_counts(marks)))


def ladders(climbs: Sequence[Climb], *, title: Bilingual | None = None) -> Table:
    """Milestones down, the level at the end of each year across, then the latest evidence."""
    years = [Column(str(year), phrases.both(f"{year}年末", f"End of {year}")) for year in climbs[0].years]
    columns = (
        Column("milestone", Bilingual("里程碑", "Milestone")), *years,
        Column("evidence", Bilingual("证据与说明", "Evidence and remarks")),
    )  # fmt: skip
    rows = tuple(
        (shapes.text(Bilingual(f"{climb.id} {climb.name.zh}", f"{climb.id} {climb.name.en}")),
         *(_level(climb, place) for place in range(len(climb.years))), shapes.text(climb.evidence))
        for climb in climbs
    )  # fmt: skip
    return Table(title or Bilingual("里程碑等级", "Milestone levels"), columns, rows)


def dated(events: Events, *, title: Bilingual | None = None) -> Table:
    """Events down: date, lane, what."""
    columns = (
        Column("date", Bilingual("日期", "Date")), Column("lane", Bilingual("类别", "Kind")),
        Column("what", Bilingual("名称", "Name")),
    )  # fmt: skip
    rows = tuple(
        (shapes.text(when.isoformat()), shapes.text(lane), shapes.text(what))
        for lane, found in zip(events.lanes, events.events, strict=True)
        for when, what in found
    )
    return Table(title or events.name, columns, rows)


def as_tally(source: Sequence[Tally | Series]) -> Tally:
    """One tally as it is, or several series put side by side."""
    if len(source) == 1 and isinstance(source[0], Tally):
        return source[0]
    return shapes.tallied(*(one for one in source if isinstance(one, Series)))


_COUNT_COLUMNS = (
    Column("row", phrases.PLACE),
    Column("yes", phrases.YES, "number"),
    Column("no", phrases.NO, "number"),
    Column("missing", shapes.label(phrases.MISSING["not_submitted"]), "number"),
    Column("na", shapes.label(phrases.MISSING["not_applicable"]), "number"),
)


def _state_counts(marks: Marks) -> Iterable[tuple[Cell, ...]]:
    for label, states in zip(marks.rows, marks.states, strict=True):
        yield (shapes.text(label), *(shapes.number(str(states.count(kind))) for kind in ("yes", "no", "missing", "na")))


def joint_name(series: Sequence[Series]) -> Bilingual:
    """One name for several series."""
    return Bilingual("、".join(one.name.zh for one in series), "; ".join(one.name.en for one in series))


def _title(series: Sequence[Series], tail: Bilingual) -> Bilingual:
    if len(series) > 1:
        both = joint_name(series)
        return Bilingual(f"{both.zh}（{tail.zh}）", f"{both.en} ({tail.en})")
    name, unit = series[0].name, series[0].unit
    said = numbers.titled(name, unit).en == name.en
    return Bilingual(f"{name.zh}（{tail.zh}，{unit.zh}）", f"{name.en} ({tail.en}{'' if said else f', {unit.en}'})")


def _named(series: Series) -> Bilingual:
    """The name with its unit; a per cent sign stands at each figure already."""
    return series.name if series.unit.zh == "%" else numbers.titled(series.name, series.unit)


def _goal(series: Series) -> Cell:
    sign = "%" if series.unit.zh == "%" else ""
    return shapes.text(series.goal.say() + sign) if series.goal else _NONE


def _judged(series: Series) -> tuple[Cell, Cell]:
    judged = series.last.verdict is not Verdict.NO_TARGET
    return _goal(series), shapes.verdict(series.last) if judged else _NONE


def _value(recorded: Value) -> Cell:
    return shapes.value(recorded)


def _part(recorded: Value, part: str | None) -> Cell:
    """A numerator or denominator; of a form that nobody sent there is none, not 0."""
    if part is not None and recorded.reason != "not_submitted":
        return shapes.number(part)
    return _NONE if recorded.printed is not None else {"missing": recorded.reason or "incomplete"}


def _fraction_columns(series: Series) -> list[Column]:
    value = Column(series.id, series.name, "value", series.unit)
    if all(one.denominator is None for one in series.values):
        return [value]
    return [
        Column(f"{series.id}.num", phrases.NUMERATOR, "number"),
        Column(f"{series.id}.den", phrases.DENOMINATOR, "number"),
        value,
    ]


def _fraction_cells(series: Series, recorded: Value) -> list[Cell]:
    if all(one.denominator is None for one in series.values):
        return [_value(recorded)]
    return [_part(recorded, recorded.numerator), _part(recorded, recorded.denominator), _value(recorded)]


def _counted_row(tally: Tally, row: int) -> list[Cell]:
    if tally.values:
        return [_value(value) for value in tally.values[row]]
    return [shapes.number(printed) for printed in tally.numbers[row]]


def _level(climb: Climb, place: int) -> Cell:
    level = climb.levels[place]
    if level is None:
        return shapes.missing("not_submitted")
    step = climb.steps[level]
    return shapes.text(Bilingual(f"{level} {step.zh}", f"{level} {step.en}"))


def _known(series: Iterable[Series]) -> dict[str, Value]:
    return {value.id: value for one in series for value in one.values}
