"""The linking step: mentions in, the event of each report and the evidence of every link out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from transforms import ids
from transforms.actors.gazetteer import Gazetteer
from transforms.link.archive import Archive, InMemory
from transforms.link.evidence import evidence
from transforms.link.reports import add_report, reports
from transforms.link.state import relink

_FAR = 10**7  # days; documents without a publication date count as the latest


@dataclass(frozen=True, slots=True)
class Linked:
    """``events``: report, doc_id, event_id of every report of a cluster that changed; ``links``: the evidence told
    anew, of an increment in no order; ``relinked``: first mentions of reports of which no link holds but those of
    ``links``."""

    events: pl.DataFrame
    links: pl.DataFrame
    relinked: pl.Series


def name_events(archive: Archive, homes: pl.Series | None = None) -> pl.DataFrame:
    """report, doc_id, event_id of the clusters ``homes`` (None: of all).

    An event is named after its earliest report (published, document, place in the text).
    """
    placed = archive.find("homes", "home", homes, ("node", "home"))
    columns = ("report", "node", "lead", "pub", "doc_id", "lead_start")
    known = archive.find("reports", "node", None if homes is None else placed["node"], columns)
    told = known.join(placed, on="node")
    first = (
        told.sort(pl.col("pub").fill_null(_FAR), "doc_id", "lead_start", "lead")
        .unique("home", keep="first", maintain_order=True)
        .select("home", event_id=pl.lit(ids.EVENT) + pl.col("lead").str.strip_prefix(ids.MENTION))
    )
    return told.join(first, on="home").select("report", "doc_id", "event_id")


def link_increment(
    archive: Archive,
    mentions: pl.LazyFrame,
    documents: pl.LazyFrame,
    participants: pl.LazyFrame,
    changed_documents: pl.Series,
    gazetteer: Gazetteer,
) -> Linked:
    """Link the normalised mentions of the changed documents into the archive.

    ``mentions``: all mentions of the changed documents that are linked; of a document that is gone there are none.
    """
    return link_reports(archive, reports(mentions, documents, participants, gazetteer), changed_documents)


def link_reports(archive: Archive, found: pl.DataFrame, changed_documents: pl.Series) -> Linked:
    """The same from reports that are made already."""
    first = archive.is_empty("reports")
    done = relink(archive, found, changed_documents)
    homes, leaving = None if first else done.homes, done.leaving["lead"]
    links, leads = evidence(archive, None if first else done)
    return Linked(name_events(archive, homes), links, pl.concat([leads, leaving]).unique())


def events_of(mentions: pl.LazyFrame, named: pl.DataFrame) -> pl.DataFrame:
    """mention_id, event_id of the mentions of reports that have an event; ``named``: report, event_id."""
    keyed = add_report(mentions).select("mention_id", "report").collect()
    return (
        keyed.join(named.select("report", "event_id"), on="report").select("mention_id", "event_id").sort("mention_id")
    )


def link(mentions: pl.LazyFrame, documents: pl.LazyFrame, participants: pl.LazyFrame, gazetteer: Gazetteer) -> Linked:
    """Link normalised mentions (dates read, participants resolved) across their documents.

    The result is a function of the set of mentions: neither the order nor the grouping of the rows matters.
    """
    everything = mentions.select("doc_id").unique().collect()["doc_id"]
    linked = link_increment(InMemory(), mentions, documents, participants, everything, gazetteer)
    return replace(linked, links=linked.links.sort("left_mention", "right_mention"))
