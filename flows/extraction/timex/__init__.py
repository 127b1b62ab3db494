"""Temporal expressions: recognise, normalise, resolve."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from flows.extraction.model import Timex

Domain = Literal["news", "narrative"]


def find_timexes(
    text: str, *, published: dt.date | None, language: str = "en", domain: Domain | None = None
) -> tuple[Timex, ...]:
    """The temporal expressions of ``text``, sorted by start, not overlapping.

    ``published`` is the document creation time; without it relative expressions stay unresolved unless the text
    itself gives a day.  ``language`` is a BCP 47 primary subtag.  ``domain``: in "news" days are seen from
    publication, in "narrative" from the day that the text is at; None lets the text decide.
    """
    from flows.extraction.timex.resolve import resolve

    if language == "en":
        from flows.extraction.timex.english import recognise
        from flows.extraction.timex.tense import tense_of

        return resolve(text, recognise(text), published=published, domain=domain, tense_of=tense_of)
    from flows.extraction.timex import languages

    found = languages.recognise(text, language, published=published, domain=domain)
    return resolve(text, found, published=published, domain=domain, tense_of=languages.tense_of(language))


__all__ = ["Domain", "find_timexes"]
