"""The words a notebook may say: load, record, table, figure.

``open`` is the door; everything heavy is imported behind it, since the report takes its numbers from this room too.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from lyreport.project import READS_VARIABLE, ROOT_VARIABLE, VALUES_VARIABLE, Project

if TYPE_CHECKING:
    from lyreport.section.desk import Desk


def open(stem: str, *, year: int, edition: int) -> Desk:  # noqa: A001 - read as section.open(…)
    """Sit down at one section: find the project, load plan and settings, build the facts if there are none.

    The project is looked for from the working folder upwards, or in ``LYREPORT_ROOT``.

    Args:
        stem: the section, e.g. ``38-livable-villages``.
        year: the year of the data.
        edition: the year of the report; charts are drawn only where both agree.

    Raises:
        UsageError: there is no such section, or the year lies outside the edition.
        ParamsError: the plan or a year's settings are not valid.
    """
    from lyreport.section.opening import sit_down

    start = Path(os.environ.get(ROOT_VARIABLE) or Path.cwd())
    values, reads = os.environ.get(VALUES_VARIABLE), os.environ.get(READS_VARIABLE)
    return sit_down(Project.find(start), stem, year=year, edition=edition, values=values, reads=reads)
