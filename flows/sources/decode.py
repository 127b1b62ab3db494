"""Bytes to text: UTF-8 first, else what the bytes themselves say; binary is no text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from charset_normalizer import from_bytes

from flows.sources.base import MAX_DOCUMENT_BYTES

_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or office file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
}


class UndecodableError(ValueError):
    """Bytes that are no text we can stand behind; the message says why and what to do."""


def decode(content: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text, and a note where it was neither UTF-8 nor as its server or message ``declared``.

    Raises ``UndecodableError``.
    """
    if len(content) > MAX_DOCUMENT_BYTES:
        size, limit = len(content) // 1_000_000, MAX_DOCUMENT_BYTES // 1_000_000
        raise UndecodableError(f"{size} MB is more than one article ({limit} MB); split it, or give it as JSON Lines")
    for magic, name in _MAGIC.items():
        if content.startswith(magic):
            raise UndecodableError(f"this is {name}, not text; give the file its own ending, or convert it to text")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(content)
    try:
        text, note = content.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        text, note = _as_named(content, [declared] if declared else []) or _guess(content)
    if "\x00" in text:
        raise UndecodableError("this is a binary file, not text; remove it from the sources")
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        raise UndecodableError("this is an HTML page, not its text; name the file .html")
    if not text.strip():
        raise UndecodableError("the file is empty; remove it, or put the article's text into it")
    return text, note


_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)


def decode_page(content: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of an HTML page, and a note where its server or the page itself names a wrong encoding.

    Bytes that are UTF-8 are UTF-8, whatever is said of them: nothing else is by chance.  Then what the server says,
    then the page, then what the bytes look like.  Raises ``UndecodableError``.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(content)
    own = _META.search(content[:4096])
    named = [declared] if declared else []
    named += [own[1].decode("ascii")] if own else []
    try:
        text = content.decode("utf-8-sig")
        wrong = [each for each in named if not _is_utf8(each) and not text.isascii()]
        return text, f"is UTF-8, though it says {wrong[0]}" if wrong else None
    except UnicodeDecodeError:
        pass
    if (read := _as_named(content, named)) is not None:
        return read
    text, note = _guess(content)
    return text, f"says {named[0]}, but {note}" if named and note else note


def _as_named(content: bytes, named: Iterable[str]) -> tuple[str, None] | None:
    """The text in the first of the encodings that it can be read in, without a note."""
    for name in named:
        try:
            # NOTE: as browsers do: pages that say Latin-1 mean Windows-1252, which has the quotes and dashes.
            found = codecs.lookup(name).name
            found = "cp1252" if found in ("iso8859-1", "ascii") else found
            return content.decode(found), None
        except (LookupError, UnicodeError, ValueError):
            continue
    return None


def _is_utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name in ("utf-8", "utf-8-sig")
    except LookupError:
        return False


def _utf16(content: bytes) -> tuple[str, str | None]:
    try:
        return content.decode("utf-16"), "read as UTF-16"
    except UnicodeDecodeError as error:
        raise UndecodableError("begins like UTF-16 but is broken; save it as UTF-8") from error


def _guess(content: bytes) -> tuple[str, str | None]:
    # NOTE: a NUL in what is no UTF-8 means binary; guessing an encoding for it would invent a text.
    if b"\x00" in content:
        raise UndecodableError("this is a binary file, not text; remove it from the sources")
    best = from_bytes(content[:200_000]).best()
    if best is None:
        raise UndecodableError("is neither UTF-8 nor another encoding that can be told; save it as UTF-8")
    try:
        return content.decode(best.encoding), f"is not UTF-8; read as {best.encoding}"
    except UnicodeDecodeError as error:
        raise UndecodableError("is neither UTF-8 nor another encoding that can be told; save it as UTF-8") from error
