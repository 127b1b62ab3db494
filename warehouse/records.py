"""What a run hands to the store, and what the store answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from warehouse.frames import empty_frame
from warehouse.schema import ACTOR_ALIASES, ACTORS, EVENT_ALIASES, INPUTS, LINKS, QUARANTINE, TIMELINE, VALIDATIONS


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows that a run has made, in the columns of the schema without stamps.

    ``documents`` are the new and changed ones.  ``mentions`` are all mentions of these documents, and those of
    other documents that changed (another ``event_id``); handing in all mentions is right too.  ``timeline``,
    ``event_aliases``, ``actors``, ``actor_aliases`` and ``links`` are the whole tables, unless ``complete`` is
    false: then they are the new and changed rows, ``removed_events`` names the events that are no more, and
    ``relinked_mentions`` those of whose links all that still hold are in ``links``.

    ``removed_documents`` are those that a newer reading replaces: they go with their mentions and the links of
    these.  One that is in ``documents`` too is an error of the calling code: ``ValueError``.
    """

    documents: pl.DataFrame
    mentions: pl.DataFrame
    timeline: pl.DataFrame = field(default_factory=lambda: empty_frame(TIMELINE))
    event_aliases: pl.DataFrame = field(default_factory=lambda: empty_frame(EVENT_ALIASES))
    actors: pl.DataFrame = field(default_factory=lambda: empty_frame(ACTORS))
    actor_aliases: pl.DataFrame = field(default_factory=lambda: empty_frame(ACTOR_ALIASES))
    complete: bool = True
    removed_events: tuple[str, ...] = ()
    links: pl.DataFrame = field(default_factory=lambda: empty_frame(LINKS))
    relinked_mentions: tuple[str, ...] = ()
    removed_documents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """What is taken in and taken out at once is a contradiction: ``ValueError``."""
        if both := set(self.removed_documents) & set(self.documents["doc_id"].to_list()):
            raise ValueError(f"documents both changed and removed: {', '.join(sorted(map(str, both)))}")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run: ``read`` = ``loaded`` + ``unchanged`` + ``duplicate`` + ``quarantined`` documents."""

    run_id: str
    started: dt.datetime
    finished: dt.datetime
    read: int
    loaded: int
    unchanged: int
    duplicate: int
    quarantined: int
    mentions: int
    seconds: float
    version: str

    def __post_init__(self) -> None:
        """A run whose counts do not add up has lost something: ``ValueError``."""
        if self.read != self.loaded + self.unchanged + self.duplicate + self.quarantined:
            raise ValueError(f"the counts of run {self.run_id} do not add up: {self}")


@dataclass(frozen=True, slots=True)
class Log:
    """What a run met on its way: what became of each input, each check, and all that was held back."""

    inputs: pl.DataFrame = field(default_factory=lambda: empty_frame(INPUTS))
    validations: pl.DataFrame = field(default_factory=lambda: empty_frame(VALIDATIONS))
    quarantine: pl.DataFrame = field(default_factory=lambda: empty_frame(QUARANTINE))


@dataclass(frozen=True, slots=True)
class Release:
    """A published version of the dataset, and what the run changed on the timeline."""

    number: int
    content_hash: str
    events: int
    mentions: int
    documents: int
    events_new: int
    events_changed: int
    events_removed: int
