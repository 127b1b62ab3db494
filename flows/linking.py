"""Linking as a task: what is new joins what is known, and what the store has to write comes out.

A run goes on from what the run before has linked, if that is what the store holds and nothing was changed by which it
was made; then it reads and writes only what the new documents touch.  Else everything is linked as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from expectations.passage import MentionsPassed
from flows.copies import Settled, Sketches, copies_of
from flows.revisions import carried_over, replaced
from transforms.actors.gazetteer import Gazetteer
from transforms.corrections import Correction
from transforms.increment.aliases import aliases_since
from transforms.increment.build import build_increment
from transforms.increment.known import DOCUMENT_COLUMNS, Change
from transforms.link.archive import SCHEMAS
from transforms.link.kept import linking_version
from transforms.pipeline import build
from transforms.records import MENTION_SCHEMA, plain_mentions
from warehouse.frames import empty_frame
from warehouse.keyed_tables import KeyedTables, keyed_tables
from warehouse.records import Changes
from warehouse.schema import DOCUMENTS, MENTIONS
from warehouse.sessions import Store

_ARCHIVE = "links.duckdb"  # what linking keeps from build to build
# Of the known documents: where more are new, looking everything up costs more than linking it as a whole.
_MUCH = 0.2


@dataclass(frozen=True, slots=True)
class Linking:
    """What linking goes by: the actors that are known, what people have decided, and the least confidence."""

    gazetteer: Gazetteer
    corrections: tuple[Correction, ...]
    threshold: float


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told of linking, and what the next portion and the end of the run need: whether all was linked
    (``complete``) or what was new; the documents that newer readings replace (id to source); the events that former
    mentions carry on; all copies; what there is to say of corrections."""

    complete: bool
    replaced: dict[str, str]
    carried: pl.DataFrame
    copies: pl.DataFrame
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """What the store has to write, and what is to be told."""

    changes: Changes
    told: Told


@dataclass(frozen=True, slots=True)
class Since:
    """What linking goes on from: the run that linked all that the store holds, and the copies among it (``None``:
    those that the store knows of)."""

    run_id: str
    copies: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What came, and what it replaces: documents by id to source; all copies now, and those before."""

    passed: MentionsPassed
    older: dict[str, str]
    carried: pl.DataFrame
    copies: pl.DataFrame
    former_copies: pl.DataFrame

    @property
    def read_again(self) -> pl.DataFrame:
        """doc_id of the known documents that do not stand as they are known."""
        return pl.concat([self.passed.documents.select("doc_id"), _ids(self.older)])


@task(name="link", cache_policy=NO_CACHE)
def link(
    store: Store,
    passed: MentionsPassed,
    linking: Linking,
    read: frozenset[str],
    run_id: str,
    since: Since | None = None,
) -> Linked:
    """All mentions, known and new, as one timeline.

    ``read`` are the ids of all documents of this run.  ``since``: what linked all that the store holds, by the same
    rules (``None``: nothing is known of that, so everything is linked as a whole).
    """
    sources = passed.documents.select("source").unique()
    of_the_sources = store.read("documents", ("source", "doc_id", "text", "url"), among=sources)
    older = replaced(passed.documents, of_the_sources, read)
    before = store.read("mentions", among=_ids(older))
    carried = carried_over(older, passed.documents, before, passed.mentions)
    sketcher = Sketches(store.work)
    standing = _standing(store, passed, older)
    sketches = sketcher.of(standing, lambda missing: _texts(store, passed, missing))
    former = store.read("copies") if since is None or since.copies is None else since.copies
    settled = None if since is None else _settled(store, passed, older, former)
    arrived = _Arrived(passed, older, carried, copies_of(standing, sketches, settled), former)
    with keyed_tables(store.work / _ARCHIVE, SCHEMAS, linking_version(linking.gazetteer)) as archive:
        goes_on = since is not None and archive.state == since.run_id and not archive.is_empty("reports")
        few = passed.documents.height + len(older) <= _MUCH * standing.height
        # a run that goes on from itself is at work on many documents, portion after portion
        if goes_on and not linking.corrections and (few or archive.state == run_id):
            changes = _increment(store, archive, arrived, linking)
            linked = Linked(changes, Told(False, older, carried, arrived.copies))
        else:
            linked = _whole(store, archive, arrived, linking)
        archive.holds(run_id)
    sketcher.keep(sketches)
    return linked


def former_ids(store: Store, carried: pl.DataFrame) -> Changes | None:
    """Where ids lead that were published before this run, after all that it has prepared; ``None``: as before.

    ``carried``: mention_id and event_id of mentions that take the place of former ones.
    """
    found = aliases_since(_Before(store), store, carried)
    if found.rows.is_empty() and found.gone.is_empty():
        return None
    return Changes(
        empty_frame(DOCUMENTS),
        empty_frame(MENTIONS),
        event_aliases=found.rows,
        complete=False,
        removed={"event_aliases": found.gone},
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """The store as it was before this run."""

    store: Store

    def read(self, table: str, columns: Sequence[str] = (), among: pl.DataFrame | None = None) -> pl.DataFrame:
        """As :meth:`Store.read`."""
        return self.store.read(table, columns, among, before=True)


def _increment(store: Store, archive: KeyedTables, arrived: _Arrived, linking: Linking) -> Changes:
    """What this run changes, found through what it touches."""
    touched = build_increment(
        archive,
        store,
        Change(
            arrived.passed.documents.select(DOCUMENT_COLUMNS),
            arrived.passed.mentions,
            withdrawn=frozenset(arrived.older),
            copies=frozenset(arrived.copies["copy_id"]),
            former_copies=frozenset(arrived.former_copies["copy_id"]) - set(arrived.older),
        ),
        gazetteer=linking.gazetteer,
        threshold=linking.threshold,
    )
    return Changes(
        documents=arrived.passed.documents,
        mentions=touched.mentions,
        timeline=touched.timeline,
        actors=touched.actors,
        actor_aliases=touched.actor_aliases,
        complete=False,
        links=touched.links,
        relinked_mentions=tuple(touched.relinked),
        removed_documents=tuple(sorted(arrived.older)),
        removed=touched.removed,
    )


def _whole(store: Store, archive: KeyedTables, arrived: _Arrived, linking: Linking) -> Linked:
    """The whole timeline, built of all that is known and new."""
    known, passed = store.read("mentions"), arrived.passed
    stay = known.join(arrived.read_again, on="doc_id", how="anti")
    mentions = [plain_mentions(each).select(list(MENTION_SCHEMA)) for each in (stay, passed.mentions)]
    about = store.read("documents").join(arrived.read_again, on="doc_id", how="anti")
    shared = [name for name in passed.documents.columns if name in about.columns]
    documents = [each.select(shared) for each in (about, passed.documents)]
    built = build(
        pl.concat(mentions).lazy(),
        pl.concat(documents, how="vertical_relaxed").lazy(),
        gazetteer=linking.gazetteer,
        previous=pl.concat([known.select("mention_id", "event_id"), arrived.carried]),
        known_aliases=store.read("event_aliases"),
        threshold=linking.threshold,
        corrections=linking.corrections,
        copies=frozenset(arrived.copies["copy_id"]),
        archive=archive,
    )
    changes = Changes(
        documents=passed.documents,
        mentions=built.mentions,
        timeline=built.timeline,
        event_aliases=built.event_aliases,
        actors=built.actors,
        actor_aliases=built.actor_aliases,
        links=built.links,
        removed_documents=tuple(sorted(arrived.older)),
    )
    warnings = tuple(built.corrections["warning"].drop_nulls())
    return Linked(changes, Told(True, arrived.older, arrived.carried, arrived.copies, warnings))


def _standing(store: Store, passed: MentionsPassed, older: dict[str, str]) -> pl.DataFrame:
    """What tells copies from originals, of all documents that there are now: doc_id, published, content_hash."""
    columns = ("doc_id", "published", "content_hash")
    gone = pl.concat([passed.documents.select("doc_id"), _ids(older)])
    known = store.read("documents", columns).join(gone, on="doc_id", how="anti")
    return pl.concat([known, passed.documents.select(columns)], how="vertical_relaxed")


def _settled(store: Store, passed: MentionsPassed, older: dict[str, str], copies: pl.DataFrame) -> Settled | None:
    """What this run leaves as it was: all that comes before the first document that came, went or changed."""
    columns = ("doc_id", "published")
    concerned = pl.concat([passed.documents.select("doc_id"), _ids(older)])
    former = store.read("documents", columns, among=concerned)
    moved = pl.concat([former, passed.documents.select(columns)], how="vertical_relaxed").sort(
        *columns[::-1], nulls_last=True
    )
    if moved.is_empty():
        return None
    doc_id, published = moved.row(0)
    return Settled(copies, (published, doc_id))


def _texts(store: Store, passed: MentionsPassed, missing: pl.DataFrame) -> pl.DataFrame:
    columns = ("content_hash", "text")
    fresh = passed.documents.select(columns).join(missing, on="content_hash", how="semi")
    rest = missing.join(fresh, on="content_hash", how="anti")
    return fresh if rest.is_empty() else pl.concat([fresh, store.read("documents", columns, among=rest)])


def _ids(documents: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame({"doc_id": list(documents)}, {"doc_id": pl.String})
