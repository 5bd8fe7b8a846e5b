"""Where a number comes from: value, formula, forms, submissions, files, and the cells that were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lyreport.errors import Bilingual, Problem, UsageError
from lyreport.hashing import sha256_file
from lyreport.intake import Store
from lyreport.plan import Indicator, Plan, load_year
from lyreport.project import Project
from lyreport.results.ids import ValueId
from lyreport.results.methods import ASSUMED, METHODS, OPERANDS
from lyreport.results.parts import Part, describe
from lyreport.results.value import Value, load
from lyreport.tables import Submission


@dataclass(frozen=True)
class Source:
    """One submission that was read for a value: who sent it, which file, which cells.

    ``cells`` are ranges as a spreadsheet writes them, ``F05 农村供水台账!E4:E69``, one per column that was read.
    """

    form: str
    form_name: Bilingual
    unit: str
    unit_name: Bilingual
    year: int
    status: str
    state: str | None
    submitted_on: str | None
    file: str | None
    sha256: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PlanSource:
    """A figure that was read from the settings of a year: the file, the key, and who says so."""

    file: str
    key: str
    sha256: str | None
    said: Bilingual | None


@dataclass(frozen=True)
class Operand:
    """What was put into a formula: a number, or another recorded value, under its id."""

    name: str
    label: Bilingual
    text: str | None
    id: str | None
    value: Value | None


@dataclass(frozen=True)
class Trace:
    """One value and everything behind it.

    ``formula`` and its parts are None for milestones and for what is counted beside an indicator; ``judged`` says how
    the verdict came about where it compares more than the value itself; ``operands`` belong to either.
    """

    value: Value
    part: Part
    row_name: Bilingual
    formula: Bilingual | None
    numerator: Bilingual | None
    denominator: Bilingual | None
    judged: Bilingual | None
    operands: tuple[Operand, ...]
    plans: tuple[PlanSource, ...]
    sources: tuple[Source, ...]


def trace(project: Project, plan: Plan, name: ValueId, *, edition: int) -> Trace:
    """Follow one value of an edition back to the workbooks.

    Args:
        project: where ``results.json`` and the facts lie.
        plan: what the rows and forms are called.
        name: the value's id.
        edition: the edition whose record is read.

    Raises:
        UsageError: the edition has not been made, or it records no such value.
    """
    values = _record(project, edition)
    value = values.get(str(name))
    if value is None:
        raise UsageError([_unknown(name, values)])
    indicator, how = plan.indicators.get(name.row), METHODS.get((value.method or {}).get("name", ""))
    store = Store(project, plan)
    return Trace(
        value=value,
        part=describe(name.name, plan),
        row_name=plan.row(name.row).name,
        formula=how.said if how and not how.judges else _formula(indicator, name),
        numerator=_text(indicator, name, "numerator"),
        denominator=_text(indicator, name, "denominator"),
        judged=how.said if how and how.judges else None,
        operands=tuple(_operands(value, values)) if how else (),
        plans=tuple(_plans(project, plan, value)),
        sources=tuple(source for read in value.inputs for source in _sources(store, read, name.place)),
    )


def _record(project: Project, edition: int) -> dict[str, Value]:
    path = project.edition(edition).results
    if path.is_file():
        return load(path)
    raise UsageError.single(
        "trace.no-edition",
        project.relative(path),
        Bilingual("还没有这一年的结果", "there are no results of that edition yet"),
        Bilingual(f"先运行 lyreport run {edition}", f"run it first: lyreport run {edition}"),
    )


def _unknown(name: ValueId, values: dict[str, Value]) -> Problem:
    same_year = sorted(other for other in values if other.startswith(name.row) and f"@{name.year}" in other)
    near = (same_year or sorted(other for other in values if other.partition("@")[0] == name.name))[:6]
    cure = Bilingual(f"有这些：{'、'.join(near)}", f"there are: {', '.join(near)}")
    none = Bilingual("编号见 docs/reference/indicators.zh.md", "the ids stand in docs/reference/indicators.md")
    return Problem("trace.unknown", str(name), Bilingual("没有记录这个数", "is not on record"), cure if near else none)


def _formula(indicator: Indicator | None, name: ValueId) -> Bilingual | None:
    """Return the indicator's formula for its headline, a component's own for a component."""
    if indicator is None or not name.part:
        return indicator.formula if indicator else None
    found = next((part.formula for part in indicator.components if part.id == name.name), None)
    return _COMPONENTS.get(found, Bilingual(found, found)) if found else None


_COMPONENTS = {
    "count": Bilingual("个数", "count"),
    "sum": Bilingual("合计", "sum"),
    "num/den": Bilingual("分子÷分母", "numerator ÷ denominator"),
    "num/den*100": Bilingual("分子÷分母×100", "numerator ÷ denominator × 100"),
}


def _operands(value: Value, values: Mapping[str, Value]) -> Iterator[Operand]:
    """Yield what the method of a value names, in the order of ``OPERANDS``; a value's id with the value itself."""
    method = value.method or {}
    for name, plain in OPERANDS.items():
        said, assumed = method.get(name), name == "base" and method.get("base_is_assumed")
        label = Bilingual(plain.zh + ASSUMED.zh, plain.en + ASSUMED.en) if assumed else plain
        for one in said if isinstance(said, list | tuple) else () if said is None else (said,):
            known = values.get(str(one))
            yield Operand(name, label, None if known else str(one), str(one) if known else None, known)


def _plans(project: Project, plan: Plan, value: Value) -> Iterator[PlanSource]:
    read = (value.method or {}).get("plan")
    if read:
        path = project.params / "years" / f"{value.year}.yml"
        said = load_year(project.params, value.year, plan).annual_plan_source
        yield PlanSource(read["file"], read["key"], sha256_file(path), said)


def _text(indicator: Indicator | None, name: ValueId, which: str) -> Bilingual | None:
    if indicator is None:
        return None
    component = next((part for part in indicator.components if part.id == name.name), None)
    found: Bilingual | None = getattr(component or indicator, which)
    return found


def _sources(store: Store, read: dict[str, Any], place: str) -> Iterator[Source]:
    form, year, columns = read["form"], int(read["year"]), tuple(read.get("columns") or ())
    frame = store.table(form, year).frame
    for sent in store.submissions(year):
        if sent.form != form:
            continue
        rows = frame.loc[frame["_unit"] == sent.unit] if len(frame) else frame
        if place:
            rows = rows[_in_place(rows, store.plan, form, place)]
        if place and not len(rows):
            continue
        numbers = [int(row) for row in rows["_row"]] if len(rows) else []
        yield _source(store.plan, sent, year, _cells(sent, columns, numbers))


def _in_place(rows: Any, plan: Plan, form: str, place: str) -> Any:
    """Keep the rows of a place: codes begin with their parent's, so a town's rows are those of its villages too."""
    names = [column.name for column in plan.forms[form].columns if column.name in _PLACE_COLUMNS]
    if not names:
        return rows["_row"].notna()
    return rows[names[0]].astype("string").str.startswith(place).fillna(value=False)


_PLACE_COLUMNS = ("village_code", "place_code", "town_code", "community_code", "unit_code")


def _source(plan: Plan, sent: Submission, year: int, cells: tuple[str, ...]) -> Source:
    return Source(
        form=sent.form,
        form_name=plan.forms[sent.form].name,
        unit=sent.unit,
        unit_name=plan.units[sent.unit].name,
        year=year,
        status=sent.status,
        state=sent.state,
        submitted_on=sent.submitted_on,
        file=sent.file,
        sha256=sent.sha256,
        cells=cells,
    )


def _cells(sent: Submission, columns: tuple[str, ...], rows: list[int]) -> tuple[str, ...]:
    letters = dict(sent.columns)
    runs = list(_runs(sorted(rows)))
    return tuple(
        f"{sent.sheet}!{letters[name]}{first}" + (f":{letters[name]}{last}" if last > first else "")
        for name in columns
        if name in letters
        for first, last in runs
    )


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Join neighbouring row numbers: 4, 5, 6, 9 → (4, 6), (9, 9)."""
    start = previous = None
    for row in rows:
        if start is None or previous is None:
            start = previous = row
        elif row == previous + 1:
            previous = row
        else:
            yield start, previous
            start = previous = row
    if start is not None and previous is not None:
        yield start, previous
