"""Warm kernels are real kernels: nothing leaks from one to the next, and they do what an ordinary one does."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from conftest import Make, notebook
from jupyter_client.manager import start_new_kernel

from lyreport.run.edition import Settings, run_edition
from lyreport.run.warm import NAME, best_kernel, client

pytestmark = pytest.mark.skipif(not client.available(), reason="kernels are forked on Linux only")

Run = Callable[[str], str]


@contextmanager
def kernel(name: str = NAME, **settings: Any) -> Iterator[tuple[Any, Run]]:
    """A kernel's manager, and a function that runs code in it and returns what it printed or raised."""
    manager, talk = start_new_kernel(kernel_name=name, **settings)

    def run(code: str) -> str:
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            said.append(content.get("text") or content.get("ename") or str(sorted(content.get("data", ""))))

        wanted = {"stream", "error", "display_data"}
        talk.execute_interactive(code, timeout=30, output_hook=lambda one: one["msg_type"] in wanted and hear(one))
        return "".join(said)

    try:
        yield manager, run
    finally:
        talk.stop_channels()
        manager.shutdown_kernel(now=True)


STATE = r"""
import decimal, json, locale, logging, os, signal, sys, tempfile, threading, time, warnings
import matplotlib, pandas
mask = os.umask(0); os.umask(mask)
links = [f"/proc/self/fd/{n}" for n in os.listdir("/proc/self/fd")]
print(json.dumps(dict(
  folder=os.getcwd(), path=sys.path, argv=[sys.argv[0], len(sys.argv)], umask=mask, hash=hash("x"), flags=str(sys.flags),
  environment={k: v for k, v in sorted(os.environ.items()) if not k.startswith(("JPY_", "PYTEST_"))},
  settings={k: str(v) for k, v in matplotlib.rcParams.items()}, option=pandas.get_option("display.max_rows"),
  threads=sorted(t.name.split("-")[0] for t in threading.enumerate()), warned=sorted(str(f[:3]) for f in warnings.filters),
  handlers={s.name: str(signal.getsignal(s)).split(" at 0x")[0] for s in signal.Signals},
  blocked=sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])), locale=locale.setlocale(locale.LC_ALL), zone=time.tzname,
  temporary=tempfile.gettempdir(), context=str(decimal.getcontext()), limit=sys.getrecursionlimit(),
  opened=sorted({os.readlink(l) for l in links if os.path.islink(l) and os.readlink(l).startswith("/")} - {"/dev/null"}),
  alone=os.getsid(0) == os.getpid() == os.getpgid(0), names=sorted(n for n in globals() if n[0] != "_"),
  logs=str(logging.getLogger().handlers), input=sys.stdin.closed, builtin=hasattr(__import__("builtins"), "left"))))
"""

MESS = r"""
import builtins, decimal, locale, os, signal, sys, threading, time, warnings
import matplotlib, matplotlib.pyplot, numpy, pandas, lyreport.errors
left = 1
os.environ["LEFT"] = "1"; os.chdir("/"); os.umask(0); sys.path.append("/left"); sys.setrecursionlimit(5000)
matplotlib.rcParams["font.size"] = 99; matplotlib.pyplot.figure(); pandas.set_option("display.max_rows", 1)
numpy.random.seed(1); decimal.getcontext().prec = 3; warnings.simplefilter("error"); signal.alarm(0)
kept = open("/proc/self/status"); threading.Thread(target=time.sleep, args=(60,), name="Left", daemon=True).start()
builtins.left = 42; lyreport.errors.BUG_EXIT = 1; signal.signal(signal.SIGUSR1, signal.SIG_IGN)
"""


def state(run: Run) -> dict[str, Any]:
    """What a kernel is like at its start."""
    found: dict[str, Any] = json.loads(run(STATE))
    return found


def test_nothing_leaks() -> None:
    """After a kernel that leaves everything behind, the next one is as the first: and that is as an ordinary one."""
    with kernel("python3", extra_arguments=["--HistoryManager.hist_file=:memory:"]) as (_, run):
        ordinary = state(run)
    with kernel() as (_, run):
        first = state(run)
        assert "Error" not in run(MESS)
        assert run("print(left, lyreport.errors.BUG_EXIT)") == "1 1\n"
    with kernel() as (_, run):
        second = state(run)
        assert run("import lyreport.errors; print(lyreport.errors.BUG_EXIT)") == "70\n"
    assert second == first
    different = {name for name in ordinary if ordinary[name] != first[name]}
    assert different <= {"hash"}  # PYTHONHASHSEED is not set here


def test_randomness_is_fresh() -> None:
    """Two kernels do not draw the same random numbers, though they are forks of one process."""
    draw = "import numpy, random, uuid; print(numpy.random.random(), random.random(), uuid.uuid4())"
    drawn = []
    for _ in range(2):
        with kernel() as (_, run):
            drawn.append(run(draw).split())
    assert all(one != other for one, other in zip(*drawn, strict=True))


@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_interrupt_and_restart(transport: str, tmp_path: Path) -> None:
    """An interrupt reaches the running cell; a restarted kernel is new; over TCP and over IPC."""
    settings = {"transport": transport} | ({"ip": str(tmp_path / "k")} if transport == "ipc" else {})
    with kernel_with(settings) as (manager, talk):
        asked = talk.execute("left = 1\nimport time; print('now'); time.sleep(60)")
        while talk.get_iopub_msg(timeout=10)["msg_type"] != "stream":
            pass
        manager.interrupt_kernel()
        assert reply(talk, asked)["ename"] == "KeyboardInterrupt"
        before = manager.provisioner.pid
        manager.restart_kernel()
        talk.wait_for_ready(timeout=30)
        assert reply(talk, talk.execute("left"))["ename"] == "NameError"
        assert isinstance(manager.provisioner.process, client.Forked)
        assert manager.provisioner.pid != before


@contextmanager
def kernel_with(settings: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """A warm kernel whose manager has these settings, and its client."""
    from jupyter_client.manager import KernelManager

    manager = KernelManager(kernel_name=NAME, **settings)
    manager.start_kernel()
    talk = manager.client()
    talk.start_channels()
    talk.wait_for_ready(timeout=30)
    try:
        yield manager, talk
    finally:
        talk.stop_channels()
        manager.shutdown_kernel(now=True)


def reply(talk: Any, asked: str) -> dict[str, Any]:
    """The reply to one execution."""
    while (message := talk.get_shell_msg(timeout=30))["parent_header"].get("msg_id") != asked:
        pass
    content: dict[str, Any] = message["content"]
    return content


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9),
        ("import os; os._exit(3)", 3),
        ("import ctypes; ctypes.string_at(0)", -11),
    ],
)
def test_a_crash_is_the_kernels_own(code: str, status: int) -> None:
    """A kernel that dies is reported with its status; the warm process lives and gives the next one."""
    with kernel_with({}) as (manager, talk):
        talk.execute(code)
        assert manager.provisioner.process.wait(10) == status
    with kernel() as (_, run):
        assert run("print(1)") == "1\n"


def test_an_orderly_end() -> None:
    """A kernel that is asked to shut down runs its exit functions and ends with status 0."""
    with kernel_with({}) as (manager, talk):
        reply(talk, talk.execute("import atexit, os, sys; atexit.register(os.write, 2, b'')"))
        process = manager.provisioner.process
        talk.shutdown()
        assert process.wait(10) == 0


SLOW_TO_SAY_SO = """
import time
def slow(before, act, after):
    return lambda *what, sleep=time.sleep, **how: (sleep(before), act(*what, **how), sleep(after))
kernel = get_ipython().kernel
loop = kernel.iopub_thread.io_loop
loop.close = slow(0, loop.close, 1)
kernel._publish_status_and_flush = slow(0.3, kernel._publish_status_and_flush, 0)
"""


def test_the_control_channel_is_heard_out() -> None:
    """A kernel that is slow to say it is idle after it was asked to end does not wait for who would have listened."""
    with kernel_with({}) as (manager, talk):
        reply(talk, talk.execute(SLOW_TO_SAY_SO))
        process = manager.provisioner.process
        talk.shutdown()
        assert process.wait(5) == 0


def test_pictures_and_timings() -> None:
    """Inline figures and ``%%time`` work as ever."""
    with kernel() as (_, run):
        assert "image/png" in run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
        assert "Wall time" in run("%%time\npass")


def test_matplotlibrc_of_the_folder(tmp_path: Path) -> None:
    """Settings that lie in the kernel's folder are found, as at an import."""
    (tmp_path / "matplotlibrc").write_text("font.size: 33\n", encoding="utf-8")
    with kernel(cwd=str(tmp_path)) as (_, run):
        assert run(
            "import matplotlib; print(matplotlib.rcParams['font.size'], matplotlib.rcParamsOrig['font.size'])"
        ) == ("33.0 33.0\n")


def test_another_environment_is_another_warm_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What libraries read while they are imported is right, whatever kernel came first."""
    show = "import time, matplotlib; print(time.tzname[0], matplotlib.get_backend())"
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    with kernel() as (_, run):
        assert run(show) == "CST agg\n"
    monkeypatch.setenv("MPLBACKEND", "svg")
    monkeypatch.setenv("TZ", "UTC")
    with kernel() as (_, run):
        assert run(show) == "UTC svg\n"


def test_memory_is_shared() -> None:
    """A kernel with pandas, matplotlib and DuckDB has little memory of its own."""
    with kernel() as (_, run):
        run("import pandas, matplotlib.pyplot, duckdb, lyreport.section")
        said = run("print(open('/proc/self/smaps_rollup').read())")
    kilobytes = {name: int(size) for name, size in re.findall(r"(\w+):\s+(\d+) kB", said)}
    assert kilobytes["Rss"] > 100_000
    assert kilobytes["Private_Dirty"] < 50_000


LONELY = """
import sys, time
from jupyter_client.manager import start_new_kernel

manager, _ = start_new_kernel(kernel_name="lyreport-warm")
print(manager.provisioner.pid, flush=True)
time.sleep(600)
"""


def test_no_kernel_survives_its_caller() -> None:
    """When the process that asked for a kernel is killed, the kernel and the warm process end."""
    with subprocess.Popen([sys.executable, "-c", LONELY], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as caller:
        assert caller.stdout
        forked = int(caller.stdout.readline())
        warm = int(Path(f"/proc/{forked}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])
        caller.kill()
    assert ended(forked)
    assert ended(warm)


def ended(pid: int) -> bool:
    """Whether a process ends within five seconds."""
    for _ in range(100):
        if (
            not Path(f"/proc/{pid}/stat").exists()
            or Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] == "Z"
        ):
            return True
        signal.sigtimedwait([], 0.05)
    return False


def test_a_lost_warm_process_is_made_up_for(make: Make) -> None:
    """When the warm process itself is killed, its kernels fail with it, and the others run in ordinary ones."""
    killing = "import signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    run = run_edition(
        make({"33-a": notebook(killing), "34-b": notebook("1")}),
        2022,
        ["33-a", "34-b"],
        Settings(workers=1, kernel=NAME),
    )
    assert [problem.code for problem in run.problems] == ["notebook.died"]
    assert {outcome.key.stem: outcome.good for outcome in run.outcomes} == {"33-a": False, "34-b": True}


def test_an_ordinary_kernel_where_fork_is_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere than on Linux the same kernel name gives an ordinary kernel, and lyreport asks for that one."""
    monkeypatch.setattr(client, "available", lambda: False)
    assert best_kernel() == "python3"
    with kernel() as (manager, run):
        assert isinstance(manager.provisioner.process, subprocess.Popen)
        assert run("print(1)") == "1\n"


def test_an_ordinary_kernel_where_half_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provisioner without its kernel spec, or the other way round, is no warm kernel: a run would fail with it."""
    assert (best_kernel(), client.obstacle()) == (NAME, None)
    with monkeypatch.context() as patch:
        patch.setattr(client, "entry_points", lambda **_: ())
        assert best_kernel() == "python3"
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "elsewhere"))
    why = client.obstacle()
    assert why
    assert all(str(tmp_path / "elsewhere" / "share" / "jupyter" / "kernels") in text for text in why)
    assert best_kernel() == "python3"


PAPERMILLS = Path(papermill.__file__).parent / "tests" / "notebooks"
TELLING = ["broken2", "line_magic_error"]


@pytest.mark.parametrize("stem", TELLING)
def test_papermills_own_notebooks(stem: str, tmp_path: Path) -> None:
    """Notebooks of papermill's own tests end the same way, with the same outputs, as in an ordinary kernel.

    ``LYREPORT_NOTEBOOKS`` names a folder of more notebooks to compare, such as nbclient's ``tests/files``.
    """
    path = PAPERMILLS / f"{stem}.ipynb"
    assert outcome(path, NAME, tmp_path) == outcome(path, "python3", tmp_path)


ELSEWHERE = sorted(Path(os.environ.get("LYREPORT_NOTEBOOKS") or "/nowhere").rglob("*.ipynb"))


NOWHERE = pytest.param(Path(), id="none", marks=pytest.mark.skip(reason="LYREPORT_NOTEBOOKS names no folder"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in ELSEWHERE] or [NOWHERE])
def test_notebooks_from_elsewhere(path: Path, tmp_path: Path) -> None:
    """Notebooks of other projects end the same way, with the same outputs, as in an ordinary kernel."""
    assert outcome(path, NAME, tmp_path) == outcome(path, "python3", tmp_path)


def outcome(path: Path, name: str, folder: Path) -> tuple[str, list[Any]]:
    """How a notebook ends, and its outputs without addresses, process numbers and times."""
    made = folder / f"{name}.ipynb"
    try:
        papermill.execute_notebook(
            path, made, kernel_name=name, language="python", progress_bar=False, cwd=folder, execution_timeout=10
        )
        ending = "well"
    except Exception as error:  # noqa: BLE001 # whatever it is, both kernels must raise it
        ending = type(error).__name__
    if not made.exists():  # it was refused before a kernel started
        return ending, []
    cells = [cell for cell in nbformat.read(made, as_version=4).cells if cell.cell_type == "code"]
    text = re.sub(
        r"0x[0-9a-f]+|ipykernel_\d+|[\d.]+ [mnµ]?s\b|\d{4}-\d\d-\d\dT[\d:.]+Z|\b[0-9a-f]{32}\b",
        "",
        json.dumps([joined(cell) for cell in cells]),
    )
    return ending, json.loads(text)


def joined(cell: Any) -> list[Any]:
    """The outputs of a cell; what it printed is one text, however it was cut."""
    printed = "".join(one["text"] for one in cell.outputs if one["output_type"] == "stream")
    return [printed, *(one for one in cell.outputs if one["output_type"] != "stream")]
