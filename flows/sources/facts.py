"""What is known of an article besides its text, from several sides, and how that becomes a document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flows.extraction.model import Document, PublishedBasis
from flows.sources.base import Input, language_code, parse_day, with_id


@dataclass(frozen=True, slots=True)
class Facts:
    """Metadata as one side gives it; ``basis`` is what its day rests on."""

    title: str | None = None
    published: dt.date | None = None
    basis: PublishedBasis = PublishedBasis.NONE
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text with what its own file or page says of it.  ``note`` is worth telling: "read as cp1252"."""

    text: str
    own: Facts = Facts()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What others say of an article: ``over`` goes before what it says of itself (a manifest), ``under`` fills in
    where it says nothing (a feed's entry, then ``--published``).  ``charset`` is what its server declared.
    """

    over: Facts = Facts()
    under: tuple[Facts, ...] = ()
    charset: str | None = None
    address: str | None = None  # where it was fetched from


def given(published: str | None, what: str = "published") -> tuple[Facts, ...]:
    """The fact that a user gives for all documents of a source.  Raises ``ValueError`` with a message for them."""
    day = parse_day(published, what)
    return (Facts(published=day, basis=PublishedBasis.GIVEN),) if day else ()


def first_known(*sides: Facts) -> Facts:
    """Field by field the first side that says something; a day keeps its basis."""
    found = Facts()
    for side in sides:
        found = Facts(
            title=found.title or side.title,
            published=found.published or side.published,
            basis=found.basis if found.published else side.basis if side.published else PublishedBasis.NONE,
            url=found.url or side.url,
            language=found.language or side.language,
        )
    return found


def assemble(article: Article, source: str, known: Known) -> Input:
    """The input of an article that was read."""
    facts = first_known(known.over, article.own, *known.under)
    document = Document(
        doc_id="",
        text=_storable(article.text),
        published=facts.published,
        published_basis=facts.basis,
        title=_line(facts.title),
        url=_line(facts.url),
        language=language_code(facts.language),
        source=source,
    )
    return Input(source, document=with_id(document), note=article.note)


def _storable(text: str) -> str:
    """A lone surrogate (half an escaped character) could be neither stored nor printed."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")


def _line(value: str | None) -> str | None:
    return " ".join(_storable(value).split()) or None if value else None
