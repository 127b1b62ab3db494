"""The answers of first looks: one by one, or two at a time where whole tables are looked at.

One pass over a table leaves a core idle for a part of its time, and so does what Great Expectations does between two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue
from typing import Any

import duckdb
from sqlalchemy.exc import SQLAlchemyError

_AT_ONCE = 2  # more would share the same cores, and the memory

Answer = tuple[bool, ...] | None
"""The row that a query gives; ``None`` where it breaks."""


def one_by_one(engine: Any, queries: Sequence[str]) -> Iterator[Answer]:
    """Answers on the engine's own connection, which alone sees its temporary tables."""
    for query in queries:
        with engine.get_connection() as connection:
            try:
                yield tuple(connection.exec_driver_sql(query).fetchone())
            except SQLAlchemyError:
                connection.rollback()
                yield None


@contextmanager
def side_by_side(engine: Any, queries: Sequence[str]) -> Iterator[Iterator[Answer]]:
    """Answers in order, on connections of their own to the engine's database; they are sought from here on."""
    spare: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    with engine.get_connection() as connection:
        for _ in range(_AT_ONCE):
            spare.put(connection.connection.driver_connection.duplicate())
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        yield pool.map(partial(_asked, spare), queries)
    finally:
        pool.shutdown(cancel_futures=True)
        for _ in range(_AT_ONCE):
            spare.get().close()


def _asked(spare: SimpleQueue[duckdb.DuckDBPyConnection], query: str) -> Answer:
    connection = spare.get()
    try:
        return connection.execute(query).fetchone()
    except duckdb.Error:
        return None
    finally:
        spare.put(connection)
