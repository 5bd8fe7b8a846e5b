"""``lyreport run [YEAR…]``: make editions, show progress, end with a scorecard and the paths of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lyreport.cli.editions import newest
from lyreport.cli.request import Request
from lyreport.errors import LANGS, Bilingual
from lyreport.project import Project

if TYPE_CHECKING:
    from lyreport.edition import Made, Progress, Step

_HEADS = (
    Bilingual("目标", "Target"),
    Bilingual("要求", "Wanted"),
    Bilingual("最新值", "Latest"),
    Bilingual("判定", "Verdict"),
    Bilingual("进度", "Pace"),
)
_FINE = Bilingual("报送材料没有错误。", "The submissions have no faults.")
_OWED = Bilingual("已报的材料没有错误，未报{count}份：", "What was submitted has no faults; not submitted, {count}:")


def command(request: Request) -> int:
    """Make every edition asked for; the exit code is that of the first one with faults.

    As JSON it is one document: an object for one edition, a list of them where several were asked for.
    """
    from lyreport.edition import Options, foretell, make

    project = request.project
    options = Options(
        workers=request.options.workers or 0,
        engine=request.options.engine,
        formats=request.options.formats or (),
        force=request.options.force,
    )
    records, codes = [], []
    for year in request.options.years or [newest(project)]:
        if request.options.dry_run:
            steps = foretell(project, year, options, environ=request.environ)
            records.append(_foretold(year, steps))
            _show_steps(request, steps)
            continue
        with _progress(request) as progress:
            made = make(project, year, options, environ=request.environ, progress=progress)
        records.append(_record(project, made))
        _show(request, made)
        codes.append(made.exit_code)
    if request.json:
        request.dump(records[0] if len(records) == 1 else records)
    return next((code for code in codes if code), 0)


def _show_steps(request: Request, steps: tuple[Step, ...]) -> None:
    if request.json:
        return
    for step in steps:
        request.say(f"{'●' if step.runs else '○'} {step.name}  {step.why.say(request.lang)}")


@contextmanager
def _progress(request: Request) -> Iterator[Progress]:
    """Yield what is told of each step: a bar in a terminal, plain lines elsewhere."""
    from lyreport.cli import progress

    shown = progress.bar if request.err.isatty() else progress.lines
    with shown(request.err, request.lang) as told:
        yield told


def _show(request: Request, made: Made) -> None:
    if request.json:
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*(head.say(request.lang) for head in _HEADS), title=_title(made.year).say(request.lang))
    for line in made.scorecard:
        cells = (line.target, line.wanted, line.latest, line.verdict, line.pace)
        table.add_row(*(cell.say(request.lang) for cell in cells))
    Console(file=request.out, width=None if request.out.isatty() else 130).print(table)
    if made.mark:
        request.say(made.mark)
    _faults(request, made)
    request.say(Bilingual(f"排版：{made.engine}", f"Typeset by: {made.engine}"))
    for path in made.files:
        request.say(str(request.project.root / path))


def _title(year: int) -> Bilingual:
    return Bilingual(f"{year}年记分板", f"Scorecard {year}")


def _faults(request: Request, made: Made) -> None:
    if not made.faults:
        request.say(
            Bilingual(*(_OWED.say(lang).format(count=len(made.missing)) for lang in LANGS)) if made.missing else _FINE
        )
    for fault in made.faults:
        request.say(fault.said)
    for one in made.missing:
        request.say(
            Bilingual(
                f"未报：{one.year} {one.unit_name.zh} {one.form} {one.form_name.zh}",
                f"not submitted: {one.year} {one.unit_name.en} {one.form} {one.form_name.en}",
            )
        )


def _record(project: Project, made: Made) -> dict[str, object]:
    return {
        "edition": made.year,
        "engine": made.engine,
        "files": [project.root / path for path in made.files],
        "scorecard": [line.record for line in made.scorecard],
        "faults": [fault.record for fault in made.faults],
        "missing": made.missing,
        "steps": [step.as_json() for step in made.steps],
    }


def _foretold(year: int, steps: tuple[Step, ...]) -> dict[str, object]:
    return {"edition": year, "steps": [step.as_json() for step in steps]}
