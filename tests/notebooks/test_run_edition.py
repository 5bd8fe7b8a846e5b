"""One edition from notebooks to results.json, and the same bytes under other circumstances."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from conftest import Make, notebook, record, write_project

from lyreport.errors import LockedError, NotebookError, ParamsError
from lyreport.project import Project, lock, write_bytes
from lyreport.results.value import load
from lyreport.run.edition import Settings, run_edition
from lyreport.run.schedule import Event
from lyreport.run.task import Limits
from lyreport.run.warm import best_kernel
from lyreport.run.watch import Watch

VALUES = "application/vnd.lyreport.values+json"


def recording(**changes: object) -> str:
    """A cell that puts one value on record."""
    return f"from IPython.display import display\ndisplay({{{VALUES!r}: {[record(**changes)]}}}, raw=True)"


def test_an_edition(make: Make) -> None:
    """Values of all sections reach results.json and the overview; progress is told; strangers are removed."""
    overview = "import json\nprint(json.load(open(os.environ['LYREPORT_SECTION_VALUES']))[0]['printed'])"
    project = make({"10-overview": notebook(overview), "38-villages": notebook(recording(), "print('<&> 郃')")})
    edition = project.edition(2022)
    write_bytes(edition.notebook("39-gone", 2022), b"of a section that is no more")
    events: list[Event] = []
    run = run_edition(project, 2022, ["10-overview", "38-villages"], Settings(workers=1), progress=events.append)

    assert run.require().values == load(edition.results)
    assert load(edition.results)["Q05@2022"].notebook == "notebooks/38-villages.ipynb"
    assert "90.9" in edition.notebook("10-overview", 2022).read_text(encoding="utf-8")
    assert not edition.notebook("39-gone", 2022).exists()
    told = [(event.kind, event.key.stem, event.left) for event in events]
    assert told == [
        ("started", "38-villages", 2),
        ("finished", "38-villages", 1),
        ("started", "10-overview", 1),
        ("finished", "10-overview", 0),
    ]
    page = edition.notebook("38-villages", 2022).with_suffix(".html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    assert "&lt;&amp;&gt; 郃" in page
    assert not [word for word in ("<script", "http:", "https:") if word in page]


HERE = str(Path(__file__).parents[2])  # the lyreport under test, also where another one is installed
VARIED = """
import os, sys, warnings
print({"a", "b", "c", "d"}, object(), os.getcwd(), file=sys.stdout)
warnings.warn("took " + os.environ["LC_ALL"])
import time; print(time.localtime(0).tm_hour, hash("x"), os.environ.get("HTTP_PROXY"), os.cpu_count() is None)
"""

PROGRAM = """
import os, sys
from pathlib import Path
from lyreport.project import Project, lock
from lyreport.run.edition import Settings, run_edition

if __name__ == "__main__":
    project = Project(Path(sys.argv[1]))
    with lock(project.edition(2022), f"pid {os.getpid()}"):
        run_edition(project, 2022, ["33-a"], Settings(kernel=sys.argv[2])).require()
"""


def varied(folder: Path, environment: dict[str, str], program: Path, kernel: str) -> dict[str, str]:
    """Digests of what an edition makes in ``folder`` when it is started with ``environment``."""
    project = write_project(folder, {"33-a": notebook(*VARIED.strip().splitlines(), recording())})
    subprocess.run(
        [sys.executable, str(program), str(folder), kernel],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": HERE, **environment},
        cwd=folder,
        check=True,
    )
    edition = project.edition(2022)
    made = edition.notebook("33-a", 2022)
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (made, made.with_suffix(".html"), edition.results)
    }


def test_the_same_bytes(tmp_path: Path) -> None:
    """Another folder, time zone, language, hash seed and home give the same bytes; so do a warm and an ordinary kernel."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    here = varied(
        tmp_path / "here", {"TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "1"}, program, best_kernel()
    )
    there = varied(
        tmp_path / "a longer way" / "there",
        {
            "TZ": "America/Lima",
            "LC_ALL": "C",
            "PYTHONHASHSEED": "2",
            "HOME": str(tmp_path),
            "HTTP_PROXY": "http://x",
            "COLUMNS": "200",
        },
        program,
        "python3",
    )
    assert here == there


WAITING = """
import os, pathlib, time
pathlib.Path("kernel.pid").write_text(str(os.getpid()))
time.sleep(600)
"""


def started(project: Project, program: Path, kernel: str) -> tuple[subprocess.Popen[bytes], int]:
    """A run in a process group of its own, and the id of its kernel, once that is at work."""
    program.write_text(PROGRAM, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(program), str(project.root), kernel], start_new_session=True, stderr=subprocess.PIPE
    )
    pid_file = project.notebooks / "kernel.pid"
    while not (pid_file.exists() and pid_file.read_text()):
        assert process.poll() is None, process.communicate()
        signal.sigtimedwait([], 0.05)
    return process, int(pid_file.read_text())


def gone(pid: int) -> bool:
    """Whether a process ends within five seconds."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        signal.sigtimedwait([], 0.05)
    return False


@pytest.mark.parametrize(("how", "kernel_name"), [(signal.SIGINT, best_kernel()), (signal.SIGKILL, "python3")])
def test_nothing_survives_a_stopped_run(make: Make, tmp_path: Path, how: signal.Signals, kernel_name: str) -> None:
    """After Ctrl-C, and even after kill -9 of the main process, no kernel is left; meanwhile the edition is locked."""
    project = make({"33-a": notebook(WAITING)})
    process, kernel = started(project, tmp_path / "program.py", kernel_name)
    with pytest.raises(LockedError, match=f"pid {process.pid}"), lock(project.edition(2022), "another run"):
        pass
    if how == signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        process.kill()
    _, said = process.communicate(timeout=10)
    assert gone(kernel)
    assert process.returncode in {130, -how}
    if how == signal.SIGINT:
        assert said.decode().strip().splitlines()[-1] == "KeyboardInterrupt"
    with lock(project.edition(2022), "the next run"):
        pass


def test_a_killed_worker_takes_only_its_task(make: Make) -> None:
    """When a worker itself is killed, its notebook is reported and the others are still run."""
    killing = "import signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time; time.sleep(60)"
    project = make({"33-a": notebook(killing), "34-b": notebook("1")})
    run = run_edition(project, 2022, ["33-a", "34-b"], Settings(workers=1, kernel="python3"))
    assert {outcome.key.stem: outcome.good for outcome in run.outcomes} == {"33-a": False, "34-b": True}
    assert run.problems[0].code == "notebook.worker"


def test_a_killed_worker_spares_the_one_beside_it(make: Make) -> None:
    """What was in flight with it runs again, alone, and comes out well; the one that kills its worker is reported."""
    killing = "import signal, time\ntime.sleep(0.5)\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    project = make({"33-a": notebook(killing), "34-b": notebook("import time; time.sleep(1.5)")})
    run = run_edition(project, 2022, ["33-a", "34-b"], Settings(workers=2, kernel="python3"))
    assert {outcome.key.stem: outcome.good for outcome in run.outcomes} == {"33-a": False, "34-b": True}
    assert [problem.code for problem in run.problems] == ["notebook.worker"]


def test_the_edition_outlives_whoever_forks_its_workers(make: Make, tmp_path: Path) -> None:
    """The process from which workers are forked is killed once: the sections run again from a new one."""
    once = f"""import pathlib, psutil
mark = pathlib.Path({str(tmp_path / "mark")!r})
first = not mark.exists()
mark.touch()
first and psutil.Process(os.getppid()).parent().kill()
import time; time.sleep(1)"""
    project = make({"33-a": notebook(once), "34-b": notebook("1")})
    run = run_edition(project, 2022, ["33-a", "34-b"], Settings(workers=2, kernel="python3"))
    assert (run.problems, (tmp_path / "mark").exists()) == ((), True)


def test_a_pool_that_cannot_begin_is_tried_once_more_and_then_reported(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no worker can be forked at all, each section says so; nothing ends in a traceback."""

    def refuse(*_: object) -> None:
        raise EOFError("unexpected EOF")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse)
    project = make({"33-a": notebook("1"), "34-b": notebook("1")})
    run = run_edition(project, 2022, ["33-a", "34-b"], Settings(workers=2))
    assert {problem.code for problem in run.problems} == {"notebook.worker"}
    assert len(run.problems) == 2


def test_an_unknown_kernel_is_an_error(make: Make) -> None:
    """A kernel that is not installed is named, not a traceback."""
    run = run_edition(make({"33-a": notebook("1")}), 2022, ["33-a"], Settings(kernel="no-such-kernel"))
    assert run.problems[0].code == "notebook.engine"
    assert "no-such-kernel" in run.problems[0].what.en


def test_parameters_are_checked_before_a_kernel_starts(make: Make) -> None:
    """A notebook that does not take year and edition is refused before anything runs."""
    content = notebook("1")
    content["cells"][1]["source"] = ["year = 2025"]
    with pytest.raises(ParamsError) as raised:
        run_edition(make({"33-a": content, "34-b": content}), 2022, ["33-a", "34-b"])
    assert [problem.where for problem in raised.value.problems] == ["notebooks/33-a.ipynb", "notebooks/34-b.ipynb"]
    assert raised.value.exit_code == 10


def test_notebooks_that_cannot_be_read_are_all_named_before_one_runs(make: Make) -> None:
    """One is gone, one is no notebook, one takes no edition: said together, under the same kind of name."""
    bare = notebook("1")
    bare["cells"][1]["source"] = ["year = 2025"]
    project = make({"33-a": notebook("1"), "34-b": bare, "36-broken": {}})
    with pytest.raises(NotebookError) as raised:
        run_edition(project, 2022, ["33-a", "34-b", "35-absent", "36-broken"])
    assert [(problem.code, problem.where) for problem in raised.value.problems] == [
        ("parameters.unknown", "notebooks/34-b.ipynb"),
        ("notebook.missing", "notebooks/35-absent.ipynb"),
        ("notebook.unreadable", "notebooks/36-broken.ipynb"),
    ]
    assert not project.edition(2022).notebook("33-a", 2022).exists()


def test_time_stops_a_kernel() -> None:
    """When the time is up the process is killed, and the limit that was hit is known."""
    watch = Watch(Limits(), {})
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as process:
        watch.process = process
        watch.time("time", 0.01)
        assert process.wait(10) == -9
    assert watch.stopped == "time"


def test_the_limit_that_ends_first_stops_a_kernel() -> None:
    """The time of a cell begins anew with each cell; only the one that runs too long is stopped, whatever else waits."""
    watch = Watch(Limits(seconds=60, cell_seconds=0.4), {})
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as process:
        watch.process = process
        watch.time("time", 60)
        for _ in range(4):
            watch.time("cell_time", 0.4)
            time.sleep(0.2)
            assert watch.stopped is None
        assert process.wait(10) == -9
    assert watch.stopped == "cell_time"


def test_time_is_up_for_nobody_after_the_end() -> None:
    """What has ended is not stopped."""
    watch = Watch(Limits(), {})
    watch.time("time", 0.2)
    watch.end()
    time.sleep(0.4)
    assert watch.stopped is None
