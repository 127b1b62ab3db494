"""The schema, the floor of the house: each table and column once."""

from warehouse.schema.actors import ACTOR_ALIASES, ACTORS
from warehouse.schema.column import Column, Table
from warehouse.schema.documents import DOCUMENTS
from warehouse.schema.mentions import MENTIONS
from warehouse.schema.operations import INPUTS, QUARANTINE, RUNS, VALIDATIONS
from warehouse.schema.timeline import EVENT_ALIASES, TIMELINE

TABLES: tuple[Table, ...] = (
    TIMELINE, EVENT_ALIASES, MENTIONS, DOCUMENTS, ACTORS, ACTOR_ALIASES, RUNS, INPUTS, VALIDATIONS, QUARANTINE,
)  # fmt: skip

__all__ = [
    "ACTORS",
    "ACTOR_ALIASES",
    "DOCUMENTS",
    "EVENT_ALIASES",
    "INPUTS",
    "MENTIONS",
    "QUARANTINE",
    "RUNS",
    "TABLES",
    "TIMELINE",
    "VALIDATIONS",
    "Column",
    "Table",
]
