"""Every way a notebook can fail that papermill's own record hides, in one run of one edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import cell, notebook, record, write_project

from lyreport.errors import NotebookError
from lyreport.project import Project, write_bytes
from lyreport.run.edition import Run, Settings, run_edition
from lyreport.run.task import Limits

LIMITS = Limits(cell_seconds=4, cell_bytes=300_000, notebook_bytes=500_000)
EARLIER = b"an earlier good result"


def show(mime: str, content: str) -> str:
    """A cell that puts ``content`` on record."""
    return f"from IPython.display import display\ndisplay({{{mime!r}: {content}}}, raw=True)"


VALUES = "application/vnd.lyreport.values+json"

FAILURES: dict[str, tuple[dict[str, Any], str, str]] = {  # stem → notebook, code of the problem, cell it names
    "a-kill": (notebook("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "1"), "notebook.died", "step-0"),
    "b-vanish": (notebook("import os\nos._exit(0)", "1"), "notebook.died", "step-0"),
    "c-segfault": (notebook("import ctypes\nctypes.string_at(0)"), "notebook.died", "step-0"),
    "c-words": (
        notebook("import sys\nos.write(sys.stderr.fileno(), b'my last words')\nos.abort()"),
        "notebook.died",
        "step-0",
    ),
    "d-exit": (notebook("import sys\nsys.exit(3)", "1"), "notebook.exit", "step-0"),
    "e-input": (notebook("input()"), "notebook.input", "step-0"),
    "f-memory": (notebook("bytearray(1 << 42)"), "notebook.memory", "step-0"),
    "g-raise": (notebook("1", "{}['absent']", "2"), "notebook.exception", "step-1"),
    "h-allowed": (notebook(cell("1 / 0", "brave", "raises-exception")), "notebook.exception", "brave"),
    "i-thread": (
        notebook("import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()"),
        "notebook.thread",
        "step-0",
    ),
    "j-flood": (notebook("while True: print('x' * 1000)"), "notebook.cell-output", "step-0"),
    "k-large": (notebook(*["print('x' * 200_000)"] * 4), "notebook.output", "step-2"),
    "l-slow": (notebook("import time\ntime.sleep(600)"), "notebook.cell-time", "step-0"),
    "m-skip": (notebook(cell("1", "left-out", "skip-execution"), "2"), "notebook.skipped", "left-out"),
    "n-mute": (notebook("def print(*_): pass"), "notebook.sentinel", ""),
    "p-path": (notebook(show(VALUES, "{'file': os.getcwd()}")), "notebook.path", "step-0"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All failing notebooks, and two good ones."""
    notebooks = {stem: content for stem, (content, _, _) in FAILURES.items()}
    good = show(VALUES, json.dumps([record()]))
    notebooks |= {
        "z-good": notebook("print(year)", good),
        "10-overview": notebook("print(os.environ.get('LYREPORT_SECTION_VALUES'))"),
    }
    made = write_project(tmp_path_factory.mktemp("failures") / "county", notebooks)
    write_bytes(made.edition(2022).notebook("g-raise", 2022), EARLIER)
    return made


@pytest.fixture(scope="module")
def run(project: Project) -> Run:
    """One run over all of them."""
    return run_edition(project, 2022, [*FAILURES, "z-good", "10-overview"], Settings(limits=LIMITS))


@pytest.mark.parametrize("stem", FAILURES)
def test_a_failure_is_named(run: Run, project: Project, stem: str) -> None:
    """A failed notebook is reported with the cause, the notebook and the cell, and what it got to is kept."""
    _, code, where = FAILURES[stem]
    outcome = next(outcome for outcome in run.outcomes if outcome.key.stem == stem)
    problem = outcome.problems[0]
    assert problem.code == code
    assert problem.where.startswith(f"notebooks/{stem}.ipynb (2022)")
    assert problem.where.endswith(where)
    kept = json.loads((project.edition(2022).log / "failed" / "2022" / f"{stem}.ipynb").read_bytes())
    assert "title" in [one["id"] for one in kept["cells"]]


def test_the_others_run(run: Run, project: Project) -> None:
    """A failing section does not stop the others: their notebooks and pages are in place."""
    good = {outcome.key.stem for outcome in run.outcomes if outcome.good}
    assert good == {"z-good", "10-overview"}
    assert project.edition(2022).notebook("z-good", 2022).with_suffix(".html").is_file()


def test_an_earlier_result_stays(run: Run, project: Project) -> None:
    """A failed run never overwrites an earlier good result, nor writes results.json from half an edition."""
    assert project.edition(2022).notebook("g-raise", 2022).read_bytes() == EARLIER
    assert not project.edition(2022).results.exists()
    with pytest.raises(NotebookError) as raised:
        run.require()
    assert {problem.code for problem in raised.value.problems} >= {code for _, code, _ in FAILURES.values()}


def test_the_summary_computes_itself(run: Run, project: Project) -> None:
    """Where a section failed, the overview is not handed half of the values."""
    text = project.edition(2022).notebook("10-overview", 2022).read_text(encoding="utf-8")
    assert run.outcomes
    assert "None" in text


def test_a_flood_is_cut_off(project: Project, run: Run) -> None:
    """Endless output is stopped while it runs: what is kept stays small."""
    assert run.outcomes
    kept: Path = project.edition(2022).log / "failed" / "2022" / "j-flood.ipynb"
    assert kept.stat().st_size < 2 * LIMITS.cell_bytes


def test_a_crash_leaves_its_trace(project: Project, run: Run) -> None:
    """What a crashing kernel said last is kept beside its notebook."""
    assert run.outcomes
    trace = project.edition(2022).log / "failed" / "2022" / "c-words.stderr.txt"
    assert "my last words" in trace.read_text(encoding="utf-8")
