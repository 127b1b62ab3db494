"""The next step past one file, tried for real: the timeline in DuckLake with a SQLite catalogue.

Takes a published timeline, writes it as the first snapshot, changes some rows in a second, and reads both back; then
two processes append at the same time, which one DuckDB file does not allow and SQLite allows one after the other.
Usage: python benchmarks/lake_trial.py TIMELINE.duckdb
"""

from __future__ import annotations

import importlib.resources
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

import duckdb

EXTENSIONS = ("sqlite_scanner", "ducklake")


def connected(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection with the lake attached as ``lake``."""
    connection = duckdb.connect()
    for name in EXTENSIONS:
        found = importlib.resources.files(f"duckdb_extension_{name}").joinpath(
            "extensions", f"v{duckdb.__version__}", f"{name}.duckdb_extension"
        )
        connection.execute(f"LOAD '{found}'")
    connection.execute(
        f"ATTACH 'ducklake:sqlite:{folder / 'catalogue.sqlite'}' AS lake (DATA_PATH '{folder / 'data'}/')"
    )
    return connection


def append(folder: Path, name: str, rows: int) -> None:
    """Add rows, again and again until the catalogue is free; ends with the number of tries as its exit code."""
    connection = connected(folder)
    for tries in range(1, 50):
        try:
            connection.execute(f"INSERT INTO lake.arrivals SELECT '{name}', range FROM range({rows})")
        except duckdb.TransactionException:
            time.sleep(0.1 * tries)
        else:
            sys.exit(tries)
    sys.exit(99)


def main(timeline: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        connection = connected(folder)
        connection.execute(f"ATTACH '{timeline}' AS published (READ_ONLY)")
        started = time.perf_counter()
        connection.execute("CREATE TABLE lake.timeline AS FROM published.main.timeline")
        written = time.perf_counter() - started
        connection.execute("DELETE FROM lake.timeline WHERE event_type = 'meeting'")
        before, after = (
            connection.execute(f"SELECT count(*) FROM lake.timeline{at}").fetchall()[0][0]
            for at in (" AT (VERSION => 1)", "")
        )
        print(f"written in {written:.2f} s: {before} events; {after} after a change, and both can be read")
        connection.execute("CREATE TABLE lake.arrivals (worker VARCHAR, row BIGINT)")
        connection.close()
        spawn = multiprocessing.get_context("spawn")
        workers = [spawn.Process(target=append, args=(folder, f"worker {n}", 1000)) for n in (1, 2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        tries = [worker.exitcode for worker in workers]
        counts = (
            connected(folder).execute("SELECT worker, count(*) FROM lake.arrivals GROUP BY 1 ORDER BY 1").fetchall()
        )
        print(f"two writers at once, after {tries} tries: {counts}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
