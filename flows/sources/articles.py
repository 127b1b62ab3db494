"""Files that hold one article each: text and Markdown, HTML, PDF, e-mail; alone, in folders, or behind an address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from flows.sources.base import MAX_DOCUMENT_BYTES, Input
from flows.sources.facts import Known, given
from flows.sources.options import doc
from flows.sources.places import Place, is_address, places, unreadable
from flows.sources.readers import SUFFIXES, read_article
from flows.sources.reading import Reading

LOCATION = doc("A path, a folder, a glob, a storage path (s3://…, zip://…::a.zip) or an address (https://…).")
PUBLISHED = doc("Publication date (YYYY-MM-DD) of documents that give none.")


@dataclass(frozen=True, slots=True)
class Articles:
    """What the kinds of this module share; ``form`` is their format."""

    location: str = field(metadata=LOCATION)
    published: str | None = field(default=None, metadata=PUBLISHED)
    form: ClassVar[str] = "text"

    def __post_init__(self) -> None:
        """``ValueError`` where ``published`` is no day."""
        given(self.published)

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """One input a file, in the order of their paths."""
        known = Known(under=given(self.published))
        if is_address(self.location):
            from flows.sources.pages import read_page

            yield read_page(self.location, reading or Reading(), known, form=self.form)
            return
        for place in places(self.location, SUFFIXES[self.form]):
            yield place if isinstance(place, Input) else read_file(place, self.form, known)


def read_file(place: Place, form: str, known: Known) -> Input:
    """The input of one file, readable or not."""
    try:
        content = place.read(MAX_DOCUMENT_BYTES)
    except ValueError as error:
        return Input(place.name, problem=str(error))
    except Exception as error:  # drivers of object storage raise errors of their own
        return unreadable(place.name, error)
    return read_article(content, form, place.name, known)


@dataclass(frozen=True, slots=True)
class Text(Articles):
    """Text and Markdown files, with YAML front matter for their title, published, url and language."""

    form: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Html(Articles):
    """HTML pages: one, a folder of saved ones, or an address."""

    form: ClassVar[str] = "html"


@dataclass(frozen=True, slots=True)
class Pdf(Articles):
    """PDF files that hold text; their day has to be given or stand in the text."""

    form: ClassVar[str] = "pdf"


@dataclass(frozen=True, slots=True)
class Email(Articles):
    """E-mails (.eml); the day they were sent counts as their publication date."""

    form: ClassVar[str] = "mail"
