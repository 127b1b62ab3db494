"""The date of an event: the most exact that its reports support; other dates stay as conflicts."""

from __future__ import annotations

import polars as pl

_EXACT = {"day": 0, "weekend": 1, "week": 2, "interval": 3, "month": 4, "season": 5, "quarter": 6, "half": 7, "year": 8,
          "decade": 9, "unknown": 10}  # fmt: skip
# A day that only the publication gives is weaker than any day that the text names.
_TRUST = {"explicit": 0, "relative_to_publication": 0, "relative_to_context": 1, "publication": 2, "none": 3}
_STATUS = {"occurred": 0, "planned": 1, "hypothetical": 2, "negated": 1}


def event_dates(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """Per event_id: date_edtf, date_start, date_end, date_precision, date_basis, earliest, latest, date_conflicts.

    Among equally exact dates, what reports of the held happening say comes before what plans said, then the date
    that more documents give, then the earlier one.  A conflict is a date that does not contain the chosen one.
    """
    dated = mentions.filter(pl.col("date_edtf").is_not_null() & (pl.col("date_precision") != "unknown"))
    counted = dated.group_by("event_id", "date_edtf").agg(
        pl.col("date_start").first(), pl.col("date_end").first(), pl.col("date_precision").first(),
        date_basis=pl.col("date_basis").sort_by(
            pl.col("date_basis").replace_strict(_TRUST, default=9, return_dtype=pl.Int8), "date_basis").first(),
        trust=pl.col("date_basis").replace_strict(_TRUST, default=9, return_dtype=pl.Int8).min(),
        stage=pl.col("status").replace_strict(_STATUS, default=9, return_dtype=pl.Int8).min(),
        documents=pl.col("doc_id").n_unique(),
    ).with_columns(
        exact=pl.col("date_precision").replace_strict(_EXACT, default=10, return_dtype=pl.Int8),
        days=(pl.col("date_end") - pl.col("date_start")).dt.total_days().fill_null(10**6),
    )  # fmt: skip
    ranked = counted.sort(
        ["event_id", pl.col("trust") // 2, "days", "exact", "stage", "documents", "trust", "date_start", "date_edtf"],
        descending=[False, False, False, False, False, True, False, False, False],
    )  # fmt: skip
    chosen = ranked.unique("event_id", keep="first", maintain_order=True).select(
        "event_id", "date_edtf", "date_start", "date_end", "date_precision", "date_basis"
    )
    first, last = pl.col("date_start").fill_null(pl.date(1, 1, 1)), pl.col("date_end").fill_null(pl.date(9999, 12, 31))
    contains = (first <= pl.col("chosen_start").fill_null(pl.date(1, 1, 1))) & (
        last >= pl.col("chosen_end").fill_null(pl.date(9999, 12, 31))
    )
    conflicts = (
        ranked.join(chosen.select("event_id", chosen_start="date_start", chosen_end="date_end"), on="event_id")
        .filter(~contains)
        .group_by("event_id").agg(date_conflicts=pl.col("date_edtf").unique().sort())
    )  # fmt: skip
    bounds = mentions.group_by("event_id").agg(pl.col("earliest").max(), pl.col("latest").min())
    return (
        bounds.join(chosen, on="event_id", how="left")
        .join(conflicts, on="event_id", how="left")
        .with_columns(
            date_conflicts=pl.col("date_conflicts").fill_null([]),
            date_precision=pl.col("date_precision").fill_null("unknown"),
            date_basis=pl.col("date_basis").fill_null("none"),
            earliest=pl.coalesce("date_start", "earliest"),
            latest=pl.coalesce("date_end", "latest"),
        )
        .with_columns(
            # bounds that contradict each other are no knowledge
            earliest=pl.when(pl.col("earliest") > pl.col("latest")).then("date_start").otherwise("earliest"),
            latest=pl.when(pl.col("earliest") > pl.col("latest")).then("date_end").otherwise("latest"),
        )
    )  # fmt: skip
