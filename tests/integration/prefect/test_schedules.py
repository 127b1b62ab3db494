"""Scheduled for real: a server, a pool and a worker; and `dateline serve` alone."""

import json
import os
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import expect

from benchmarks.browser import executable, launched
from flows.config.loading import load
from tests.conftest import ROOT, run_dateline
from tests.integration.prefect.conftest import PATIENCE, Api, dateline, free_port, running, until

pytestmark = pytest.mark.integration

ELSEWHERE = "127.0.0.2"  # another address that Linux has on its loopback: as far away as a test can go
RUNNING = {"state": {"type": {"any_": ["RUNNING"]}}}


def rows(folder, environment, sql):
    return json.loads(run_dateline(folder, environment, "query", sql, "--format", "json").stdout)


def table(artifact):
    return {row["what"]: row["count"] for row in json.loads(artifact["data"])}


def page(url):
    """What a browser is given that is sent to an address, and where that led it."""
    asked = urllib.request.Request(url, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.read().decode(), answer.url


def the_pages_are_there(url, environment):
    """Both generations of the engine's pages, from files that lie in its home and not where it is installed."""
    for asked in ("/", "/runs", "/v2/runs"):
        text, _ = page(url + asked)
        assert text.lstrip().lower().startswith("<!doctype html>"), f"{asked}: {text[:200]}"
        assert '<div id="root">' in text or '<div id="app">' in text, f"{asked}: {text[:200]}"
    assert "/v2" not in page(f"{url}/")[1], "a browser is led to the pages that ask a service elsewhere"
    kept = Path(environment["PREFECT_HOME"]) / "pages"
    for version in ("v1", "v2"):
        assert (kept / version / "index.html").is_file()
        base = "/v2/" if version == "v2" else "/"
        served = sorted((kept / version / "assets").glob("index-*.js"))[0]
        with urllib.request.urlopen(f"{url}{base}assets/{served.name}", timeout=60) as answer:
            assert answer.read() == served.read_bytes()


def the_runs_are_right(api, folder, environment, runs):
    """Two turns of one schedule: the first took the articles in, the second found nothing new; both can be seen."""
    first, second = runs[:2]
    assert [run["state_type"] for run in runs] == ["COMPLETED"] * len(runs), [run["state"] for run in runs]
    news, nothing = api.artifacts(first), api.artifacts(second)
    for shown in (news, nothing):
        assert set(shown) >= {"desk-progress", "desk-run", "desk-sources", "desk-checks", "desk-news"}
        assert shown["desk-progress"]["data"] == 100.0
        assert json.loads(shown["desk-sources"]["data"])[0]["source"] == "desk"
        assert "checks.html" in shown["desk-checks"]["data"]
    assert table(news["desk-run"])["new or changed"] == 2
    assert table(news["desk-run"])["events new"] == 1
    assert "## 1 new event" in news["desk-news"]["data"]
    assert "Ana Silva" in news["desk-news"]["data"]
    assert table(nothing["desk-run"])["unchanged"] == 2
    assert table(nothing["desk-run"])["events new"] == 0
    assert nothing["desk-news"]["data"] == "Nothing new on the timeline."
    told = rows(folder, environment, "select loaded, unchanged, events_new, published from runs order by started")
    assert told[0] == {"loaded": 2, "unchanged": 0, "events_new": 1, "published": True}
    assert told[1] == {"loaded": 0, "unchanged": 2, "events_new": 0, "published": True}
    # Turns that a slow machine had no time for are skipped and written down nowhere but on the server.
    assert len(told) == len([run for run in runs if run["state_name"] != "Skipped"])
    assert (folder / "dataset" / "timeline.jsonl").exists()


def test_a_deployment_runs_each_minute_and_the_second_finds_nothing_new(server, folder, environment):
    said = dateline(folder, environment, "deploy", "--pool", "desks")
    assert "deployed scheduled-build/desk to the pool desks" in said
    worker = ["prefect", "worker", "start", "--pool", "desks", "--type", "process", "--limit", "1"]
    with running(worker, environment, folder, folder / "worker.log"):
        runs = until("two turns", lambda: [r for r in server.ended() if r["state_name"] != "Skipped"][1:])
        assert runs
    the_runs_are_right(server, folder, environment, server.ended())
    dateline(folder, environment, "deploy", "--pool", "desks")  # again: the same deployment, not a second one
    assert len(server.post("/deployments/filter")) == 1


def test_serve_makes_up_for_missed_turns_once_and_then_keeps_to_the_schedule(folder, environment):
    port = free_port()
    api = Api(f"http://127.0.0.1:{port}/api")
    command = ["flows", "serve", "--port", str(port)]
    with running(command, environment, folder, folder / "serve.log") as process:
        until("the server answers", lambda: process.poll() is not None or api.up())
        assert process.poll() is None, (folder / "serve.log").read_text()
        until("two turns", lambda: len([r for r in api.ended() if r["state_name"] != "Skipped"]) >= 2)
        runs = api.ended()
        assert not runs[0]["auto_scheduled"]  # nothing had ever run, so one was due at once
        assert any(run["auto_scheduled"] for run in runs)
        the_runs_are_right(api, folder, environment, runs)
        the_pages_are_there(f"http://127.0.0.1:{port}", environment)
        with pytest.raises(urllib.error.URLError):  # only what is on this machine and asks for this address
            page(f"http://{ELSEWHERE}:{port}/")
        assert process.poll() is None
    assert not api.up()  # the server went with it


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one address on their loopback")
def test_serve_shows_its_pages_at_any_address_if_asked_to(folder, environment):
    port = free_port()
    api = Api(f"http://127.0.0.1:{port}/api")
    url = f"http://{ELSEWHERE}:{port}"
    command = ["flows", "serve", "--port", str(port), "--host", "0.0.0.0"]
    with running(command, environment, folder, folder / "serve.log") as process:
        until("the server answers", lambda: process.poll() is not None or api.up())
        assert process.poll() is None, (folder / "serve.log").read_text()
        the_pages_are_there(url, environment)
        settings = json.loads(page(f"{url}/ui-settings")[0])
        assert settings["api_url"] == "/api"  # the pages ask the address that they came from
        if executable() is None:
            pytest.skip("no Chromium on this machine: that the pages find the server was not seen")
        until("the schedule is there", lambda: api.post("/deployments/filter"))
        with launched() as browser:
            for shown in ("/deployments", "/v2/deployments"):
                opened = browser.new_page()
                opened.goto(url + shown)
                expect(opened.get_by_text("scheduled-build").first).to_be_visible(timeout=PATIENCE * 1000)


@pytest.mark.parametrize("moment", ["while it starts", "once it is up"])
def test_serve_ends_soon_and_well_where_it_is_interrupted(folder, environment, moment):
    port = free_port()
    api = Api(f"http://127.0.0.1:{port}/api")
    log = folder / "serve.log"
    with running(["flows", "serve", "--port", str(port)], environment, folder, log) as process:
        if moment == "while it starts":
            until("the server is started", lambda: (folder / "home" / "prefect" / "pages").exists())
        else:
            until("the schedule is kept", lambda: api.up() and "next by the schedule" in log.read_text())
        process.send_signal(signal.SIGINT)  # to the one process, as a container is stopped
        assert process.wait(PATIENCE) in (0, 130)  # what the units of examples/deploy take for well
    assert not api.up()
    assert "Traceback" not in log.read_text()


def test_a_run_is_skipped_while_another_one_writes(server, folder, environment):
    (folder / "timeline.duckdb.work").mkdir()
    dateline(folder, environment, "deploy")
    worker = ["prefect", "worker", "start", "--pool", "dateline", "--type", "process"]
    with (
        FileLock(folder / "timeline.duckdb.work" / "lock"),
        running(worker, environment, folder, folder / "worker.log"),
    ):
        (first, *_) = until("a turn", server.ended)
    assert first["state_name"] == "Skipped"
    assert "timeline.duckdb: is being written" in first["state"]["message"]


def test_a_run_that_fails_says_why_and_whom_the_settings_name_is_told(server, folder, environment):
    settings = (folder / "dateline.toml").read_text()
    (folder / "dateline.toml").write_text(settings + '[[notify]]\nblock = "json/not-a-notifier"\n')
    dateline(folder, environment, "deploy")
    (folder / "timeline.duckdb").write_text("no database, though long enough to be one")
    worker = ["prefect", "worker", "start", "--pool", "dateline", "--type", "process"]
    with running(worker, environment, folder, folder / "worker.log"):
        (first, *_) = until("a turn", server.ended)
        said = "json/not-a-notifier could not be told"
        until("the hook has tried", lambda: said in (folder / "worker.log").read_text())
    assert first["state_type"] == "FAILED"
    assert "timeline.duckdb: is no DuckDB file" in first["state"]["message"]


def test_the_prefect_file_of_the_checkout_deploys_a_flow_that_can_be_loaded(server, folder, environment):
    pool = ["prefect", "work-pool", "create", "dateline", "--type", "process"]
    with running(pool, environment, ROOT, folder / "pool.log") as made:
        assert made.wait(PATIENCE) == 0
    deploy = ["prefect", "--no-prompt", "deploy", "--all"]
    with running(deploy, environment, ROOT, folder / "deploy.log") as deployed:
        assert deployed.wait(PATIENCE) == 0, (folder / "deploy.log").read_text()
    (deployment,) = server.post("/deployments/filter")
    assert deployment["entrypoint"] == "flows/scheduled.py:scheduled_build"
    assert [each["schedule"]["cron"] for each in deployment["schedules"]] == ["5 * * * *"]
    assert load(ROOT / deployment["parameters"]["config"]).sources


def test_serve_that_was_killed_in_a_run_starts_again_and_makes_up_for_it(folder, environment):
    port = free_port()
    api = Api(f"http://127.0.0.1:{port}/api")
    command = ["flows", "serve", "--port", str(port)]
    with running(command, environment, folder, folder / "serve.log") as process:
        until("the server answers", lambda: process.poll() is not None or api.up())
        until("a run is under way", lambda: api.post("/flow_runs/filter", flow_runs=RUNNING))
        os.killpg(process.pid, signal.SIGKILL)
    assert not api.up()
    with running(command, environment, folder, folder / "again.log"):
        done = until(
            "a run", lambda: [run for run in api.ended() if run["state_type"] == "COMPLETED"] if api.up() else 0
        )
        killed = [run for run in api.ended() if run["state_type"] == "CRASHED"]
    assert [run["state"]["message"] for run in killed] == ["the process that ran it is gone"]
    assert not done[0]["auto_scheduled"]
    told = rows(folder, environment, "select loaded, published from runs order by started")
    assert told[0] == {"loaded": 2, "published": True}
