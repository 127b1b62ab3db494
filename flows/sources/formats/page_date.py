"""When a page was published: its metadata, its address, or what it shows its readers, in this order.

Only whole days count, and only places that mean publication.  Libraries that search a page for any date also take
one out of the story, put the first into a bare month and ask the clock what is too late; hence this file.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from flows.extraction.model import DateBasis, Grain, PublishedBasis, TimexType
from flows.extraction.published import published_in
from flows.extraction.timex import find_timexes

Dated = tuple[dt.date, PublishedBasis]
_MOST_NODES = 2000  # of JSON-LD
_BYLINE = 200  # characters; what is longer tells a story
_MOST_MARKED = 50  # elements; a page with more of them is a list of articles
_CHANGED = re.compile(r"updat|modif|edit|expir|event")


def published_on(tree: HtmlElement, address: str | None, language: Callable[[], str]) -> Dated | None:
    """The page's day and what it rests on; ``None`` where it says none.

    ``language`` tells that of the article; it is asked only where the day has to be read from words.
    """
    for day in (_json_ld(tree), _meta(tree), _marked(tree), of_address(address), _only_time(tree)):
        if day is not None:
            return day, PublishedBasis.METADATA
    shown = _shown(tree, language)
    return (shown, PublishedBasis.TEXT) if shown is not None else None


def whole_day(value: object) -> dt.date | None:
    """The day of a machine-written moment, in its own time zone; ``None`` for a bare month or year."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    try:
        return dt.datetime.fromisoformat(value).date() if len(value) >= 8 else None
    except ValueError:
        pass
    slashed = re.match(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)", value)
    try:
        if slashed:
            return dt.date(int(slashed[1]), int(slashed[2]), int(slashed[3]))
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError):
        return None


_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_COMPACT = re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=/|$)")


def of_address(address: str | None) -> dt.date | None:
    """The day in a page's path: ``/2025/02/14/…``."""
    path = urlsplit(address).path if address else ""
    for pattern in (_IN_PATH, _COMPACT):
        if found := pattern.search(path):
            try:
                return dt.date(*map(int, found.groups()))
            except ValueError:
                continue
    return None


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("flows.sources.formats").joinpath("page_dates.toml").read_text("utf-8"))
    return {name: tuple(words) for name, words in table.items()}


def _json_ld(tree: HtmlElement) -> dt.date | None:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(content):
            day = whole_day(node.get("datePublished"))
            if day is not None:
                return day
    return None


def _nodes(content: Any) -> Iterator[dict[str, Any]]:
    """The article nodes of a JSON-LD value, those nearest to the root first."""
    waiting, seen = [content], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            kinds = node.get("@type")
            names = {str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])}
            if names & set(_words()["types"]):
                yield node
            waiting.extend(value for key, value in node.items() if key.lower() not in _words()["elsewhere"])


def _meta(tree: HtmlElement) -> dt.date | None:
    found: dict[str, dt.date] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            day = whole_day(meta.get("content")) if name in _words()["meta"] else None
            if day is not None:
                found.setdefault(name, day)
    return next((found[name] for name in _words()["meta"] if name in found), None)


def _marked(tree: HtmlElement) -> dt.date | None:
    """An element that is marked as the day of publication (microdata, or the ``pubdate`` of old)."""
    for element in tree.iterfind(".//*[@itemprop='datePublished']"):
        if day := whole_day(element.get("datetime") or element.get("content") or element.text):
            return day
    days = (whole_day(element.get("datetime")) for element in tree.iterfind(".//time[@pubdate]"))
    return next((day for day in days if day), None)


def _only_time(tree: HtmlElement) -> dt.date | None:
    """The day of the page's ``<time>`` elements where all name the same one: several are a list of articles."""
    days = {whole_day(element.get("datetime")) for element in tree.iter("time")} - {None}
    return days.pop() if len(days) == 1 else None


def _shown(tree: HtmlElement, language: Callable[[], str]) -> dt.date | None:
    """The one day that the elements for it show: a byline, a line with the date."""
    days: set[dt.date] = set()
    for element in islice(filter(_for_the_day, tree.iter()), _MOST_MARKED):
        text = " ".join(element.text_content().split())
        if 0 < len(text) <= _BYLINE and any(map(str.isdigit, text)):
            days |= _days(text, language())
    return days.pop() if len(days) == 1 else None


def _for_the_day(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return False  # a comment
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return any(_mark().search(mark) and not _CHANGED.search(mark) for mark in marks.split())


@lru_cache(maxsize=1)
def _mark() -> re.Pattern[str]:
    """Whole parts of a name: "post-date" is one, "candidate" and "update" are none."""
    words = "|".join(map(re.escape, _words()["visible"]))
    return re.compile(rf"(?:^|[_-])(?:{words})(?:$|[_-])")


def _days(text: str, language: str) -> set[dt.date]:
    noted = published_in(text, language)  # "Published 14 February 2025, updated 20 February 2025"
    if noted is not None and noted[0].first is not None:
        return {noted[0].first}
    return {
        timex.first
        for timex in find_timexes(text, published=None, language=language)
        if timex.first is not None
        and timex.type is TimexType.DATE
        and timex.grain is Grain.DAY
        and timex.basis is DateBasis.EXPLICIT
    }
