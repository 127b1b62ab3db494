"""Articles that were edited in place: a newer reading of the same file replaces the older one.

A document without an address is known by its text, so an edited file is another document.  Left alone, both
versions would stand as evidence.  Lines of JSON Lines files move and daily files are overwritten with other news:
only a file that still holds much the same text is taken for a revision, and nothing else is ever removed.
"""

from __future__ import annotations

import polars as pl
from rapidfuzz import fuzz

# Of 100: an article with every second sentence rewritten still reaches this, two articles on one topic do not.
_MUCH_THE_SAME = 60.0
_COMPARED = 20_000  # characters; the comparison is quadratic


def replaced(fresh: pl.DataFrame, known: pl.DataFrame, read: frozenset[str]) -> dict[str, str]:
    """Known documents that fresh ones replace: id to the source that both were read from.

    ``read`` are the ids of all documents of this run: what was read again from elsewhere stays.
    """
    of_a_file = ~pl.col("source").str.contains(r":\d+$") & pl.col("url").is_null()
    pairs = (
        fresh.filter(of_a_file)
        .select("source", "doc_id", "text")
        .join(known.filter(of_a_file).select("source", "doc_id", "text"), on="source", suffix="_known")
        .filter((pl.col("doc_id") != pl.col("doc_id_known")) & ~pl.col("doc_id_known").is_in(list(read)))
    )
    return {
        doc_id: source
        for source, doc_id, text, before in pairs.select("source", "doc_id_known", "text", "text_known").iter_rows()
        if fuzz.ratio(text[:_COMPARED], before[:_COMPARED]) >= _MUCH_THE_SAME
    }


def carried_over(older: dict[str, str], fresh: pl.DataFrame, before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """mention_id, event_id: which event a mention of a new version reported in the version that it replaces.

    ``older``: replaced documents and their sources; ``fresh``: the documents of this run; ``before``: known mentions
    with event_id; ``now``: those of this run.  The same words for the same kind of happening are the same mention, the
    first with the first; an id that only an edited text ever gave then leads to the event of today.
    """
    same = ["source", "event_type", "trigger", "turn"]
    turn = pl.int_range(pl.len()).over("doc_id", "event_type", "trigger", order_by="trigger_start")
    columns = ["doc_id", "source"]
    sources = pl.DataFrame(list(older.items()), dict.fromkeys(columns, pl.String), orient="row")
    was = before.join(sources, on="doc_id").with_columns(turn=turn)
    is_now = now.join(fresh.select(columns), on="doc_id").with_columns(turn=turn)
    return is_now.join(was.select(*same, "event_id"), on=same).select("mention_id", "event_id").drop_nulls()
