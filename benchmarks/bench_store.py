"""The store at size: load, publish, checks, queries, disk, and a small increment, each beside a plain rival.

The machine may be busy: CPU seconds stand beside wall time, and how much of them the busiest thread took, which is
about what a quiet machine with as many cores would need.  Usage:
python benchmarks/bench_store.py [--events N] [--rounds N]
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import numpy as np
from store_generator import Size, generate, increment

from expectations.check import Outcome, Stage
from expectations.gate import Gate
from expectations.passage import pass_timeline
from warehouse.exports import export
from warehouse.queries import opened, run
from warehouse.records import Changes, Log, RunRecord
from warehouse.store import Warehouse

TABLES = ("timeline", "mentions", "documents", "links", "actors", "actor_aliases")


def by_thread(process: int | str = "self") -> dict[str, float]:
    """CPU seconds of each thread of a process so far (Linux)."""
    found = {}
    for thread in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # it has just ended
            found[thread.name] = int((thread / "schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    return found


def by_process(process: int | str = "self") -> float:
    """CPU seconds of a process so far, those of threads that have ended included (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def measured(what: str, process: int | str = "self") -> Iterator[None]:
    """Print wall time, CPU time and the CPU time of the busiest thread (of those that are still there) of a block."""
    wall, before, cpu_before = time.perf_counter(), by_thread(process), by_process(process)
    yield
    total = by_process(process) - cpu_before
    used = [cpu - before.get(thread, 0.0) for thread, cpu in by_thread(process).items()]
    took = time.perf_counter() - wall
    print(f"  {what:<52} {took:8.2f} s  {total:8.2f} CPU s, busiest thread {max(used):7.2f}", flush=True)


def record(number: int, rows: Changes) -> RunRecord:
    at = dt.datetime(2026, 1, number, tzinfo=dt.UTC)
    many = rows.documents.height
    return RunRecord(f"r-{number}", at, at, many, many, 0, 0, 0, rows.mentions.height, 0.0, "bench")


def release(path: Path, number: int, rows: Changes, gate: Gate) -> None:
    with Warehouse(path, keep=2).writer() as store:
        said = record(number, rows)
        with measured("load (compare, write, hash)"):
            store.prepare(said.run_id, said.started, rows)
        with measured("all suites", gate._process.pid):
            result = pass_timeline(gate, store, run_id=said.run_id).result
        failed = [each.check_name for each in result.outcomes if each.outcome is not Outcome.PASSED]
        assert failed == [], failed
        with measured("publish (indexes, history, copy, swap)"):
            store.finish(said, Log())


def plain_insert(rows: Changes, path: Path) -> None:
    """The rival of loading: the same frames, no keys compared, nothing hashed, indexed, checked or published."""
    with measured("rival: plain INSERT of the frames and CHECKPOINT"), duckdb.connect(str(path)) as connection:
        for name in TABLES:
            connection.register("frame", getattr(rows, name))
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
        connection.execute("CHECKPOINT")


def p95(ask: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Wall time, and CPU time of the busiest thread, in milliseconds."""
    wall, busiest = [], []
    for number in range(rounds):
        before, start = by_thread(), time.perf_counter()
        ask(number)
        wall.append(time.perf_counter() - start)
        busiest.append(max(cpu - before.get(thread, 0.0) for thread, cpu in by_thread().items()))
    return float(np.percentile(wall, 95)) * 1000, float(np.percentile(busiest, 95)) * 1000


def queries(path: Path, parquet: Path, rows: Changes, rounds: int, work: Path) -> None:
    ids = rows.timeline["event_id"].to_list()
    picked = np.random.default_rng(7).integers(0, len(ids), rounds)
    words = ["topic17", "topic4021 topic12", "topic9 vienna", "sanctioned topic333", "topic28811"]
    days = [f"{2005 + n % 20}-{1 + n % 12:02d}" for n in range(rounds)]
    between = "date_start <= last_day(DATE '{0}-01') AND date_end >= DATE '{0}-01'"
    named = "(SELECT event_id, unnest(participants) AS p FROM '{0}/timeline.parquet')"
    texts = work / "fts5.sqlite"
    with measured("rival: SQLite FTS5 index of titles and quotes"), sqlite3.connect(texts) as lite:
        lite.execute("CREATE VIRTUAL TABLE texts USING fts5(title, quote, event_id UNINDEXED, tokenize='porter')")
        lite.executemany(
            "INSERT INTO texts VALUES (?, ?, ?)", rows.timeline.select("title", "quote", "event_id").rows()
        )
    lite = sqlite3.connect(texts)
    scan = duckdb.connect()
    ours: dict[str, Callable[[int], str]] = {
        "by actor": lambda n: f"SELECT event_id, title, date_edtf FROM events_with('P{n * 37 % 20000}')",
        "between two days (a month)": lambda n: (
            f"SELECT event_id, title, date_edtf FROM timeline_between('{days[n]}-01', last_day(DATE '{days[n]}-01'))"
            " WHERE date_edtf IS NOT NULL"
        ),
        "the same and all undated events possible then": lambda n: (
            f"SELECT event_id, title, date_edtf FROM timeline_between('{days[n]}-01', last_day(DATE '{days[n]}-01'))"
        ),
        "full text": lambda n: f"SELECT score, event_id, title FROM search('{words[n % 5]}') LIMIT 10",
        "evidence of an event": lambda n: f"SELECT quote, url FROM evidence('{ids[picked[n]]}')",
    }
    rivals: dict[str, Callable[[int], object]] = {
        "by actor": lambda n: scan.execute(
            f"SELECT event_id FROM {named.format(parquet)} WHERE p.name = 'Person P{n * 37 % 20000}'"
        ).fetchall(),
        "between two days (a month)": lambda n: scan.execute(
            f"SELECT event_id, title, date_edtf FROM '{parquet}/timeline.parquet' WHERE {between.format(days[n])}"
        ).fetchall(),
        "the same and all undated events possible then": lambda n: scan.execute(
            f"SELECT event_id, title, date_edtf FROM '{parquet}/timeline.parquet' WHERE {between.format(days[n])}"
            f" OR (date_edtf IS NULL AND latest >= DATE '{days[n]}-01')"
        ).fetchall(),
        "full text": lambda n: lite.execute(
            "SELECT bm25(texts), event_id FROM texts WHERE texts MATCH ? ORDER BY 1 LIMIT 10",
            [" OR ".join(words[n % 5].split())],
        ).fetchall(),
        "evidence of an event": lambda n: scan.execute(
            f"SELECT quote, url FROM '{parquet}/mentions.parquet' JOIN '{parquet}/documents.parquet' USING (doc_id)"
            f" WHERE event_id = '{ids[picked[n]]}'"
        ).fetchall(),
    }
    with opened(path, searching=True) as connection:
        for name, sql in ours.items():
            run(connection, sql(0))  # the first look at a table reads it from the disk
            wall, mine = p95(lambda n, sql=sql: run(connection, sql(n)), rounds)  # type: ignore[misc]
            _, theirs = p95(rivals[name], rounds)
            rival = "SQLite FTS5" if name == "full text" else "Parquet scan"
            print(f"  {name:<52} {wall:7.1f} ms p95, busiest thread {mine:6.1f};  {rival} {theirs:.1f}", flush=True)


def size_of(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files if each.is_file()) / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40, help="of each query")
    asked = parser.parse_args()
    size = Size(asked.events, 2 * asked.events)
    print(f"{size.events} events, {size.mentions} mentions, {size.documents} documents, {os.cpu_count()} cores,"
          f" load {os.getloadavg()[0]:.1f}")  # fmt: skip
    rows, more = generate(size), increment(Size(1000, 2000), size)
    with tempfile.TemporaryDirectory() as folder, Gate.start() as gate:
        work = Path(folder)
        path, parquet, flat = work / "t.duckdb", work / "parquet", work / "csv"
        gate.check(_tiny(work), Stage.TIMELINE)  # the worker has imported what it needs
        print("The whole")
        release(path, 1, rows, gate)
        plain_insert(rows, work / "plain.duckdb")
        print("Queries, on an open connection")
        export(path, parquet, ["parquet"])
        queries(path, parquet, rows, asked.rounds, work)
        print("Disk")
        export(path, flat, ["csv"])
        sizes = {"published file, indexes included": path, "the same as CSV": flat, "the same as Parquet": parquet,
                 "plain DuckDB tables": work / "plain.duckdb"}  # fmt: skip
        for name, place in sizes.items():
            print(f"  {name:<52} {size_of(place):8.1f} MB")
        print("An increment of 1000 events")
        release(path, 2, more, gate)
        status = Path(f"/proc/{gate._process.pid}/status").read_text(encoding="ascii")
        print(f"memory of the checks, at most: {status.split('VmHWM:')[1].split(maxsplit=2)[:2]}")
    return 0


def _tiny(work: Path) -> Path:
    rows = generate(Size(10, 20, actors=50))
    said = record(1, rows)
    with Warehouse(work / "tiny.duckdb").writer() as store:
        store.prepare(said.run_id, said.started, rows)
        store.finish(said, Log())
    return work / "tiny.duckdb"


if __name__ == "__main__":
    sys.exit(main())
