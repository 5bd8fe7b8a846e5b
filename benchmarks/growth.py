"""How cost grows: copies of sections, more villages, more years.

What is grown is as plain as it can be: a copied section differs in a comment only, a copied village is its neighbour
under another code, a copied year has the last one's workbooks.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from calling import Caller
from subject import BASE_YEAR, Subject, copy
from ways import BIN, FAULTY

_TOWN = 9  # digits of a town's code
SECTIONS, VILLAGES, YEARS = (1, 2, 4, 10), (1, 10, 100), (4, 8, 16, 24)


def grow(kinds: str, folder: Path, *, quick: bool) -> dict[str, list[dict[str, Any]]]:
    """Measure what is asked for; returns by kind the sizes, seconds, and what was measured."""
    return {kind: list(_KINDS[kind](folder / kind, quick=quick)) for kind in kinds.split(",")}


def sections(folder: Path, *, quick: bool) -> Iterator[dict[str, Any]]:
    """Run 1, 2, 4, 10 times the notebooks; their words are not copied, so this is execution alone."""
    for times in SECTIONS:
        subject = copy(folder / str(times), quick=quick)
        stems = [name for stem in subject.stems for name in _copied(subject, stem, times)]
        yield _told(len(stems), _execute(subject, stems), "execution, facts at hand")


def years(folder: Path, *, quick: bool) -> Iterator[dict[str, Any]]:
    """Make editions over 4 to 24 years, those after the last one with its workbooks under a later year."""
    for many in YEARS[: 2 if quick else None]:
        subject = copy(folder / str(many), quick=quick)
        for year in range(subject.edition + 1, BASE_YEAR + many):
            _one_more_year(subject, year)
        later = Subject(subject.root, BASE_YEAR + many - 1)
        yield _told(many, _whole(later), "whole edition, cold")


def villages(folder: Path, *, quick: bool) -> Iterator[dict[str, Any]]:
    """Make editions of a county with 1, 10, 100 times the villages; the demonstration's generator fills workbooks."""
    for times in VILLAGES[: 0 if quick else None]:
        subject = copy(folder / str(times), quick=False)
        _more_villages(subject.root / "params" / "plan" / "places.csv", times)
        _more_output(subject.root / "params" / "report.yml", times)
        _submit_again(subject)
        yield _told(66 * times, _whole(subject), "whole edition, cold")


_KINDS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "sections": sections, "years": years, "villages": villages,
}  # fmt: skip
KINDS = tuple(_KINDS)


def _told(size: int, seconds: float, remark: str) -> dict[str, Any]:
    print(f"  {size}: {seconds:.1f} s  ({remark})", file=sys.stderr, flush=True)
    return {"size": size, "seconds": seconds, "remark": remark}


def _whole(subject: Subject) -> float:
    argv = [str(BIN / "lyreport"), "run", str(subject.edition), "--engine", "embedded"]
    return Caller()(argv, subject.root, good=(0, FAULTY)).seconds


# ── sections ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _copied(subject: Subject, stem: str, times: int) -> Iterator[str]:
    """Copy a notebook; each copy carries a comment of its own, so that no cache takes it for another."""
    source = subject.notebook(stem).read_text(encoding="utf-8")
    yield stem
    for number in range(1, times):
        name = f"{stem}-{number}"
        marked = source.replace("from lyreport import section", f"from lyreport import section  # copy {number}", 1)
        subject.notebook(name).write_text(marked, encoding="utf-8")
        yield name


def _execute(subject: Subject, stems: list[str]) -> float:
    from lyreport import intake
    from lyreport.plan import load_plan
    from lyreport.project import Project
    from lyreport.run.edition import run_edition

    project = Project(subject.root)
    intake.build(project, load_plan(project.params), project.edition(subject.edition).years)
    start = time.perf_counter()
    run_edition(project, subject.edition, stems).require()
    return time.perf_counter() - start


# ── years ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _one_more_year(subject: Subject, year: int) -> None:
    """Hand in last year's workbooks once more under ``year``, and take over its settings."""
    old = subject.edition
    for path in (subject.root / "data" / str(old)).glob("*.xlsx"):
        _redate(path, subject.root / "data" / str(year) / path.name, str(old), str(year))
    settings = subject.root / "params" / "years"
    text = (settings / f"{old}.yml").read_text(encoding="utf-8")
    text = re.sub(r"\b20\d\d\b", lambda found: str(int(found[0]) + year - old), text)
    (settings / f"{year}.yml").write_text(text, encoding="utf-8")


def _redate(source: Path, target: Path, old: str, new: str) -> None:
    """Write a workbook with another year on its cover; the sheet is edited as text, since that is 50 times faster."""
    target.parent.mkdir(exist_ok=True)
    with ZipFile(source) as book, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in book.namelist():
            data = book.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(f"<v>{old}</v>".encode(), f"<v>{new}</v>".encode())
            made.writestr(name, data)


# ── villages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _more_villages(path: Path, times: int) -> None:
    """Add copies of every village under codes that its town has not given yet, or else another town."""
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    taken = {line.partition(",")[0] for line in lines}
    free = {town: [code for code in _codes(town) if code not in taken] for town in sorted(taken) if len(town) == _TOWN}
    added = []
    for line in lines:
        code, name, zh, en, kind, _, *rest = line.split(",")
        for number in range(1, times if kind == "village" else 1):
            town = next(town for town in (code[:_TOWN], *free) if free[town])
            added.append(
                ",".join((free[town].pop(), f"{name}{number}", f"{zh}{number}", f"{en} {number}", kind, town, *rest))
            )
    path.write_text("\n".join((head, *lines, *added)) + "\n", encoding="utf-8")


def _more_output(path: Path, times: int) -> None:
    """Let notebooks show tables of as many more rows."""
    text = path.read_text(encoding="utf-8")
    more = re.sub(r"(output_bytes: )(\d+)", lambda found: f"{found[1]}{int(found[2]) * times}", text)
    path.write_text(more, encoding="utf-8")


def _codes(town: str) -> Iterator[str]:
    return (f"{town}{number:03}" for number in range(999, 0, -1))


def _submit_again(subject: Subject) -> None:
    from data.demonstration.build import build
    from lyreport.plan import load_plan, load_year

    params = subject.root / "params"
    due: dict[int, date] = {year: load_year(params, year).due for year in range(BASE_YEAR, subject.edition + 1)}
    shutil.rmtree(subject.root / "data")
    build(subject.root / "data", load_plan(params), due=due)
