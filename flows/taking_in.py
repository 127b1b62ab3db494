"""A run's documents into the store, portion after portion: gathered, checked, linked and written into the candidate.

A portion is linked with all that stands in the candidate, so the result is that of all at once; only so much of it is
in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from expectations.gate import Gate
from expectations.passage import MentionsPassed
from flows import standstill
from flows.bookkeeping import Stamp, standing
from flows.extract import Extracted
from flows.ledger import Ledger
from flows.linking import Linked, Linking, Since, Told, former_ids, link
from flows.portions import portions
from flows.publish import Fresh, check_mentions, gather
from flows.request import BuildRequest
from flows.screened import Screened
from warehouse.sessions import Store


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What the first checks said; what is to be told; all copies (``None``: nothing was linked); the run that linked
    what the candidate holds; whether the timeline stands as it was."""

    screened: Screened
    notes: tuple[str, ...]
    copies: pl.DataFrame | None
    since: str | None
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """The run at work, and what it works with."""

    request: BuildRequest
    run: Stamp
    store: Store
    gate: Gate
    ledger: Ledger
    linking: Linking
    tell: Callable[[str], None]

    def take(self, parts: tuple[Extracted, ...], digest: str) -> TakenIn:
        """Take in what was extracted; where the checks forbid it, nothing more is prepared."""
        chosen, since = standing(self.ledger), standstill.linked(self.store, digest)
        self.tell(f"{len(chosen)} new or changed documents")
        if not chosen and standstill.stands(self.store, digest):
            self.store.prepare(self.run.run_id, self.run.started, standstill.no_changes())
            return TakenIn(Screened.nothing(), (), None, since, stands=True)
        # what people have decided can mean any event, so all is linked at once then
        split = [parts] if self.linking.corrections else portions(parts)
        screened, done, goes_on = Screened.nothing(), list[Told](), Since(since) if since else None
        for portion in split:
            passed, mentions = self._checked(gather(portion, chosen))
            screened = screened.and_(passed, mentions)
            if screened.result.stopping:
                return TakenIn(screened, _notes(self.request, done), None, None)
            linked = self._linked(passed, goes_on)
            del passed  # NOTE: what is written holds what of it is still needed
            self._write(linked, first=not done)
            done.append(linked.told)
            goes_on = Since(self.run.run_id, linked.told.copies)
        if not all(each.complete for each in done):
            carried = pl.concat([each.carried for each in done])
            if (changes := former_ids(self.store, carried)) is not None:
                self.store.add(self.run.run_id, changes)
        copies = done[-1].copies
        self.ledger.mark_copies(dict(copies.select("copy_id", "doc_id").iter_rows()))
        return TakenIn(screened, _notes(self.request, done), copies, self.run.run_id)

    def _checked(self, fresh: Fresh) -> tuple[MentionsPassed, int]:
        """What of a portion passes, and how many mentions it had."""
        self.tell(f"checking {len(fresh.mentions)} mentions of {len(fresh.documents)} documents")
        check = check_mentions.with_options(timeout_seconds=self.request.tasks.check_timeout)
        passed = check(self.gate, self.store, fresh, self.run.run_id)
        held = set(fresh.documents["doc_id"]) - set(passed.documents["doc_id"])
        self.ledger.hold_back(held, "failed a check; the table quarantine says which")
        return passed, len(fresh.mentions)

    def _linked(self, passed: MentionsPassed, since: Since | None) -> Linked:
        self.tell("linking")
        return link.with_options(timeout_seconds=self.request.tasks.link_timeout)(
            self.store, passed, self.linking, frozenset(self.ledger.chosen), self.run.run_id, since
        )

    def _write(self, linked: Linked, *, first: bool) -> None:
        if first:
            self.store.prepare(self.run.run_id, self.run.started, linked.changes)
        else:
            self.store.add(self.run.run_id, linked.changes)


def _notes(request: BuildRequest, done: list[Told]) -> tuple[str, ...]:
    missed = [f"{request.corrections}: {warning}" for each in done for warning in each.warnings]
    return (*missed, *(f"{source}: replaces its earlier version" for each in done for source in each.replaced.values()))
