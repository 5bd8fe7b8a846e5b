"""Way (b): ``papermill.execute_notebook`` on a process pool; ``python pool.py job.json``."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import papermill


def run(cells: dict[str, Any]) -> None:
    """Execute one notebook as papermill's documentation says."""
    os.environ["LYREPORT_SECTION_VALUES"] = cells["values"]
    papermill.execute_notebook(cells["source"], cells["target"], cells["parameters"], progress_bar=False)


if __name__ == "__main__":
    job = json.loads(Path(sys.argv[1]).read_bytes())
    os.environ["LYREPORT_ROOT"] = job["root"]
    with ProcessPoolExecutor(job["cores"]) as pool:
        list(pool.map(run, job["cells"]))
