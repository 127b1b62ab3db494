"""One run's work on the store, from reading what is known to publishing."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from warehouse import actor_index, search, unchecked
from warehouse.ddl import quoted
from warehouse.differences import append
from warehouse.files import copy_in, remove, reported, swap_in
from warehouse.frames import conform, empty_frame, frame_schema
from warehouse.holding import Failing, hold_back
from warehouse.migrations import VERSION, create, migrate
from warehouse.questions import create_questions
from warehouse.reading import read_frame, read_rows
from warehouse.records import Changes, Log, Release, RunRecord
from warehouse.releases import keep_release
from warehouse.releasing import close_history, note_changes, record_release
from warehouse.schema import CONTENT_TABLES, DOCUMENTS, MENTIONS, TABLES, Table
from warehouse.writing import log_run, start_run, write

_KNOWN = ("doc_id", "content_hash", "extractor_version", "source", "published")


class Store:
    """The open store of one run: :meth:`prepare` a candidate, have it checked, then :meth:`finish`.

    Made by :meth:`warehouse.store.Warehouse.writer`, which holds the lock.
    """

    def __init__(
        self, published: Path, work: Path, base: Path | None, layout: int | None = VERSION, keep: int = 5
    ) -> None:
        self.keep = keep
        self.published = published
        self.work = work
        self._numbers = itertools.count(1)
        self._candidate: Path | None = None
        self._suite: str | None = None
        self._made: list[Path] = []
        self.base = base if base is None or layout == VERSION else self._brought_forward(base)

    def known_documents(self, *, retry: bool = False) -> pl.DataFrame:
        """What was read before: ``doc_id``, ``content_hash``, ``extractor_version``, ``source``, ``published``.

        With ``retry``, documents that ever had a mention held back are left out, so that they are read again.
        """
        spared = (
            " WHERE doc_id NOT IN (SELECT \"row\"->>'$.doc_id' FROM quarantine WHERE kind = 'mention'"
            " AND (\"row\"->>'$.doc_id') IS NOT NULL)"
        )
        columns = ", ".join(_KNOWN)
        return self._read(
            f"SELECT {columns} FROM documents{spared if retry else ''} ORDER BY doc_id", DOCUMENTS, _KNOWN
        )

    def read(
        self, table: str, columns: Sequence[str] = (), among: pl.DataFrame | None = None, *, before: bool = False
    ) -> pl.DataFrame:
        """A table as it stands, in the order of its key: all of it, or a part.

        That is as it was before this run, until something is prepared; ``before``: even then.

        ``columns`` are those that are wanted (none named: all).  ``among`` has one or more of the table's columns;
        only rows that agree with one of its rows in all of them are read, NULL agreeing with nothing:
        ``read("mentions", ("mention_id", "event_id"), among=events.select("event_id"))``.
        """
        found = next(known for known in TABLES if known.name == table)
        wanted = ", ".join(f"t.{quoted(name)}" for name in columns) or "t.*"
        sql = f"SELECT {wanted} FROM {quoted(table)} t"
        if among is not None:
            sql += f" SEMI JOIN among USING ({', '.join(quoted(name) for name in among.columns)})"
        sql += f" ORDER BY {', '.join(f't.{quoted(key)}' for key in found.key)}"
        return self._read(sql, found, tuple(columns), {} if among is None else {"among": among}, before=before)

    def naming(self, actors: pl.Series) -> pl.Series:
        """``event_id`` of the events of which a mention names one of the actors (ids), as it stands."""
        named = (
            "SELECT DISTINCT event_id FROM (SELECT event_id, unnest(participants).actor_id AS actor_id FROM mentions)"
            " SEMI JOIN among USING (actor_id) WHERE event_id IS NOT NULL ORDER BY event_id"
        )
        return self._read(named, MENTIONS, ("event_id",), {"among": actors.to_frame("actor_id")})["event_id"]

    def stage(self, frames: Mapping[str, pl.DataFrame]) -> Path:
        """A scratch database of these tables, closed, for the checks before linking; gone with the writer.

        Nullable columns may be absent from the frames and become NULL; stamps are NULL.
        """
        path = self._aside("stage")
        with reported(path, "be written"), duckdb.connect(str(path)) as connection:
            create(connection)
            for name, frame in frames.items():
                table = next(known for known in TABLES if known.name == name)
                optional = tuple(c.name for c in table.columns if c.nullable or c.stamp)
                append(connection, table, conform(frame, table, stamps=True, optional=optional))
        return path

    def prepare(self, run_id: str, started: dt.datetime, changes: Changes) -> Path:
        """The database as it would be after this run, closed, ready to be checked; nothing is published yet."""
        candidate = self._copy_of_base()
        with self._open(candidate) as connection:
            connection.execute("BEGIN")
            start_run(connection, run_id, started)
            if self.base == self._working:  # what stands in the published file, anyone may have written
                unchecked.begin(connection)
            write(connection, changes, run_id)
            connection.execute("COMMIT")
        self._candidate, self._suite = candidate, None
        return candidate

    def add(self, run_id: str, changes: Changes) -> None:
        """Write further changes of the same run into what was prepared."""
        self._suite = None
        with self._open(self._prepared()) as connection:
            connection.execute("BEGIN")
            write(connection, changes, run_id)
            connection.execute("COMMIT")

    def hold_back(self, failing: Failing, run_id: str) -> pl.DataFrame:
        """Take rows that failed a check off the candidate, and what rests on them; returns rows of ``quarantine``."""
        self._suite = None
        with self._open(self._prepared()) as connection:
            connection.execute("BEGIN")
            held = hold_back(connection, failing, run_id)
            connection.execute("COMMIT")
        return held

    def passed(self, suite: str) -> None:
        """Say that all rows of the candidate, as it is now, are good under a suite of checks."""
        self._suite = suite

    def finish(self, run: RunRecord, log: Log) -> Release:
        """Write the run down in the candidate and publish it: from here on, readers see the new release."""
        candidate = self._prepared()
        with self._open(candidate) as connection:
            if self.base is not None:
                connection.execute(f"ATTACH '{_escaped(self.base)}' AS base (READ_ONLY)")
            connection.execute("BEGIN")
            counts = note_changes(connection, run.run_id, has_base=self.base is not None)
            log_run(connection, run, log, counts[:2], published=True)
            release = record_release(connection, run, counts)
            if self.base is not None:
                close_history(connection)
            actor_index.index(connection, release.number)
            create_questions(connection)
            search.index(connection, release.number)
            unchecked.settle(connection, release.number, self._suite)
            connection.execute("COMMIT")
            if self.base is not None:
                connection.execute("DETACH base")
        self._swap(candidate)
        with reported(self.published, "be published"):
            keep_release(self.work, self._working, release.number, self.keep)
            copy_in(self._working, self.published)
        return release

    def refuse(self, run: RunRecord, log: Log) -> None:
        """Give the candidate up and only write the run, its checks and what was held back down; publish nothing."""
        aside = self._copy_of_base()
        with self._open(aside) as connection:
            connection.execute("BEGIN")
            start_run(connection, run.run_id, run.started)
            log_run(connection, run, log, (0, 0), published=False)
            connection.execute("COMMIT")
        self._swap(aside)

    @property
    def candidate(self) -> Path:
        """The prepared file; ``RuntimeError`` before :meth:`prepare`."""
        return self._prepared()

    def count_candidate(self) -> dict[str, int]:
        """Rows of each content table of the candidate."""
        parts = (f"SELECT '{table.name}', count(*) FROM {quoted(table.name)}" for table in CONTENT_TABLES)
        return {str(name): int(count) for name, count in read_rows(self.candidate, " UNION ALL ".join(parts))}

    def close(self) -> None:
        """Remove what this run has made aside."""
        for path in self._made:
            for left in (path, Path(f"{path}.wal"), Path(f"{path}.tmp")):
                remove(left)

    @property
    def _working(self) -> Path:
        return self.work / "working.duckdb"

    def _read(
        self,
        sql: str,
        table: Table,
        columns: tuple[str, ...] = (),
        frames: Mapping[str, pl.DataFrame] | None = None,
        *,
        before: bool = False,
    ) -> pl.DataFrame:
        file = self.base if before or self._candidate is None else self._candidate
        if file is None:
            frame = empty_frame(table, stamps=True)
            return frame.select(columns) if columns else frame
        frame = read_frame(file, sql, frames=frames or {})
        schema = frame_schema(table)
        return frame.cast({name: schema[name] for name in frame.columns})

    def _aside(self, kind: str) -> Path:
        path = self.work / f"{kind}-{os.getpid()}-{next(self._numbers)}.duckdb"
        self._made.append(path)
        return path

    def _copy_of_base(self) -> Path:
        path = self._aside("candidate")
        with reported(path, "be written"):
            if self.base is not None:
                shutil.copyfile(self.base, path)
        with self._open(path) as connection:
            if self.base is None:
                create(connection)
        return path

    def _brought_forward(self, base: Path) -> Path:
        """A copy of the base in the layout of this program."""
        path = self._aside("candidate")
        with reported(path, "be written"):
            shutil.copyfile(base, path)
        with self._open(path) as connection:
            migrate(connection)
            unchecked.settle(connection, None, None)
        return path

    @contextmanager
    def _open(self, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """A file of our own, for writing; checkpointed and closed afterwards."""
        with reported(path, "be written"), duckdb.connect(str(path)) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            yield connection
            connection.execute("CHECKPOINT")

    def _prepared(self) -> Path:
        if self._candidate is None:
            raise RuntimeError("nothing was prepared")
        return self._candidate

    def _swap(self, finished: Path) -> None:
        with reported(self._working, "be written"):
            swap_in(finished, self._working)
        self._candidate = self._suite = None
        self.base = self._working


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
