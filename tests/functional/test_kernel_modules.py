"""What a kernel loads of lyreport counts among what its result depends on: a module left out would keep a stale value."""

from __future__ import annotations

import json
import subprocess
import sys

from lyreport.cache.inputs import PACKAGE
from lyreport.run.kept import MODULES
from tests.fixtures.county import County

OPENED = """
import json, sys
from lyreport import section
desk = section.open("38-livable-villages", year=2023, edition=2023)
desk.record(desk.compute("Q05"))
desk.milestones()
print(json.dumps([module.__file__ for name, module in sys.modules.items() if name.split(".")[0] == "lyreport"]))
"""
SHOWN_IN_THE_FACTS = frozenset(
    f"intake/{name}.py"
    for name in (
        "acceptance", "build", "cells", "checks", "context", "derived", "evaluate", "levels", "origins", "reception",
        "safety", "standing", "submissions", "syntax", "wholes", "workbook",
    )
)  # fmt: skip
"""How workbooks are read and checked: what it changes is in the facts, whose digests a section's reads are kept under."""
WITHOUT_EFFECT = frozenset({"__init__.py", "cache/__init__.py", "cache/inputs.py"})
"""The version, and digests that decide whether facts are built anew: no figure passes through them."""


def covered(name: str) -> bool:
    """Whether ``MODULES`` names a module, or a room that it lies in."""
    return any(name == f"{place}.py" or name.startswith(f"{place}/") for place in MODULES)


def test_what_a_kernel_loads_counts_among_its_inputs(tiny: County) -> None:
    """Every module behind ``section.open`` and a first value is in ``MODULES``, or is named here with a reason."""
    said = subprocess.run(
        [sys.executable, "-c", OPENED],
        env={"LYREPORT_ROOT": str(tiny.root), "PYTHONPATH": str(PACKAGE.parent), "PATH": ""},
        check=True, capture_output=True, text=True,
    ).stdout.splitlines()[-1]  # fmt: skip
    loaded = {path.removeprefix(f"{PACKAGE}/") for path in json.loads(said)}
    assert len(loaded) > 60
    assert {name for name in loaded if not covered(name)} - SHOWN_IN_THE_FACTS == WITHOUT_EFFECT
