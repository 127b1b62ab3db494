"""E-mail (.eml): its text and the day it was sent."""

from __future__ import annotations

import contextlib
import email
import email.policy
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import Any

from flows.extraction.model import PublishedBasis
from flows.sources.decode import UndecodableError, decode
from flows.sources.facts import Article, Facts, Known
from flows.sources.formats import html
from flows.sources.formats.unwrap import unwrap
from flows.sources.readers import format_of_name


def read(content: bytes, known: Known) -> Article:
    """The article of a message: its plain text, else its HTML; attachments are not read, which a note tells.

    ``Date`` is the day of publication as its sender wrote it, in the sender's time zone.  Raises ``ValueError``.
    """
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    if not message.keys():
        raise ValueError("is no e-mail: it has no header")
    try:
        plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
        unread = _unread(message, (plain, page))
        text, note = _decoded(plain) if plain is not None else ("", None)
        if not text.strip() and page is not None:  # some programs send an empty plain text beside it
            article = html.read(_payload(page), replace(known, charset=page.get_content_charset()))
            text, note = article.text, article.note
        else:
            text = unwrap(text)
    except (LookupError, KeyError, AttributeError) as error:
        raise ValueError(f"the e-mail is damaged ({error})") from error
    left = f"not read: {', '.join(unread)}" if unread else None
    if not text.strip():
        raise ValueError(f"the e-mail holds no text{f' ({left})' if left else ''}")
    return Article(text.strip("\n"), _facts(message), "; ".join(filter(None, (note, left))) or None)


def _decoded(part: MIMEPart[Any, Any]) -> tuple[str, str | None]:
    """The text of a part, and a note where it is not in the encoding that the message names."""
    payload, charset = _payload(part), part.get_content_charset()
    if payload.isascii():  # also what is written in ASCII and means more (ISO-2022-JP)
        with contextlib.suppress(LookupError, UnicodeError):
            return payload.decode(charset or "ascii"), None
    try:
        return decode(payload, charset)
    except UndecodableError:
        return payload.decode("utf-8", "replace"), None


def _payload(part: MIMEPart[Any, Any]) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _unread(message: EmailMessage, read: Sequence[MIMEPart[Any, Any] | None]) -> list[str]:
    """What else of a message may hold an article: files, forwarded messages, further texts."""
    parts = message.iter_attachments() if message.is_multipart() else ()
    unread = [part for part in parts if not any(part is each for each in read)]
    return [
        part.get_filename() or ("a forwarded message" if part.get_content_maintype() == "message" else "a further text")
        for part in unread
        if part.get_content_maintype() in ("text", "message") or format_of_name(part.get_filename() or "")
    ]


def _facts(message: EmailMessage) -> Facts:
    try:
        # NOTE: the raw header: the policy's own parsing gives None for what it finds odd, and hides why.
        day = parsedate_to_datetime(str(message["Date"])).date() if message["Date"] else None
    except (ValueError, TypeError, IndexError):
        day = None
    address = str(message["Archived-At"] or "").strip(" <>")
    return Facts(
        title=str(message["Subject"] or "").strip() or None,
        published=day,
        basis=PublishedBasis.METADATA if day else PublishedBasis.NONE,
        url=address if address.startswith(("http://", "https://")) else None,
    )
