"""E-mail (.eml): its text and the day it was sent."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import Any

from flows.extraction.model import PublishedBasis
from flows.sources.facts import Article, Facts, Known
from flows.sources.formats import html
from flows.sources.formats.unwrap import unwrap


def read(content: bytes, known: Known) -> Article:
    """The article of a message: its plain text, else its HTML; attachments are not read.

    ``Date`` is the day of publication as its sender wrote it, in the sender's time zone.  Raises ``ValueError``.
    """
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    if not message.keys():
        raise ValueError("is no e-mail: it has no header")
    try:
        body = message.get_body(("plain", "html"))
        text = _decoded(body) if body is not None else ""
    except (LookupError, ValueError, KeyError, AttributeError) as error:
        raise ValueError(f"the e-mail is damaged ({error})") from error
    if body is not None and body.get_content_subtype() == "html":
        text = html.read(text.encode("utf-8", "replace"), known).text
    else:
        text = unwrap(text)
    if not text.strip():
        raise ValueError("the e-mail holds no text")
    return Article(text.strip("\n"), _facts(message))


def _decoded(body: MIMEPart[Any, Any]) -> str:
    try:
        return str(body.get_content())
    except (LookupError, UnicodeError):  # a charset that is unknown or wrong
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


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
