"""A real HTTP server on loopback whose every answer a test decides, and which remembers what it was asked."""

from __future__ import annotations

import http.server
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message

from flows.fetch.client import Client
from flows.fetch.limits import FetchLimits

LOOPBACK = ("127.0.0.0/8",)
Handler = http.server.BaseHTTPRequestHandler
Answer = Callable[[Handler], None]

STORY = "The minister of transport resigned on Friday after long talks with his party about the new railway line. "


def limits(**given: object) -> FetchLimits:
    """Limits for a server on this machine: no waiting between requests."""
    quick = {"allow_private": LOOPBACK, "seconds_per_host": 0.0, "backoff": 0.0}
    return FetchLimits(**{**quick, **given})  # type: ignore[arg-type]


def page(title: str = "A story", head: str = "", body: str = "", story: str = STORY) -> bytes:
    """A page with an article and the usual things around it."""
    paragraphs = "".join(f"<p>{story}Of four parts this is part {part}.</p>" for part in range(4))
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<nav><a href=/>Home</a></nav><article><h1>{title}</h1>{body}{paragraphs}</article>"
        "<footer>© 2021 The Site</footer></body></html>"
    ).encode()


@dataclass
class Site:
    """Paths with their answers; a path that has none answers 404."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, Message]] = field(default_factory=list)
    port: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def count(self, path: str) -> int:
        return Counter(asked for asked, _ in self.asked)[path]

    @property
    def pages_asked(self) -> list[str]:
        """What was asked for, besides the rules."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """Answer a path so; names of headers with "_" for "-"."""
        self.answers[path] = lambda handler: send(handler, body, status, headers)

    def put_known(self, path: str, body: bytes, etag: str = '"1"', kind: str = "text/html") -> None:
        """Answer 304 to who knows the ETag."""

        def answer(handler: Handler) -> None:
            same = handler.headers.get("If-None-Match") == etag
            send(handler, b"" if same else body, 304 if same else 200, {"ETag": etag, "Content-Type": kind})

        self.answers[path] = answer

    def put_in_turn(self, path: str, *answers: tuple[int, bytes, dict[str, str]]) -> None:
        """Answer a path each time with the next of these, at the end always with the last."""
        left = list(answers)

        def answer(handler: Handler) -> None:
            status, body, headers = left.pop(0) if len(left) > 1 else left[0]
            send(handler, body, status, headers)

        self.answers[path] = answer

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self.answers[path] = lambda handler: send(handler, b"", status, {"Location": to})

    def put_endless(self, path: str, piece: bytes = b"<p>more</p>", pause: float = 0.0, head: bytes = b"") -> None:
        """A body (or, with ``head``, a header) that never ends."""

        def answer(handler: Handler) -> None:
            try:
                if head:
                    handler.wfile.write(head)
                else:
                    handler.send_response(200)
                    handler.send_header("Content-Type", "text/html")
                    handler.send_header("Connection", "close")
                    handler.end_headers()
                while not self.stopping.is_set():
                    handler.wfile.write(piece)
                    handler.wfile.flush()
                    time.sleep(pause)
            except OSError:
                pass
            handler.close_connection = True

        self.answers[path] = answer


def send(handler: Handler, body: bytes, status: int, headers: dict[str, str]) -> None:
    handler.send_response(status)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in ({"Content-Length": str(len(body))} | given).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handling(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers))
            answer = site.answers.get(self.path, lambda handler: send(handler, b"nothing here", 404, {}))
            try:
                answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Clients that go away are what these tests are about."""

    server = Quiet(("127.0.0.1", 0), Handling)
    server.daemon_threads = True
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.stopping.set()
        server.shutdown()
        server.server_close()


@contextmanager
def client(sleep: Callable[[float], object] = lambda _: None, **given: object) -> Iterator[Client]:
    made = Client(limits(**given), sleep=sleep)
    try:
        yield made
    finally:
        made.close()
