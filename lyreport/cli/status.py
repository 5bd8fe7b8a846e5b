"""``lyreport status YEAR``: who has sent what, who owes, what has faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lyreport.cli.request import Request
from lyreport.errors import Bilingual

if TYPE_CHECKING:
    from lyreport.intake import Standing

_HEADS = (
    Bilingual("单位", "Unit"),
    Bilingual("应报", "Owed"),
    Bilingual("已采用", "Accepted"),
    Bilingual("未报", "Not submitted"),
    Bilingual("有误", "With faults"),
    Bilingual("初步数", "Preliminary"),
    Bilingual("修订数", "Revised"),
    Bilingual("最迟报送", "Last sent on"),
    Bilingual("迟报天数", "Days late"),
)


def command(request: Request) -> int:
    """Bring the facts up to date and print how each unit stands; faults follow with file and cell."""
    from lyreport.intake import Store, build, standings
    from lyreport.plan import load_plan

    project, year = request.project, request.options.year
    plan = load_plan(project.params)
    report = build(project, plan, [year])
    lines = standings(Store(project, plan), year)
    faults = [fault for fault in report.faults if fault.year == year]
    if request.json:
        request.dump({"year": year, "standings": lines, "faults": faults})
        return 0
    _table(request, lines)
    accepted = sum(line.status == "accepted" for line in lines)
    request.say(_tally(len(lines), accepted))
    for line in lines:
        if line.status == "missing":
            request.say(f"  {line.unit_name.say(request.lang)} · {line.form} {line.form_name.say(request.lang)}")
    for fault in faults:
        request.say(f"  {fault.problem.say(request.lang)}")
    return 0


def _tally(owed: int, accepted: int) -> Bilingual:
    return Bilingual(
        f"应报{owed}份，已采用{accepted}份，欠{owed - accepted}份。",
        f"{owed} forms owed, {accepted} accepted, {owed - accepted} outstanding.",
    )


def _table(request: Request, lines: tuple[Standing, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*(head.say(request.lang) for head in _HEADS))
    for unit in dict.fromkeys(line.unit for line in lines):
        own = [line for line in lines if line.unit == unit]
        table.add_row(own[0].unit_name.say(request.lang), *_cells(own))
    Console(file=request.out, width=None if request.out.isatty() else 150).print(table)


def _cells(own: list[Standing]) -> tuple[str, ...]:
    """Count what is fine, name what is not: the analyst calls the department about exactly these forms."""
    sent = [line.submitted_on for line in own if line.submitted_on]
    late = max((line.days_late or 0 for line in own), default=0)
    return (
        str(len(own)),
        str(sum(line.status == "accepted" for line in own)),
        _forms(own, lambda line: line.status == "missing"),
        _forms(own, lambda line: line.status == "rejected"),
        _forms(own, lambda line: line.state == "preliminary"),
        _forms(own, lambda line: line.state == "revised"),
        max(sent, default=""),
        str(late) if late else "",
    )


def _forms(own: list[Standing], wanted: Callable[[Standing], bool]) -> str:
    return " ".join(line.form for line in own if wanted(line))
