"""Facts under watch: what was read is remembered, and a form that the section does not declare is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches

from lyreport.errors import Bilingual, UsageError
from lyreport.plan import Plan, Section
from lyreport.tables import Facts, FormTable

PLACES = "F00"


@dataclass(frozen=True)
class Watched:
    """The facts as one section may see them; ``read`` lists forms and years in the order of first reading."""

    facts: Facts
    allowed: frozenset[str]
    section: str
    read: dict[tuple[str, int], FormTable] = field(default_factory=dict)

    def table(self, form: str, year: int) -> FormTable:
        """Return a form of one year.

        Raises:
            UsageError: neither an indicator nor a milestone of the section declares the form.
        """
        if form not in self.allowed:
            raise _undeclared(form, self)
        key = form, year
        if key not in self.read:
            self.read[key] = self.facts.table(form, year)
        return self.read[key]


def declared(section: Section, plan: Plan) -> frozenset[str]:
    """Return the forms that a section's indicators and milestones declare, and the register of places."""
    milestones = [plan.milestones[name] for name in section.milestones]
    counted = {PLACES} | {form for name in section.indicators for form in plan.indicators[name].forms}
    return frozenset(counted.union(*((row.form, *row.derived_from, *row.figures_from) for row in milestones)))


def _undeclared(form: str, watched: Watched) -> UsageError:
    near = get_close_matches(form, watched.allowed, n=1)
    hint = Bilingual(f"；是否指{near[0]}？", f"; did you mean {near[0]}?") if near else Bilingual("", "")
    return UsageError.single(
        "section.undeclared-form",
        watched.section,
        Bilingual(f"本节没有申报读取{form}{hint.zh}", f"this section does not declare form {form}{hint.en}"),
        Bilingual(
            "在 params/plan/indicators.yml 相应指标的 forms 中写明，或改用本节已申报的报表："
            + "、".join(sorted(watched.allowed)),
            "name it under `forms` of the indicator in params/plan/indicators.yml, or use one of the declared forms: "
            + ", ".join(sorted(watched.allowed)),
        ),
    )
