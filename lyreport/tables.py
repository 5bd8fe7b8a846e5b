"""A form as it reached us in one year: the frame, who sent it, who still owes it.

The one shape that ``intake`` hands over and ``indicators`` read.  It knows neither files nor rules.

A frame has one row per submitted row, the form's own columns under their machine names, and seven more:

* ``_file``, ``_sheet``, ``_row``: where the row stands (path below the project, sheet name, Excel row number);
* ``_unit``: id of the submitting unit;
* ``_status`` and ``_remark``: the row's own 本行状态 (``修订`` or empty) and 备注;
* ``_codes``: JSON text that says why cells are empty: ``{"column": "blank" | "na" | "pending"}``
  (未报 / 不适用 / a conditional column whose condition is not met yet); cells with a value do not stand in it.

Types: ``int`` and ``year`` are ``Int64``, ``bool`` is ``boolean``, ``decimal`` is ``object`` of ``decimal.Decimal``,
``date`` is ``object`` of ``datetime.date``, everything else ``object`` of ``str``; empty is ``pandas.NA`` or ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pandas import DataFrame

Status = Literal["accepted", "partial", "rejected", "missing"]


@dataclass(frozen=True)
class Submission:
    """What one unit sent, or failed to send, for one form and year.

    ``status``: ``accepted``, ``rejected`` (has faults), ``missing`` (nothing came).  ``state``: ``preliminary``,
    ``verified``, ``revised``.  ``superseded`` are digests of earlier versions of the same form.
    """

    form: str
    year: int
    unit: str
    status: Literal["accepted", "rejected", "missing"]
    state: str | None = None
    file: str | None = None
    sha256: str | None = None
    sheet: str | None = None
    submitted_on: str | None = None
    days_late: int | None = None
    rows: int = 0
    faults: int = 0
    demonstration: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    superseded: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class FormTable:
    """All accepted rows of one form in one year.

    ``status`` is ``partial`` where some of several submitters are missing or rejected; ``owing`` names them.
    """

    form: str
    year: int
    frame: DataFrame
    status: Status
    submissions: tuple[Submission, ...]

    @property
    def owing(self) -> tuple[str, ...]:
        """Ids of the units whose part is missing or not accepted."""
        return tuple(sent.unit for sent in self.submissions if sent.status != "accepted")

    @property
    def state(self) -> str:
        """The weakest state of what was accepted: preliminary, then revised, then verified."""
        states = {sent.state for sent in self.submissions if sent.status == "accepted"}
        return next((state for state in ("preliminary", "revised") if state in states), "verified")

    @property
    def demonstration(self) -> bool:
        """Whether any part of it is marked as demonstration data."""
        return any(sent.demonstration for sent in self.submissions)


class Facts(Protocol):
    """Where indicators find forms: the facts store, or a few small tables in a test."""

    def table(self, form: str, year: int) -> FormTable:
        """Return the form of that year; an unsent form has an empty frame and status ``missing``."""
        ...
