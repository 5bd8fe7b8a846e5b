"""``lyreport run [YEAR…]``: make editions, show progress, end with a scorecard and the paths of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lyreport.cli.editions import newest
from lyreport.cli.request import Request
from lyreport.errors import Bilingual

if TYPE_CHECKING:
    from lyreport.edition import Made, Progress

_HEADS = (
    Bilingual("目标", "Target"),
    Bilingual("要求", "Wanted"),
    Bilingual("最新值", "Latest"),
    Bilingual("判定", "Verdict"),
    Bilingual("进度", "Pace"),
)
_FINE = Bilingual("报送材料没有错误。", "The submissions have no faults.")


def command(request: Request) -> int:
    """Make every edition asked for; the exit code is that of the first one with faults."""
    from lyreport.edition import Options, make

    project = request.project
    options = Options(
        workers=request.options.workers or 0,
        engine=request.options.engine,
        formats=request.options.formats or (),
        force=request.options.force,
    )
    codes = []
    for year in request.options.years or [newest(project)]:
        if request.options.dry_run:
            _foretell(request, year, options.force)
            continue
        with _progress(request) as progress:
            made = make(project, year, options, environ=request.environ, progress=progress)
        (_dump if request.json else _show)(request, year, made)
        codes.append(made.exit_code)
    return next((code for code in codes if code), 0)


def _foretell(request: Request, year: int, force: bool) -> None:
    from lyreport.edition import foretell

    steps = foretell(request.project, year, force=force)
    if request.json:
        request.dump([{"step": step.name, "runs": step.runs, "why": step.why.say(request.lang)} for step in steps])
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


def _show(request: Request, year: int, made: Made) -> None:
    from rich.console import Console
    from rich.table import Table

    from lyreport.report.scorecard import targets
    from lyreport.report.shown import Shown
    from lyreport.section.phrases import DEMONSTRATION, SHAPES, VERDICTS

    shown = Shown(made.material, request.lang)
    table = Table(*(head.say(request.lang) for head in _HEADS), title=_title(year).say(request.lang))
    for row in targets(shown):
        value = made.material.value(row.id)
        if value is None:
            continue
        fraction = f"  {value.numerator}/{value.denominator}" if value.numerator and value.denominator else ""
        verdict = f"{SHAPES.get(value.verdict, '–')} {VERDICTS[value.verdict].say(request.lang)}"
        name = f"{row.id} {row.name.say(request.lang)}"
        table.add_row(name, shown.target(row), f"{shown.plain(value)}{fraction}", verdict, shown.pace(value))
    Console(file=request.out, width=None if request.out.isatty() else 130).print(table)
    if made.material.demonstration:
        request.say(DEMONSTRATION)
    _faults(request, made)
    request.say(Bilingual(f"排版：{made.engine}", f"Typeset by: {made.engine}"))
    for path in made.files:
        request.say(str(path))


def _title(year: int) -> Bilingual:
    return Bilingual(f"{year}年记分板", f"Scorecard {year}")


def _faults(request: Request, made: Made) -> None:
    if not made.intake.errors:
        request.say(_FINE)
    for fault in made.intake.errors:
        request.say(fault.problem.say(request.lang))
    for sent in made.intake.missing:
        unit, form = made.material.unit_name(sent.unit).say(request.lang), made.material.plan.forms[sent.form]
        request.say(
            Bilingual(
                f"未报：{sent.year} {unit} {form.id} {form.name.zh}",
                f"not submitted: {sent.year} {unit} {form.id} {form.name.en}",
            )
        )


def _dump(request: Request, year: int, made: Made) -> None:
    rows = [made.material.value(name) for name, row in made.material.plan.indicators.items() if row.kind == "target"]
    request.dump(
        {
            "edition": year,
            "engine": made.engine,
            "files": [str(path) for path in made.files],
            "scorecard": [value.as_json() for value in rows if value],
            "faults": [fault.as_json() for fault in made.intake.errors],
            "missing": [{"year": sent.year, "unit": sent.unit, "form": sent.form} for sent in made.intake.missing],
        }
    )
