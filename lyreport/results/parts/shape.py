"""What a part is, and the units in which parts are counted."""

from __future__ import annotations

from dataclasses import dataclass

from lyreport.errors import Bilingual

Row = tuple[str, str, str, Bilingual, int]
"""One line of a table of parts: id, Chinese name, English name, unit, decimals."""


@dataclass(frozen=True)
class Part:
    """How a recorded figure is named, in which unit it stands and with how many decimals it is printed."""

    id: str
    name: Bilingual
    unit: Bilingual
    decimals: int


PERCENT = Bilingual("%", "%")
PERCENTAGE_POINTS = Bilingual("个百分点", "percentage points")
MONEY = Bilingual("万元", "CNY 10,000")
TONNES = Bilingual("吨", "t")
SQUARE_METRES = Bilingual("平方米", "m²")
PEOPLE = Bilingual("人", "people")
HOUSEHOLDS = Bilingual("户", "households")
ATTENDANCES = Bilingual("人次", "attendances")
COMPOUNDS = Bilingual("个", "compounds")
COMMUNITIES = Bilingual("个", "communities")
VILLAGES = Bilingual("个", "villages")
TOWNS = Bilingual("个", "towns")
PLACES = Bilingual("个", "villages and communities")
FACILITIES = Bilingual("个", "places")
PROJECTS = Bilingual("个", "projects")
OBJECTS = Bilingual("个", "works")
PROBLEMS = Bilingual("个", "problems")
INSPECTED = Bilingual("个", "places and projects")
STRATA = Bilingual("个", "strata")
INSTRUMENTS = Bilingual("个", "bases")
ITEMS = Bilingual("项", "items")
THINGS = Bilingual("个", "")
"""Changes in few things are told in things: of what kind the sentence around them says."""
TARGETS = Bilingual("项", "targets")
MILESTONES = Bilingual("项", "milestones")
FORMS = Bilingual("份", "forms")
REQUESTS = Bilingual("件", "requests")
POINTS_OF_DROP = Bilingual("个", "points")
MONTHS = Bilingual("个月", "months")
VISITS = Bilingual("次", "visits")
INSPECTIONS = Bilingual("次", "inspections")
TIMES = Bilingual("次", "times")
SESSIONS = Bilingual("场", "sessions")
POSTS = Bilingual("篇", "items")
QUESTIONNAIRES = Bilingual("份", "questionnaires")
RESPONSES = Bilingual("份", "responses")
LEVEL = Bilingual("级", "level")
RATIO = Bilingual("倍", "times")
