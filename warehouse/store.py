"""The store: one writer works aside, readers only ever see finished files.

A warehouse is the published file that the user names, say ``t.duckdb``, and the directory ``t.duckdb.work`` beside
it, which only the writer opens.  A run copies the base (the last working file) to a candidate, changes the
candidate in one transaction, has it checked, and swaps it in: first as the new working file, then, as a copy, as
the published one.  A run that is killed or refused leaves the base and the published file as they were.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.files import Kind, ReleaseMark, followed, glance, look, remove, reported, sweep_spilled
from warehouse.lock import writer_lock
from warehouse.reading import read_rows
from warehouse.sessions import Store

_log = logging.getLogger(__name__)


class Warehouse:
    """The warehouse published at ``path``.  Making the object touches nothing."""

    def __init__(self, path: str | Path, keep: int = 5) -> None:
        """``keep`` is how many of the last releases stay on the disk, the published one included (at least 1)."""
        self.path = followed(path)
        self.keep = keep
        self.work = self.path.with_name(self.path.name + ".work")

    @property
    def working(self) -> Path:
        """The file that the next run starts from."""
        return self.work / "working.duckdb"

    @contextmanager
    def writer(self, wait: float | None = 0.0) -> Iterator[Store]:
        """The store, open for one run, with the lock held; ``wait`` as in :func:`warehouse.lock.writer_lock`.

        ``WarehouseError`` where the path cannot be written, is not ours or is newer than this program.
        """
        glance(self.path)
        if "?" in str(self.path.absolute()):
            # NOTE: as of duckdb 1.5, which puts the end of its log's name before the "?", as if it were an address.
            raise WarehouseError(f'{self.path}: a "?" cannot stand in the path of a store that is written; rename it')
        with reported(self.work, "make the working directory"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.work.mkdir(exist_ok=True)
        with writer_lock(self.work, self.path, wait):
            self._sweep()
            store = Store(self.path, self.work, *self._base(), self.keep)
            try:
                yield store
            finally:
                store.close()

    def _base(self) -> tuple[Path | None, int | None]:
        """The file that holds the newest finished state, and its layout; ``None`` where there is none yet."""
        published, working = look(self.path), look(self.working)
        if working.kind is Kind.DAMAGED:
            _log.warning("%s is damaged and is made anew from the published file", self.working)
        if working.kind is not Kind.OURS:
            if published.kind is Kind.DAMAGED:
                raise WarehouseError(
                    f"{self.path}: is damaged and there is no working copy; move it away, then build again"
                )
            if published.kind is Kind.BUSY:
                raise WarehouseError(f"{self.path}: is open for writing in another program; close it, then build again")
            return (self.path, published.version) if published.kind is Kind.OURS else (None, None)
        if published.release not in (None, working.release) and not self._known(published.release):
            _log.warning("%s was replaced from elsewhere; building on what it holds now", self.path)
            return self.path, published.version
        if published.kind is Kind.DAMAGED:
            _log.warning("%s is damaged; it is published anew from the working copy", self.path)
        return self.working, working.version

    def _known(self, release: ReleaseMark) -> bool:
        """Whether the working file knows the release that is published, so that it is the same or newer."""
        known = read_rows(
            self.working,
            "SELECT count(*) FROM releases WHERE release = ? AND run_id = ? AND content_hash = ?",
            [release.number, release.run_id, release.content_hash],
        )
        return bool(known[0][0])

    def _sweep(self) -> None:
        """Remove what runs that were killed have left behind; only the holder of the lock may."""
        for pattern in ("candidate-*", "stage-*", ".working.duckdb.*.new*"):
            for left in self.work.glob(pattern):
                remove(left)
        for left in self.path.parent.glob(f".{self.path.name}.*.new"):
            left.unlink(missing_ok=True)
        sweep_spilled(self.path)
