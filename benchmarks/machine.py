"""The machine a benchmark ran on, by what decides its speed; no name, no path."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil
import pypandoc
from documents import quarto
from ways import cores

_PACKAGES = ("papermill", "nbclient", "nbconvert", "ipykernel", "jupyter-client", "pandas", "numpy", "matplotlib",
             "duckdb", "typst")  # fmt: skip


def described() -> dict[str, str]:
    """Return what is said of the machine, by heading."""
    return {
        "processor": f"{_processor()}, {cores()} of {os.cpu_count()} cores used",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
        "libraries": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
        "pandoc": str(pypandoc.get_pandoc_version()),
        "Quarto": "found" if quarto() else "not found: pandoc and typst by their commands instead",
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else ()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
