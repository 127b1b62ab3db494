"""The read API: a published timeline as polars frames."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from warehouse.errors import WarehouseError
from warehouse.queries import run
from warehouse.reader.connection import connect
from warehouse.reader.filters import Filters, many
from warehouse.reader.moments import Day, Moment, first_day, last_day, moment
from warehouse.schema import CONTENT_TABLES, TABLES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LONG = 600.0  # seconds; nobody else waits for a reader


def open_timeline(path: str | Path = "timeline.duckdb", *, memory_limit: str = "2GB") -> Timeline:
    """Open the timeline published at ``path`` for reading.

    What is read is the release that is published now; it stays the same until the timeline is closed, whatever is
    built meanwhile.  ``memory_limit`` is as DuckDB writes it.  ``WarehouseError`` says in one line why a file cannot be
    read.

    >>> with open_timeline("timeline.duckdb") as opened:
    ...     opened.events().height
    3
    """
    return Timeline(Path(path), connect(Path(path), memory_limit))


class Timeline:
    """A timeline that is open for reading; made by :func:`open_timeline`.

    Use it in a ``with`` statement, or call :meth:`close`.  Nothing that it does writes anything.
    """

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, moment: dt.datetime | None = None) -> None:
        self.path = path
        self.moment = moment
        """The moment whose knowledge :meth:`events` gives; ``None``: that of the newest release."""
        self._connection: duckdb.DuckDBPyConnection | None = connection
        self._owner: Timeline | None = None

    def __enter__(self) -> Timeline:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file.  Timelines that :meth:`as_of` gave are closed with the one they came from."""
        if self._owner is None and self._connection is not None:
            self._connection.close()
        self._connection = None

    def __len__(self) -> int:
        return self.events().height

    def __repr__(self) -> str:
        if self._open is None:
            return f"<Timeline {self.path.name}: closed>"
        of = f", as of {self.moment.isoformat()}" if self.moment else ""
        return f"<Timeline {self.path.name}: {len(self)} events{of}>"

    def events(
        self,
        *,
        type: str | Iterable[str] | None = None,
        actor: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        certain: bool = False,
        status: str | Iterable[str] | None = None,
        min_confidence: float | None = None,
        text: str | None = None,
    ) -> pl.DataFrame:
        """The events that meet all of the filters, in order of their days, undated ones last.

        ``type`` and ``status``: one or several.  ``actor``: any spelling that was met, in any case, an actor's id, or
        whole words of a name.  ``since`` and ``until`` (inclusive; a date, or "2025", "2025-02", "2025-02-12") keep
        what *can* have been in between, as far as its date or its bounds tell; with ``certain`` only what cannot have
        been outside.  An event of which no day is known is in neither.  ``min_confidence`` is between 0 and 1.
        ``text``: every word must stand in the title, the place or a quote, without regard to case and accents.

        The columns are those of the table ``timeline``.

        >>> timeline.events(actor="berg")["title"].to_list()
        ['phone_call 0']
        >>> timeline.events(since="2025-07-10", until="2025-07-20")["date_edtf"].to_list()  # or undated
        ['2025-07', None]
        >>> timeline.events(since="2025-07-10", until="2025-07-20", certain=True).height
        0
        """
        filters = Filters(
            types=many(type),
            statuses=many(status),
            actor=actor,
            since=first_day(since),
            until=last_day(until),
            certain=certain,
            min_confidence=min_confidence,
            text=text,
        )
        return self._run(*filters.sql(self._source))

    def evidence(self, event_id: str) -> pl.DataFrame:
        """The sentences behind an event, oldest report first: one row per mention, with how its date came about.

        ``event_id`` may be a former id.  Offsets are code points into ``documents.text``.  The evidence is always that
        of the newest release.  ``WarehouseError`` where there is no such event.

        >>> first = timeline.events()["event_id"][0]
        >>> timeline.evidence(first).select("date_text", "date_edtf").unique().rows()
        [('12 February 2025', '2025-02-12')]
        """
        rows = self._run("SELECT * FROM evidence($event)", {"event": event_id})
        if rows.is_empty():
            raise WarehouseError(f"{event_id}: no event of {self.path} has this id; events() lists them")
        return rows

    def actors(self) -> pl.DataFrame:
        """Persons, states, organisations and groups, by name.

        >>> timeline.actors()["name"].to_list()
        ['Anna Berg', 'Marc Duval', 'Éva Kós']
        """
        return self._run("SELECT * FROM actors ORDER BY name, actor_id")

    def releases(self) -> pl.DataFrame:
        """What has been published, newest first.

        >>> timeline.releases().select("release", "events").rows()
        [(1, 3)]
        """
        return self._run("SELECT * FROM releases ORDER BY release DESC")

    def table(self, name: str) -> pl.DataFrame:
        """A whole table of the published file, in the order of its keys; ``ValueError`` where there is none.

        >>> timeline.table("mentions").height
        6
        """
        known = {table.name: table for table in TABLES}
        if name not in known:
            raise ValueError(f"{name!r} is no table; there are {', '.join(known)}")
        return self._run(f"SELECT * FROM {name} ORDER BY {', '.join(known[name].key)}")

    def frames(self) -> dict[str, pl.DataFrame]:
        """Every table of the dataset by its name, all from the same release.

        >>> list(timeline.frames())[:3]
        ['timeline', 'event_aliases', 'mentions']
        """
        return {table.name: self.table(table.name) for table in CONTENT_TABLES}

    def sql(self, query: str, **parameters: object) -> pl.DataFrame:
        """The rows of one SELECT; ``$name`` in it is bound to the parameter of that name.

        >>> timeline.sql("SELECT count(*) AS n FROM timeline WHERE status = $status", status="occurred")["n"][0]
        3
        """
        return self._run(query, parameters)

    def as_of(self, when: Moment | int) -> Timeline:
        """The timeline as it was published at a moment: what was known then.

        ``when`` is a time (without a zone: UTC), a day (its beginning), or the number of a release.  It shares the file
        with the timeline that it comes from.  ``WarehouseError`` where there is no such release.

        >>> timeline.as_of("2020-01-01").events().height
        0
        >>> timeline.as_of(1).events().height
        3
        """
        if isinstance(when, int):
            times = self._run("SELECT published FROM releases WHERE release = $number", {"number": when})
            if times.is_empty():
                raise WarehouseError(f"{self.path}: has no release {when}; releases() lists them")
            at: dt.datetime = times["published"][0]
        else:
            at = moment(when)
        then = Timeline(self.path, self._connected, at)
        then._owner = self
        return then

    def plot(self, events: pl.DataFrame | None = None, *, ax: Axes | None = None) -> Axes:
        """Draw events (default: all) on matplotlib axes, and give these back.

        A day is a dot; a date that is less exact is a bar over all days that it can mean.  What has no day is counted
        below, not drawn.  Needs the extra ``plot`` (matplotlib); ``WarehouseError`` where that is absent.
        """
        from warehouse.reader.plot import plot  # matplotlib takes a second, and is an extra

        return plot(self.events() if events is None else events, ax)

    @property
    def _source(self) -> str:
        if self.moment is None:
            return "timeline"
        return f"timeline_as_of('{self.moment.isoformat()}')"

    @property
    def _open(self) -> duckdb.DuckDBPyConnection | None:
        closed = self._connection is None or (self._owner is not None and self._owner._open is None)
        return None if closed else self._connection

    @property
    def _connected(self) -> duckdb.DuckDBPyConnection:
        if (connection := self._open) is None:
            raise WarehouseError(f"{self.path}: is closed; open it again with open_timeline")
        return connection

    def _run(self, sql: str, parameters: dict[str, object] | None = None) -> pl.DataFrame:
        return run(self._connected, sql, parameters, _LONG)
