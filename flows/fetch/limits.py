"""How politely and how carefully pages are fetched; the table ``[fetch]`` of ``dateline.toml``."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from importlib.metadata import version

from flows.sources.options import doc


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What a fetch may cost the other side, and us.  Times are seconds, sizes bytes after decompression."""

    seconds_per_host: float = field(default=1.0, metadata=doc("Seconds between two requests to one host."))
    robots: bool = field(default=True, metadata=doc("Obey robots.txt; turn off for servers of your own only."))
    contact: str = field(default="", metadata=doc("Address or mail of yours, told to servers in the user agent."))
    attempts: int = field(default=3, metadata=doc("Tries for what may pass: time-outs, 429, server errors."))
    backoff: float = field(default=1.0, metadata=doc("Seconds before the second try; doubled for each further one."))
    longest_wait: float = field(
        default=60.0,
        metadata=doc("Longest Retry-After or Crawl-delay waited for; beyond it, the next run asks."),
    )
    connect_timeout: float = field(default=10.0, metadata=doc("Seconds to reach a server."))
    read_timeout: float = field(default=20.0, metadata=doc("Seconds without a byte after which a server is slow."))
    deadline: float = field(default=60.0, metadata=doc("Seconds for one answer from beginning to end."))
    page_bytes: int = field(default=10_000_000, metadata=doc("Largest page or feed."))
    archive_bytes: int = field(default=200_000_000, metadata=doc("Largest archive or table (WARC, JSON Lines, …)."))
    redirects: int = field(default=5, metadata=doc("Redirects that are followed."))
    failures_per_host: int = field(
        default=3, metadata=doc("Answers that fail in a row before a host is left alone for the rest of the run.")
    )
    allow_private: tuple[str, ...] = field(
        default=(), metadata=doc('Private networks that may be asked all the same, as "10.1.0.0/16".')
    )

    def __post_init__(self) -> None:
        """``ValueError``, in words for the user, where a number or a network makes no sense."""
        for name in ("seconds_per_host", "backoff", "longest_wait"):
            if getattr(self, name) < 0:
                raise ValueError(f'"{name}" must not be negative')
        for name in ("attempts", "connect_timeout", "read_timeout", "deadline", "page_bytes", "archive_bytes"):
            if getattr(self, name) <= 0:
                raise ValueError(f'"{name}" must be more than 0')
        for network in self.allow_private:
            try:
                ipaddress.ip_network(network)
            except ValueError as error:
                raise ValueError(f'"allow_private": {network!r} is no network; write it as 127.0.0.0/8') from error

    @property
    def user_agent(self) -> str:
        """Who asks: the name that robots.txt files can address is ``dateline``."""
        return f"dateline/{version('dateline')}{f' (+{self.contact})' if self.contact else ''}"
