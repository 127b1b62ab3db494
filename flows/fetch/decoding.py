"""Bodies, unpacked as they come and never further than a limit: a small bomb must not become a large text."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from flows.fetch.errors import FetchError

# What we tell servers that we read.
ACCEPTED = "gzip, deflate"
_PIECE = 1_000_000  # bytes unpacked at a time


class TooLargeError(FetchError):
    """A body that goes on past the limit."""


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """The body behind ``Content-Encoding``, in pieces of bounded size.

    The caller stops when it has had enough.  Raises ``FetchError`` for what is damaged or packed in another way.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in ("", "identity")]
    if not names:
        yield from chunks
    elif len(names) == 1 and names[0] in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(chunks, limit)
    else:
        raise FetchError(f"is packed as {encoding!r}, which was not asked for and cannot be read")


def gunzip(content: bytes, limit: int) -> bytes:
    """A gzip file's content (sitemaps come so).  Raises ``FetchError``, past ``limit`` bytes ``TooLargeError``."""
    read = bytearray()
    for chunk in _inflated([content], limit):
        read += chunk
        if len(read) > limit:
            raise TooLargeError(f"is larger than {megabytes(limit)} when unpacked; reading was stopped")
    return bytes(read)


def megabytes(size: int) -> str:
    """A size in words."""
    return f"{size // 1_000_000} MB" if size >= 1_000_000 else f"{size} bytes"


def too_large(limit: int) -> TooLargeError:
    """The error of a body of which enough was read to see that it goes on past the limit."""
    return TooLargeError(f"is larger than {megabytes(limit)}, packed or not; reading was stopped")


def _inflated(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """gzip (of several members, too), zlib, or bare deflate, of which some servers mean the one and say the other."""
    unpacker, begun = zlib.decompressobj(wbits=47), False  # 47: gzip or zlib, told by the first bytes
    for chunk in chunks:
        rest = chunk
        while rest:
            try:
                part = unpacker.decompress(rest, min(limit + 1, _PIECE))
            except zlib.error as error:
                if begun:
                    raise FetchError(f"the packed body is damaged ({error})") from error
                unpacker, begun = zlib.decompressobj(wbits=-15), True
                continue
            begun = True
            if part:
                yield part
            if unpacker.eof:
                rest = unpacker.unused_data.lstrip(b"\0")
                if rest:
                    unpacker = zlib.decompressobj(wbits=47)
            else:
                rest = unpacker.unconsumed_tail
    if begun and not unpacker.eof:
        raise FetchError("the packed body breaks off", passing=True)
