"""What the warm process loads before it forks the first kernel.

Only imports, and one drawing that leaves nothing behind: whatever is changed here would show in every kernel.
"""

from __future__ import annotations

import gc
import importlib
import os
from contextlib import suppress
from pathlib import Path

from lyreport.errors import ParamsError
from lyreport.plan import load_plan
from lyreport.project import ROOT_VARIABLE

# Named, not imported: this room knows what notebooks load, not what is in it (docs/architecture.md).
# matplotlib_inline.backend_inline is left out: it ties itself to the running kernel while it is imported.
MODULES: tuple[str, ...] = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",  # with all of debugpy, most of what a kernel spends its start on
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "argcomplete.completers",
    "sqlite3",
    "tornado.platform.asyncio",
    "matplotlib.pyplot",
    "pandas",
    "duckdb",
    "lyreport.section.opening",
    "lyreport.section.charts",
    "lyreport.section.tables",
)


def load() -> dict[str, str]:
    """Import everything that is installed, draw once, and let the memory be shared.

    Returns:
        What the imports put into the environment, as they would in an ordinary kernel.
    """
    before = dict(os.environ)
    for name in MODULES:
        with suppress(ImportError):  # a kernel is as warm as it can be; a notebook that needs it will say so
            importlib.import_module(name)
    with suppress(ImportError):
        draw()
    with suppress(ParamsError):  # said by the first section that needs the plan
        read_ahead()
    gc.collect()
    gc.freeze()  # else the first collection in a kernel would touch, and so copy, every page
    return {name: value for name, value in os.environ.items() if before.get(name) != value}


def read_ahead() -> None:
    """Read the plan of the project that kernels will work for, where there is one: every section begins with it."""
    root = os.environ.get(ROOT_VARIABLE)
    if root:
        load_plan(Path(root) / "params")


def draw() -> None:
    """Draw one figure without pyplot: fonts are found, the renderers are loaded, no setting stays changed."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    del FigureCanvasSVG  # imported for its loading
    with mpl.rc_context():
        figure = Figure()
        figure.add_subplot().plot([0, 1], label="a")
        figure.legend()
        FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call] # ships no types
