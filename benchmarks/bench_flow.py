"""The whole flow over many articles: documents a second, what the flow engine takes of it, memory, an increment.

Synthetic articles (`benchmarks/article_generator.py`) go through `dateline build` from end to end; then the same
with ten more.  What orchestration takes is measured by a flow of as many empty tasks on the same runner.  Memory is
that of all processes together (proportional set size, so that what they share counts once), looked at each half
second, for the whole number of articles and for a quarter of it.
Usage: python benchmarks/bench_flow.py [--articles N] [--runner threads|processes|dask] [--workers N]
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.article_generator import write
from flows.settings import BATCH_CHARACTERS, BATCH_DOCUMENTS

ROOT = Path(__file__).resolve().parent.parent
CHARACTERS = 3_000
SETTINGS = """
warehouse = "timeline.duckdb"
[runner]
kind = "{runner}"
workers = {workers}
[[sources]]
kind = "jsonl"
location = "articles.jsonl"
"""
EMPTY_FLOW = """
import sys
from prefect import flow, task
from flows.config.model import Runner
from flows.runners import KINDS
@task
def nothing(n): return n
@flow
def empty():
    with KINDS["{runner}"].make(Runner(kind="{runner}", workers={workers})) as runner:
        for future in [runner.submit(nothing, {{"n": n}}) for n in range({tasks})]:
            future.result()
if __name__ == "__main__":
    empty()
"""


@dataclass(frozen=True)
class Run:
    """Seconds by the clock, and the peak of all processes together in MB."""

    clock: float
    memory: float


def measured(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Run:
    started, peak = time.perf_counter(), 0.0
    with (folder / "output").open("w+b") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            peak = max(peak, sum(_shares(process.pid)))
            time.sleep(0.5)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{(folder / 'output').read_text('utf-8', 'replace')}")
    return Run(time.perf_counter() - started, peak)


def _shares(pid: int) -> Iterator[float]:
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for each in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                yield each.memory_full_info().pss / 1e6


def main(articles: int, runner: str, workers: int) -> None:
    batches = math.ceil(articles / min(BATCH_DOCUMENTS, BATCH_CHARACTERS // CHARACTERS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            "DATELINE_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_LOGGING_LEVEL": "ERROR",
        }  # fmt: skip
        engine = environment | {
            "PREFECT_HOME": str(folder / "home" / "prefect"),
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
        }
        Path(engine["PREFECT_HOME"]).mkdir(parents=True)
        (folder / "dateline.toml").write_text(SETTINGS.format(runner=runner, workers=workers), "utf-8")
        build = [sys.executable, "-m", "flows", "build"]

        def empty(tasks: int) -> Run:
            script = folder / "empty.py"
            script.write_text(EMPTY_FLOW.format(runner=runner, workers=workers, tasks=tasks), "utf-8")
            return measured([sys.executable, str(script)], engine, folder)

        print(f"{runner}, {workers} workers, articles of {CHARACTERS:,} characters")
        empty(1)  # the very first start of the engine makes its tables
        start, tasks = empty(1), empty(batches)
        small = articles // 4
        write(folder / "articles.jsonl", small, characters=CHARACTERS)
        quarter = measured(build, environment, folder)
        (folder / "timeline.duckdb").unlink()
        shutil.rmtree(folder / "timeline.duckdb.work")
        size = write(folder / "articles.jsonl", articles, characters=CHARACTERS)
        whole = measured(build, environment, folder)
        write(folder / "articles.jsonl", articles + 10, characters=CHARACTERS)
        more = measured(build, environment, folder)
        orchestration = tasks.clock - start.clock
        print(f"an empty flow of one task             {start.clock:8.1f} s")
        print(f"an empty flow of {batches:>5} tasks          {tasks.clock:8.1f} s")
        print(f"{small:>6,} articles                       {quarter.clock:8.1f} s {quarter.memory:8.0f} MB")
        print(
            f"{articles:>6,} articles ({size / 1e6:.0f} MB)               {whole.clock:8.1f} s {whole.memory:8.0f} MB"
        )
        print(f"documents a second                    {articles / whole.clock:8.1f}")
        print(f"orchestration                         {100 * orchestration / whole.clock:8.1f} %  (without the start)")
        print(f"10 new among {articles:,} known            {more.clock:8.1f} s {more.memory:8.0f} MB")
        print(f"  beyond the engine's own start       {more.clock - start.clock:8.1f} s")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--articles", type=int, default=10_000)
    arguments.add_argument("--runner", default="processes", choices=["threads", "processes", "dask"])
    arguments.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = arguments.parse_args()
    main(given.articles, given.runner, given.workers)
