"""What belongs to a section: its indicators, the ids it gave out, and the sources it names at its end."""

from __future__ import annotations

from lyreport.errors import Bilingual, UsageError
from lyreport.plan import Plan, Section
from lyreport.section import phrases, shapes
from lyreport.section.reading import Watched
from lyreport.section.shapes import Cell, Column, Table
from lyreport.tables import Submission

_COLUMNS = (
    Column("form", Bilingual("报表", "Form")),
    Column("unit", Bilingual("报送单位", "Submitted by")),
    Column("state", Bilingual("状态", "State")),
    Column("on", Bilingual("报送日期", "Submitted on")),
    Column("rows", Bilingual("行数", "Rows"), "number"),
)


def require(row: str, section: Section) -> None:
    """Let only the section's own indicators and milestones through.

    Raises:
        UsageError: ``row`` belongs to another section; the message lists this one's.
    """
    own = (*section.indicators, *section.milestones)
    if row not in own:
        known = ", ".join(own)
        raise _error(
            "section.other-row",
            section.stem,
            Bilingual(f"{row}不属于本节", f"{row} does not belong to this section"),
            Bilingual(f"本节的编号：{known}", f"this section has: {known}"),
        )


def fresh(id: str, emitted: set[str]) -> None:  # noqa: A002 - the record calls it id
    """Take note of an id; a second use in one notebook is an error.

    Raises:
        UsageError: the id was used before.
    """
    if id in emitted:
        raise _error(
            "section.id-twice",
            id,
            Bilingual("本笔记本已用过这个图表编号", "this notebook has used that id for a figure or table"),
            Bilingual("换一个全报告唯一的编号", "choose another one, unique over the report"),
        )
    emitted.add(id)


def sources(plan: Plan, watched: Watched, year: int) -> Table:
    """List the forms read in ``year`` with who sent them and in which state."""
    rows = tuple(
        _source(plan, form, sent)
        for (form, of), table in sorted(watched.read.items())
        if of == year
        for sent in table.submissions
    )
    return Table(Bilingual("数据来源", "Sources"), _COLUMNS, rows)


def _source(plan: Plan, form: str, sent: Submission) -> tuple[Cell, ...]:
    name, unit = plan.forms[form].name, plan.unit(sent.unit).name
    state = phrases.standing(sent.status, sent.state)
    return (
        shapes.text(Bilingual(f"{form} {name.zh}", f"{form} {name.en}")), shapes.text(unit), shapes.text(state),
        shapes.text(sent.submitted_on or ""), shapes.number(str(sent.rows)),
    )  # fmt: skip


def _error(code: str, where: str, what: Bilingual, cure: Bilingual) -> UsageError:
    return UsageError.single(code, where, what, cure)
