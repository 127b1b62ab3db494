"""The whole flow over many articles: documents a second, what the flow engine takes of it, memory, an increment.

Synthetic articles (`benchmarks/article_generator.py`) go through `dateline build` from end to end; then the same
with ten more.  What orchestration takes is measured by a flow of as many empty tasks on the same runner; what ten more
take, beside a flow of one empty task on threads, as which a single batch is run.  Memory is
that of all processes together (proportional set size, so that what they share counts once), looked at each half
second, for the whole number of articles and for a quarter of it.  Beside seconds by the clock stand the processors'
seconds of all processes: on a busy machine only these mean something.
Usage: python benchmarks/bench_flow.py [--articles N] [--runner threads|processes|dask] [--workers N]
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from pathlib import Path

import psutil

from benchmarks.article_generator import write
from flows.settings import BATCH_CHARACTERS, BATCH_DOCUMENTS

CLOCK, PROCESSOR = attrgetter("clock"), attrgetter("processor")
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
    """Seconds by the clock and of the processors, and the peak of all processes together in MB."""

    clock: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.clock:8.1f} s {self.processor:8.1f} s {self.memory:8.0f} MB"


def measured(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Run:
    started, before, peak = time.perf_counter(), _processor(), 0.0
    with (folder / "output").open("w+b") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            peak = max(peak, sum(_shares(process.pid)))
            time.sleep(0.5)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{(folder / 'output').read_text('utf-8', 'replace')}")
    return Run(time.perf_counter() - started, _processor() - before, peak)


def _processor() -> float:
    """Seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _shares(pid: int) -> Iterator[float]:
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for each in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                yield each.memory_full_info().pss / 1e6


def _first(folder: Path, count: int) -> int:
    """Make the first articles the source; returns the size in bytes.  What is known must stay the same to the letter:
    a shorter archive from the generator would tell of other happenings."""
    with (folder / "all").open("rb") as whole, (folder / "articles.jsonl").open("wb") as part:
        return sum(part.write(line) for line in islice(whole, count))


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

        def empty(tasks: int, kind: str = runner) -> Run:
            script = folder / "empty.py"
            script.write_text(EMPTY_FLOW.format(runner=kind, workers=workers, tasks=tasks), "utf-8")
            return measured([sys.executable, str(script)], engine, folder)

        print(f"{runner}, {workers} workers, articles of {CHARACTERS:,} characters")
        empty(1)  # the very first start of the engine makes its tables
        start, tasks = empty(1), empty(batches)
        light = empty(1, "threads" if runner == "processes" else runner)
        small = articles // 4
        write(folder / "all", articles + 10, characters=CHARACTERS)
        _first(folder, small)
        quarter = measured(build, environment, folder)
        (folder / "timeline.duckdb").unlink()
        shutil.rmtree(folder / "timeline.duckdb.work")
        size = _first(folder, articles)
        whole = measured(build, environment, folder)
        _first(folder, articles + 10)
        more = measured(build, environment, folder)
        print(f"{'':<34}    by the clock, processors, memory")
        print(f"{'an empty flow of one task':<34} {start}")
        print(f"{f'an empty flow of {batches:,} tasks':<34} {tasks}")
        print(f"{'an empty flow as a single batch':<34} {light}")
        print(f"{f'{small:,} articles':<34} {quarter}")
        print(f"{f'{articles:,} articles ({size / 1e6:.0f} MB)':<34} {whole}")
        print(f"{f'10 new among {articles:,} known':<34} {more}")
        print(f"documents a second                 {articles / whole.clock:8.1f}")
        print(f"documents a second of a processor  {articles / whole.processor:8.1f}")
        clock, processor = ((of(tasks) - of(start)) / of(whole) for of in (CLOCK, PROCESSOR))
        print(f"orchestration, without the start   {clock:8.1%} {processor:8.1%}")
        clock, processor = (of(more) - of(light) for of in (CLOCK, PROCESSOR))
        print(f"10 new, beyond the engine's start  {clock:8.1f} s {processor:8.1f} s")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--articles", type=int, default=10_000)
    arguments.add_argument("--runner", default="processes", choices=["threads", "processes", "dask"])
    arguments.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = arguments.parse_args()
    main(given.articles, given.runner, given.workers)
