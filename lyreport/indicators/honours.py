"""Dated namings by place, level and stage (F04, F07): who stands where, and what counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lyreport.indicators.evidence import Evidence, Register, Row, Sheet, given
from lyreport.indicators.figure import Figure, events

COLUMNS = ("place_code", "level", "stage", "stage_date", "doc_no")
APPLIED, LISTED, CREATING, ACCEPTED, NAMED, REVOKED = "申报", "列入建设名单", "创建中", "通过验收", "命名", "撤销"
RANK = (REVOKED, APPLIED, LISTED, CREATING, ACCEPTED, NAMED)
ACHIEVED = (ACCEPTED, NAMED)


@dataclass(frozen=True)
class Honours:
    """The dated rows of one form up to the year's end, and the places under which counts are shown."""

    rows: tuple[Row, ...]
    sheet: Sheet
    register: Register
    towns: tuple[str, ...]
    year: int

    def reached(
        self,
        stages: tuple[str, ...] = ACHIEVED,
        *,
        levels: tuple[str, ...] = (),
        since: date | None = None,
        before: date | None = None,
    ) -> dict[str, str]:
        """Return the places that reached one of ``stages`` at a level and were not revoked since, with their town.

        ``since`` leaves out places that had got there earlier; ``before`` keeps only what was dated earlier.  A place
        counts once, whatever its levels.
        """
        kept = {}
        earlier = self.reached(stages, levels=levels, before=since) if since else {}
        for row in self.rows:
            day = row["stage_date"]
            wanted = row["stage"] in stages and (not levels or row["level"] in levels)
            in_time = before is None or day < before
            if wanted and in_time and row["place_code"] not in earlier and not self._revoked_after(row):
                kept[row["place_code"]] = self.register.groups.get(row["place_code"], "")
        return kept

    def count(self, places: dict[str, str]) -> Figure:
        """Count places, for the county and by town."""
        return events(places, self.sheet, among=self.towns)

    def standing(self, levels: tuple[str, ...] = ()) -> dict[str, str]:
        """Return for each place the stage it stands at: the latest of each of its levels, the furthest of those."""
        latest: dict[tuple[str, str], str] = {}
        for row in sorted(self.rows, key=lambda row: (row["stage_date"], RANK.index(row["stage"]))):
            if not levels or row["level"] in levels:
                latest[row["place_code"], row["level"]] = row["stage"]
        places: dict[str, str] = {}
        for (place, _), stage in latest.items():
            places[place] = max(stage, places.get(place, stage), key=RANK.index)
        return places

    def at_stage(self, *stages: str, levels: tuple[str, ...] = ()) -> Figure:
        """Count the places that stand at one of ``stages`` at the end of the year."""
        return self.count(
            {place: self.register.groups.get(place, "") for place, at in self.standing(levels).items() if at in stages}
        )

    def _revoked_after(self, row: Row) -> bool:
        return any(
            other["stage"] == REVOKED
            and (other["place_code"], other["level"]) == (row["place_code"], row["level"])
            and other["stage_date"] >= row["stage_date"]
            for other in self.rows
        )


def honours(evidence: Evidence, form: str, *kinds: str) -> Honours:
    """Read a form of namings; where this year's is missing, the last accepted one is a lower bound."""
    sheet = evidence.lasting(form, *COLUMNS)
    rows = tuple(row for row in sheet.rows if given(row["stage_date"]) and row["stage_date"] <= evidence.year_end)
    register = evidence.places(*kinds)  # type: ignore[arg-type]  # kinds are PlaceKind
    return Honours(rows, sheet, register, evidence.places("town").places, evidence.year)
