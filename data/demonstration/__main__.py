"""Make the demonstration workbooks: ``python -m data.demonstration [--years 2025] [--to data] [--tiny]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.demonstration import tiny
from data.demonstration.build import build
from data.demonstration.cells import YEARS
from data.demonstration.submissions import envelopes
from lyreport.errors import UserError
from lyreport.plan import load_plan, load_year
from lyreport.project import Project


def main() -> int:
    """Build what the command line asks for; return the exit code."""
    options = _options()
    root = Path(__file__).parents[2]
    project = Project(root / "tests" / "fixtures" / "tiny" if options.tiny else root)
    send, years = (tiny.envelopes, tiny.YEARS) if options.tiny else (envelopes, YEARS)
    try:
        due = {year: load_year(project.params, year).due for year in options.years or years}
        written = build(options.to or project.root / "data", load_plan(project.params), due=due, send=send)
    except UserError as error:
        print(error.say("zh"), error.say("en"), sep="\n", file=sys.stderr)  # noqa: T201 - a command speaks
        return error.exit_code
    print(f"{len(written)} workbooks, {sum(path.stat().st_size for path in written) // 1024} KB")  # noqa: T201
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m data.demonstration", description=__doc__)
    parser.add_argument("--years", type=int, nargs="+", choices=YEARS, help="default: all")
    parser.add_argument("--to", type=Path, help="folder that gets one folder per year (default: data/)")
    parser.add_argument("--tiny", action="store_true", help="the toy county of the tests instead")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
