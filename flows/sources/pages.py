"""One page behind an address, fetched only if it may have changed."""

from __future__ import annotations

from dataclasses import replace

from flows.fetch.addresses import identity
from flows.fetch.client import Answer
from flows.fetch.errors import FetchError
from flows.fetch.state import Fetched
from flows.sources.base import Claim, Input
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
    claim = Claim(address, by or address, hint)
    if before is not None and before.heard(claim.by, hint):
        return Input(address, unchanged=True, doc_id=before.doc_id, claim=replace(claim, fetched=before))
    try:
        answer = reading.ask(address)
    except FetchError as error:
        return Input(address, problem=str(error), passing=error.passing, missing=by == "", claim=claim)
    return read_answer(answer, reading, known, claim, form=form)


def named_again(address: str, by: str) -> Input:
    """The input of a page that one listing names a second time: nothing is asked, whatever is said of it there."""
    return Input(address, repeats=by, claim=Claim(address, by))


def read_answer(answer: Answer, reading: Reading, known: Known, claim: Claim, *, form: str | None = None) -> Input:
    """The input of a page that was fetched; it is remembered if it could be read and the source is credited with it."""
    address, before = claim.address, reading.state.before(claim.address)
    if answer.unchanged:
        assert before is not None
        told = before.told(claim.by, claim.hint)
        return Input(address, unchanged=True, doc_id=before.doc_id, claim=replace(claim, fetched=told))
    found = format_of_content(answer.content, answer.media_type) or format_of_name(answer.address) or form
    if found is None:
        kind = answer.media_type or "of no type that its server tells"
        return Input(address, problem=f"is {kind}, not an article", claim=claim)
    fetched = replace(known, charset=answer.charset, address=answer.address)
    if found in ("pdf", "text", "mail"):
        fetched = replace(fetched, under=(*fetched.under, Facts(url=identity(answer.address))))
    item = read_article(answer.content, found, address, fetched)
    if item.document is None:
        return replace(item, claim=claim)
    said, doc_id = before.hint if before else None, item.document.doc_id
    learnt = Fetched(address, answer.etag, answer.last_modified, answer.body_hash, said, doc_id)
    return replace(item, claim=replace(claim, fetched=learnt.told(claim.by, claim.hint)))
