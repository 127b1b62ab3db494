"""Great Expectations on a DuckDB file in place.

NOTE: GX 1.24 fetches rows after it has given the connection back, except for dialects in a private tuple; DuckDB's
result is gone by then ("list index out of range").  Adding "duckdb" to that tuple keeps the connection.  The members
are string enums, because GX reads ``.value`` of each.  tests/expectations guards this: when GX changes it, the
failing test leads here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from great_expectations.execution_engine import sqlalchemy_execution_engine as engine_module
from sqlalchemy.engine import URL

_LIMITS = {"memory_limit": "1GB"}  # else DuckDB keeps what it has read: gigabytes for a million events


class _Dialect(StrEnum):
    DUCKDB = "duckdb"


def keep_connections() -> None:
    """Let GX keep its connection to DuckDB; calling it again changes nothing."""
    dialects = engine_module._PERSISTED_CONNECTION_DIALECTS
    if _Dialect.DUCKDB not in dialects:
        setattr(engine_module, "_PERSISTED_CONNECTION_DIALECTS", (*dialects, _Dialect.DUCKDB))  # noqa: B010  # typed as a tuple of four


@contextmanager
def datasource(context: Any, database: Path) -> Iterator[Any]:
    """A GX data source on the file, read-only; closed afterwards, or its lock would stay."""
    keep_connections()
    name = f"duckdb-{database}"
    url = URL.create("duckdb", database=str(database)).render_as_string()
    source = context.data_sources.add_sql(
        name,
        connection_string=url,
        create_temp_table=False,
        kwargs={"connect_args": {"read_only": True, "config": _LIMITS}},
    )
    try:
        yield source
    finally:
        source.get_execution_engine().close()
        source.get_engine().dispose()
        context.data_sources.delete(name)
