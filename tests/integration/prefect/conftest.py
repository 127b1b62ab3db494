"""A real server of the flow engine on loopback, with its scheduler and its pages, and everything torn down."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient

from tests.conftest import ROOT

PATIENCE = 420.0  # seconds for anything to happen: the machine may be slow, and nothing here is about speed
HEAD = "---\npublished: 2024-03-14\n---\n"
CALL = "Foreign Minister Ana Silva spoke with Foreign Minister Jan Novak by phone on Wednesday, her office said.\n"
QUIET = "The harbour is quiet in winter. Fishermen mend their nets, and the cafés along the quay close early.\n"


def until(what: str, found: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What ``found`` gives as soon as it is true; fails after the patience is gone."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(1.0)
    pytest.fail(f"{what}: not within {patience:.0f} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own; at the end it and all that it has started are gone."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(60)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def dateline(folder: Path, environment: Mapping[str, str], *words: str) -> str:
    """Run a command in a process of its own, as the engine reads its settings once; what it printed."""
    run = subprocess.run(
        [sys.executable, "-m", "flows", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@dataclass(frozen=True)
class Api:
    """The server's own interface, asked with the engine's client: it asks again where a database is busy (503)."""

    url: str

    def ask(self, method: Literal["POST", "DELETE"], path: Any, body: Mapping[str, Any] | None = None) -> Any:
        with SyncPrefectClient(self.url, httpx_settings={"timeout": 60}) as client:
            answer = client.request(method, path, json=body)
        return answer.json() if answer.content else None

    def post(self, path: str, **body: Any) -> Any:
        return self.ask("POST", path, body)

    def delete(self, path: str) -> None:
        try:
            self.ask("DELETE", path)
        except httpx.HTTPStatusError as error:
            if error.response.status_code != httpx.codes.NOT_FOUND:  # an answer that was lost on the way had deleted it
                raise

    def up(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/health", timeout=10).close()
        except OSError:
            return False
        return True

    def ended(self) -> list[dict[str, Any]]:
        """Runs that have ended, in the order of their beginning."""
        runs = self.post("/flow_runs/filter", sort="START_TIME_ASC")
        over = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        return [run for run in runs if run["state_type"] in over]

    def artifacts(self, run: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """The artifacts of a run by key."""
        chosen = {"flow_run_id": {"any_": [run["id"]]}}
        return {each["key"]: each for each in self.post("/artifacts/filter", artifacts=chosen)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles, one of which tells of a happening, and settings that run it each minute."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(HEAD + CALL)
    (tmp_path / "articles" / "b.md").write_text(HEAD + QUIET)
    (tmp_path / "dateline.toml").write_text(
        '[[sources]]\nkind = "folder"\nname = "desk"\nlocation = "articles"\n'
        '[[outputs]]\npath = "dataset"\nformats = ["jsonl"]\n'
        '[schedule]\ncron = "* * * * *"\nname = "desk"\n'
    )
    return tmp_path


def _home(folder: Path) -> dict[str, str]:
    """The environment of an engine whose home lies in a folder."""
    (folder / "home" / "prefect").mkdir(parents=True)
    return {
        "DATELINE_HOME": str(folder / "home"),
        "PREFECT_HOME": str(folder / "home" / "prefect"),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }


@dataclass(frozen=True)
class Engine:
    """A server that all tests of a module use in turn, and an empty store, the making of which takes long."""

    api: Api
    store: Path

    def clear(self) -> None:
        """Leave nothing on the server of what another test had there."""
        for kind, name in (("deployments", "id"), ("flow_runs", "id"), ("work_pools", "name")):
            while found := self.api.post(f"/{kind}/filter"):  # two hundred at a time
                for each in found:
                    self.api.delete(f"/{kind}/{each[name]}")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """`prefect server start`, as someone who runs many things with it would."""
    folder = tmp_path_factory.mktemp("engine")
    environment, port, log = _home(folder), free_port(), folder / "server.log"
    with running(["prefect", "server", "start", "--port", str(port), "--no-ui"], environment, folder, log) as process:
        api = Api(f"http://127.0.0.1:{port}/api")
        until("the server answers", lambda: process.poll() is not None or api.up())
        assert process.poll() is None, log.read_text()
        store = folder / "empty.db"
        with (
            contextlib.closing(sqlite3.connect(folder / "home" / "prefect" / "prefect.db")) as full,
            contextlib.closing(sqlite3.connect(store)) as empty,
        ):
            full.backup(empty)
        yield Engine(api, store)


@pytest.fixture
def environment(tmp_path: Path, engine: Engine) -> dict[str, str]:
    """An engine with a home of its own, in which nothing has ever run."""
    made = _home(tmp_path)
    shutil.copy(engine.store, Path(made["PREFECT_HOME"]) / "prefect.db")
    return made


@pytest.fixture
def server(engine: Engine, environment: dict[str, str]) -> Api:
    """The module's server with nothing on it, in the place of one that the test would have to start."""
    engine.clear()
    environment["PREFECT_API_URL"] = engine.api.url
    return engine.api
