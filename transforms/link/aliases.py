"""Former ids of events: where an id that was published before leads today."""

from __future__ import annotations

import polars as pl

ALIASES_SCHEMA = {"former_id": pl.String, "event_id": pl.String}


def event_aliases(
    current: pl.DataFrame, previous: pl.DataFrame | None, known: pl.DataFrame | None = None
) -> pl.DataFrame:
    """former_id, event_id for every id of ``previous`` that no event has any more.

    ``current`` and ``previous``: mention_id, event_id.  An id is that of its event's first mention, so it leads to
    the event which holds that mention today; where the mention is gone, to the event that holds most of the former
    event's mentions (the first id of equals).  A former event none of whose mentions is left leads nowhere.
    ``known`` are the aliases published before: they are carried along to where they lead today.
    """
    if previous is None:
        return pl.DataFrame(schema=ALIASES_SCHEMA)
    placed = current.drop_nulls("event_id").select("mention_id", "event_id")
    former = previous.drop_nulls("event_id").select("mention_id", former_id="event_id")
    gone = former.join(placed.select(former_id="event_id").unique(), on="former_id", how="anti")
    votes = (
        gone.join(placed, on="mention_id")
        .with_columns(own=pl.col("mention_id").str.slice(2) == pl.col("former_id").str.slice(2))
        .group_by("former_id", "event_id").agg(pl.len(), pl.col("own").any())
        .sort(["former_id", "own", "len", "event_id"], descending=[False, True, True, False])
        .unique("former_id", keep="first", maintain_order=True)
        .select("former_id", "event_id")
    )  # fmt: skip
    if known is None or known.is_empty():
        return votes.sort("former_id")
    alive = placed.select("event_id").unique()
    carried = pl.concat([
        known.join(alive, on="event_id", how="semi"),
        known.join(votes.rename({"former_id": "event_id", "event_id": "now"}), on="event_id")
        .select("former_id", event_id="now"),
    ]).join(alive.select(former_id="event_id"), on="former_id", how="anti")  # fmt: skip
    return pl.concat([votes, carried]).unique("former_id", keep="first", maintain_order=True).sort("former_id")
