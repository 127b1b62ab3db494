"""Read-only SQL on the published file, fenced in: no writing, other files or network; bounded time and memory."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from warehouse import search
from warehouse.ddl import create_table
from warehouse.errors import QueryError, WarehouseError
from warehouse.files import Kind, glance, look, recognised, spilling
from warehouse.migrations import VERSION
from warehouse.schema import TABLES

_FENCE = (
    "SET TimeZone = 'UTC'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_UNREADABLE = {
    Kind.ABSENT: "there is no timeline yet; make one with dateline build",
    Kind.DAMAGED: "is damaged; the next dateline build publishes it anew",
    Kind.BUSY: "is open for writing in another program; close it there and try again",
}
_NO_SEARCH = f"query: full-text search is not there; install duckdb-extension-fts=={duckdb.__version__} and build again"
_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


@contextmanager
def opened(path: Path, memory_limit: str = "1GB", *, searching: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, open for reading behind the fence; ``WarehouseError`` where that cannot be.

    ``searching`` loads full-text search, which costs more than most queries do.
    """
    with _connected(path) as connection:
        complete(connection, recognised(path, connection))
        connection.execute("SET temp_directory = ?", [str(spilling(path))])
        if searching:
            search.load(connection)  # before the fence, which forbids it
        fence(connection, memory_limit)
        yield connection


def fence(connection: duckdb.DuckDBPyConnection, memory_limit: str) -> None:
    """Shut a connection off from other files, the network and extensions, and bound its memory, for good."""
    connection.execute("SET memory_limit = ?", [memory_limit])
    for statement in _FENCE:
        connection.execute(statement)


def complete(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    """Let tables that a file of an earlier layout lacks be empty, so that it can be read before the next run."""
    if version >= VERSION:
        return
    known = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for table in TABLES:
        if table.name not in known:
            connection.execute(create_table(table)[0].replace("CREATE TABLE", "CREATE TEMP TABLE", 1))


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    kind = glance(path)
    if kind is None:
        try:
            return duckdb.connect(str(path), read_only=True)
        except duckdb.Error:
            kind = look(path).kind
    raise WarehouseError(f"{path}: {_UNREADABLE.get(kind, 'cannot be opened; try again')}")


def query(
    path: str | Path,
    sql: str,
    *,
    parameters: Mapping[str, object] | None = None,
    time_limit: float = 30.0,
    memory_limit: str = "1GB",
) -> pl.DataFrame:
    """The rows that one SELECT gives.

    ``time_limit`` is in seconds, ``memory_limit`` as DuckDB writes it; ``parameters`` are bound to ``$name``.
    ``QueryError`` says in one line what was refused or went wrong.
    """
    searching = re.search(r"search|match_bm25|stem|fts", sql, re.IGNORECASE) is not None
    with opened(Path(path), memory_limit, searching=searching) as connection:
        return run(connection, sql, parameters, time_limit)


def run(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Mapping[str, object] | None = None,
    time_limit: float = 30.0,
) -> pl.DataFrame:
    """The rows of one SELECT on a connection that is open already, within a time limit in seconds."""
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(f"query: {_first_line(error)}") from error
    if len(statements) != 1:
        raise QueryError(f"query: holds {len(statements)} statements; give one SELECT")
    if statements[0].type not in _READING:
        raise QueryError(f"query: {statements[0].type.name} is refused; the timeline is read-only, give one SELECT")
    watch = threading.Timer(time_limit, connection.interrupt)
    watch.daemon = True
    watch.start()
    try:
        return connection.execute(sql, dict(parameters) if parameters else None).pl()
    except duckdb.InterruptException as error:
        raise QueryError(f"query: took longer than {time_limit:g} s; narrow it, or give it more time") from error
    except duckdb.OutOfMemoryException as error:
        raise QueryError("query: needs more memory than it may have; narrow it, or give it more memory") from error
    except duckdb.CatalogException as error:
        if "fts" in str(error) or "search" in str(error):
            raise QueryError(_NO_SEARCH) from error
        raise QueryError(f"query: {_first_line(error)}") from error
    except duckdb.Error as error:
        raise QueryError(f"query: {_first_line(error)}") from error
    except (pl.exceptions.PolarsError, NotImplementedError) as error:
        raise QueryError(f"query: a column's type cannot be shown ({error}); cast it to VARCHAR") from error
    finally:
        watch.cancel()


def _first_line(error: Exception) -> str:
    """DuckDB's message without the drawing of where in the query it stands."""
    return str(error).strip().splitlines()[0]
