"""The last releases, kept beside the published file: listed, and compared with each other."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from warehouse.ddl import literal, quoted
from warehouse.errors import WarehouseError
from warehouse.files import copy_in, followed, reported, spilling
from warehouse.queries import opened, run
from warehouse.schema import TIMELINE

_DIFF = """
WITH both_sides AS (
    SELECT coalesce(b.event_id, a.event_id) AS event_id, coalesce(b.title, a.title) AS title,
        coalesce(b.date_edtf, a.date_edtf) AS date_edtf, a.event_id IS NULL AS added, b.event_id IS NULL AS removed,
        list_filter([{fields}], lambda f: f IS NOT NULL) AS fields
    FROM a.timeline a FULL JOIN b.timeline b ON a.event_id = b.event_id
)
SELECT s.event_id,
    CASE WHEN s.added THEN 'added' WHEN NOT s.removed THEN 'changed' WHEN m.event_id IS NOT NULL THEN 'merged'
        ELSE 'removed' END AS change,
    CASE WHEN s.added OR s.removed THEN [] ELSE s.fields END AS fields,
    CASE WHEN s.removed THEN m.event_id END AS merged_into, s.date_edtf, s.title
FROM both_sides s LEFT JOIN b.event_aliases m ON m.former_id = s.event_id
WHERE s.added OR s.removed OR len(s.fields) > 0
ORDER BY change, s.event_id
"""


def _directory(work: Path) -> Path:
    return work / "releases"


def _file(work: Path, number: int) -> Path:
    return _directory(work) / f"{number:06d}.duckdb"


def keep_release(work: Path, finished: Path, number: int, keep: int) -> None:
    """Keep a finished file as release ``number``, and no more than the ``keep`` newest ones.

    The working file is never written in place, so a hard link to it is as good as a copy and takes no room.
    """
    _directory(work).mkdir(exist_ok=True)
    target = _file(work, number)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(finished)
    except OSError:  # a file system without hard links
        copy_in(finished, target)
    kept = sorted(_directory(work).glob("[0-9]*.duckdb"))
    for old in kept[: -max(keep, 1)]:
        old.unlink()


def list_releases(path: str | Path) -> pl.DataFrame:
    """All releases of the warehouse at ``path``, newest first: columns of ``releases``, and ``kept`` (on the disk)."""
    path = followed(path)
    work = path.with_name(path.name + ".work")
    with opened(path) as connection:
        rows = run(connection, "SELECT * FROM releases ORDER BY release DESC")
    kept = [_file(work, number).exists() for number in rows["release"].to_list()]
    return rows.with_columns(pl.Series("kept", kept, dtype=pl.Boolean))


def diff_releases(path: str | Path, older: int, newer: int) -> pl.DataFrame:
    """What changed on the timeline between two kept releases.

    Columns ``event_id``, ``change`` (added, changed, merged, removed), ``fields`` (names of the changed columns),
    ``merged_into`` (the event that has it now), ``date_edtf``, ``title``.  ``WarehouseError`` where a release is not
    kept.
    """
    path = Path(path)
    files = [release_file(path, number) for number in (older, newer)]
    with reported(path, "be compared"), duckdb.connect(":memory:") as connection:
        connection.execute("SET temp_directory = ?", [str(spilling(path))])
        for name, file in zip(("a", "b"), files, strict=True):
            connection.execute(f"ATTACH {literal(str(file))} AS {name} (READ_ONLY)")
        return compared(connection)


def release_file(path: Path, number: int) -> Path:
    """The file of a release of the warehouse at ``path``; ``WarehouseError`` where it is not kept."""
    path = followed(path)
    work = path.with_name(path.name + ".work")
    if not (file := _file(work, number)).exists():
        kept = ", ".join(str(int(each.stem)) for each in sorted(_directory(work).glob("[0-9]*.duckdb")))
        raise WarehouseError(f"{path}: release {number} is not kept; kept are: {kept or 'none'}")
    return file


def compared(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """As :func:`diff_releases`, of the timelines that are called ``a`` (older) and ``b`` (newer) on a connection."""
    fields = ", ".join(
        f"CASE WHEN a.{quoted(column.name)} IS DISTINCT FROM b.{quoted(column.name)} THEN {literal(column.name)} END"
        for column in TIMELINE.content
        if column.name not in TIMELINE.key
    )
    return connection.execute(_DIFF.format(fields=fields)).pl()
