"""One hash for what a dataset says, whatever the runs that led to it and the order of its rows."""

from __future__ import annotations

import hashlib

import duckdb

from warehouse.ddl import quoted
from warehouse.schema import CONTENT_TABLES


def content_hash(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the content tables of an open database, stamps left out.

    Each table adds its name, its number of rows and the sums of both halves of its rows' MD5: sums do not depend
    on the order, are computed in parallel, and need no sorting of millions of rows.  A row is its values as text
    with control characters between them and for NULL (half the time of JSON).
    """
    digest = hashlib.sha256()
    for table in CONTENT_TABLES:
        values = ", ".join(f"coalesce({quoted(column.name)}::VARCHAR, chr(30))" for column in table.content)
        row = connection.execute(
            f"WITH rows AS (SELECT concat_ws(chr(31), {values}) AS row FROM {quoted(table.name)})"
            " SELECT count(*), sum(md5_number_lower(row)::HUGEINT), sum(md5_number_upper(row)::HUGEINT) FROM rows"
        ).fetchone()
        digest.update(f"{table.name}:{row}\n".encode())
    return digest.hexdigest()
