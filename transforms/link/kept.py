"""Linking from build to build: what is linked of each document is stamped, and only what changed is linked anew.

The archive depends on nothing but what is linked: a run that published nothing, corrections that came or went, a
document that turned out a copy, all show as documents of another stamp.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl

from transforms.actors.gazetteer import Gazetteer
from transforms.link.archive import SCHEMAS, Archive, InMemory
from transforms.link.events import Linked, link, link_reports, name_events
from transforms.link.reports import AT_ONCE, reports

_NOT_LINKED = ("date_derivation", "features", "confidence", "extractor_version", "gist", "participants")
_WHO = ("position", "name", "role", "actor_id", "kind", "country", "stands_for", "family_name")


def linking_version(gazetteer: Gazetteer) -> str:
    """What an archive is only good for: the code and words of the transforms, the library that hashes, the actors."""
    digest = hashlib.sha256(pl.__version__.encode())
    root = Path(__file__).parent.parent
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.toml")]):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    for actor in sorted(gazetteer.actors.values(), key=lambda a: a.actor_id):
        digest.update(repr(actor).encode())
    return digest.hexdigest()


def link_kept(
    archive: Archive | None,
    mentions: pl.DataFrame,
    documents: pl.LazyFrame,
    participants: pl.DataFrame,
    gazetteer: Gazetteer,
) -> Linked:
    """Link normalised mentions; with an archive, only those of documents of which something else was linked before.

    The result is that of ``link``, for all mentions; the archive is brought up to date.
    """
    if archive is None:
        return link(mentions.lazy(), documents, participants.lazy(), gazetteer)
    stamps = _stamps(mentions, documents, participants)
    before = archive.find("documents", "doc_id", None)
    new = stamps.join(before, on=["doc_id", "stamp"], how="anti")["doc_id"]
    changed = pl.concat([new, before.join(stamps, on="doc_id", how="anti")["doc_id"]])
    if not changed.is_empty():
        some = pl.col("doc_id").is_in(new.implode())
        found = reports(
            mentions.lazy().filter(some), documents.filter(some), participants.lazy().filter(some), gazetteer
        )
        _take_in(archive, found, changed)
        _stamped(archive, stamps.filter(some), changed)
        archive.settle()  # the stamps say what was linked, so whoever comes next can go on from here
    links = archive.find("links", "left_mention", None).sort("left_mention", "right_mention")
    return Linked(name_events(archive), links, links["left_mention"].clear())


def link_changed(
    archive: Archive,
    mentions: pl.DataFrame,
    documents: pl.LazyFrame,
    participants: pl.DataFrame,
    gazetteer: Gazetteer,
    changed: pl.Series,
) -> Linked:
    """Link the documents ``changed`` (doc_id), whatever was linked of them before, into an archive that is not empty.

    ``mentions``, ``documents``, ``participants``: of those documents that are still there.  The events, links and
    ``relinked`` are those that this changed; the archive is brought up to date.
    """
    found = reports(mentions.lazy(), documents, participants.lazy(), gazetteer)
    done = _relinked(archive, found, changed)
    _stamped(archive, _stamps(mentions, documents, participants), changed)
    if mentions.height > AT_ONCE:  # a small one stays a transaction: a run that fails leaves all as it was
        archive.settle()
    return done


def _stamped(archive: Archive, stamps: pl.DataFrame, changed: pl.Series) -> None:
    """Note what was linked of the documents that changed."""
    archive.drop("documents", ("doc_id",), changed)
    archive.add("documents", stamps)


def _take_in(archive: Archive, found: pl.DataFrame, changed: pl.Series) -> None:
    """Link reports into the archive, and keep the evidence in it."""
    if not archive.is_empty("reports"):
        _relinked(archive, found, changed)
        return
    whole = InMemory()  # much quicker than table by table
    whole.add("links", link_reports(whole, found, changed).links)
    for name in SCHEMAS:
        archive.add(name, whole.tables[name])


def _relinked(archive: Archive, found: pl.DataFrame, changed: pl.Series) -> Linked:
    done = link_reports(archive, found, changed)
    archive.drop("links", ("left_mention", "right_mention"), done.relinked)
    archive.add("links", done.links)
    return done


def _stamps(mentions: pl.DataFrame, documents: pl.LazyFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """doc_id, stamp of each document that has a mention: equal where all that linking looks at is equal."""
    who = participants.group_by("mention_id").agg(
        acting=pl.struct(*(c for c in _WHO if c in participants.columns)).sort_by("position").hash().implode()
    )
    looked_at = [c for c in mentions.columns if c not in _NOT_LINKED]
    told = (
        mentions.select("doc_id", "mention_id", said=pl.struct(looked_at).hash())
        .join(who.with_columns(acting=pl.col("acting").hash()), on="mention_id", how="left")
        .sort("mention_id")
        .group_by("doc_id").agg(said=pl.struct("said", "acting").hash())
    )  # fmt: skip
    columns = [c for c in ("doc_id", "published", "title", "text") if c in documents.collect_schema()]
    about = documents.select("doc_id", about=pl.struct(columns).hash()).collect()
    return told.join(about, on="doc_id", how="left").select("doc_id", stamp=pl.struct("said", "about").hash())
