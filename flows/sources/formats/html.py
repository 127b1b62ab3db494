"""HTML pages: the article's text without what surrounds it, its title, address and day."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from trafilatura import bare_extraction, load_html
from trafilatura.metadata import extract_metadata

from flows.extraction.language import detect_language
from flows.fetch.addresses import identity
from flows.sources.decode import decode_page
from flows.sources.facts import Article, Facts, Known
from flows.sources.formats.page_date import published_on

MAX_PAGE_BYTES = 10_000_000  # above it, taking a page apart takes minutes
# The library must not look for a date itself: it would take one out of the story, and compare it with the clock.
_NO_DATE = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
_LEAST_LETTERS = 40  # of an article; less is a menu

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is a reason of ours
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def read(content: bytes, known: Known) -> Article:
    """The article of a page.  Raises ``ValueError`` with a reason where there is none to be found."""
    if len(content) > MAX_PAGE_BYTES:
        raise ValueError(f"the page has {len(content) // 1_000_000} MB; up to {MAX_PAGE_BYTES // 1_000_000} are read")
    page, note = decode_page(content, known.charset)
    try:
        # NOTE: lxml refuses a text that declares its own encoding, so it gets bytes that are UTF-8 for certain.
        tree = load_html(page.encode("utf-8", "replace"))
        found = bare_extraction(page, url=known.address, include_comments=False, with_metadata=False)
        text = "" if found is None or isinstance(found, dict) else (found.text or "")
        facts = _facts(tree, text, known) if tree is not None else Facts()
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError, IndexError, AssertionError) as error:
        raise ValueError(f"the page cannot be taken apart ({type(error).__name__}: {str(error)[:100]})") from error
    if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
        raise ValueError("the page holds no article that can be told from its menus")
    return Article(text, facts, note)


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, such as the summary in a feed: one paragraph a line."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    tree = load_html(f"<html><body><div>{markup}</div></body></html>")
    if tree is None:
        return ""
    for element in tree.iter("script", "style"):
        element.drop_tree()
    for element in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def _facts(tree: HtmlElement, text: str, known: Known) -> Facts:
    told = extract_metadata(tree, default_url=known.address, date_config=dict(_NO_DATE), extensive=False)
    address = known.address or _own_address(told.url)
    dated = published_on(tree, address, lambda: detect_language(text[:2000]))
    facts = Facts(title=told.title, url=identity(address) if address else None)
    if dated is None:
        return facts
    return Facts(title=facts.title, url=facts.url, published=dated[0], basis=dated[1])


def _own_address(address: str | None) -> str | None:
    """The address that a saved page gives itself, unless it is the site's front page: templates often name that."""
    parts = urlsplit(address) if address else None
    if parts is None or parts.scheme not in ("http", "https") or (parts.path in ("", "/") and not parts.query):
        return None
    return address
