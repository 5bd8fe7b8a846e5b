"""How far a run is: a bar where a person watches, one plain line per event where a log is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from lyreport.errors import Bilingual, Lang

if TYPE_CHECKING:
    from lyreport.edition import Progress, Stage
    from lyreport.run.schedule import Event

_LEFT = Bilingual("余{left}", "{left} left")
_FAILED = Bilingual("失败", "failed")
_CACHED = Bilingual("与上次相同", "as before")


@contextmanager
def lines(stream: TextIO, lang: Lang) -> Iterator[Progress]:
    """Yield a listener that writes one line per step and finished notebook."""

    def told(event: Stage | Event) -> None:
        text = _line(event, lang)
        if text:
            stream.write(text + "\n")
            stream.flush()

    yield told


@contextmanager
def bar(stream: TextIO, lang: Lang) -> Iterator[Progress]:
    """Yield a listener that keeps one bar: what runs now, how many are left, how long it has taken."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from lyreport.edition import Stage

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    running: list[str] = []
    with Progress(*columns, console=Console(file=stream), transient=True) as display:
        task = display.add_task("…", total=None)

        def told(event: Stage | Event) -> None:
            if isinstance(event, Stage):
                running.clear()
                display.update(task, description=event.name.say(lang), total=None, completed=0)
                return
            name = str(event.key)
            if event.kind == "started":
                running.append(name)
            elif event.kind != "cached":
                running.remove(name)
            done = display.tasks[0].completed + (event.kind != "started")
            display.update(task, description=" · ".join(running) or "…", completed=done, total=done + event.left)
            if event.kind == "failed":
                display.console.print(f"{name}: {_FAILED.say(lang)}")

        yield told


def _line(event: Stage | Event, lang: Lang) -> str:
    from lyreport.edition import Stage

    if isinstance(event, Stage):
        return event.name.say(lang)
    if event.kind == "started":
        return ""
    if event.kind == "cached":
        return f"  {event.key}  {_CACHED.say(lang)}"
    failed = f" {_FAILED.say(lang)}" if event.kind == "failed" else ""
    return f"  {event.key}  {event.seconds:.1f} s{failed}  {_LEFT.say(lang).format(left=event.left)}"
