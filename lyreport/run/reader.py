"""What an edition's notebooks have on record, read as soon as each is in its place, while others still run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from lyreport.project import Edition
from lyreport.run.harvest import Harvest, Records, gathered, records
from lyreport.run.schedule import Event
from lyreport.run.task import Key


class Reader:
    """Reads each notebook of an edition once; the caller holds the edition's lock."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._thread = ThreadPoolExecutor(1)
        self._read: dict[Key, Future[Records]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._thread.shutdown(cancel_futures=kind is not None)

    def hearing(self, progress: Callable[[Event], None]) -> Callable[[Event], None]:
        """Return a progress that also begins to read what is in its place."""

        def heard(event: Event) -> None:
            if event.kind in ("finished", "cached"):
                self._begin(event.key)
            progress(event)

        return heard

    def harvest(self, keys: Sequence[Key]) -> Harvest:
        """Return what the notebooks of ``keys`` have on record.

        Raises:
            NotebookError: as :func:`lyreport.run.harvest.gathered`.
        """
        return gathered([self._begin(key).result() for key in keys])

    def _begin(self, key: Key) -> Future[Records]:
        if key not in self._read:
            self._read[key] = self._thread.submit(self._records, key)
        return self._read[key]

    def _records(self, key: Key) -> Records:
        return records(key, self._edition.notebook(key.stem, key.year).read_bytes())
