"""What is held back, and what would have to be read again to take it in after a fix."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from warehouse.files import Kind, followed, look
from warehouse.queries import opened, run

# The same thing can be held back by run after run: only the last word on it counts, and only while it is still absent.
_OPEN = """
WITH ranked AS (
    SELECT q.*, r.started,
        row_number() OVER (PARTITION BY q.kind, q.item, q.reason ORDER BY r.started DESC, q.run_id) AS rank
    FROM quarantine q JOIN runs r ON r.run_id = q.run_id
), read_since AS (
    SELECT i.source, max(r.started) AS started FROM inputs i JOIN runs r ON r.run_id = i.run_id
    WHERE i.outcome <> 'quarantined' GROUP BY i.source
)
SELECT k.run_id, k.started, k.kind, k.item, k.reason, k."row" FROM ranked k
WHERE k.rank = 1
    AND NOT (k.kind = 'document' AND (k.item IN (SELECT doc_id FROM documents)
        OR coalesce(k.started < (SELECT s.started FROM read_since s WHERE s.source = k.item), false)))
    AND NOT (k.kind = 'mention' AND (k.item IN (SELECT mention_id FROM mentions)
        OR coalesce(k.started < (SELECT max(d.started) FROM documents x JOIN runs d ON d.run_id = x.last_run
            WHERE x.doc_id = (k."row"->>'$.doc_id')), false)
        OR ((k."row"->>'$.doc_id') NOT IN (SELECT doc_id FROM documents) AND coalesce(k.started < (
            SELECT max(s.started) FROM inputs i JOIN read_since s ON s.source = i.source
            WHERE i.doc_id = (k."row"->>'$.doc_id')), false))))
    AND NOT (k.kind = 'event' AND (k.item IN (SELECT event_id FROM timeline)
        OR k.item IN (SELECT former_id FROM event_aliases)))
    AND NOT (k.kind = 'actor' AND k.item IN (SELECT actor_id FROM actors))
    AND NOT (k.kind = 'actor_alias' AND k.item IN (SELECT alias || '|' || actor_id FROM actor_aliases))
    AND NOT (k.kind = 'link' AND (k.item IN (SELECT left_mention || '|' || right_mention FROM links)
        OR split_part(k.item, '|', 1) NOT IN (SELECT mention_id FROM mentions)
        OR split_part(k.item, '|', 2) NOT IN (SELECT mention_id FROM mentions)))
    AND NOT (k.kind = 'event_alias' AND k.item IN (SELECT former_id FROM event_aliases))
ORDER BY k.started DESC, k.kind, k.item, k.reason
"""
_SOURCES = f"""
WITH open AS ({_OPEN.strip()})
SELECT DISTINCT source FROM (
    SELECT d.source FROM open o JOIN documents d ON d.doc_id = (o."row"->>'$.doc_id') WHERE o.kind = 'mention'
    UNION ALL SELECT (o."row"->>'$.source') FROM open o WHERE o.kind = 'document' AND o."row" IS NOT NULL
    UNION ALL SELECT i.source FROM open o JOIN inputs i ON i.run_id = o.run_id AND i.source = o.item
        WHERE o.kind = 'document'
) WHERE source IS NOT NULL ORDER BY source
"""


def newest(path: str | Path) -> Path:
    """The file with the newest finished state: the working file, which also knows of refused runs, else the published.

    It is safe to read at any time, because neither is ever written in place.
    """
    published = followed(path)
    working = published.with_name(published.name + ".work") / "working.duckdb"
    return working if look(working).kind is Kind.OURS else published


def held_back(path: str | Path) -> pl.DataFrame:
    """What is held back now, newest first: run_id, started, kind, item, reason, row (JSON).

    Left out is what has been taken in since: documents and sources read without complaint, mentions of documents
    that were read again or that a newer reading has replaced, events and actors that are on the timeline, links of
    mentions that are gone.
    """
    with opened(newest(path)) as connection:
        return run(connection, _OPEN)


def sources_to_retry(path: str | Path) -> list[str]:
    """The sources, as they were given, that would have to be read again to take in what is held back."""
    with opened(newest(path)) as connection:
        return [str(source) for source in run(connection, _SOURCES)["source"].to_list()]
