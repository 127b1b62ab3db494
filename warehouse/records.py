"""What a run hands to the store, and what the store answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from warehouse.frames import empty_frame, frame_schema
from warehouse.schema import (
    ACTOR_ALIASES,
    ACTORS,
    EVENT_ALIASES,
    FETCHES,
    INPUTS,
    LINKS,
    MENTIONS,
    QUARANTINE,
    TIMELINE,
    VALIDATIONS,
)  # fmt: skip

_REMOVABLE = {table.name: table for table in (TIMELINE, EVENT_ALIASES, ACTORS, ACTOR_ALIASES, LINKS, MENTIONS)}


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows that a run has made, in the columns of the schema without stamps.

    ``documents`` are the new and changed ones.  ``mentions`` are all mentions of these documents, and those of
    other documents that changed (another ``event_id``); handing in all mentions is right too.  ``timeline``,
    ``event_aliases``, ``actors``, ``actor_aliases`` and ``links`` are the whole tables, unless ``complete`` is
    false: then they are only the new and changed rows.  A row that is handed in but is the same as the one in the
    store is no change, so too many rows cost time and nothing else.

    Where ``complete`` is false, ``removed`` names what is no more: for a content table (``timeline``,
    ``event_aliases``, ``actors``, ``actor_aliases``, ``links``, ``mentions``) a frame of its key columns.
    ``removed_events`` is short for that of ``timeline``; of ``relinked_mentions`` all links that still hold are in
    ``links``, the others go.  Links of mentions that go need not be named.

    ``removed_documents`` are those that a newer reading replaces: they go with their mentions and the links of
    these, whether ``complete`` or not.

    A row both handed in and taken out, or ``removed`` of a whole table, is an error of the calling code:
    ``ValueError``.
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
    removed: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What is taken in and taken out at once is a contradiction: ``ValueError``."""
        if both := set(self.removed_documents) & set(self.documents["doc_id"].to_list()):
            raise ValueError(f"documents both changed and removed: {', '.join(sorted(map(str, both)))}")
        if self.complete and (self.removed or self.removed_events or self.relinked_mentions):
            raise ValueError("where whole tables are handed in, what is not among their rows is removed")
        for name in self.removed:
            if name not in _REMOVABLE:
                raise ValueError(f"rows of {name} cannot be removed by their key; {', '.join(_REMOVABLE)} can")
        for name, table in _REMOVABLE.items():
            gone = self.gone(name)
            if not gone.join(getattr(self, name), on=list(table.key), how="semi").is_empty():
                raise ValueError(f"{name}: rows both changed and removed")

    def gone(self, table: str) -> pl.DataFrame:
        """The keys of the rows of a table that are no more, as far as they are named."""
        found = _REMOVABLE[table]
        schema = pl.Schema({name: frame_schema(found)[name] for name in found.key})
        keys = self.removed.get(table, pl.DataFrame(schema=schema)).select(found.key).cast(schema)
        if table == "timeline":
            keys = pl.concat([keys, pl.DataFrame({"event_id": self.removed_events}, schema=schema)])
        return keys.unique(maintain_order=True)


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
    """What a run met on its way: what became of each input, each check, and all that was held back.

    ``fetches`` replace those of the same addresses; ``copies``, where given, are the whole table.  Both are written
    with what is published only: a refused run has taken nothing in, so its pages are to be asked for again.
    """

    inputs: pl.DataFrame = field(default_factory=lambda: empty_frame(INPUTS))
    validations: pl.DataFrame = field(default_factory=lambda: empty_frame(VALIDATIONS))
    quarantine: pl.DataFrame = field(default_factory=lambda: empty_frame(QUARANTINE))
    fetches: pl.DataFrame = field(default_factory=lambda: empty_frame(FETCHES))
    copies: pl.DataFrame | None = None


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
