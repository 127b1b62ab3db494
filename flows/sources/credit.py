"""Which source is credited with a page that several name: the first in the order of the sources.

Sources are read side by side, so that any of them may be the first to ask.  Each looks at a page as if it were alone
(what was fetched is shared), and only here, where their inputs come together in order, is it said whose the page is.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.fetch.state import FetchState
from flows.sources.base import Input


@dataclass(frozen=True, slots=True)
class _Credit:
    """Who is credited with an address, and what it made of it."""

    by: str
    failed: bool
    unchanged: bool


class Credits:
    """The addresses that were given in a run so far.  The inputs have to come in the order of the sources."""

    def __init__(self, state: FetchState) -> None:
        self._state = state
        self._given: dict[str, _Credit] = {}

    def settled(self, item: Input) -> Input:
        """The input as it counts: itself, or the duplicate of one that was given before under the same address.

        Who could not read a page has no credit for it, if one that comes later could (a feed may bring a text of its
        own, say).  What is remembered of a page comes from who is credited with it, beside the hints of the others, so
        that the next run need not ask for it again on their account.
        """
        claim = item.claim
        if claim is None:
            return item
        credit = self._given.get(claim.address)
        if credit is None or (credit.failed and item.document is not None):
            self._given[claim.address] = _Credit(claim.by, item.problem is not None, item.unchanged)
            if claim.fetched is not None:
                self._state.learn(claim.fetched)
            return item
        if claim.fetched is not None:
            if credit.unchanged and item.document is not None:
                self._state.overdue(claim.address)
            else:
                self._state.hear(claim.address, claim.by, claim.hint)
        before = self._state.before(claim.address)
        return Input(item.source, repeats=credit.by, doc_id=before.doc_id if before else None)
