"""The ledger of a run: what became of every input.

Nothing is lost: read = loaded + unchanged + duplicate + quarantined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.extraction.model import Document
from flows.sources.base import Input, in_unicode


class Outcome(StrEnum):
    """What became of an input."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Entry:
    """One input and its outcome; ``reason`` is for people, ``missing`` tells a source that is not there at all."""

    source: str
    outcome: Outcome
    doc_id: str | None = None
    reason: str | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds of a document: enough to see whether it changed."""

    content_hash: str
    extractor_version: str


class Ledger:
    """Sorts inputs as they come.  The one place of a run that counts documents."""

    def __init__(self, known: Mapping[str, Known], extractor_version: str) -> None:
        self._known = known
        self._version = extractor_version
        self._entries: list[Entry] = []
        self._chosen: dict[str, tuple[tuple[str, int, str], int]] = {}  # doc_id -> (rank, place in entries)
        self.notes: list[str] = []

    def take(self, item: Input) -> Document | None:
        """Write the input down; the document if it has to be extracted, else ``None``."""
        item = in_unicode(item)
        if item.note:
            self.notes.append(f"{item.source}: {item.note}")
        document = item.document
        if document is None:
            self._entries.append(_undelivered(item))
            return None
        rank = (str(document.published or ""), len(document.text), item.content_hash)
        earlier = self._chosen.get(document.doc_id)
        if earlier is not None:
            return self._again(item, document, rank, earlier)
        self._chosen[document.doc_id] = (rank, len(self._entries))
        known = self._known.get(document.doc_id)
        if known == Known(item.content_hash, self._version):
            self._entries.append(Entry(item.source, Outcome.UNCHANGED, document.doc_id))
            return None
        reason = None
        if known is not None:
            same = known.content_hash == item.content_hash
            reason = "read again with new rules" if same else "changed since it was last read"
        self._entries.append(Entry(item.source, Outcome.LOADED, document.doc_id, reason))
        return document

    def _again(
        self, item: Input, document: Document, rank: tuple[str, int, str], earlier: tuple[tuple[str, int, str], int]
    ) -> Document | None:
        """A document whose id came before in this run: the same text, or another text under one address."""
        chosen, place = earlier
        first = self._entries[place]
        if chosen[2] == rank[2]:
            self._entries.append(Entry(item.source, Outcome.DUPLICATE, document.doc_id, f"the same as {first.source}"))
            return None
        # NOTE: which one is read first must not matter, so the later-dated, longer text stands.
        reason = "another text under the same address or id was read from {}; the later one stands"
        if rank < chosen:
            self._entries.append(Entry(item.source, Outcome.QUARANTINED, document.doc_id, reason.format(first.source)))
            return None
        self._entries[place] = replace(first, outcome=Outcome.QUARANTINED, reason=reason.format(item.source))
        self._chosen[document.doc_id] = (rank, len(self._entries))
        self._entries.append(Entry(item.source, Outcome.LOADED, document.doc_id))
        return document

    def hold_back(self, doc_ids: Iterable[str], reason: str) -> None:
        """Turn documents that were loaded into quarantined ones."""
        held = set(doc_ids)
        self._entries = [
            replace(entry, outcome=Outcome.QUARANTINED, reason=reason)
            if entry.doc_id in held and entry.outcome is Outcome.LOADED
            else entry
            for entry in self._entries
        ]

    def mark_copies(self, originals: Mapping[str, str]) -> None:
        """Turn loaded documents into duplicates of nearly the same text: id of each copy to that of its original."""
        sources = {entry.doc_id: entry.source for entry in self._entries if entry.doc_id}
        self._entries = [
            replace(entry, outcome=Outcome.DUPLICATE, reason=f"nearly the same text as {sources.get(of, of)}")
            if entry.outcome is Outcome.LOADED and (of := originals.get(entry.doc_id or "")) is not None
            else entry
            for entry in self._entries
        ]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All inputs in the order in which they were read."""
        return tuple(self._entries)

    @property
    def chosen(self) -> Mapping[str, str]:
        """For each document id of this run, the content hash of the text that stands."""
        return {doc_id: rank[2] for doc_id, (rank, _) in self._chosen.items()}

    def counts(self) -> Mapping[Outcome, int]:
        """How many inputs ended how; every outcome is there, be it 0."""
        counted = Counter(entry.outcome for entry in self._entries)
        return {outcome: counted[outcome] for outcome in Outcome}


def _undelivered(item: Input) -> Entry:
    """The entry of an input that brings no text: nothing new, asked for already, or the reason why there is none."""
    if item.unchanged:
        return Entry(item.source, Outcome.UNCHANGED, item.doc_id, item.problem)
    if item.repeats is not None:
        return Entry(item.source, Outcome.DUPLICATE, item.doc_id, f"the same address as in {item.repeats}")
    return Entry(item.source, Outcome.QUARANTINED, None, item.problem, item.missing)
