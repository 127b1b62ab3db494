"""People are told how a run ended, if they asked for that end."""

import contextlib
import importlib
import json
import logging
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from flows.config.model import Config, Notify
from flows.errors import DatelineError
from flows.notify import ends_of, tell_ended, tell_failed
from flows.report import Report
from flows.request import BuildRequest

build = importlib.import_module("flows.commands.build")  # the package gives the command of that name

COUNTS = {"loaded": 1, "unchanged": 2, "duplicate": 0, "quarantined": 0}


def report(**more):
    return Report("run-1", "t.duckdb", COUNTS, release=4, summary="## 1 new event", **more)


@pytest.fixture
def hook():
    """A server that keeps what it is sent; its answer can be set."""
    received = []

    class Keep(BaseHTTPRequestHandler):
        answer = 200

        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(self.answer)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Keep)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/secret-part", received, Keep
    server.shutdown()
    server.server_close()
    thread.join()


def config(*whom):
    return Config(file=Path("dateline.toml"), notify=whom)


@pytest.mark.parametrize(
    ("ended", "ends"),
    [
        (report(), {"unchanged"}),
        (report(events_new=2), {"changed"}),
        (report(events_removed=1, held_back=("mention m: wrong",)), {"changed", "held_back"}),
        (report(refused=("timeline: ids are unique",)), {"refused"}),
        (report(unwritten=("out: full",)), {"unchanged", "failed"}),
    ],
)
def test_how_a_run_ended(ended, ends):
    assert ends_of(ended) == ends


def test_a_webhook_is_told_what_it_asked_for_and_nothing_else(hook):
    address, received, _ = hook
    settings = config(Notify(webhook=address, on=("changed",)), Notify(webhook=address, on=("refused",)))
    tell_ended(settings, report(events_new=2, events=7))
    (message,) = received
    assert message["ends"] == ["changed"]
    assert message["events"] == {"all": 7, "new": 2, "changed": 0, "gone": 0}
    assert message["counts"]["unchanged"] == 2
    assert message["news"] == "## 1 new event"
    assert message["text"].startswith("timeline: changed\nread 3 inputs")
    tell_ended(settings, report())
    assert len(received) == 1


def test_a_failure_is_told_with_its_line(hook):
    address, received, _ = hook
    tell_failed(config(Notify(webhook=address)), "t.duckdb: is damaged")
    assert received[0]["text"] == "timeline: failed\nt.duckdb: is damaged"


def test_whom_nobody_can_tell_fails_no_run_and_gives_no_secret_away(hook, caplog):
    address, received, keep = hook
    keep.answer = 500
    with caplog.at_level(logging.ERROR):
        tell_failed(config(Notify(webhook=address), Notify(webhook="http://127.0.0.1:9/secret-part")), "broken")
    assert len(received) == 1
    assert "the server answers 500" in caplog.text
    assert "secret-part" not in caplog.text
    assert all("\n" not in record.getMessage() for record in caplog.records)
    said = [record.getMessage().split(": ")[0] for record in caplog.records]
    assert said == ["127.0.0.1 could not be told", "127.0.0.1 could not be told"]


def test_a_receiver_that_moved_is_told_of_and_not_followed(hook, caplog):
    address, received, keep = hook
    keep.answer = 302
    tell_failed(config(Notify(webhook=address)), "broken")
    assert len(received) == 1
    assert "the server answers 302" in caplog.text


def test_a_receiver_that_never_ends_its_answer_holds_no_run_up():
    done = threading.Event()

    class Endless(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.flush()
            done.wait(60)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Endless)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    telling = threading.Thread(
        target=tell_failed,
        args=(config(Notify(webhook=f"http://127.0.0.1:{server.server_port}/")), "broken"),
        daemon=True,
    )
    telling.start()
    telling.join(10)
    held = telling.is_alive()
    done.set()
    server.shutdown()
    server.server_close()
    thread.join()
    assert not held


@pytest.mark.parametrize("end", [report(events_new=1), DatelineError("t.duckdb: is busy")])
def test_who_keeps_blocks_is_still_there_when_the_end_is_told(monkeypatch, tmp_path, end):
    up, told = [], []

    class Server(contextlib.nullcontext):
        def __enter__(self):
            up.append(True)
            return self

        def __exit__(self, *_):
            up.clear()

        def wait(self):
            pass

    def flow(_):
        if isinstance(end, Exception):
            raise end
        return end

    monkeypatch.setattr("flows.temporary_server.TemporaryServer", Server)
    monkeypatch.setattr("expectations.gate.Gate.start", contextlib.nullcontext)
    monkeypatch.setattr("flows.build_timeline.build_timeline", flow)
    monkeypatch.setattr(build, "prepare_prefect", lambda **_: None)
    monkeypatch.setattr("flows.notify._send", lambda _, message: told.append((bool(up), message["ends"])))
    settings = config(Notify(block="slack-webhook/desk", on=("changed", "failed")))
    with contextlib.nullcontext() if isinstance(end, Report) else pytest.raises(DatelineError):
        build._told(BuildRequest((), str(tmp_path / "t.duckdb")), settings, tmp_path, verbose=False)
    assert told == [(True, ["changed" if isinstance(end, Report) else "failed"])]


def test_a_block_that_could_not_send_says_so(monkeypatch, caplog):
    from prefect.blocks.notifications import SlackWebhook

    mail = SlackWebhook(url="mailto://127.0.0.1:9?from=a@example.org&to=b@example.org&mode=insecure")
    monkeypatch.setattr("prefect.blocks.core.Block.load", lambda _: mail)
    tell_failed(config(Notify(block="slack-webhook/desk")), "broken")
    (record,) = [record for record in caplog.records if record.name == "flows.notify"]
    assert record.getMessage().startswith("slack-webhook/desk could not be told: NotificationError")


class _Letterbox(socketserver.StreamRequestHandler):
    """As much of a mail server as takes a message (RFC 5321)."""

    letters: ClassVar[list[str]] = []

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")


def test_a_block_sends_e_mail(monkeypatch, caplog):
    from prefect.blocks.notifications import SlackWebhook

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Letterbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"mailto://127.0.0.1:{server.server_address[1]}?from=dateline@example.org&to=desk@example.org"
        monkeypatch.setattr("prefect.blocks.core.Block.load", lambda _: SlackWebhook(url=address))
        tell_ended(config(Notify(block="slack-webhook/desk-mail", on=("changed",))), report(events_new=3))
        server.shutdown()
    assert not caplog.records
    (letter,) = _Letterbox.letters
    assert "To: desk@example.org" in letter
    assert "Subject: timeline: changed" in letter
    assert "3 new" in letter
