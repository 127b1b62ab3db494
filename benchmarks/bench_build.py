"""Wall time and peak memory of `dateline build` on the sample articles: cold, and with a Prefect server running.

Beside it an empty flow of one task with nothing of ours, so that the part that is the engine's own can be seen.
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


def measured(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds of one run, and the peak memory in MB of its largest process."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{errors.decode()}")
    return seconds, usage.ru_maxrss / 1024


def report(name: str, runs: Sequence[tuple[float, float]]) -> float:
    seconds = statistics.median(run[0] for run in runs)
    memory = max(run[1] for run in runs)
    print(f"{name:<48} {seconds:6.1f} s   {memory:5.0f} MB   ({len(runs)} runs)")
    return seconds


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
        warehouse = folder / "t.duckdb"
        build = [*DATELINE, "build", str(ARTICLES), "--warehouse", str(warehouse)]
        empty = [sys.executable, "-c", EMPTY_FLOW]

        def fresh(environment: Mapping[str, str]) -> tuple[float, float]:
            warehouse.unlink(missing_ok=True)
            shutil.rmtree(f"{warehouse}.work", ignore_errors=True)
            return measured(build, environment)

        print(f"{'':<48} {'wall':>8} {'peak':>10}")
        report("build, the very first (the engine makes its store)", [fresh(own)])
        cold = report("build, cold", [fresh(own) for _ in range(rounds)])
        report("build, everything unchanged", [measured(build, own) for _ in range(rounds)])
        measured(empty, engine)
        alone = report("an empty flow of one task, cold", [measured(empty, engine) for _ in range(rounds)])
        with server(folder / "server") as url:
            given = own | {"PREFECT_API_URL": url}
            warm = report("build, with a server running", [fresh(given) for _ in range(rounds)])
            bare = report("an empty flow of one task, with a server", [measured(empty, given) for _ in range(rounds)])
        print(f"build : empty flow   cold {cold / alone:.2f}   with a server {warm / bare:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
