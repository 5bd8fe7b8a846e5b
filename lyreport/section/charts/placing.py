"""Where a label stands: the place, out of a few around its point, that hides least of what is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from lyreport.section.style import WIDTH

Point = tuple[float, float]
_STEP = 3.0
_AIR = 8.0  # between a point and its label
_ASIDE = 0.42  # how far a label may lean to one side, in its own widths


def free(obstacles: Sequence[Point], point: tuple[float, float, float], size: Point) -> Point:
    """Return the top left corner of the best place for a label.

    Args:
        obstacles: points along everything drawn.
        point: x, and the upper and lower end of what the label belongs to.
        size: width and height of the label.
    """
    places = list(_around(point, size))
    hits = [sum(_inside(obstacle, place, size) for obstacle in obstacles) for place in places]
    return places[hits.index(min(hits))]


def along(start: Point, end: Point) -> Iterator[Point]:
    """Points along a straight line."""
    count = max(int(hypot(end[0] - start[0], end[1] - start[1]) / _STEP), 1)
    for number in range(count + 1):
        share = number / count
        yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _around(point: tuple[float, float, float], size: Point) -> Iterator[Point]:
    """Above and below, centred first, then leaning to either side, then further away; never outside the picture."""
    x, top, bottom = point
    width, height = size
    for air in (_AIR, _AIR + 12, _AIR + 22):
        for lean in (0.0, -_ASIDE, _ASIDE):
            left = min(max(x - width / 2 + lean * width, 0.0), WIDTH - width)
            yield left, top - air - height
            yield left, bottom + air


def _inside(obstacle: Point, corner: Point, size: Point) -> bool:
    return (
        corner[0] - 2 < obstacle[0] < corner[0] + size[0] + 2 and corner[1] - 1 < obstacle[1] < corner[1] + size[1] + 1
    )
