"""What the flow engine costs the user: `dateline build` of one article, cold, and with a Prefect server running.

Beside it an empty flow of one task with nothing of ours, so that the part that is the engine's own can be seen, and
the build of all sample articles.  Seconds of the clock say little on a busy machine; those of the processor (of all
processes that the command starts and ends) say more.
Usage: python benchmarks/bench_build.py [ROUNDS]
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "examples" / "articles"
DATELINE = [sys.executable, "-m", "flows"]
EMPTY_FLOW = """
from prefect import flow, task
@task
def nothing(): return 1
@flow
def empty(): return nothing.submit().result()
empty()
"""


@dataclass(frozen=True)
class Run:
    """One run: seconds by the clock and of the processor, and the peak memory in MB of its largest process."""

    clock: float
    processor: float
    memory: float


def measured(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    clock = time.perf_counter() - started
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{errors.decode()}")
    return Run(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(name: str, runs: Sequence[Run]) -> Run:
    """Print the medians of the runs (of the memory the most); they are returned."""
    middle = Run(
        statistics.median(run.clock for run in runs),
        statistics.median(run.processor for run in runs),
        max(run.memory for run in runs),
    )
    print(
        f"{name:<46} {middle.clock:7.1f} s {middle.processor:9.1f} s {middle.memory:7.0f} MB   ({len(runs)} runs)",
        flush=True,
    )
    return middle


@contextmanager
def server(home: Path) -> Iterator[str]:
    """A Prefect server of the test's own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/api"
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(url + "/health", timeout=5):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait()


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own = {"DATELINE_HOME": str(folder / "home"), "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        engine = own | {"PREFECT_HOME": str(folder / "engine"), "PREFECT_LOGGING_LEVEL": "ERROR"}
        engine["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "300"  # its 20 are too few on a busy machine
        warehouse = folder / "t.duckdb"
        one, all_of_them = [str(ARTICLES / "yermak-resigns.md")], [str(ARTICLES)]
        empty = [sys.executable, "-c", EMPTY_FLOW]

        def again(sources: Sequence[str], environment: Mapping[str, str]) -> Run:
            return measured([*DATELINE, "build", *sources, "--warehouse", str(warehouse)], environment)

        def fresh(sources: Sequence[str], environment: Mapping[str, str]) -> Run:
            warehouse.unlink(missing_ok=True)
            shutil.rmtree(f"{warehouse}.work", ignore_errors=True)
            return again(sources, environment)

        print(f"{'':<46} {'clock':>9} {'processor':>11} {'memory':>10}")
        times = range(rounds)
        report("one article, the very first build", [fresh(one, own)])
        cold = report("one article, cold", [fresh(one, own) for _ in times])
        report("one article, nothing new", [again(one, own) for _ in times])
        measured(empty, engine)
        alone = report("an empty flow of one task, cold", [measured(empty, engine) for _ in times])
        with server(folder / "server") as url:
            given = own | {"PREFECT_API_URL": url}
            warm = report("one article, with a server", [fresh(one, given) for _ in times])
            report("one article, nothing new, with a server", [again(one, given) for _ in times])
            bare = report("an empty flow of one task, with a server", [measured(empty, given) for _ in times])
            report("22 articles, with a server", [fresh(all_of_them, given) for _ in times])
        report("22 articles, cold", [fresh(all_of_them, own) for _ in times])
        report("22 articles, nothing new", [again(all_of_them, own) for _ in times])
        ratios = [a.clock / b.clock for a, b in ((cold, alone), (warm, bare))]
        print(f"one article : empty flow   cold {ratios[0]:.2f}   with a server {ratios[1]:.2f}   (clock)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
