"""From extracted batches to a published release: check, link, check again, swap in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from expectations.gate import Gate
from expectations.passage import MentionsPassed, TimelinePassed, pass_mentions, pass_timeline
from flows.copies import Sketches, copies_of
from flows.extract import Extracted
from flows.revisions import carried_over, replaced
from transforms.actors.gazetteer import Gazetteer
from transforms.corrections import Correction
from transforms.dates import normalise_dates
from transforms.link.archive import SCHEMAS
from transforms.link.kept import linking_version
from transforms.pipeline import Built, build
from transforms.records import MENTION_SCHEMA
from warehouse.frames import empty_frame
from warehouse.keyed_tables import keyed_tables
from warehouse.records import Changes
from warehouse.schema import DOCUMENTS
from warehouse.sessions import Store

_ARCHIVE = "links.duckdb"  # what linking keeps from build to build
_ID = {"doc_id": pl.String}


@dataclass(frozen=True, slots=True)
class Fresh:
    """What this run extracted: rows of documents (without stamps), and of mentions as extraction knows them."""

    documents: pl.DataFrame
    mentions: pl.DataFrame


def gather(extracted: Sequence[Extracted], chosen: Mapping[str, str]) -> Fresh:
    """The rows of all batches, of each document only those of the text that stands (``chosen``: id to hash)."""
    if not extracted:
        return Fresh(empty_frame(DOCUMENTS), pl.DataFrame(schema=MENTION_SCHEMA))
    columns = {"doc_id": list(chosen), "content_hash": list(chosen.values())}
    standing = pl.LazyFrame(columns, schema=dict.fromkeys(columns, pl.String))
    key = ["doc_id", "content_hash"]
    documents = pl.scan_parquet([part.documents for part in extracted]).join(standing, on=key, how="semi")
    mentions = pl.scan_parquet([part.mentions for part in extracted]).join(standing, on=key, how="semi")
    return Fresh(documents.collect(), mentions.drop("content_hash").collect())


@task(name="check mentions", cache_policy=NO_CACHE)
def check_mentions(gate: Gate, store: Store, fresh: Fresh, run_id: str) -> MentionsPassed:
    """Hold back what is wrong in itself, before it could join a good event."""
    dated = normalise_dates(fresh.mentions.lazy()).collect()
    return pass_mentions(gate, store, fresh.documents, dated, run_id=run_id)


@dataclass(frozen=True, slots=True)
class Linking:
    """What linking goes by: the actors that are known, what people have decided, and the least confidence."""

    gazetteer: Gazetteer
    corrections: tuple[Correction, ...]
    threshold: float


@dataclass(frozen=True, slots=True)
class Linked:
    """The timeline built, the documents that this run's newer readings replace (id to source), and the copies."""

    built: Built
    replaced: dict[str, str]
    copies: pl.DataFrame


@task(name="link", cache_policy=NO_CACHE)
def link(store: Store, passed: MentionsPassed, linking: Linking, read: frozenset[str]) -> Linked:
    """All mentions, known and new, as one timeline; ``read`` are the ids of all documents of this run."""
    known_mentions, known_documents = store.read("mentions"), store.read("documents")
    older = replaced(passed.documents, known_documents, read)
    read_again = pl.concat([passed.documents.select("doc_id"), pl.DataFrame({"doc_id": list(older)}, _ID)])
    columns = list(MENTION_SCHEMA)
    mentions = pl.concat(
        [
            _plain(known_mentions.join(read_again, on="doc_id", how="anti")).select(columns),
            _plain(passed.mentions).select(columns),
        ]
    )
    shared = [name for name in passed.documents.columns if name in known_documents.columns]
    documents = pl.concat(
        [known_documents.join(read_again, on="doc_id", how="anti").select(shared), passed.documents.select(shared)],
        how="vertical_relaxed",
    )
    carried = carried_over(older, passed.documents, known_mentions, passed.mentions)
    sketcher = Sketches(store.work)
    sketches = sketcher.of(documents)
    copies = copies_of(documents, sketches)
    with keyed_tables(store.work / _ARCHIVE, SCHEMAS, linking_version(linking.gazetteer)) as archive:
        built = build(
            mentions.lazy(),
            documents.lazy(),
            gazetteer=linking.gazetteer,
            previous=pl.concat([known_mentions.select("mention_id", "event_id"), carried]),
            known_aliases=store.read("event_aliases"),
            threshold=linking.threshold,
            corrections=linking.corrections,
            copies=frozenset(copies["copy_id"]),
            archive=archive,
        )
    sketcher.keep(sketches)
    return Linked(built, older, copies)


def changes_of(linked: Linked, passed: MentionsPassed) -> Changes:
    """What the store has to write."""
    built = linked.built
    return Changes(
        documents=passed.documents,
        mentions=built.mentions,
        timeline=built.timeline,
        event_aliases=built.event_aliases,
        actors=built.actors,
        actor_aliases=built.actor_aliases,
        links=built.links,
        removed_documents=tuple(sorted(linked.replaced)),
    )


@task(name="check timeline", cache_policy=NO_CACHE)
def check_timeline(gate: Gate, store: Store, run_id: str) -> TimelinePassed:
    """Look at the whole candidate as readers would see it."""
    return pass_timeline(gate, store, run_id=run_id)


def _plain(mentions: pl.DataFrame) -> pl.DataFrame:
    """Participants as extraction knows them: linking gives them their actors anew each time."""
    fields = pl.element().struct.field("name", "role")
    return mentions.with_columns(
        pl.col("participants").list.eval(pl.struct(fields)).cast(MENTION_SCHEMA["participants"])
    )
