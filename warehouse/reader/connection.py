"""A published file, open for reading as long as a reader wants it, and shut off from everything else."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.ddl import literal
from warehouse.errors import WarehouseError
from warehouse.files import recognised, spilling
from warehouse.queries import complete, fence, opened

_NAME = "published"


def connect(path: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A connection that sees the file as it is now, whatever is published later; ``WarehouseError`` where it cannot.

    The file is attached to a database of its own in memory: in this way a process that holds an earlier release open
    still gets the newest one when it opens the path again, which a second plain connection would not.
    """
    connection = duckdb.connect(":memory:")
    connection.execute("SET temp_directory = ?", [str(spilling(path))])
    try:
        connection.execute(f"ATTACH {literal(str(path))} AS {_NAME} (READ_ONLY)")
        connection.execute(f"USE {_NAME}")
        complete(connection, recognised(path, connection))
        fence(connection, memory_limit)
    except duckdb.Error as error:
        connection.close()
        with opened(path):  # says in one line what is wrong with the file
            pass
        raise WarehouseError(f"{path}: cannot be opened ({str(error).splitlines()[0]}); try again") from error
    except BaseException:
        connection.close()
        raise
    return connection
