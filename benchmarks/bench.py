"""Compare lyreport with today's ways and with the floor: ``nox -s bench -- [--quick] [--only a,d,h] [--repeat N]``.

Never a timed test: it prints ratios and, in full, writes them to benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import page
from calling import Caller, Scale
from growth import KINDS, grow
from machine import described
from subject import ROOT, copy
from ways import BIN, WAYS, Bench, Timing, again, cold

HELP_RUNS = 5


def main(argv: Sequence[str]) -> int:
    """Measure what the command line asks for, print it, and on request put it on the page."""
    options = _options(argv)
    sys.path.append(str(ROOT))  # for data.demonstration
    with tempfile.TemporaryDirectory(prefix="lyreport-bench-", dir="/tmp") as folder:
        found = measure(options, Path(folder))
    print(page.table(found))
    if options.write:
        page.write(found)
    return 0


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Run every chosen way in every round; the rounds take turns, so that a busy minute hits all ways alike."""
    load = [os.getloadavg()[0]]
    bench = Bench(copy(folder / "project", quick=options.quick), folder, Caller(), options.sections)
    rounds = [_round(bench, options.only, folder / f"round-{number}") for number in range(options.repeat)]
    load.append(os.getloadavg()[0])
    return {
        "machine": described(),
        "load": load,
        "quick": options.quick,
        "sections": options.sections,
        "size": {"sections": len(bench.subject.stems), "notebooks": len(bench.subject.cells())},
        "rounds": rounds,
        "help": [bench.call([str(BIN / "lyreport"), "--help"], folder).seconds for _ in range(HELP_RUNS)],
        "growth": grow(options.growth, folder / "growth", quick=options.quick) if options.growth else {},
        "memory": {letter: _weighed(bench, letter) for letter in options.memory},
    }


def _round(bench: Bench, only: str, kept: Path) -> dict[str, dict[str, Any]]:
    shutil.copytree(bench.subject.root, kept, ignore=shutil.ignore_patterns("output"))
    if "d" not in only:
        cold(bench)
    found = {letter: _told(letter, WAYS[letter][1](bench)) for letter in WAYS if letter in only}
    for name in ("data", "notebooks"):  # each round changes the same cell and the same word
        shutil.rmtree(bench.subject.root / name)
        shutil.move(kept / name, bench.subject.root / name)
    return found


def _told(letter: str, timing: Timing) -> dict[str, Any]:
    print(f"({letter}) {timing.seconds:7.2f} s  {WAYS[letter][0]}  {timing.remark}", file=sys.stderr, flush=True)
    return asdict(timing)


def _weighed(bench: Bench, letter: str) -> dict[str, int]:
    again(bench)  # what a way reads is there again after the changes were taken back
    scale = Scale()
    WAYS[letter][1](Bench(bench.subject, bench.scratch, Caller(scale), bench.sections))
    print(f"({letter}) {scale.peak / 1e6:.0f} MB", file=sys.stderr, flush=True)
    return asdict(scale)


def _letters(text: str) -> str:
    found = "".join(part.strip() for part in text.split(","))
    if unknown := set(found) - set(WAYS):
        raise argparse.ArgumentTypeError(f"no such way: {', '.join(sorted(unknown))}; known: {', '.join(sorted(WAYS))}")
    return found


def _kinds(text: str) -> str:
    if unknown := set(text.split(",")) - set(KINDS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}; known: {', '.join(KINDS)}")
    return text


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__.split("\n\n")[0])
    parser.add_argument("--only", type=_letters, default="".join(WAYS), help="letters of the ways, e.g. a,d,h")
    parser.add_argument("--repeat", type=int, default=1, help="rounds (default: 1)")
    parser.add_argument("--sections", type=int, default=0, help="a, b, c: execute so many sections, and scale up")
    parser.add_argument("--growth", type=_kinds, help=f"how cost grows with: {','.join(KINDS)}")
    parser.add_argument("--memory", type=_letters, default="", help="ways to weigh in a run of their own, e.g. b,d,h")
    parser.add_argument("--quick", action="store_true", help="the toy county of the tests instead of the county")
    parser.add_argument("--write", action="store_true", help="put the results into benchmarks/README.md")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
