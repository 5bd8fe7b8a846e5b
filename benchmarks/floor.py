"""The floor: the cells of all notebooks in forks of one warm process on all cores, then pandoc and typst per document.

No kernel, no messages, no record, no page, no check: what is left when everything that makes a run trustworthy is left
out.  Nothing here may be slowed down: ``python floor.py job.json`` prints how long each part took, and what was shown.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdf

for _name in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_name}_NUM_THREADS"] = "1"
os.environ["MPLBACKEND"] = "agg"

Work = Callable[[], int]


def main() -> None:
    """Do the job that the file names."""
    job = json.loads(Path(sys.argv[1]).read_bytes())
    start = time.perf_counter()
    warm_up(job["root"])
    warmed = time.perf_counter()
    shown = spread([lambda one=one: run(one) for one in job["cells"]], job["cores"])
    ran = time.perf_counter()
    spread([lambda one=one: typeset(one) for one in job["documents"]], job["cores"])
    end = time.perf_counter()
    print(json.dumps({"warm up": warmed - start, "notebooks": ran - warmed, "typesetting": end - ran, "shown": shown}))


def warm_up(root: str) -> None:
    """Import what cells import, with pictures drawn once; what they show is counted, not sent."""
    import gc

    import duckdb  # noqa: F401 # imported to be warm

    import lyreport.section.charts
    import lyreport.section.opening
    import lyreport.section.tables  # noqa: F401 # as above
    from lyreport.run.warm import preload
    from lyreport.section import display

    os.environ["LYREPORT_ROOT"] = root
    preload.read_ahead()
    display.publish_display_data = lambda _: shown.append(1)
    preload.draw()
    gc.freeze()


shown: list[int] = []


def spread(works: list[Work], cores: int) -> int:
    """Do every work in a fork, ``cores`` at a time, the first ones first; return the sum of what they return."""
    total, running = 0, {}
    for work in [*works, *[None] * cores]:
        while running and (work is None or len(running) == cores):
            pid, status = os.wait()
            total += int(os.read(running.pop(pid), 16) or b"0")
            if status:
                raise SystemExit(f"a fork failed: {os.waitstatus_to_exitcode(status)}")
        if work:
            read, write = os.pipe()
            pid = os.fork()
            if not pid:
                _child(work, write)
            os.close(write)
            running[pid] = read
    return total


def _child(work: Work, write: int) -> None:
    status = 1
    try:
        os.write(write, str(work()).encode())
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def run(cells: dict[str, str]) -> int:
    """Execute the code of one notebook; return how many things it showed."""
    if cells["values"]:
        os.environ["LYREPORT_SECTION_VALUES"] = cells["values"]
    exec(cells["code"], {"__name__": "__main__"})  # noqa: S102 # that is what a floor does
    return len(shown)


def typeset(document: dict[str, str]) -> int:
    """Call pandoc once, and typst once for a PDF."""
    subprocess.run(document["pandoc"], cwd=document["folder"], check=True)
    if "pdf" in document:
        pdf.compile(document["made"], document["pdf"], document["project"])
    return 0


if __name__ == "__main__":
    main()
