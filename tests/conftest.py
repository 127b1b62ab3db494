"""What all tests share: one file's tests run on one worker, and one build of the sample articles serves them all."""

from __future__ import annotations

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

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that run builds stay together on one worker, and otherwise those of one file (module fixtures)."""
    for item in items:
        builds = {"built", "with_server"} & set(getattr(item, "fixturenames", ()))
        group = "builds" if builds else item.nodeid.split("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


@dataclass(frozen=True, slots=True)
class Built:
    """A folder with a copy of the sample articles and the timeline built from them, and what the build printed."""

    folder: Path
    environment: dict[str, str]
    said: str

    def dateline(self, *words: str, code: int = 0, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder; its exit code must be ``code``."""
        return run_dateline(self.folder, self.environment, *words, code=code, stdin=stdin)


def run_dateline(
    folder: Path, environment: dict[str, str], *words: str, code: int = 0, stdin: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; its exit code must be ``code``."""
    run = subprocess.run(
        [sys.executable, "-m", "flows", *words],
        cwd=folder,
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        input=stdin,
        timeout=300,
        check=False,
    )
    out, err = run.stdout.decode(), run.stderr.decode()
    assert run.returncode == code, f"{' '.join(words)} ended with {run.returncode}, not {code}:\n{out}\n{err}"
    return subprocess.CompletedProcess(run.args, run.returncode, out, err)


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
    said = run_dateline(folder, engine_home, "build", "examples/articles")
    return Built(folder, engine_home, said.stdout + said.stderr)
