"""Clause 三(四), sorting of household waste: Q02, Q03, T19, T20."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from lyreport.indicators.account import Account, every, rows_table, yes
from lyreport.indicators.evidence import Evidence, Register, Row, Sheet, given
from lyreport.indicators.figure import Case, Figure, amount, answers, count, minus, over, plus, rate, share, total
from lyreport.results.printing import decimal_text

MONTHS = 12
SCOPES = {"built_up": "县城建成区", "county": "全县"}
_QUANTITIES = ("collected", "recyclables", "kitchen", "hazardous", "thermal", "landfill")
_OUTLETS = ("recyclables_t", "kitchen_t", "hazardous_t", "thermal_t", "landfill_t")
_covered = every(yes("separate_collect"), yes("separate_transport"))


def _built_up(evidence: Evidence, *columns: str) -> tuple[Register, dict[str, Row], Sheet]:
    """Return the built-up area's compounds in use, their rows in the register, and the sorting sheet."""
    register, rows = evidence.compounds("in_built_up_area", "households")
    inside = register.only(code for code, row in rows.items() if row["in_built_up_area"] is True)
    return inside, rows, evidence.sheet("F02", "compound_id", *columns)


def coverage(evidence: Evidence) -> Account:
    """Q02: compounds with separate collection and transport ÷ all compounds in use in the built-up area.

    Sorted drop-off is counted beside it and is no condition.  ``q02.denominator`` may turn compounds to households.
    """
    inside, rows, sorting = _built_up(
        evidence, "separate_drop", "separate_collect", "separate_transport", "fixed_point", "drop_points"
    )
    cases = answers(inside, sorting, "compound_id", _covered)
    by_compounds = share(cases, sorting, inside.sheet)
    by_households = _weighted(cases, rows, sorting, inside)
    households_decide = evidence.decided("q02.denominator") == "households"
    points = tuple(
        Case(row["compound_id"], inside.groups[row["compound_id"]], _points(row))
        for row in sorting.rows
        if row["compound_id"] in inside.groups
    )
    covered = count(cases, sorting, inside.sheet)
    in_use = count(answers(inside, inside.sheet, "compound_id", yes("in_built_up_area")), inside.sheet)
    figures = {
        "": by_households if households_decide else by_compounds,
        "households": by_households.as_reading(),
        "compounds": covered,
        "all_compounds": in_use,
        **_moved(evidence, covered, in_use),
        "drop": count(answers(inside, sorting, "compound_id", yes("separate_drop")), sorting, inside.sheet),
        "drop_points": total(points, sorting),
    }
    return Account(figures)


def _moved(evidence: Evidence, covered: Figure, in_use: Figure) -> dict[str, Figure]:
    """Return how numerator and denominator moved apart since last year: new compounds can lower the rate."""
    inside, _, sorting = _built_up(evidence.at(evidence.year - 1), "separate_collect", "separate_transport")
    before = count(answers(inside, sorting, "compound_id", _covered), sorting, inside.sheet)
    all_before = count(answers(inside, inside.sheet, "compound_id", yes("in_built_up_area")), inside.sheet)
    return {"compounds_change": minus(covered, before), "all_change": minus(in_use, all_before)}


def _points(row: Row) -> Fraction | None:
    """A compound without fixed-point drop-off that leaves the number blank has none."""
    none = row["fixed_point"] is False and not given(row["drop_points"])
    return Fraction(0) if none else amount(row["drop_points"])


def _weighted(cases: tuple[Case, ...], rows: dict[str, Row], sorting: Sheet, inside: Register) -> Figure:
    def weigh(case: Case) -> Case:
        households = amount(rows[case.code]["households"])
        covered = None if case.top is None or households is None else case.top * households
        return replace(case, top=covered, bottom=households)

    return rate([weigh(case) for case in cases], sorting, inside.sheet, counted=True)


def consolidated(evidence: Evidence) -> Account:
    """T19: compounds with bins consolidated and fixed-point drop-off ÷ compounds in use in the built-up area."""
    inside, _, sorting = _built_up(evidence, "bins_consolidated", "fixed_point")
    cases = answers(inside, sorting, "compound_id", every(yes("bins_consolidated"), yes("fixed_point")))
    return Account({"": share(cases, sorting, inside.sheet), "compounds": count(cases, sorting, inside.sheet)})


def covenants(evidence: Evidence) -> Account:
    """T20: communities whose covenant includes sorting, printed as x of all communities."""
    register = evidence.communities()
    activity = evidence.sheet("F15", "place_code", "covenant_has_sorting")
    cases = answers(register, activity, "place_code", yes("covenant_has_sorting"))
    return Account({"": count(cases, activity, register.sheet).among(len(register.groups))})


def recovery(evidence: Evidence) -> Account:
    """Q03: recovered ÷ generated over twelve months; thermal treatment is disposal, not recovery.

    Recovered = recyclables + kitchen waste − residue sent to disposal.  Generated where it is given, else collected
    plus the recyclables that were not in it.  One month missing and the year is incomplete.
    """
    quantities = evidence.sheet(
        "F03",
        *("scope", "month", "generated_t", "kitchen_residue_t", "recyclables_in_collected", "weighing"),
        *(f"{name}_t" for name in _QUANTITIES),
    )
    scope = _scope(evidence, quantities)
    months = _months(evidence, quantities, scope)
    weighed = [row["weighing"] for row in months if row is not None]
    figures = {
        "": _rate(months, quantities),
        **_amounts(months, quantities),
        **{part: _rate(_months(evidence, quantities, name), quantities).as_reading() for part, name in SCOPES.items()},
        "thermal_counted": _rate(months, quantities, thermal=True).as_reading(),
        "estimated_months": total(_ones(weighed.count("估算")), quantities),
        "part_weighed_months": total(_ones(weighed.count("部分过磅")), quantities),
    }
    figures[""] = _headline(evidence, figures).noted(f"scope:{scope}")
    shown = [row for row in months if row is not None]
    return Account(figures, {"months": rows_table(shown, *quantities.columns), "flows": _flows(evidence, months)})


def _flows(evidence: Evidence, months: list[Row | None]) -> pd.DataFrame:
    """Month by month what arose and where it went; residue of kitchen waste is counted where it ended."""
    columns = ["month", "generated", "recyclables", "kitchen_net", "hazardous", "thermal", "landfill"]
    cells = [
        [f"{evidence.year}-{month:02}", *([None] * 6 if row is None else [_text(part) for part in _flow(row)])]
        for month, row in enumerate(months, start=1)
    ]
    return pd.DataFrame(cells, columns=columns, dtype=object)


def _flow(row: Row) -> tuple[Fraction | None, ...]:
    kitchen = _less(amount(row["kitchen_t"]), amount(row["kitchen_residue_t"]))
    rest = (amount(row[name]) for name in ("hazardous_t", "thermal_t", "landfill_t"))
    return generated(row), amount(row["recyclables_t"]), kitchen, *rest


def _text(part: Fraction | None) -> str | None:
    return None if part is None else decimal_text(part)


def _headline(evidence: Evidence, figures: dict[str, Figure]) -> Figure:
    """Pick the reading that counts, and say where a person's decision is still needed for a verdict."""
    counted = figures["thermal_counted" if evidence.decided("q03.pyrolysis") == "recovery" else ""]
    if evidence.decided("q03.scope") is None and not _scopes_agree(evidence, figures):
        return replace(counted, undecided="threshold_unset")
    tolerance, balance = evidence.decided("q03.mass_balance_tolerance"), figures["balance_share"].value
    unbalanced = tolerance is not None and balance is not None and abs(balance) * 100 > Fraction(tolerance)
    return replace(counted, undecided="unbalanced") if unbalanced else counted


def _scopes_agree(evidence: Evidence, figures: dict[str, Figure]) -> bool:
    """Whether the scopes that were reported stand on one side of the target, so that the choice changes nothing."""
    target = evidence.plan.indicators["Q03"].target
    line = Fraction(target.value) / 100 if target and target.value is not None else Fraction(0)
    values = [figures[part].value for part in SCOPES]
    return len({value >= line for value in values if value is not None}) <= 1


def _scope(evidence: Evidence, quantities: Sheet) -> str:
    """Return the scope that is reported: the decided one, else the built-up area where it has rows."""
    decided = SCOPES.get(evidence.decided("q03.scope") or "")
    present = {row["scope"] for row in quantities.rows}
    return decided or next((name for name in SCOPES.values() if name in present), SCOPES["built_up"])


def _months(evidence: Evidence, quantities: Sheet, scope: str) -> list[Row | None]:
    rows = {row["month"]: row for row in quantities.where(scope=scope)}
    return [rows.get(f"{evidence.year}-{month:02}") for month in range(1, MONTHS + 1)]


def _ones(number: int) -> tuple[Case, ...]:
    return tuple(Case(str(index), "", Fraction(1)) for index in range(number))


def _rate(months: list[Row | None], quantities: Sheet, *, thermal: bool = False) -> Figure:
    cases = [
        Case(str(month), "", None if row is None else _recovered(row, thermal), None if row is None else generated(row))
        for month, row in enumerate(months, start=1)
    ]
    return rate(cases, quantities)


def _recovered(row: Row, thermal: bool = False) -> Fraction | None:
    parts = [amount(row[name]) for name in ("recyclables_t", "kitchen_t", "kitchen_residue_t", "thermal_t")]
    if any(part is None for part in parts):
        return None
    recyclables, kitchen, residue, burnt = (part for part in parts if part is not None)
    return recyclables + kitchen - residue + (burnt if thermal else 0)


def generated(row: Row) -> Fraction | None:
    """Return a month's waste generated: as given, else collected plus the recyclables kept apart from it."""
    if given(row["generated_t"]):
        return amount(row["generated_t"])
    collected, apart = amount(row["collected_t"]), amount(row["recyclables_t"])
    if row["recyclables_in_collected"] is True:
        return collected
    known = given(row["recyclables_in_collected"]) and collected is not None and apart is not None
    return collected + apart if known and collected is not None and apart is not None else None


def _amounts(months: list[Row | None], quantities: Sheet) -> dict[str, Figure]:
    def column(name: str) -> Figure:
        tops = [None if row is None else amount(row[name]) for row in months]
        return total([Case(str(month), "", top) for month, top in enumerate(tops, start=1)], quantities)

    whole = _rate(months, quantities)
    made = replace(column("collected_t"), numerator=whole.denominator, low=None, high=None, reason=whole.reason)
    outlets = plus([column(name) for name in _OUTLETS])
    balance = replace(made, numerator=_less(made.numerator, outlets.numerator), reason=made.reason or outlets.reason)
    return {
        **{name: column(f"{name}_t") for name in _QUANTITIES},
        "residue": column("kitchen_residue_t"),
        "kitchen_net": _net(column("kitchen_t"), column("kitchen_residue_t")),
        "generated": made,
        "recovered": replace(made, numerator=whole.numerator),
        "balance": _less_residue(balance, column("kitchen_residue_t")),
        "balance_share": over(_less_residue(balance, column("kitchen_residue_t")), made),
    }


def _less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other


def _net(kitchen: Figure, residue: Figure) -> Figure:
    missing = kitchen.reason or residue.reason
    return replace(kitchen, numerator=_less(kitchen.numerator, residue.numerator), low=None, high=None, reason=missing)


def _less_residue(balance: Figure, residue: Figure) -> Figure:
    """Residue is counted twice among the outlets (as kitchen waste, and where it went): add it back once."""
    known = balance.numerator is not None and residue.numerator is not None
    top = balance.numerator + residue.numerator if known else None  # type: ignore[operator]  # both known
    return replace(balance, numerator=top, reason=balance.reason or residue.reason)
