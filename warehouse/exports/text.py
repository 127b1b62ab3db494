"""Texts of strangers made fit for formats that not every character may stand in."""

from __future__ import annotations

import re
from urllib.parse import quote

# XML 1.0, section 2.2: everything else is no character of a document, not even escaped
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def one_line(text: str) -> str:
    """The text on one line: control characters and line breaks of all kinds become one space."""
    return " ".join(_CONTROL.sub(" ", _whole(text)).split())


def xml_text(text: str) -> str:
    """The text with U+FFFD in place of what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def iri_part(text: str) -> str:
    """The text as a part of a URN or tag: what is not allowed there is percent-encoded."""
    return quote(text, safe="/-._~", errors="replace")


def uri(address: str) -> str:
    """An address as RFC 3986 allows it: spaces, quotes, brackets of markup and letters of other scripts encoded."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~-._", errors="replace")


def _whole(text: str) -> str:
    """Without halves of surrogate pairs, which no file in UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
