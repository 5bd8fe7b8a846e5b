"""What a notebook gets: the values of one indicator or milestone in one year, and the workings to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from lyreport.indicators.account import Account
from lyreport.indicators.figure import Figure
from lyreport.indicators.suppression import hidden
from lyreport.results.value import Value


@dataclass(frozen=True)
class Finding:
    """The values of one indicator or milestone: headline, components, places, further parts, in that order.

    ``workings`` are frames for display, by name: ``units`` (numerator and denominator of each thing counted; of
    people by town alone), and what the indicator adds (``compounds``, ``months``, ``items``, ``stages``…).
    """

    indicator: str
    year: int
    values: tuple[Value, ...]
    workings: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def headline(self) -> Value:
        """The value that leads."""
        return self.values[0]

    def value(self, part: str = "", place: str = "") -> Value:
        """Return one value by its part (``sessions``) and place; ``KeyError`` where it is not recorded."""
        for one in self.values:
            if (one.key.part, one.place) == (part, place):
                return one
        raise KeyError(f"{self.indicator}.{part}@{self.year}/{place}")

    def places(self, part: str = "") -> tuple[Value, ...]:
        """Return the values of a part by place."""
        return tuple(one for one in self.values if one.key.part == part and one.place)


def workings(account: Account) -> dict[str, pd.DataFrame]:
    """Return what a notebook may show of how the headline was made."""
    figure = account.figures.get("")
    made = {} if figure is None else {"units": _units(figure)}
    return {**made, **account.tables}


def _units(figure: Figure) -> pd.DataFrame:
    """Show numerator and denominator per thing counted, or per town where people are counted."""
    if figure.people:
        kept = {code: one for code, one in figure.places.items() if code not in hidden(figure.places)}
        rows = [(code, code, _number(one.numerator), _number(one.denominator)) for code, one in kept.items()]
    else:
        rows = [(case.code, case.group, _number(case.top), _number(case.bottom)) for case in figure.cases]
    return pd.DataFrame(rows, columns=["code", "place", "numerator", "denominator"], dtype=object)


def _number(amount: Fraction | None) -> Decimal | int | None:
    if amount is None:
        return None
    whole = amount.denominator == 1
    return amount.numerator if whole else Decimal(amount.numerator) / Decimal(amount.denominator)
