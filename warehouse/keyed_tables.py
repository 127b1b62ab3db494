"""Tables that a transform keeps between runs beside the working file, looked up and changed by values of a column.

They can always be made anew from the store: a file that is damaged or of another version is thrown away.  What a run
changes is one transaction, so a run that is killed or fails leaves them as they were, or as it last settled them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from warehouse.ddl import quoted
from warehouse.files import reported

_TYPES = {
    pl.String: "VARCHAR", pl.UInt64: "UBIGINT", pl.UInt32: "UINTEGER", pl.UInt8: "UTINYINT", pl.Int32: "INTEGER",
    pl.Float64: "DOUBLE", pl.Boolean: "BOOLEAN", pl.Date: "DATE",
}  # fmt: skip


def _sql_type(kind: object) -> str:
    if isinstance(kind, pl.List):
        return f"{_sql_type(kind.inner)}[]"
    if isinstance(kind, pl.Struct):
        return f"STRUCT({', '.join(f'{quoted(f.name)} {_sql_type(f.dtype)}' for f in kind.fields)})"
    return next(name for known, name in _TYPES.items() if kind == known)


class KeyedTables:
    """Tables of the given schemas in an open DuckDB file; made by :func:`keyed_tables`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, schemas: Mapping[str, pl.Schema]) -> None:
        self._connection, self._schemas = connection, schemas

    def is_empty(self, table: str) -> bool:
        """Whether a table has no rows."""
        return self._connection.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 1").fetchone() is None

    def find(self, table: str, column: str, values: pl.Series | None, columns: tuple[str, ...] = ()) -> pl.DataFrame:
        """The rows whose ``column`` is among ``values`` (None: all rows); all columns, or those named."""
        schema = self._schemas[table]
        wanted = columns or tuple(schema.names())
        sql = f"SELECT {', '.join(f't.{quoted(c)}' for c in wanted)} FROM {quoted(table)} t"
        if values is None:
            found = self._connection.execute(sql).pl()
        else:
            with self._named(values.unique().to_frame(column)):
                found = self._connection.execute(f"{sql} SEMI JOIN given USING ({quoted(column)})").pl()
        return found.cast({c: schema[c] for c in wanted})

    def count(self, table: str, column: str, values: pl.Series) -> pl.DataFrame:
        """``column`` and ``len``: how many rows have each of the values that occurs."""
        name = quoted(column)
        with self._named(values.unique().to_frame(column)):
            counted = self._connection.execute(
                f"SELECT {name}, count(*)::UINTEGER AS len FROM {quoted(table)} SEMI JOIN given USING ({name})"
                " GROUP BY 1"
            ).pl()
        return counted.cast({column: self._schemas[table][column], "len": pl.UInt32})

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Put rows in."""
        if rows.is_empty():
            return
        with self._named(rows.select(self._schemas[table].names())):
            self._connection.execute(f"INSERT INTO {quoted(table)} SELECT * FROM given")

    def drop(self, table: str, columns: tuple[str, ...], values: pl.Series) -> None:
        """Take the rows out of which any of the columns is among ``values``."""
        if values.is_empty():
            return
        with self._named(values.unique().to_frame("value")):
            among = " OR ".join(f"{quoted(c)} IN (SELECT value FROM given)" for c in columns)
            self._connection.execute(f"DELETE FROM {quoted(table)} WHERE {among}")

    def renew(self, table: str, rows: pl.DataFrame) -> None:
        """Put rows in the place of all that a table holds."""
        self._connection.execute(f"DELETE FROM {quoted(table)}")
        self.add(table, rows)

    @property
    def state(self) -> str | None:
        """What the last user said that the tables hold (:meth:`holds`); ``None`` of new tables."""
        found = self._connection.execute("SELECT state FROM kept_version").fetchone()
        return None if found is None or found[0] is None else str(found[0])

    def holds(self, state: str | None) -> None:
        """Say what the tables hold from now on, so that the next user can tell whether they still fit."""
        self._connection.execute("UPDATE kept_version SET state = ?", [state])

    def settle(self) -> None:
        """Write down what was done so far, whatever becomes of the rest, and let go of its memory.

        What the tables then hold is unknown (``state``) until it is said again.
        """
        self.holds(None)
        self._connection.execute("COMMIT")
        # what is written down stays in memory for as long as there is room, so for a moment there is none
        self._connection.execute("SET memory_limit = '64MB'; RESET memory_limit; BEGIN")

    @contextmanager
    def _named(self, frame: pl.DataFrame) -> Iterator[None]:
        self._connection.register("given", frame.to_arrow())
        try:
            yield
        finally:
            self._connection.unregister("given")


@contextmanager
def keyed_tables(path: Path, schemas: Mapping[str, pl.Schema], version: str) -> Iterator[KeyedTables]:
    """The tables kept at ``path``, empty where they are of another ``version``; kept when the block ends well."""
    with reported(path, "be written"):
        connection = _opened(path, schemas, version)
        try:
            connection.execute("BEGIN")
            yield KeyedTables(connection, schemas)
            connection.execute("COMMIT")
        finally:
            connection.close()


def _opened(path: Path, schemas: Mapping[str, pl.Schema], version: str) -> duckdb.DuckDBPyConnection:
    if (known := _known(path, version)) is not None:
        return known
    for left in (path, path.with_name(path.name + ".wal")):
        left.unlink(missing_ok=True)
    connection = duckdb.connect(str(path))
    connection.execute("BEGIN")
    connection.execute(
        "CREATE TABLE kept_version AS SELECT $version AS version, NULL::VARCHAR AS state", {"version": version}
    )
    for name, schema in schemas.items():
        columns = ", ".join(f"{quoted(column)} {_sql_type(kind)}" for column, kind in schema.items())
        connection.execute(f"CREATE TABLE {quoted(name)} ({columns})")
    connection.execute("COMMIT")
    return connection


def _known(path: Path, version: str) -> duckdb.DuckDBPyConnection | None:
    """The file, open, if it is of this version."""
    if not path.exists():
        return None
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error:  # damaged, or no database
        return None
    try:
        if connection.execute("SELECT version FROM kept_version").fetchone() == (version,):
            return connection
    except duckdb.Error:  # of something else
        pass
    # NOTE: it must be closed before the file is removed, or DuckDB hands out the removed one again
    connection.close()
    return None
