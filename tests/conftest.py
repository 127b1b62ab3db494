"""What all tests share: one file's tests run on one worker, and one build of the sample articles serves them all."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.cli import main

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


# Begun first, so that no worker is left alone with them at the end: what takes longest, and what waits for the clock.
FIRST = ("builds", "tests/integration/prefect/test_schedules.py")


@pytest.hookimpl(tryfirst=True)  # before xdist, which reads the marks in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one file stay together on one worker (module fixtures), and so do all that share the session's build.

    Of the integration tests each file is for itself: they bring servers and folders of their own, on ports that the
    system gives them.
    """
    groups = {item: _group(item) for item in items}
    for item, group in groups.items():
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: groups[item] not in FIRST)


def _group(item: pytest.Item) -> str:
    builds = {"built", "with_server"} & set(getattr(item, "fixturenames", ()))
    alone = item.get_closest_marker("integration") is not None
    return "builds" if builds and not alone else item.nodeid.split("::")[0]


@dataclass(frozen=True, slots=True)
class Built:
    """A folder with the sample articles and the timeline built from them, by which command, and what it printed."""

    folder: Path
    line: str
    environment: dict[str, str]
    said: str

    def dateline(self, *words: str, code: int = 0, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder; its exit code must be ``code``."""
        return run_dateline(self.folder, self.environment, *words, code=code, stdin=stdin)


def run_dateline(
    folder: Path, environment: dict[str, str], *words: str, code: int = 0, stdin: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; its exit code must be ``code``.

    Builds run as a user's do, in a process of their own; what only reads runs in this one, which has imported all.
    """
    builds = words[:1] == ("build",) or words[:2] == ("quarantine", "retry")
    run = _process(folder, environment, words, stdin) if builds else _inside(folder, environment, words)
    said = f"{run.stdout}\n{run.stderr}"
    assert run.returncode == code, f"{' '.join(words)} ended with {run.returncode}, not {code}:\n{said}"
    return run


def _process(
    folder: Path, environment: dict[str, str], words: tuple[str, ...], stdin: bytes | None
) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "flows", *words],
        cwd=folder,
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        input=stdin,
        timeout=300,
        check=False,
    )
    return subprocess.CompletedProcess(run.args, run.returncode, run.stdout.decode(), run.stderr.decode())


def _inside(folder: Path, environment: dict[str, str], words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", ["dateline", *words])
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            main()
            ended: object = 0
        except SystemExit as stop:
            ended = stop.code or 0
    returned = ended if isinstance(ended, int) else 1
    return subprocess.CompletedProcess(["dateline", *words], returned, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def engine_home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose flow engine has a store of its own, made once: making it takes longer than a run."""
    return {"DATELINE_HOME": str(tmp_path_factory.mktemp("home")), "COLUMNS": "120"}


@pytest.fixture(scope="session")
def with_server(engine_home: dict[str, str]) -> Iterator[dict[str, str]]:
    """An environment with a running server of the flow engine: runs start faster than with one of their own."""
    home = engine_home | {"PREFECT_HOME": f"{engine_home['DATELINE_HOME']}/server"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "flows.temporary_server", str(port)]
    Path(home["PREFECT_HOME"]).mkdir()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, env=os.environ | home | {"PREFECT_SERVER_ANALYTICS_ENABLED": "false"}, cwd=ROOT
    )
    url = f"http://127.0.0.1:{port}/api"
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"{url}/health", timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    yield home | {"PREFECT_API_URL": url}
    process.kill()
    process.wait()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, engine_home: dict[str, str]) -> Built:
    """The sample articles, built with the command line as a user would."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "examples").symlink_to(ROOT / "examples")
    line = "dateline build examples/articles"
    said = run_dateline(folder, engine_home, *line.split()[1:])
    return Built(folder, line, engine_home, said.stdout + said.stderr)
