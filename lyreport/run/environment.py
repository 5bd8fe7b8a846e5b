"""The environment of a kernel: the same on every machine, so that a rerun gives the same bytes.

Each line stands for something that was seen to change an output when left out: time zone, hash seed, locale, thread
count, terminal width, the user's own Jupyter and matplotlib settings.
"""

from __future__ import annotations

import calendar
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lyreport.project import ROOT_VARIABLE, Project, write_text

_FIXED = {
    "COLUMNS": "80",
    "IPYKERNEL_CELL_NAME": "<cell>",  # otherwise warnings and tracebacks carry the kernel's pid
    "JUPYTER_NO_CONFIG": "1",
    "JUPYTER_PREFER_ENV_PATH": "1",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else the debugger that ipykernel loads prints a warning
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "TZ": "UTC",
    **dict.fromkeys(
        ("MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"),
        "1",
    ),
}
_MATPLOTLIBRC = "svg.hashsalt: lyreport\n"


@contextmanager
def runtime_folder() -> Iterator[Path]:
    """Yield a private folder for sockets and temporary files, removed at the end.

    It lies directly below ``/tmp``: the path of a Unix socket may not be longer than 104 bytes.
    """
    folder = Path(tempfile.mkdtemp(prefix="ly-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def worker_environment(project: Project, runtime: Path) -> dict[str, str]:
    """Return the whole environment of a worker and its kernels: nothing is inherited.

    Args:
        project: keeps matplotlib's font list between runs, in its cache.
        runtime: the folder of :func:`runtime_folder`.
    """
    matplotlib = project.cache / "matplotlib"
    write_text(matplotlib / "matplotlibrc", _MATPLOTLIBRC)
    folders = {
        "HOME": runtime / "home",
        "IPYTHONDIR": runtime / "ipython",
        "JUPYTER_CONFIG_DIR": runtime / "config",
        "JUPYTER_DATA_DIR": runtime / "data",
        "JUPYTER_RUNTIME_DIR": runtime / "run",
        "TMPDIR": runtime / "tmp",
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700, exist_ok=True)
    own = Path(__file__).parents[2]  # so that a kernel has the lyreport that runs it, wherever it was started from
    path = os.pathsep.join((str(Path(sys.executable).parent), os.defpath))
    return {
        **_FIXED,
        "PATH": path,
        ROOT_VARIABLE: str(project.root),
        **({} if own.name in ("site-packages", "dist-packages") else {"PYTHONPATH": str(own)}),
        "MPLCONFIGDIR": str(matplotlib),
        **{name: str(folder) for name, folder in folders.items()},
    }


def source_date_epoch(edition: int) -> str:
    """Return the one moment that an edition's files may carry: the first of January after its year, UTC."""
    return str(calendar.timegm((edition + 1, 1, 1, 0, 0, 0)))
