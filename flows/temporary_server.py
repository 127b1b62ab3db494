"""The flow engine's API server for the time of one run, started while the run itself is still importing.

The engine would start such a server by itself, but only when the flow begins, after seconds of imports, and it
would outlive a run that is killed.  This one starts with the process, beside the imports, and ends with it: it
watches its standard input, which closes when the run is gone, however it went.
"""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType

from flows.errors import DatelineError
from flows.last_words import LastWords

LOOPBACK = "127.0.0.1"
TEMPORARY = "DATELINE_TEMPORARY_SERVER"  # "1" where the server goes with the run: nobody can look at its pages
# As of prefect 3.8: without the UI and the background services that a single run never needs.
_ENVIRONMENT = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
# Why the server could not start is all that is ever read of what it says.
_OUTSPOKEN = {"PREFECT_SERVER_LOGGING_LEVEL": "ERROR"}


class TemporaryServer:
    """Context: a server of our own, unless the user names one or keeps a home of the engine himself."""

    def __init__(self, timeout: float = 120.0) -> None:
        self._timeout = timeout
        self._host = LOOPBACK
        self._process: subprocess.Popen[bytes] | None = None
        self._words: LastWords | None = None

    def __enter__(self) -> TemporaryServer:
        if "PREFECT_API_URL" in os.environ:
            return self
        port, environment = self._arrange()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.temporary_server", str(port), self._host],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=os.environ | _OUTSPOKEN | environment,
        )
        assert self._process.stderr is not None
        self._words = LastWords(self._process.stderr)
        os.environ["PREFECT_API_URL"] = f"{reached(self._host, port)}/api"
        return self

    def _arrange(self) -> tuple[int, dict[str, str]]:
        """The port, and what the server's process finds in its environment."""
        os.environ[TEMPORARY] = "1"
        return _free_port(), _ENVIRONMENT

    def wait(self) -> None:
        """Until the server answers.  Raises ``DatelineError`` where it died or is too slow."""
        if self._process is None:
            return
        url, until = os.environ["PREFECT_API_URL"] + "/health", time.monotonic() + self._timeout
        while time.monotonic() < until:
            if self._process.poll() is not None:
                why = self._words.reason() if self._words else ""
                raise DatelineError(f"the flow engine's server ended at once: {why or 'it did not say why'}")
            try:
                with urllib.request.urlopen(url, timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise DatelineError(f"the flow engine's server did not answer within {self._timeout:.0f} s; try again")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()  # it holds nothing: the run's record is in the warehouse
            self._process.wait()
            os.environ.pop("PREFECT_API_URL", None)
            os.environ.pop(TEMPORARY, None)


class LastingServer(TemporaryServer):
    """Context: a server with its pages and its scheduler, for as long as `dateline serve` runs.

    Not started where the user names one with ``PREFECT_API_URL``.  It listens on one address, or on all of the
    machine's (0.0.0.0, ::).
    """

    def __init__(self, port: int, host: str = LOOPBACK, timeout: float = 120.0) -> None:
        super().__init__(timeout)
        self._host, self._port = host, port

    @property
    def address(self) -> str:
        """Where the pages are."""
        return os.environ["PREFECT_API_URL"].removesuffix("/api")

    def _arrange(self) -> tuple[int, dict[str, str]]:
        try:
            with socket.socket(_family(self._host)) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((self._host, self._port))
        except OSError as error:
            raise DatelineError(self._taken(error)) from error
        own = {
            # Without a host: a browser may come by any address, or through a port that is passed on.
            "PREFECT_UI_API_URL": "/api",
            # By itself the engine unpacks its pages where it is installed, and has none where it may not write there.
            # It renews them when its version is another one, and a lock keeps servers that do so apart.
            "PREFECT_UI_STATIC_DIRECTORY": str(Path(os.environ["PREFECT_HOME"]).expanduser() / "pages"),
            # Its second kind of pages has the browser ask a service that counts users, whatever is said of analytics.
            "PREFECT_SERVER_UI_V2_ENABLED": "false",
        }
        return self._port, {name: os.environ.get(name, value) for name, value in own.items()}

    def _taken(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return (
                f"port {self._port} is in use; give another --port, or name a server that runs already with "
                f"PREFECT_API_URL={reached(self._host, self._port)}/api"
            )
        return f"{self._host}, port {self._port}: cannot listen there ({error.strerror}); give another --host or --port"


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ip_address(host).version == 6 else socket.AF_INET


def reached(host: str, port: int) -> str:
    """The address of a server on this machine; one that listens on all addresses is reached by the loopback's."""
    address = ip_address(host)
    if address.version == 6:
        return f"http://[{'::1' if address.is_unspecified else address}]:{port}"
    return f"http://{LOOPBACK if address.is_unspecified else address}:{port}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def serve(port: int, host: str = LOOPBACK) -> None:
    """Run the server in this process, until standard input closes."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn

    uvicorn.run("prefect.server.api.server:create_app", factory=True, host=host, port=port, log_level="error")


if __name__ == "__main__":
    serve(int(sys.argv[1]), *sys.argv[2:])
