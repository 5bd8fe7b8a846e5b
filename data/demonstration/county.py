"""The county's ledgers: which function fills which form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.demonstration import (
    campaign,
    city,
    communities,
    compounds,
    frame,
    houses,
    milestones,
    pilots,
    projects,
    survey,
    villages,
    waste,
)
from data.demonstration.cells import Row
from data.demonstration.frame import Frame
from lyreport.plan import Plan


def ledgers(plan: Plan, year: int) -> dict[str, list[Row]]:
    """Return every form of ``year`` as the whole county would fill it: form id → rows."""
    places = Frame.of(plan)
    by_place = {form: fill(places, year) for form, fill in _BY_PLACE.items()}
    by_year = {form: fill(year) for form, fill in _BY_YEAR.items()}
    return by_place | by_year | {"F24": milestones.ledger(plan, year)}


_BY_PLACE: Mapping[str, Callable[[Frame, int], list[Row]]] = {
    "F00": frame.register,
    "F05": villages.water,
    "F06": waste.villages,
    "F08": houses.ledger,
    "F10": communities.green,
    "F11": communities.complete,
    "F12": city.appraisal,
    "F13": communities.requests,
    "F15": campaign.activities,
    "F17": villages.service,
    "F19": survey.answers,
    "F21": campaign.inspections,
    "F22": villages.toilets,
    "F23": villages.sewage,
    "F25": waste.facilities,
    "F27": villages.facilities,
    "F30": survey.design,
}
_BY_YEAR: Mapping[str, Callable[[int], list[Row]]] = {
    "F01": compounds.renovation,
    "F02": compounds.sorting,
    "F03": waste.quantities,
    "F04": pilots.towns,
    "F07": pilots.villages,
    "F09": pilots.pilots,
    "F14": city.sewers,
    "F16": campaign.training,
    "F18": projects.funds,
    "F20": campaign.publicity,
    "F26": campaign.pools,
    "F28": projects.register,
    "F29": compounds.register,
}
