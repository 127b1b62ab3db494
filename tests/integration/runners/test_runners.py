"""Threads, processes, and a real Dask scheduler with two worker processes: one dataset, whoever extracts."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.article_generator import write
from flows.settings import BATCH_DOCUMENTS
from tests.conftest import ROOT
from tests.integration.prefect.conftest import dateline, free_port, running, until

pytestmark = pytest.mark.integration

DOCUMENTS = 5 * BATCH_DOCUMENTS
SETTINGS = """
warehouse = "{name}.duckdb"
[runner]
kind = "{kind}"
workers = 2
{more}
[[sources]]
kind = "jsonl"
location = "articles.jsonl"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("runners")
    write(made / "articles.jsonl", DOCUMENTS, characters=600)
    return made


@pytest.fixture(scope="module")
def environment(folder: Path) -> dict[str, str]:
    """Builds that start a server of their own; those with ``with_server`` ask one that runs."""
    return {"DATELINE_HOME": str(folder / "home"), "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true"}


@pytest.fixture(scope="module")
def by_threads(folder: Path, environment: dict[str, str]) -> Path:
    return _exported(folder, environment, "threads", "threads")


@contextlib.contextmanager
def _dask(folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    command = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(command, environment, folder, folder / "scheduler.log"))
        workers = [
            stack.enter_context(running(worker, environment, folder, folder / f"worker-{n}.log")) for n in (1, 2)
        ]
        until("both workers are with the scheduler", lambda: _workers(address) == 2)
        yield address, workers


def _workers(address: str) -> int:
    from distributed import Client

    try:
        with Client(address, timeout=10, set_as_default=False) as client:
            return len(client.scheduler_info(n_workers=-1)["workers"])
    except OSError:
        return 0


def _settings(folder: Path, name: str, kind: str, more: str = "") -> None:
    (folder / "dateline.toml").write_text(SETTINGS.format(name=name, kind=kind, more=more), "utf-8")


def _exported(folder: Path, environment: dict[str, str], name: str, kind: str, more: str = "") -> Path:
    _settings(folder, name, kind, more)
    build = _building(folder, environment)
    _ended_well(build)
    return _export(folder, environment, name)


def _building(folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A build in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "flows", "build"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _ended_well(build: subprocess.Popen[bytes]) -> None:
    said = build.communicate(timeout=1200)[0].decode()
    assert build.returncode == 0, said
    assert f"read {DOCUMENTS} inputs: {DOCUMENTS} loaded" in said, said


def _export(folder: Path, environment: dict[str, str], name: str) -> Path:
    dateline(folder, environment, "export", name, "--format", "jsonl", "--warehouse", f"{name}.duckdb")
    return folder / name


def _same(one: Path, other: Path) -> None:
    names = sorted(path.name for path in one.glob("*.jsonl"))
    assert "timeline.jsonl" in names
    assert (one / "timeline.jsonl").stat().st_size > 1000
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_processes_give_the_dataset_of_threads(folder: Path, with_server: dict[str, str], by_threads: Path) -> None:
    _same(by_threads, _exported(folder, with_server, "processes", "processes"))


def test_a_dask_cluster_gives_the_dataset_of_threads(
    folder: Path, environment: dict[str, str], by_threads: Path
) -> None:
    with _dask(folder, environment) as (address, _):
        _same(by_threads, _exported(folder, environment, "dask", "dask", f'address = "{address}"'))


def test_a_worker_killed_half_way_changes_nothing_but_the_time(
    folder: Path, with_server: dict[str, str], by_threads: Path
) -> None:
    with _dask(folder, with_server) as (address, workers):
        _settings(folder, "killed", "dask", f'address = "{address}"')
        build = _building(folder, with_server)
        spool = folder / "killed.duckdb.work" / "extracted"
        until("a batch has landed", lambda: list(spool.glob("*.failed.json")) or build.poll() is not None)
        assert build.poll() is None, "the build ended before the worker could be killed"
        workers[0].send_signal(signal.SIGKILL)
        _ended_well(build)
        assert workers[0].wait(60) == -signal.SIGKILL
    _same(by_threads, _export(folder, with_server, "killed"))


def test_workers_of_a_killed_build_end_with_it(folder: Path, environment: dict[str, str]) -> None:
    _settings(folder, "orphans", "processes")
    build = _building(folder, environment)
    spool = folder / "orphans.duckdb.work" / "extracted"
    until("a batch has landed", lambda: list(spool.glob("*.failed.json")) or build.poll() is not None)
    build.kill()
    said = build.communicate(timeout=60)[0].decode()
    assert build.returncode == -signal.SIGKILL, said
    until("nothing is left of the build", lambda: not _alive(build.pid))


def _alive(session: int) -> list[int]:
    """Processes of a session that still run (ended ones that nobody has asked about do not count)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(stat.parent.name))
    return found
