"""The one way to the network: a polite, careful GET."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from flows.fetch.addresses import checked_url
from flows.fetch.decoding import ACCEPTED, TooLargeError, megabytes, too_large, unpacked
from flows.fetch.errors import FetchError
from flows.fetch.limits import FetchLimits
from flows.fetch.network import Deadline, GuardedBackend, GuardedTransport, Resolve, resolve
from flows.fetch.pace import Pace
from flows.fetch.retry import PASSING, pause, retry_after
from flows.fetch.robots import MOST_BYTES, Robots
from flows.fetch.state import Fetched

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer.  ``address`` is where redirects led; ``unchanged`` that nothing changed since the last one."""

    address: str
    content: bytes
    media_type: str = ""  # "text/html", in lower case, without parameters
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False

    @property
    def body_hash(self) -> str:
        """SHA-256 of the body."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for.  ``rules`` marks a robots.txt: it needs no leave, and only its beginning is read."""

    headers: dict[str, str]
    limit: int
    rules: bool = False


@dataclass(frozen=True, slots=True)
class _Reply:
    """One answer to one request, whatever its status."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    content: bytes


class Client:
    """Fetches for all sources of a run.  Safe to use from several threads."""

    def __init__(
        self,
        limits: FetchLimits,
        *,
        sleep: Callable[[float], object] = time.sleep,
        resolver: Resolve = resolve,
    ) -> None:
        self.limits = limits
        self._sleep = sleep
        self._deadline = Deadline()
        allowed = [ipaddress.ip_network(network) for network in limits.allow_private]
        self._http = httpx.Client(
            transport=GuardedTransport(GuardedBackend(self._deadline, allowed, resolver)),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(limits.read_timeout, connect=limits.connect_timeout),
            headers={"User-Agent": limits.user_agent, "Accept-Encoding": ACCEPTED, "Accept": "*/*"},
        )
        self._pace = Pace(limits.seconds_per_host, limits.failures_per_host, sleep=sleep)
        self._robots = Robots(self._robots_file)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, address: str, before: Fetched | None = None, *, limit: int | None = None) -> Answer:
        """What an address gives, at most ``limit`` bytes (a page's by default); with ``before``, only if it changed.

        Raises ``FetchError`` with the reason where there is no good answer.
        """
        headers = _conditions(before)
        reply = self._tried(checked_url(address), _Request(headers, limit or self.limits.page_bytes))
        if reply.status == 304 and headers:
            return Answer(str(reply.url), b"", unchanged=True)
        if reply.status != 200:
            raise FetchError(f"the server answers {reply.status}", passing=reply.status in PASSING)
        media_type, charset = _content_type(reply.headers.get("Content-Type", ""))
        answer = Answer(
            str(reply.url),
            reply.content,
            media_type,
            charset,
            _short(reply.headers.get("ETag")),
            _short(reply.headers.get("Last-Modified")),
        )
        # A server that knows no conditions sends the same again.
        if before is not None and before.body_hash == answer.body_hash:
            return Answer(str(reply.url), b"", unchanged=True)
        return answer

    def _robots_file(self, url: httpx.URL) -> tuple[int, bytes]:
        reply = self._tried(url, _Request({}, MOST_BYTES, rules=True))
        return reply.status, reply.content

    def _tried(self, url: httpx.URL, request: _Request) -> _Reply:
        """The reply after as many tries as the limits allow for what may pass."""
        for attempt in range(1, self.limits.attempts + 1):
            last = attempt == self.limits.attempts
            try:
                reply = self._followed(url, request)
            except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as error:
                if last:
                    self._pace.failed(url.host)
                    raise FetchError(_reason(error, self.limits), passing=True) from error
                self._pace.hold_off(url.host, pause(attempt, self.limits.backoff))
                continue
            if reply.status not in PASSING:
                self._pace.answered(reply.url.host)
                return reply
            asked = retry_after(reply.headers.get("Retry-After"), dt.datetime.now(dt.UTC))
            if asked is not None and asked > self.limits.longest_wait:
                reason = f"it answers {reply.status} and asks to come back in {asked:.0f} seconds"
                self._pace.leave_alone(reply.url.host, reason)
                raise FetchError(f"the server answers {reply.status} and asks to come back later", passing=True)
            if last:
                self._pace.failed(reply.url.host)
                return reply
            self._pace.hold_off(reply.url.host, pause(attempt, self.limits.backoff) if asked is None else asked)
        raise AssertionError("unreachable: the last try either returns or raises")

    def _followed(self, url: httpx.URL, request: _Request) -> _Reply:
        """The reply behind the redirects, each of which is checked as the first address was."""
        left = self.limits.deadline
        for _ in range(self.limits.redirects + 1):
            if self.limits.robots and not request.rules:
                self._mind(url)
            self._pace.wait(url.host)
            begun = time.monotonic()
            reply = self._once(url, request, left)
            left -= time.monotonic() - begun
            location = reply.headers.get("Location")
            if reply.status not in _REDIRECTS or location is None:
                return reply
            try:
                target = url.join(location)
            except (httpx.InvalidURL, ValueError) as error:
                raise FetchError(f"redirects to what is no address ({error})") from error
            try:
                url = checked_url(str(target))
            except FetchError as error:
                raise FetchError(f"redirects to {str(target)[:200]!r}: {error}") from error
        raise FetchError(f"redirects more than {self.limits.redirects} times")

    def _mind(self, url: httpx.URL) -> None:
        """Obey the host's robots.txt.  Raises ``FetchError`` where it forbids the address or wants us too slow."""
        delay = self._robots.check(url).delay()
        if delay > self.limits.longest_wait:
            reason = f"the robots.txt of {url.host} asks for {delay:.0f} seconds between requests"
            raise FetchError(f"{reason}; a longer longest_wait would allow it")
        if delay:
            self._pace.slow_down(url.host, delay)

    def _once(self, url: httpx.URL, request: _Request, seconds: float) -> _Reply:
        self._deadline.at = time.monotonic() + seconds
        try:
            with self._http.stream("GET", url, headers=request.headers) as response:
                content = b""
                if response.status_code == 200:
                    content = _body(response, request)
                return _Reply(url, response.status_code, response.headers, content)
        except httpx.HTTPError as error:
            if isinstance(error, httpx.TimeoutException | httpx.NetworkError | httpx.RemoteProtocolError):
                raise
            raise FetchError(f"cannot be fetched ({error})") from error
        except (httpx.InvalidURL, ValueError) as error:  # httpx looks at where a redirect leads by itself
            raise FetchError(f"answers what cannot be understood ({error})") from error
        finally:
            self._deadline.at = float("inf")


def _body(response: httpx.Response, request: _Request) -> bytes:
    told = response.headers.get("Content-Length", "")
    if not request.rules and told.isdigit() and int(told) > request.limit:
        raise TooLargeError(f"is larger than {megabytes(request.limit)}; nothing was read")
    chunks = unpacked(response.iter_raw(16_384), response.headers.get("Content-Encoding", ""), request.limit)
    read = bytearray()
    for chunk in chunks:
        read += chunk
        if len(read) > request.limit:
            if request.rules:
                return bytes(read[: request.limit])
            raise too_large(request.limit)
    return bytes(read)


def _conditions(before: Fetched | None) -> dict[str, str]:
    headers: dict[str, str] = {}
    if before is not None and before.etag:
        headers["If-None-Match"] = before.etag
    if before is not None and before.last_modified:
        headers["If-Modified-Since"] = before.last_modified
    return headers


def _content_type(value: str) -> tuple[str, str | None]:
    media_type, _, parameters = value.partition(";")
    for parameter in parameters.split(";"):
        name, _, given = parameter.partition("=")
        if name.strip().lower() == "charset" and given.strip():
            return media_type.strip().lower(), given.strip().strip("\"'")
    return media_type.strip().lower(), None


def _short(value: str | None) -> str | None:
    """A validator, unless it is absurdly long: it is kept for as long as the address is known."""
    return value if value and len(value) <= 1000 else None


def _reason(error: httpx.HTTPError, limits: FetchLimits) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return f"the server was not reached within {limits.connect_timeout:g} seconds"
    if isinstance(error, httpx.TimeoutException):
        return f"the server was too slow (no byte for {limits.read_timeout:g} s, or not done in {limits.deadline:g} s)"
    return f"the connection failed ({str(error) or type(error).__name__})"
