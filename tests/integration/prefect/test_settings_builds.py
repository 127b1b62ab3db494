"""Builds by dateline.toml, from its folder and from elsewhere; backfills; whom a build by hand tells."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.conftest import ROOT, run_dateline
from tests.integration.prefect.conftest import PATIENCE

pytestmark = pytest.mark.integration


def write(path, published, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text((f"---\npublished: {published}\n---\n" if published else "") + text + "\n")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    write(folder / "articles" / "january.md", "2024-01-10", "Minister Ana Silva resigned on Tuesday.")
    write(folder / "articles" / "march.md", "2024-03-14", "Minister Jan Novak resigned on Wednesday.")
    write(folder / "articles" / "unknown.md", None, "Minister Petra Kern resigned on 3 May 2021.")
    write(folder / "articles" / "german.md", "2024-03-14", "Der Minister Karl Brandt trat am 3. März 2024 zurück.")
    (folder / "dateline.toml").write_text(
        'languages = ["en"]\n[[sources]]\nkind = "folder"\nlocation = "articles"\n'
        '[[sources]]\nkind = "folder"\nlocation = "nowhere"\n'
        '[[outputs]]\npath = "dataset"\nformats = ["jsonl"]\n[checks]\npage = "checks.html"\n'
    )
    return folder


def rows(folder, environment, sql):
    return json.loads(run_dateline(folder, environment, "query", sql, "--format", "json").stdout)


def test_a_backfill_takes_its_window_and_an_ordinary_build_the_rest(folder, with_server, tmp_path):
    window = ("backfill", "--since", "2024-03", "--until", "2024-03-14")
    first = _run(folder, with_server, *window)
    assert "left to other runs: 1 published outside the window, 1 of unknown publication date" in first
    assert "is in the language de; the settings read en only" in first
    assert "nowhere: there is no such file or folder" in first
    assert "1 loaded" in first
    assert [row["source"] for row in rows(folder, with_server, "select source from documents")] == ["articles/march.md"]

    assert "1 unchanged" in _run(folder, with_server, *window)
    again = _run(folder, with_server, *window, "--again")
    assert "1 loaded" in again
    assert "nothing new" in again

    # From elsewhere: sources start from the settings' folder, what stands on the command line from here.
    said = _run(tmp_path, with_server, "build", "--config", "desk/dateline.toml")
    assert "2 loaded, 1 unchanged" in said
    assert {row["source"] for row in rows(folder, with_server, "select source from documents")} == {
        "articles/january.md",
        "articles/march.md",
        "articles/unknown.md",
    }
    assert len((folder / "dataset" / "timeline.jsonl").read_text().splitlines()) == 3
    assert "<h1>" in (folder / "checks.html").read_text()
    write(tmp_path / "more" / "here.md", "2024-03-15", "Minister Ines Duarte resigned on Thursday.")
    said = _run(tmp_path, with_server, "build", "more", "--config", "desk/dateline.toml", code=0)
    assert "read 1 input: 1 loaded" in said


def _run(folder, environment, *words, code=4):
    """A build in a process of its own; as one source is not there, the exit code says so each time."""
    run = subprocess.run(
        [sys.executable, "-m", "flows", *words],
        cwd=folder,
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == code, run.stderr
    return run.stderr


def test_a_build_by_a_timer_tells_its_end_and_its_failure(folder, with_server):
    received = []

    class Keep(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Keep)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = (folder / "dateline.toml").read_text()
    hook = '[[notify]]\nwebhook = "$HOOK"\non = ["changed", "failed"]\n'
    (folder / "dateline.toml").write_text(settings + hook)
    environment = with_server | {"HOOK": f"http://127.0.0.1:{server.server_port}/"}
    try:
        run_dateline(folder, environment, "build", "--notify", code=4)
        (folder / "timeline.duckdb").write_text("no database, though long enough to be one")
        run_dateline(folder, environment, "build", "--notify", code=4)
    finally:
        server.shutdown()
        server.server_close()
    assert [message["ends"] for message in received] == [["changed"], ["failed"]]
    assert received[0]["events"]["new"] == 3
    assert "## 3 new events" in received[0]["news"]
    assert "timeline.duckdb: is no DuckDB file" in received[1]["text"]
