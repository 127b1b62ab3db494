"""What is new on the timeline since an earlier release.

All of it is in the published file itself: ``timeline_as_of`` gives the timeline as it was published then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from warehouse.ddl import quoted
from warehouse.errors import WarehouseError
from warehouse.queries import run
from warehouse.schema import TIMELINE

NEW, CHANGED, TOLD_AGAIN = 1, 2, 3  # told again: only the reports of it have grown
_OF_REPORTS = {"confidence", "mention_count", "document_count", "first_published", "last_published", "quote",
               "quote_url"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """A release: its number, when it was published (UTC), and the hash of its content."""

    number: int
    published: dt.datetime
    content_hash: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An event that the earlier release held: its title and date then, and the event that has it now, if any."""

    event_id: str
    title: str
    date_edtf: str | None
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class News:
    """``kinds`` by event id (absent: as it was); ``before`` by event id: column and former value of what changed.

    ``since`` is ``None`` where there is no earlier release: then nothing counts as new.
    """

    release: ReleaseNote | None
    since: ReleaseNote | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, tuple[tuple[str, Any], ...]] = field(default_factory=dict)
    gone: tuple[Gone, ...] = ()


_COLUMNS = tuple(column.name for column in TIMELINE.content if column.name not in TIMELINE.key)
_DIFFERENT = " OR ".join(f"n.{quoted(name)} IS DISTINCT FROM o.{quoted(name)}" for name in _COLUMNS)
_CHANGES = f"""
WITH old AS (SELECT * FROM timeline_as_of($moment)),
known AS (
    SELECT event_id, event_id AS former FROM old
    UNION ALL
    SELECT a.event_id, min(a.former_id) FROM event_aliases a JOIN old ON old.event_id = a.former_id
    WHERE a.event_id NOT IN (SELECT event_id FROM old) GROUP BY a.event_id
)
SELECT n.event_id, o.event_id AS former,
    {", ".join(f"n.{quoted(name)} AS {quoted('new_' + name)}, o.{quoted(name)}" for name in _COLUMNS)}
FROM timeline n LEFT JOIN known k ON k.event_id = n.event_id LEFT JOIN old o ON o.event_id = k.former
WHERE o.event_id IS NULL OR ({_DIFFERENT})
ORDER BY n.event_id
"""
_GONE = """
SELECT o.event_id, o.title, o.date_edtf, a.event_id AS merged_into
FROM timeline_as_of($moment) o LEFT JOIN event_aliases a ON a.former_id = o.event_id
WHERE o.event_id NOT IN (SELECT event_id FROM timeline)
ORDER BY o.date_start NULLS LAST, o.event_id
"""


def news(connection: duckdb.DuckDBPyConnection, path: Path, since: int | None) -> News:
    """What came since release ``since``, by default the one before the newest; ``WarehouseError`` if there is none."""
    rows = run(connection, "SELECT release, published, content_hash FROM releases ORDER BY release DESC").rows()
    releases = [ReleaseNote(int(number), published, digest) for number, published, digest in rows]
    if since is not None and since not in [release.number for release in releases]:
        raise WarehouseError(f"{path}: there is no release {since}; dateline releases lists them")
    if not releases:
        return News(None)
    older = next((one for one in releases[1:] if since is None or one.number == since), None)
    if older is None:
        return News(releases[0])
    bound = {"moment": older.published}
    kinds: dict[str, int] = {}
    before: dict[str, tuple[tuple[str, Any], ...]] = {}
    for row in run(connection, _CHANGES, bound, 600.0).iter_rows(named=True):
        changed = [name for name in _COLUMNS if row["new_" + name] != row[name]]
        if row["former"] is None:
            kinds[row["event_id"]] = NEW
        elif changed:
            kinds[row["event_id"]] = TOLD_AGAIN if _OF_REPORTS.issuperset(changed) else CHANGED
            before[row["event_id"]] = tuple((name, row[name]) for name in changed)
    gone = tuple(Gone(*row) for row in run(connection, _GONE, bound, 600.0).rows())
    return News(releases[0], older, kinds, before, gone)
