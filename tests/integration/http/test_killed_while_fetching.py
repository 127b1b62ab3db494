"""A build killed while it fetches asks no page twice, and gives what a build that nobody disturbed gives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_dateline
from tests.integration.http.test_build_over_http import feed, rows, settings
from tests.sources.site import Answer, Handler, Site, page, send, serving

pytestmark = pytest.mark.integration

PATIENCE = 300.0  # seconds for anything to happen; nothing here is about speed
STORIES = {
    "/a": "President Anna Berg spoke by phone with Prime Minister Marc Duval on 12 February 2025. ",
    "/shared": "The minister of transport, Jan Kovac, resigned on 14 February 2025 after long talks. ",
    "/one-waits": "Foreign Minister Ana Silva met Foreign Minister Petra Kern in Vienna on 10 February 2025. ",
    "/c": "The court sentenced the former mayor Ines Duarte on 11 February 2025 for taking bribes. ",
    "/b": "Police arrested the trader Otto Brandt on 13 February 2025 in the harbour of the town. ",
    "/two-waits": "The two governments signed an agreement on the railway on 9 February 2025 in Geneva. ",
    "/d": "Voters went to the polls on 8 February 2025, and the party of Karl Novak won the election. ",
}
FIRST, SECOND = ("/a", "/shared", "/one-waits", "/c"), ("/shared", "/b", "/two-waits", "/d")
WAITING = {"/one-waits", "/two-waits"}


def _answer(body: bytes, first: Callable[[], object] = lambda: None, kind: str = "text/html") -> Answer:
    def answer(handler: Handler) -> None:
        first()
        send(handler, body, 200, {"Content-Type": kind})

    return answer


def _prepared(one: Site, two: Site) -> None:
    """Two feeds on two hosts, with a page that both name; the pages themselves lie on the first host."""
    for path, story in STORIES.items():
        one.answers[path] = _answer(page(path, story=story))
    for site, paths in ((one, FIRST), (two, SECOND)):
        site.answers["/feed"] = _answer(feed(*(one.url(path) for path in paths)), kind="application/rss+xml")


def _until(what: str, found: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def test_what_was_fetched_before_the_kill_is_not_asked_for_again(tmp_path: Path, with_server: dict[str, str]) -> None:
    with serving() as one, serving() as two:
        _prepared(one, two)
        settings(tmp_path, one, f'kind = "feed"\nlocation = "{one.url("/feed")}"',
                 f'kind = "feed"\nlocation = "{two.url("/feed")}"')  # fmt: skip

        # The second host answers only when the first source waits for a page, so that the first one asks first.
        for path in WAITING:
            one.answers[path] = _answer(b"", one.stopping.wait)
        two.answers["/feed"] = _answer(
            feed(*(one.url(path) for path in SECOND)),
            lambda: _until("one", lambda: one.count("/one-waits")),
            "text/xml",
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "flows", "build"],
            cwd=tmp_path,
            env=os.environ | with_server | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        _until("both sources wait", lambda: set(one.pages_asked) >= WAITING or process.poll() is not None)
        assert process.poll() is None, "the build ended before it could be killed"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert not (tmp_path / "timeline.duckdb").exists()
        assert sorted(one.pages_asked) == sorted({"/feed", "/a", "/shared", "/b"} | WAITING)

        _prepared(one, two)
        for site in (one, two):
            site.asked.clear()
        run_dateline(tmp_path, with_server, "build")
        assert sorted(one.pages_asked) == ["/c", "/d", "/one-waits", "/two-waits"]
        assert two.pages_asked == []
        assert not (tmp_path / "timeline.duckdb.work" / "pages").exists()  # what is published is remembered there

        # A build that nobody disturbs, in which the second source is at its end before the first can begin.
        for site in (one, two):
            site.asked.clear()
        ended = threading.Event()
        one.answers["/d"] = _answer(page("/d", story=STORIES["/d"]), ended.set)
        one.answers["/feed"] = _answer(
            feed(*(one.url(path) for path in FIRST)), lambda: ended.wait(PATIENCE), "application/rss+xml"
        )
        run_dateline(tmp_path, with_server, "build", "--warehouse", "whole.duckdb")
        assert sorted(one.pages_asked) == sorted(["/feed", *STORIES])
        for name in ("timeline", "whole"):
            run_dateline(tmp_path, with_server, "export", name, "--format", "jsonl", "--warehouse", f"{name}.duckdb")
        for file in (tmp_path / "whole").iterdir():
            assert file.read_bytes() == (tmp_path / "timeline" / file.name).read_bytes(), file.name
        # Also what is not exported: who was credited with what.
        sql = "select position, source, outcome, doc_id, reason from inputs order by position"
        told = rows(tmp_path, with_server, sql)
        assert [row["outcome"] for row in told].count("duplicate") == 1
        run = run_dateline(tmp_path, with_server, "query", sql, "--format", "json", "--warehouse", "whole.duckdb")
        assert json.loads(run.stdout) == told
