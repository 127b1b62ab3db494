"""What was moved to another day, as the timeline reads it: the new day counts, and the old one is given up."""

from __future__ import annotations

import polars as pl


def as_moved(mentions: pl.LazyFrame, moves: pl.DataFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The mentions as the timeline reads them, and those with the days that were given up besides.

    ``moves``: mention_id, old_day, new_day.  ``mentions`` have ``published``.  The report of a move tells of the new
    day, for which the happening is planned; the move published last decides.  The second frame has ``superseded``:
    the day was given up.
    """
    if moves.is_empty():
        return mentions, mentions
    moves = moves.select("mention_id", "old_day", "new_day")
    known = mentions.join(moves.lazy(), on="mention_id", how="left")
    said = (
        mentions.select("mention_id", "event_id", "published", "doc_id").join(moves.lazy(), on="mention_id").collect()
    )
    last = said.sort("published", "doc_id", "mention_id", nulls_last=False).unique(
        "event_id", keep="last", maintain_order=True
    )
    given_up = (
        pl.concat([said.select("event_id", day=c) for c in ("old_day", "new_day")]).unique()
        .join(last.select("event_id", day="new_day"), on=["event_id", "day"], how="anti")
        .with_columns(given_up=pl.lit(True))
    )  # fmt: skip
    is_move = pl.col("new_day").is_not_null()
    ahead = pl.col("published") < pl.col("new_day")
    undone = pl.col("status").is_in(["negated", "hypothetical"])

    def on(day: str) -> dict[str, pl.Expr]:
        new = {c: pl.when(is_move).then(day).otherwise(c) for c in ("date_start", "date_end", "earliest", "latest")}
        return {
            **new,
            "date_edtf": pl.when(is_move).then(pl.col(day).dt.to_string("iso:strict")).otherwise("date_edtf"),
            "date_precision": pl.when(is_move).then(pl.lit("day")).otherwise("date_precision"),
            "date_basis": pl.when(is_move & (pl.col("date_basis") == "none")).then(pl.lit("explicit"))
            .otherwise("date_basis"),
        }  # fmt: skip

    now = known.with_columns(
        status=pl.when(is_move & (ahead | undone).fill_null(True)).then(pl.lit("planned")).otherwise("status"),
        **on("new_day"),
    )
    both = pl.concat([now, known.filter(is_move).with_columns(**on("old_day"))])
    dated = both.join(given_up.lazy(), left_on=["event_id", "date_start"], right_on=["event_id", "day"], how="left")
    superseded = (pl.col("given_up") & (pl.col("date_precision") == "day")).fill_null(False)
    return (
        now.drop("old_day", "new_day"),
        dated.with_columns(superseded=superseded).drop("given_up", "old_day", "new_day"),
    )
