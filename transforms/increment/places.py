"""Which event a report is in by what it says alone, before moves join any: looked up in the archive."""

from __future__ import annotations

import polars as pl

from transforms import ids
from transforms.link.archive import Archive
from transforms.link.events import events_of, name_events


def events_of_reports(archive: Archive, column: str, values: pl.Series) -> pl.DataFrame:
    """``column``, event_id: the events of the reports with these values of a column (report, lead)."""
    reports = archive.find("reports", column, values, (column, "node"))
    homes = archive.find("homes", "node", reports["node"], ("node", "home"))
    named = name_events(archive, homes["home"].unique())
    told = archive.find("reports", "report", named["report"], ("report", column) if column != "report" else ("report",))
    return (
        named.join(told, on="report").filter(pl.col(column).is_in(values.unique().implode()))
        .select(column, "event_id").unique()
    )  # fmt: skip


def documents_of(archive: Archive, events: pl.Series) -> pl.Series:
    """doc_id of the documents that report one of the events."""
    leads = ids.MENTION + events.str.strip_prefix(ids.EVENT)
    reports = archive.find("reports", "lead", leads, ("lead", "node"))
    homes = archive.find("homes", "node", reports["node"], ("home",))["home"]
    members = archive.find("homes", "home", homes, ("node",))["node"]
    return archive.find("reports", "node", members, ("doc_id",))["doc_id"].unique()


def placed(archive: Archive, mentions: pl.DataFrame) -> pl.DataFrame:
    """The mentions with their ``event_id``; ``mentions``: all that are on the timeline of some documents."""
    reports = archive.find("reports", "doc_id", mentions["doc_id"].unique(), ("report",))["report"]
    named = events_of_reports(archive, "report", reports)
    return mentions.join(events_of(mentions.lazy(), named), on="mention_id", how="left", maintain_order="left")
