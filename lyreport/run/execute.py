"""Run one task: check, execute by papermill, judge, and only then put the result in its place."""

from __future__ import annotations

import json
import secrets
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import nbformat
from nbclient.exceptions import DeadKernelError
from papermill.engines import papermill_engines
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from lyreport.cache.shelf import Shelf
from lyreport.errors import NotebookError, ParamsError, Problem
from lyreport.hashing import sha256_file
from lyreport.project import READS_VARIABLE, VALUES_VARIABLE, write_bytes, write_json
from lyreport.run.canonical import canonical
from lyreport.run.environment import source_date_epoch
from lyreport.run.inspect import check_parameters, read
from lyreport.run.packing import pack
from lyreport.run.page import page
from lyreport.run.task import Outcome, Shelved, Task
from lyreport.run.verdict import SENTINEL_ID, Ending, judge
from lyreport.run.watch import ENGINE, Watch, install_engine


def perform(task: Task, environment: Mapping[str, str]) -> Outcome:
    """Run ``task`` and keep its notebook and page; a failed run leaves an earlier good result as it was.

    Args:
        task: what to run.
        environment: the whole environment of the kernel but for what belongs to the task.
    """
    start = time.monotonic()
    source = _digest(task)
    reads = Path(environment["TMPDIR"]) / f"{secrets.token_hex(4)}.reads"
    watched = {**environment, READS_VARIABLE: str(reads)} if task.shelf else environment
    try:
        result = keep(task, execute(task, watched), private=(Path(environment["TMPDIR"]).parent,))
    except (NotebookError, ParamsError) as error:
        return Outcome(task.key, time.monotonic() - start, error.problems)
    made = _shelved(Shelf(task.shelf), result, reads) if task.shelf else None
    if made and source == _digest(task):
        made = replace(made, source=source)
    return Outcome(task.key, time.monotonic() - start, made=made)


@dataclass(frozen=True)
class Kept:
    """What a run leaves behind: its canonical notebook, as bytes and as their JSON, and the notebook's page."""

    data: bytes
    notebook: dict[str, Any]
    page: bytes


def _digest(task: Task) -> str:
    return sha256_file(task.source) if task.shelf and task.source.is_file() else ""


def _shelved(shelf: Shelf, made: Kept, reads: Path) -> Shelved:
    lines = reads.read_text(encoding="utf-8").splitlines() if reads.is_file() else []
    packed = pack(made.notebook)
    return Shelved("", shelf.put(made.data), shelf.put(packed), shelf.put(made.page), dict(map(json.loads, lines)))


def execute(task: Task, environment: Mapping[str, str]) -> dict[str, Any]:
    """Execute the notebook of ``task`` and return it as papermill left it, with our check at its end.

    Raises:
        ParamsError: the notebook does not take the task's parameters.
        NotebookError: it did not run well; the partial notebook lies in the edition's log.
    """
    check_parameters(read(task.source), task.parameters)
    nonce = secrets.token_hex(8)
    watch = Watch(task.limits, _kernel_environment(task, environment))
    with tempfile.TemporaryFile() as stderr:
        error = _papermill(task, _with_sentinel(task.source, nonce), watch, {"stdout": DEVNULL, "stderr": stderr})
        notebook: dict[str, Any] | None = json.loads(json.dumps(watch.notebook)) if watch.notebook else None
        status = watch.process.poll() if isinstance(error, DeadKernelError) else None
        ending = Ending(nonce, watch.cell, watch.stopped, status, str(error) if error else None)
        kept = task.project.relative(task.failed)
        problems = judge(notebook, ending, where=_where(task), limits=task.limits, kept=kept)
        if problems or notebook is None:
            stderr.seek(0)
            _keep_failed(task, notebook, stderr.read())
            raise NotebookError(problems)
    return notebook


def keep(task: Task, notebook: dict[str, Any], *, private: tuple[Path, ...] = ()) -> Kept:
    """Put the canonical notebook and its page in their places, the raw one into the log.

    Raises:
        NotebookError: the notebook cannot be made canonical; nothing was written but the failed notebook.
    """
    try:
        data = canonical(notebook, task.root, private=private)
    except NotebookError as error:
        _keep_failed(task, notebook, b"")
        raise NotebookError([_at(problem, task) for problem in error.problems]) from error
    final = task.edition.notebook(task.key.stem, task.key.year)
    made: dict[str, Any] = json.loads(data)
    html = page(made)
    raw = json.dumps(notebook, ensure_ascii=False).encode()
    write_bytes(task.edition.log / "raw" / str(task.key.year) / f"{task.key.stem}.ipynb", raw)
    write_bytes(final, data)
    write_bytes(final.with_suffix(".html"), html)
    for leftover in (task.failed, task.crash_log):
        leftover.unlink(missing_ok=True)
    return Kept(data, made, html)


def _papermill(task: Task, notebook: Any, watch: Watch, streams: Mapping[str, Any]) -> Exception | None:
    """Let papermill put the parameters in and run the cells.

    What ``papermill.execute_notebook`` does besides is left out: it writes the whole notebook out twice, here to
    nowhere, and changes the folder of the process (docs/decisions/0064).
    """
    install_engine()
    try:
        prepared = parameterize_notebook(
            load_notebook_node(notebook), dict(task.parameters), kernel_name=task.kernel, engine_name=ENGINE
        )
        papermill_engines.execute_notebook_with_engine(
            ENGINE,
            prepared,
            kernel_name=task.kernel,
            progress_bar=False,
            start_timeout=task.limits.start_seconds,
            watch=watch,
            started={**streams, "cwd": str(task.source.parent), "env": watch.environment},
            config=_over_ipc(watch.environment),
        )
    except Exception as error:  # noqa: BLE001 # whatever happened, the verdict is ours and names it
        return error
    return None


def _over_ipc(environment: Mapping[str, str]) -> Config:
    """Let the kernel listen on private Unix sockets: TCP would be open to every user of the machine.

    The name is given, and is unique: jupyter_client's own is ``kernel-ipc`` in the working directory, for which
    kernels that start at the same time race until one of them waits for ever.
    """
    socket = Path(environment["JUPYTER_RUNTIME_DIR"]) / secrets.token_hex(4)
    return Config({"KernelManager": {"transport": "ipc", "ip": str(socket)}})


def _with_sentinel(source: Path, nonce: str) -> Any:
    content = json.loads(source.read_bytes())
    content["cells"].append({"cell_type": "code", "id": SENTINEL_ID, "metadata": {}, "source": f"print({nonce!r})"})
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    notebook: Any = nbformat.from_dict(content)  # type: ignore[no-untyped-call] # ships no types
    return notebook


def _kernel_environment(task: Task, environment: Mapping[str, str]) -> dict[str, str]:
    own = {"SOURCE_DATE_EPOCH": source_date_epoch(task.edition_year)}
    if task.values:
        own[VALUES_VARIABLE] = str(task.values)
    return {**environment, **own}


def _where(task: Task) -> str:
    return f"notebooks/{task.key.stem}.ipynb ({task.key.year})"


def _at(problem: Problem, task: Task) -> Problem:
    place = ", ".join(filter(None, (_where(task), problem.where)))
    return Problem(problem.code, place, problem.what, problem.cure)


def _keep_failed(task: Task, notebook: dict[str, Any] | None, stderr: bytes) -> None:
    if notebook:
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != SENTINEL_ID]
        write_json(task.failed, notebook)
    if stderr:
        write_bytes(task.crash_log, stderr)
