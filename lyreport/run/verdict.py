"""Whether a notebook really ran: our own verdict, because papermill's record cannot serve as evidence.

After a dead kernel, a timeout or an interrupt papermill marks every cell ``completed``, also those that never ran; an
exception in a thread or a failed shell command leaves no mark at all.  So success is: no exception, every code cell
counted 1…n, no error output, nothing died in a thread, and a last cell of ours answered with a word it could not know.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lyreport.errors import Bilingual, Problem
from lyreport.run.task import Limits

SENTINEL_ID = "lyreport-sentinel"

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_THREAD = "Exception in thread"
_LINES = 4  # our own errors say on the second line what is wrong, and on the third what to do


@dataclass(frozen=True)
class Ending:
    """How the execution ended, apart from what stands in the notebook.

    ``cell``: id of the cell that ran last.  ``stopped``: the limit that was hit.  ``status``: the kernel's exit status,
    None while it lives.  ``error``: what papermill raised, as text.
    """

    nonce: str
    cell: str | None = None
    stopped: str | None = None
    status: int | None = None
    error: str | None = None


def judge(
    notebook: dict[str, Any] | None, ending: Ending, *, where: str, limits: Limits, kept: str
) -> tuple[Problem, ...]:
    """Return why the run failed, the likeliest cause first; empty means it ran well.

    Args:
        notebook: the executed notebook as far as it got, None when not even the kernel started.
        ending: what is known besides.
        where: the notebook's name as a person knows it.
        limits: quoted when one was hit.
        kept: where the partial notebook is kept, for whoever wants the whole traceback.
    """
    if ending.stopped:
        return (_stopped(ending, where, limits),)
    cells = _code_cells(notebook)
    problems = [*_errors(cells, where, kept), *_threads(cells, where)]
    if problems:
        return tuple(problems)
    if ending.status is not None:
        return (_died(ending, where),)
    if ending.error is not None:
        return (_raised(ending, where),)
    return (*_uncounted(cells, where), *_silent(cells, ending, where))


def _code_cells(notebook: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [cell for cell in (notebook or {}).get("cells", []) if cell["cell_type"] == "code"]


def _errors(cells: list[dict[str, Any]], where: str, kept: str) -> Iterator[Problem]:
    for cell in cells:
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                yield _error(output, _place(where, cell["id"]), kept)


def _threads(cells: list[dict[str, Any]], where: str) -> Iterator[Problem]:
    for cell in cells:
        said = "".join("".join(out["text"]) for out in cell["outputs"] if out.get("name") == "stderr")
        if _THREAD in said:
            last = said.strip().splitlines()[-1]
            yield Problem(
                "notebook.thread",
                _place(where, cell["id"]),
                Bilingual(f"后台线程出错：{last}", f"an exception in a background thread: {last}"),
                Bilingual("不在线程里计算，或在单元格里等它结束", "do not compute in threads"),
            )


def _uncounted(cells: list[dict[str, Any]], where: str) -> Iterator[Problem]:
    for expected, cell in enumerate((cell for cell in cells if "".join(cell["source"]).strip()), start=1):
        if cell["execution_count"] != expected:
            yield Problem(
                "notebook.skipped",
                _place(where, cell["id"]),
                Bilingual(
                    f"没有按次序执行（应为第{expected}个，记为{cell['execution_count']}）",
                    f"did not run in its turn (should be number {expected}, says {cell['execution_count']})",
                ),
                Bilingual("删去跳过执行的标签；不要改动执行序号", "remove tags that skip execution"),
            )


def _silent(cells: list[dict[str, Any]], ending: Ending, where: str) -> Iterator[Problem]:
    last = cells[-1] if cells and cells[-1]["id"] == SENTINEL_ID else None
    said = "".join("".join(out.get("text", "")) for out in last["outputs"]) if last else ""
    if said.strip() != ending.nonce:
        yield Problem(
            "notebook.sentinel",
            where,
            Bilingual("末尾的检查单元格没有应答", "the check after the last cell did not answer"),
            Bilingual("看看是否替换了print或标准输出", "see whether a cell replaced print or standard output"),
        )


def _error(output: dict[str, Any], place: str, kept: str) -> Problem:
    name, value = output["ename"], _ANSI.sub("", output["evalue"]).strip()
    said = "\n    ".join(value.splitlines()[:_LINES])
    for known, code, what, cure in _KNOWN:
        if name == known:
            return Problem(code, place, what, cure)
    return Problem(
        "notebook.exception",
        place,
        Bilingual(f"出错 {name}: {said}", f"raised {name}: {said}"),
        Bilingual(f"完整的错误信息在保留的笔记本里：{kept}", f"the whole traceback is in the notebook kept at {kept}"),
    )


def _stopped(ending: Ending, where: str, limits: Limits) -> Problem:
    code, what, cure = _LIMITS[ending.stopped or ""]
    seconds = limits.cell_seconds if ending.stopped == "cell_time" else limits.seconds
    figures = {"seconds": f"{seconds:g}", "cell": limits.cell_bytes, "notebook": limits.notebook_bytes}
    said = Bilingual(what.zh.format(**figures), what.en.format(**figures))
    return Problem(code, _place(where, ending.cell), said, cure)


def _died(ending: Ending, where: str) -> Problem:
    status = ending.status or 0
    how = signal.Signals(-status).name if status < 0 else f"exit {status}"
    return Problem(
        "notebook.died",
        _place(where, ending.cell),
        Bilingual(f"内核进程中途结束（{how}）", f"the kernel process ended before its time ({how})"),
        Bilingual("检查内存是否用尽，或代码是否结束了进程", "see whether memory ran out, or the code ends the process"),
    )


def _raised(ending: Ending, where: str) -> Problem:
    return Problem(
        "notebook.engine",
        _place(where, ending.cell),
        Bilingual(f"无法执行：{ending.error}", f"could not be executed: {ending.error}"),
        Bilingual(
            "运行 lyreport doctor 检查环境；机器太慢时在 params/report.yml 提高 limits.start_seconds",
            "run lyreport doctor to check the environment; on a slow machine raise limits.start_seconds in "
            "params/report.yml",
        ),
    )


def _place(where: str, cell: str | None) -> str:
    return f"{where}, cell {cell}" if cell else where


_KNOWN: tuple[tuple[str, str, Bilingual, Bilingual], ...] = (
    (
        "SystemExit",
        "notebook.exit",
        Bilingual("单元格要求退出", "a cell asks to exit"),
        Bilingual("删去 sys.exit 或 exit()", "remove sys.exit or exit()"),
    ),
    (
        "StdinNotImplementedError",
        "notebook.input",
        Bilingual("单元格等待键盘输入", "a cell waits for the keyboard"),
        Bilingual("改用参数", "use a parameter instead"),
    ),
    (
        "MemoryError",
        "notebook.memory",
        Bilingual("内存超出限制", "memory went beyond its limit"),
        Bilingual(
            "分批读取，或在 params/report.yml 提高 limits.memory_bytes",
            "read in parts, or raise limits.memory_bytes in params/report.yml",
        ),
    ),
)

_LIMITS: dict[str, tuple[str, Bilingual, Bilingual]] = {
    "cell_time": (
        "notebook.cell-time",
        Bilingual("这个单元格运行超过{seconds}秒，已停止", "this cell ran longer than {seconds} s and was stopped"),
        Bilingual(
            "查它为何这样慢，或在 params/report.yml 提高 limits.cell_seconds",
            "see why it is slow, or raise limits.cell_seconds in params/report.yml",
        ),
    ),
    "time": (
        "notebook.time",
        Bilingual("运行超过{seconds}秒，已停止", "ran longer than {seconds} s and was stopped"),
        Bilingual(
            "减少计算，或在 params/report.yml 提高 limits.notebook_seconds",
            "compute less, or raise limits.notebook_seconds in params/report.yml",
        ),
    ),
    "cell_output": (
        "notebook.cell-output",
        Bilingual("一个单元格的输出超过{cell}字节，已停止", "one cell put out more than {cell} bytes and was stopped"),
        Bilingual(
            "减少打印，图表只画要用的；或在 params/report.yml 提高 limits.cell_output_bytes",
            "print less, draw only what is shown; or raise limits.cell_output_bytes in params/report.yml",
        ),
    ),
    "notebook_output": (
        "notebook.output",
        Bilingual("输出总量超过{notebook}字节，已停止", "put out more than {notebook} bytes in all and was stopped"),
        Bilingual(
            "减少打印，图表只画要用的；或在 params/report.yml 提高 limits.output_bytes",
            "print less, draw only what is shown; or raise limits.output_bytes in params/report.yml",
        ),
    ),
}
