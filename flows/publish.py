"""Around linking: what was extracted is gathered and checked, and the timeline is checked before it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from expectations.gate import Gate
from expectations.passage import MentionsPassed, TimelinePassed, pass_mentions, pass_timeline
from flows.extract import Extracted
from transforms.dates import normalise_dates
from transforms.records import MENTION_SCHEMA
from warehouse.frames import empty_frame
from warehouse.schema import DOCUMENTS
from warehouse.sessions import Store


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
    documents = pl.scan_parquet([part.documents for part in extracted], glob=False).join(standing, on=key, how="semi")
    mentions = pl.scan_parquet([part.mentions for part in extracted], glob=False).join(standing, on=key, how="semi")
    return Fresh(documents.collect(), mentions.drop("content_hash").collect())


@task(name="check mentions", cache_policy=NO_CACHE)
def check_mentions(gate: Gate, store: Store, fresh: Fresh, run_id: str) -> MentionsPassed:
    """Hold back what is wrong in itself, before it could join a good event."""
    dated = normalise_dates(fresh.mentions.lazy()).collect()
    return pass_mentions(gate, store, fresh.documents, dated, run_id=run_id)


@task(name="check timeline", cache_policy=NO_CACHE)
def check_timeline(gate: Gate, store: Store, run_id: str) -> TimelinePassed:
    """Look at the whole candidate as readers would see it."""
    return pass_timeline(gate, store, run_id=run_id)
