"""One page behind an address, fetched only if it may have changed."""

from __future__ import annotations

from dataclasses import replace

from flows.fetch.addresses import identity
from flows.fetch.client import Answer
from flows.fetch.errors import FetchError
from flows.fetch.state import Fetched
from flows.sources.base import Input
from flows.sources.facts import Facts, Known
from flows.sources.readers import format_of_content, format_of_name, read_article
from flows.sources.reading import Reading


def read_page(
    address: str, reading: Reading, known: Known, *, form: str | None = None, hint: str | None = None, by: str = ""
) -> Input:
    """The input of a page.

    ``form`` is the format the user expects, where the page does not say it itself.  ``hint`` is what a feed or
    sitemap says of the page: the same as last time means that it is not asked for at all.  ``by`` is who names it.
    """
    before = reading.state.before(address)
    asked = reading.first_to_ask(address, by or address)
    if asked is not None:
        return Input(address, repeats=asked, doc_id=before.doc_id if before else None)
    if before is not None and hint is not None and before.hint == hint:
        reading.state.learn(before)
        return Input(address, unchanged=True, doc_id=before.doc_id)
    try:
        answer = reading.client.get(address, before)
    except FetchError as error:
        return Input(address, problem=str(error), passing=error.passing, missing=by == "")
    return read_answer(address, answer, reading, known, before=before, form=form, hint=hint)


def read_answer(
    address: str,
    answer: Answer,
    reading: Reading,
    known: Known,
    *,
    before: Fetched | None = None,
    form: str | None = None,
    hint: str | None = None,
) -> Input:
    """The input of a page that was fetched; it is remembered if it could be read."""
    if answer.unchanged:
        assert before is not None
        reading.state.learn(replace(before, hint=hint))
        return Input(address, unchanged=True, doc_id=before.doc_id)
    found = format_of_content(answer.content, answer.media_type) or format_of_name(answer.address) or form
    if found is None:
        return Input(address, problem=f"is {answer.media_type or 'of no type that its server tells'}, not an article")
    fetched = replace(known, charset=answer.charset, address=answer.address)
    if found in ("pdf", "text", "mail"):
        fetched = replace(fetched, under=(*fetched.under, Facts(url=identity(answer.address))))
    item = read_article(answer.content, found, address, fetched)
    if item.document is not None:
        doc_id = item.document.doc_id
        reading.state.learn(Fetched(address, answer.etag, answer.last_modified, answer.body_hash, hint, doc_id))
    return item
