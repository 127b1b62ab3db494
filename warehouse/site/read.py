"""What the page shows of a published file: read once, in the order of the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

import duckdb
import polars as pl

from warehouse.queries import opened, run
from warehouse.site.news import News, news

_TIME_LIMIT = 600.0  # seconds; a page of a very large timeline is made rarely
_FILES = "Files"  # texts without a public address

_EVENTS = """
SELECT * FROM timeline
ORDER BY date_start NULLS LAST, date_end NULLS LAST, latest NULLS LAST, earliest NULLS LAST, event_id
"""
_MENTIONS = """
SELECT m.* EXCLUDE (event_key, date_start, date_end, date_precision, extractor_version, gist),
    d.title AS doc_title, d.url AS doc_url, d.source AS doc_source, d.published AS doc_published,
    d.published_basis AS doc_published_basis
FROM mentions m JOIN documents d USING (doc_id)
WHERE m.event_id IS NOT NULL
ORDER BY m.event_id, d.published NULLS LAST, d.doc_id, m.trigger_start, m.mention_id
"""
_ACTORS = """
SELECT a.actor_id, a.name, a.kind, a.country, list(DISTINCT s.alias ORDER BY s.alias) FILTER (s.alias IS NOT NULL)
    AS aliases
FROM actors a LEFT JOIN actor_aliases s USING (actor_id)
GROUP BY ALL ORDER BY a.actor_id
"""
_LINKS = """
SELECT l.left_mention, l.right_mention, a.event_id AS left_event, b.event_id AS right_event, l.score, l.joined,
    l.rule, l.features
FROM links l JOIN mentions a ON a.mention_id = l.left_mention JOIN mentions b ON b.mention_id = l.right_mention
ORDER BY l.joined DESC, l.score DESC NULLS LAST, l.left_mention, l.right_mention
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One release, as the page needs it.

    ``events`` are rows of ``timeline`` in the order of their days, undated ones last; ``mentions`` have the columns
    of their document as ``doc_…``, and ``host``; ``news`` is what came since an earlier release.
    """

    events: pl.DataFrame
    mentions: pl.DataFrame
    actors: pl.DataFrame
    former: pl.DataFrame
    links: pl.DataFrame
    news: News


def read(path: Path, since: int | None) -> Snapshot:
    """Read the published file; ``since`` is the release to compare with, by default the one before the newest.

    ``WarehouseError`` where the file cannot be read or there is no such release.
    """
    with opened(path) as connection:
        mentions = _rows(connection, _MENTIONS)
        return Snapshot(
            events=_rows(connection, _EVENTS),
            mentions=mentions.with_columns(host=_hosts(mentions)),
            actors=_rows(connection, _ACTORS),
            former=_rows(connection, "SELECT former_id, event_id FROM event_aliases ORDER BY former_id"),
            links=_rows(connection, _LINKS),
            news=news(connection, path, since),
        )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    return run(connection, sql, time_limit=_TIME_LIMIT)


def _hosts(mentions: pl.DataFrame) -> pl.Series:
    """Where each mention was published: the site of its address."""
    found: dict[str | None, str] = {url: host(url) for url in mentions["doc_url"].unique().to_list()}
    return pl.Series([found[url] for url in mentions["doc_url"].to_list()], dtype=pl.String)


def host(url: str | None) -> str:
    """The site that an address is on, without “www.”; one name for all texts without a public address."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # not an address, whatever it says
        return _FILES
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return _FILES
    return parts.hostname.removeprefix("www.")


def file_name(source: str) -> str:
    """The last part of a path, and what stands after it (the line in a file of many).

    A page may be shown to the world, so the folders of the machine it was made on stay at home.
    """
    if urlsplit(source).scheme in ("http", "https"):
        return source
    return PurePosixPath(PureWindowsPath(source).as_posix()).name or source
