"""Which format reads what: by the ending of a file's name, by what a server says, by the first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from flows.sources.base import Input
from flows.sources.facts import Article, Known, assemble

Reader = Callable[[bytes, Known], Article]

# Formats of one article; each is a module of flows/sources/formats with a function ``read``.
FORMATS = ("text", "html", "pdf", "mail")
SUFFIXES: dict[str, tuple[str, ...]] = {
    "text": (".txt", ".md", ".markdown", ".text"),
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "mail": (".eml",),
}
_TYPES = {
    "text/plain": "text",
    "text/markdown": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "message/rfc822": "mail",
}
_PAGE = re.compile(rb"(?is)(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")


def read_article(content: bytes, form: str, source: str, known: Known) -> Input:
    """The input that one article's bytes make, or the reason why they make none."""
    try:
        return assemble(_reader(form)(content, known), source, known)
    except ValueError as error:
        return Input(source, problem=" ".join(str(error).split()))
    except (RecursionError, MemoryError) as error:
        return Input(source, problem=f"is built so oddly that it cannot be read ({type(error).__name__})")


def format_of_name(name: str) -> str | None:
    """The format that a file's name ends in."""
    lower = name.lower()
    return next((form for form, endings in SUFFIXES.items() if lower.endswith(endings)), None)


def format_of_content(content: bytes, media_type: str = "") -> str | None:
    """The format of what a server sent.  What the bytes say for certain goes before what the server says."""
    if content.startswith(b"%PDF"):
        return "pdf"
    if _PAGE.match(content[:2000]):
        return "html"
    return _TYPES.get(media_type)


def _reader(form: str) -> Reader:
    """Imported when first needed: PDF and HTML readers cost a third of a second."""
    if form not in FORMATS:
        raise KeyError(form)
    reader: Reader = import_module(f"flows.sources.formats.{form}").read
    return reader
