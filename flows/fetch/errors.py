"""Why an address gave nothing."""

from __future__ import annotations


class FetchError(Exception):
    """An address that gave no answer we can use; the message is a reason for people.

    ``passing`` where the next run may well succeed: time-outs, overload, a host that was left alone.  Such a page is
    asked for again, and a feed that names it is not taken for dealt with.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class RefusedError(FetchError):
    """An address that there is no connecting to: it is private, or its host is unknown."""
