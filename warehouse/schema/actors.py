"""Actors under one canonical name, whatever the spelling."""

from warehouse.schema.column import Column, Table
from warehouse.schema.vocabulary import ACTOR_KINDS

ACTORS = Table(
    "actors",
    "One row per person, state, organisation or group.",
    key=("actor_id",),
    columns=(
        Column("actor_id", "VARCHAR", "Stable id.", False, example="person/volodymyr-zelensky"),
        Column("name", "VARCHAR", "Canonical name.", False),
        Column("kind", "VARCHAR", "What kind of actor it is.", False, values=ACTOR_KINDS),
        Column("country", "VARCHAR", "ISO 3166-1 alpha-3 code, where it belongs to one.", pattern=r"[A-Z]{3}"),
        Column("stands_for", "VARCHAR", "Of a metonym: the actor it stands for.", references="actors.actor_id"),
        Column("known", "BOOLEAN", "True where it comes from a gazetteer, false where only from texts.", False),
    ),
)  # fmt: skip

ACTOR_ALIASES = Table(
    "actor_aliases",
    "Every spelling that was met, and the actor that it was taken for.",
    key=("alias", "actor_id"),
    columns=(
        Column("alias", "VARCHAR", "The name as written.", False),
        Column("actor_id", "VARCHAR", "The actor.", False, references="actors.actor_id"),
        Column("rule", "VARCHAR", "The rule that joined them: exact, surname, transliteration, near_spelling, …",
               False),
    ),
)  # fmt: skip
