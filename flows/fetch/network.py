"""Connections that only ever lead to addresses that were checked, and that end at a deadline.

A name is resolved once, the addresses are checked, and the connection goes to a checked address itself: a second
answer of the name server (DNS rebinding) is never asked for.  Redirects open connections through here as well.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from flows.fetch.addresses import IpNetwork, refusal
from flows.fetch.errors import RefusedError

Resolve = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a host, in the system's order.  Raises ``RefusedError``."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        passing = error.errno in (socket.EAI_AGAIN,)
        raise RefusedError(f"the host {host} cannot be found ({error.strerror or error})", passing=passing) from error
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"the host {host} cannot be found ({error})") from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Deadline(threading.local):
    """When the request of the current thread has to be over (``time.monotonic``)."""

    at: float = float("inf")

    def left(self, timeout: float | None) -> float:
        """The shorter of a time-out and what is left; raises ``httpcore.ReadTimeout`` where nothing is."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection whose every read and write also ends at the deadline: a byte now and then keeps nothing alive."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.SyncBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, deadline: Deadline, allowed: Sequence[IpNetwork], resolver: Resolve = resolve) -> None:
        self._deadline = deadline
        self._allowed = allowed
        self._resolve = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that may be asked and answers."""
        addresses = self._resolve(host, port)
        reasons = {address: refusal(address, self._allowed) for address in addresses}
        usable = [address for address in addresses if reasons[address] is None]
        if not usable:
            where = "" if host in reasons else f"{host} leads to "
            raise RefusedError(f"{where}{next(iter(reasons.values()), 'no address')}")
        for last, address in enumerate(usable, 1):
            try:
                wait = self._deadline.left(timeout)
                found = super().connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last == len(usable):
                    raise
            else:
                return _Stream(found, self._deadline)
        raise AssertionError("unreachable: the last address either connects or raises")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never: a socket of this machine is no public address."""
        raise RefusedError("sockets of this machine are not connected to")


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Whom to believe that it is who it says; reading the list of authorities takes longer than a request."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport over guarded connections.  Proxies of the environment are not used: they resolve by themselves,
    so that no address could be checked.
    """

    def __init__(self, backend: GuardedBackend) -> None:
        super().__init__(verify=_trusted(), trust_env=False)
        # NOTE: httpx takes no backend; this is the one attribute it keeps its pool in, and the tests against a real
        # server would fail if it were renamed.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(),
            max_connections=32,
            max_keepalive_connections=16,
            keepalive_expiry=15.0,
            network_backend=backend,
        )
