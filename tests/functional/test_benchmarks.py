"""The benchmark's scripts still run; what they measure is no test's business."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "benchmarks" / "bench.py"


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark in a process of its own, as nox does."""
    return subprocess.run([sys.executable, str(BENCH), *words], capture_output=True, text=True, check=False)


def test_floor_does_what_lyreport_does() -> None:
    """On the toy county the floor shows as many things as lyreport records (else it refuses), and ratios are printed."""
    done = bench("--quick", "--only", "e,h")
    assert done.returncode == 0, done.stderr
    assert "| (h) | the floor |" in done.stdout
    assert "nothing changed, start-up included" in done.stdout


def test_unknown_way_is_refused() -> None:
    """A letter that is no way is named, beside those that are."""
    done = bench("--only", "d,x")
    assert done.returncode == 2
    assert "no such way: x" in done.stderr
