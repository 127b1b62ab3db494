"""The mentions of a document told so far, found by kind of happening, by event key, and by what two of them can share.

A mention is compared with those alone that it can belong to, so that the work grows with the text and not with its
square.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.extraction.events.contradictions import named
from flows.extraction.events.draft import Draft


class Told:
    """Mentions in order; one that learns more later is replaced where it stands."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._families: dict[str, list[int]] = {}
        self._clusters: dict[str, list[int]] = {}
        self._marks: dict[tuple[str, str], set[str]] = {}  # (family, mark) -> the event keys that have it

    @property
    def happenings(self) -> int:
        """How many event keys have been given."""
        return len(self._clusters)

    def add(self, draft: Draft) -> None:
        """The next mention, with its event key."""
        self._families.setdefault(draft.family, []).append(len(self.drafts))
        self._clusters.setdefault(draft.key, []).append(len(self.drafts))
        self.drafts.append(draft)
        self._mark(draft)

    def replace(self, old: Draft, new: Draft) -> None:
        """Put ``new`` in the place of ``old``, of the same key."""
        place = next(i for i in reversed(self._clusters[old.key]) if self.drafts[i] is old)
        self.drafts[place] = new
        self._mark(new)

    def cluster(self, key: str) -> list[Draft]:
        """The mentions of one happening, in order."""
        return [self.drafts[i] for i in self._clusters.get(key, ())]

    def backwards(self, draft: Draft) -> Iterator[Draft]:
        """All of its kind, the nearest first."""
        return (self.drafts[i] for i in reversed(self._families.get(draft.family, ())))

    def akin(self, draft: Draft) -> Iterator[Draft]:
        """Of its kind, the nearest first: the mentions of happenings with which it shares a word of a name, a date,
        or the name of the thing."""
        keys: set[str] = set()
        for mark in _marks(draft):
            keys |= self._marks.get((draft.family, mark), set())
        return (self.drafts[i] for i in sorted((i for key in keys for i in self._clusters[key]), reverse=True))

    def _mark(self, draft: Draft) -> None:
        for mark in _marks(draft):
            self._marks.setdefault((draft.family, mark), set()).add(draft.key)


def _marks(draft: Draft) -> set[str]:
    words = {f"word {word}" for name in draft.names for word in name.casefold().split()}
    if draft.link.edtf:
        words.add(f"date {draft.link.edtf}")
    thing = named(draft)
    return words | {f"thing {thing}"} if thing else words
