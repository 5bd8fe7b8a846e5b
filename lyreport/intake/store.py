"""The facts store: one Parquet file per form and year, and ``submissions.json`` beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from lyreport.errors import Bilingual, NotBuiltError
from lyreport.hashing import canonical_json, digest, sha256_file
from lyreport.intake import parquet
from lyreport.intake.faults import Fault
from lyreport.intake.parquet import META, Record
from lyreport.intake.rows import REMARK, STATUS, Row
from lyreport.plan import Plan
from lyreport.project import Project, staged_folder, write_bytes
from lyreport.tables import FormTable, Status, Submission

RECORD = "submissions.json"


@dataclass(frozen=True)
class Store:
    """The facts of a project, as ``lyreport.intake.build`` left them; implements ``lyreport.tables.Facts``.

    ``folder`` stands in for ``output/facts`` where facts are built aside.
    """

    project: Project
    plan: Plan
    folder: Path | None = None

    def table(self, form: str, year: int) -> FormTable:
        """Return the accepted rows of a form; an unsent form has an empty frame and status ``missing``."""
        sent = self._sent(form, year)
        frame = parquet.frame(self._records(form, year), self.plan.forms[form])
        return FormTable(form, year, frame, _status(sent), sent)

    def rows(self, form: str, year: int) -> tuple[Row, ...] | None:
        """Return the accepted rows of a form as the checks see them, or None where no unit's part was accepted."""
        if not self.path(year).is_file() or _status(self._sent(form, year)) not in ("accepted", "partial"):
            return None
        return tuple(_row(record) for record in self._records(form, year))

    def submissions(self, year: int) -> tuple[Submission, ...]:
        """Return one record per owed form and unit, in the order of the forms."""
        return tuple(one for group in self._groups(year).values() for one in group)

    def demonstration(self, year: int) -> bool:
        """Return whether any form of the year came marked as demonstration data."""
        return any(sent.demonstration for sent in self.submissions(year))

    def faults(self, year: int) -> tuple[Fault, ...]:
        """Return every fault found in the year's workbooks, warnings included."""
        return tuple(Fault.from_json(one) for one in self._record(year)["faults"])

    def digest(self, form: str, year: int) -> str:
        """Return the digest of all that ``table`` would say: rows, and who sent them in which state.

        The workbook's own digest is left out: a cell of another form in it changes nothing here.
        """
        sent = [asdict(replace(one, sha256=None, superseded=())) for one in self._sent(form, year)]
        return digest({"rows": self._record(year)["parquet"][form], "submissions": sent})

    def whole(self, year: int) -> bool:
        """Return whether the year's facts are there, every file of them with the bytes that were written."""
        path = self.path(year)
        known = self._record(year).get("parquet", {}) if path.is_file() else {}
        made = {form: path.with_name(f"{form}.parquet") for form in self.plan.forms}
        return all(_holds(one, known.get(form, "")) for form, one in made.items())

    def origins(self, year: int) -> dict[str, str]:
        """Return what the year's facts were made from, by name; nothing for facts that an earlier lyreport made."""
        return dict(self._record(year).get("origins", {}))

    def path(self, year: int) -> Path:
        """Return where the record of one year lies."""
        return (self.folder or self.project.facts) / str(year) / RECORD

    def _sent(self, form: str, year: int) -> tuple[Submission, ...]:
        return self._groups(year).get(form, ())

    def _groups(self, year: int) -> dict[str, tuple[Submission, ...]]:
        path = self.path(year)
        return _grouped(path, *self._stamp(path, year))

    def _record(self, year: int) -> dict[str, Any]:
        path = self.path(year)
        return _load(path, *self._stamp(path, year))

    def _stamp(self, path: Path, year: int) -> tuple[int, int]:
        """What tells a replaced record from the one already read."""
        try:
            found = path.stat()
        except FileNotFoundError as error:
            raise _not_built(year) from error
        return found.st_mtime_ns, found.st_ino

    def _records(self, form: str, year: int) -> list[Record]:
        return _read(self.path(year).with_name(f"{form}.parquet"), self._record(year)["parquet"][form])


def save(
    store: Store,
    year: int,
    made_from: Mapping[str, str],
    rows: dict[str, list[Record]],
    submissions: Sequence[Submission],
    faults: Sequence[Fault],
) -> None:
    """Put a year's facts in place in one step: every form's Parquet file, empty ones too, and the record.

    Raises:
        OSError: the disk refused; the year's earlier facts stay as they were.
    """
    with staged_folder(store.path(year).parent) as draft:
        digests = {}
        for form in store.plan.forms.values():
            path = draft / f"{form.id}.parquet"
            parquet.write(path, form, rows.get(form.id, []))
            digests[form.id] = sha256_file(path)
        record = {
            "year": year,
            "origins": dict(made_from),
            "parquet": digests,
            "submissions": [asdict(one) for one in submissions],
            "faults": [fault.as_json() for fault in faults],
        }
        write_bytes(draft / RECORD, canonical_json(record))


@lru_cache(maxsize=16)
def _load(path: Path, _changed: int, _inode: int) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(path.read_bytes())
    return record


@lru_cache(maxsize=16)
def _grouped(path: Path, changed: int, inode: int) -> dict[str, tuple[Submission, ...]]:
    groups: dict[str, list[Submission]] = {}
    for record in _load(path, changed, inode)["submissions"]:
        groups.setdefault(record["form"], []).append(_submission(record))
    return {form: tuple(group) for form, group in groups.items()}


@lru_cache(maxsize=256)
def _read(path: Path, known: str) -> list[Record]:
    """Read the file that the record speaks of; another process may have put new facts in its place meanwhile."""
    records = parquet.read(path) if _holds(path, known) else []
    if not _holds(path, known):
        raise _replaced(path)
    return records


def _holds(path: Path, known: str) -> bool:
    return path.is_file() and sha256_file(path) == known


def _submission(record: dict[str, Any]) -> Submission:
    known = Submission(**record)
    columns = tuple((name, letter) for name, letter in known.columns)
    return replace(known, columns=columns, superseded=tuple(known.superseded))


def _status(sent: Sequence[Submission]) -> Status:
    found = {one.status for one in sent}
    if "accepted" in found:
        return "accepted" if found == {"accepted"} else "partial"
    return "rejected" if "rejected" in found else "missing"


def _row(record: Record) -> Row:
    values = {name: value for name, value in record.items() if name not in META}
    values |= {STATUS: record["_status"], REMARK: record["_remark"]}
    return Row(record["_row"], values, json.loads(record["_codes"]))


def _replaced(path: Path) -> NotBuiltError:
    return NotBuiltError.single(
        "facts.replaced",
        f"output/facts/{path.parent.name}/{path.name}",
        Bilingual(
            "读取时，事实表已被另一个进程换掉或损坏", "while it was read, another process replaced or damaged it"
        ),
        Bilingual("等它结束，再运行一次", "wait until that process has ended, and run again"),
    )


def _not_built(year: int) -> NotBuiltError:
    return NotBuiltError.single(
        "facts.not-built",
        f"output/facts/{year}",
        Bilingual("这一年的报表还没有入库", "the facts of this year have not been built"),
        Bilingual(f"先运行 lyreport run {year}", f"first run: lyreport run {year}"),
    )
