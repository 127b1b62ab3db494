"""The server of `dateline serve`: where it listens, and what it is given for its pages."""

import io
import os
import socket
import subprocess

import pytest

from flows.errors import DatelineError
from flows.temporary_server import LastingServer, reached
from tests.conftest import run_dateline


class Started:
    """In place of a process: what it would have been started with."""

    def __init__(self, command, env, **_):
        self.command, self.env, self.stderr = command, env, io.BytesIO()

    def kill(self):
        pass

    def wait(self):
        pass


@pytest.fixture
def start(monkeypatch):
    """Starts a server that is none; its process and where the pages would be."""
    monkeypatch.setattr(subprocess, "Popen", Started)
    monkeypatch.setenv("PREFECT_HOME", "/home/of/the/engine")
    for name in ("PREFECT_API_URL", "PREFECT_UI_API_URL", "PREFECT_UI_STATIC_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)

    def start(*where):
        with LastingServer(*where) as server:
            return server._process, server.address

    return start


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_pages_are_unpacked_in_the_engines_home_and_ask_whatever_host_they_came_from(start, port):
    process, _ = start(port)
    assert process.env["PREFECT_UI_STATIC_DIRECTORY"] == "/home/of/the/engine/pages"
    assert process.env["PREFECT_UI_API_URL"] == "/api"


def test_what_the_user_set_for_the_pages_stays(start, port, monkeypatch):
    monkeypatch.setenv("PREFECT_UI_API_URL", "https://desk.example.org/engine/api")
    monkeypatch.setenv("PREFECT_UI_STATIC_DIRECTORY", "/srv/pages")
    process, _ = start(port)
    assert process.env["PREFECT_UI_STATIC_DIRECTORY"] == "/srv/pages"
    assert process.env["PREFECT_UI_API_URL"] == "https://desk.example.org/engine/api"


def test_it_listens_on_this_machine_only_unless_asked(start, port):
    process, address = start(port)
    assert process.command[-2:] == [str(port), "127.0.0.1"]
    process, same = start(port, "0.0.0.0")
    assert process.command[-2:] == [str(port), "0.0.0.0"]
    assert address == same == f"http://127.0.0.1:{port}"
    assert "PREFECT_API_URL" not in os.environ


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:4200"),
        ("192.0.2.7", "http://192.0.2.7:4200"),
        ("0.0.0.0", "http://127.0.0.1:4200"),
        ("::1", "http://[::1]:4200"),
        ("::", "http://[::1]:4200"),
        ("2001:db8::7", "http://[2001:db8::7]:4200"),
    ],
)
def test_a_server_on_all_addresses_is_reached_by_the_loopbacks(host, url):
    assert reached(host, 4200) == url


def test_a_port_in_use_and_an_address_of_another_machine_are_told(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DatelineError, match=f"port {port} is in use; give another --port"):
            start(port)
    with pytest.raises(DatelineError, match=r"203\.0\.113\.254, port \d+: cannot listen there .*; give another --host"):
        start(port, "203.0.113.254")  # of those that stand in documentation only


def test_a_host_is_an_address(tmp_path):
    said = run_dateline(tmp_path, {}, "serve", "--host", "desk.example.org", code=2).stderr
    assert "'desk.example.org' is no IP address" in said
