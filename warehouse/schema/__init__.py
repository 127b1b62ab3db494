"""The schema, the floor of the house: each table and column once."""

from warehouse.schema.actors import ACTOR_ALIASES, ACTORS
from warehouse.schema.column import Column, Table
from warehouse.schema.documents import DOCUMENTS
from warehouse.schema.fetches import COPIES, FETCHES
from warehouse.schema.links import LINKS
from warehouse.schema.mentions import MENTIONS
from warehouse.schema.operations import INPUTS, QUARANTINE, RELEASES, RUNS, VALIDATIONS
from warehouse.schema.timeline import EVENT_ALIASES, TIMELINE, TIMELINE_HISTORY

TABLES: tuple[Table, ...] = (
    TIMELINE, EVENT_ALIASES, MENTIONS, LINKS, DOCUMENTS, ACTORS, ACTOR_ALIASES, TIMELINE_HISTORY,
    RELEASES, RUNS, INPUTS, VALIDATIONS, QUARANTINE, FETCHES, COPIES,
)  # fmt: skip

CONTENT_TABLES: tuple[Table, ...] = (TIMELINE, EVENT_ALIASES, MENTIONS, LINKS, DOCUMENTS, ACTORS, ACTOR_ALIASES)
"""What the dataset says; the other tables say how it came about."""

__all__ = [
    "ACTORS",
    "ACTOR_ALIASES",
    "CONTENT_TABLES",
    "COPIES",
    "DOCUMENTS",
    "EVENT_ALIASES",
    "FETCHES",
    "INPUTS",
    "LINKS",
    "MENTIONS",
    "QUARANTINE",
    "RELEASES",
    "RUNS",
    "TABLES",
    "TIMELINE",
    "TIMELINE_HISTORY",
    "VALIDATIONS",
    "Column",
    "Table",
]
