"""A run's documents into the store, portion after portion: gathered, checked, linked and written into the candidate.

A portion is linked with all that stands in the candidate, so the result is that of all at once; only so much of it is
in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from expectations.gate import Gate
from flows import standstill
from flows.bookkeeping import Stamp, standing
from flows.extract import Extracted
from flows.ledger import Ledger
from flows.linking import Linked, Linking, Since, former_ids, link
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
        screened, done, goes_on = Screened.nothing(), list[Linked](), Since(since) if since else None
        for portion in split:
            fresh = gather(portion, chosen)
            screened, linked = self._portion(fresh, screened, goes_on)
            if linked is None:
                return TakenIn(screened, _notes(self.request, done), None, None)
            self._write(linked, first=not done)
            done.append(linked)
            goes_on = Since(self.run.run_id, linked.copies)
        if any(not each.changes.complete for each in done):
            carried = pl.concat([each.carried for each in done])
            self.store.add(self.run.run_id, former_ids(self.store, carried))
        copies = done[-1].copies
        self.ledger.mark_copies(dict(copies.select("copy_id", "doc_id").iter_rows()))
        return TakenIn(screened, _notes(self.request, done), copies, self.run.run_id)

    def _portion(self, fresh: Fresh, before: Screened, since: Since | None) -> tuple[Screened, Linked | None]:
        """A portion checked and linked; not linked where a check forbids it."""
        limits = self.request.tasks
        self.tell(f"checking {len(fresh.mentions)} mentions of {len(fresh.documents)} documents")
        check = check_mentions.with_options(timeout_seconds=limits.check_timeout)
        passed = check(self.gate, self.store, fresh, self.run.run_id)
        held = set(fresh.documents["doc_id"]) - set(passed.documents["doc_id"])
        self.ledger.hold_back(held, "failed a check; the table quarantine says which")
        screened = before.and_(passed, len(fresh.mentions))
        if screened.result.stopping:
            return screened, None
        self.tell("linking")
        linked = link.with_options(timeout_seconds=limits.link_timeout)(
            self.store, passed, self.linking, frozenset(self.ledger.chosen), self.run.run_id, since
        )
        return screened, linked

    def _write(self, linked: Linked, *, first: bool) -> None:
        if first:
            self.store.prepare(self.run.run_id, self.run.started, linked.changes)
        else:
            self.store.add(self.run.run_id, linked.changes)


def _notes(request: BuildRequest, done: list[Linked]) -> tuple[str, ...]:
    missed = [f"{request.corrections}: {warning}" for each in done for warning in each.warnings]
    return (*missed, *(f"{source}: replaces its earlier version" for each in done for source in each.replaced.values()))
