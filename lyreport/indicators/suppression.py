"""Small cells of persons and households: hidden, together with enough others that none can be worked out.

A cell of 1 to 4 is hidden (0 says nothing about anyone).  Since the county's total is printed, a single hidden town
could be worked out by subtraction: while the hidden ones hold fewer than five together (as a single one always does),
the smallest town left is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from lyreport.indicators.figure import Figure

SMALL = 5


def cells(figure: Figure) -> tuple[Fraction, ...]:
    """Return the counts of people that a figure gives away: the numerator, and what it leaves of the denominator."""
    if figure.numerator is None:
        return ()
    rest = () if figure.denominator is None else (figure.denominator - figure.numerator,)
    return (figure.numerator, *rest)


def is_small(figure: Figure) -> bool:
    """Whether a figure gives away a count of one to four people."""
    return any(0 < cell < SMALL for cell in cells(figure))


def is_hidden(figure: Figure) -> bool:
    """Whether a county figure of people is not shown."""
    return figure.people and (is_small(figure) or figure.concealed)


def conceal_all(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Conceal all of some figures that add up to a printed total where one of them is small."""
    small = any(is_small(figure) for figure in figures.values())
    return {name: replace(figure, concealed=small) for name, figure in figures.items()}


def hidden(places: Mapping[str, Figure]) -> frozenset[str]:
    """Return the places to hide so that no small cell can be read or worked out."""
    sizes = {code: _smallest(figure) for code, figure in places.items()}
    out = {code for code, figure in places.items() if is_small(figure)}
    left = sorted((size, code) for code, size in sizes.items() if size and code not in out)
    while out and left and sum(sizes[code] for code in out) < SMALL:
        out.add(left.pop(0)[1])
    return frozenset(out)


def _smallest(figure: Figure) -> Fraction:
    """Return the smallest count above zero that a figure gives away, or 0."""
    return min((cell for cell in cells(figure) if cell > 0), default=Fraction(0))


def hidden_in_any(figures: Iterable[Figure]) -> frozenset[str]:
    """Return the places hidden in at least one figure: one that shows them would give the others away."""
    return frozenset().union(*(hidden(figure.places) for figure in figures if figure.people))
