"""The date of an event: the most exact that its reports support; other dates stay as conflicts."""

from __future__ import annotations

import polars as pl

_EXACT = {"day": 0, "weekend": 1, "week": 2, "interval": 3, "month": 4, "season": 5, "quarter": 6, "half": 7, "year": 8,
          "decade": 9, "unknown": 10}  # fmt: skip
# A day that only the publication gives is weaker than any day that the text names.
_TRUST = {"explicit": 0, "relative_to_publication": 0, "relative_to_context": 1, "publication": 2, "none": 3}
_STATUS = {"occurred": 0, "planned": 1, "hypothetical": 2, "negated": 1}
LONGEST_GATHERING = 10  # days; a longer interval says when a summit was, not that it lasted so long
# "from 11 to 13 June", "28–30 June", "Freitag bis Sonntag"; not "earlier this week"
_FROM_TO = r"(?i)\d\.?\s*[–—-]\s*\d|\b(?:to|until|till|through|bis|au|al|hasta|по|до)\b"


def event_dates(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """Per event_id: date_edtf, date_start, date_end, date_precision, date_basis, earliest, latest, date_conflicts.

    Among equally exact dates, what reports of the held happening say comes before what plans said, then the date
    that more documents give, then the earlier one.  A conflict is a date that does not contain the chosen one.

    A gathering of several days has all of them for its date, and none of them is a conflict.  ``mentions`` may have
    ``held_days`` (of a known gathering, on how many days in a row it is held at most) and ``superseded``: the day was
    given up for another one, and only shows as a conflict.
    """
    given = mentions.collect_schema().names()
    mentions = mentions.with_columns(
        *([] if "held_days" in given else [pl.lit(None, pl.Int32).alias("held_days")]),
        *([] if "superseded" in given else [pl.lit(False).alias("superseded")]),
    )
    dated = mentions.filter(pl.col("date_edtf").is_not_null() & (pl.col("date_precision") != "unknown")).with_columns(
        whole=_lasted()
    )
    counted = pl.concat([dated, _first_to_last(dated)], how="diagonal").group_by("event_id", "date_edtf").agg(
        pl.col("date_start").first(), pl.col("date_end").first(), pl.col("date_precision").first(),
        date_basis=pl.col("date_basis").sort_by(
            pl.col("date_basis").replace_strict(_TRUST, default=9, return_dtype=pl.Int8), "date_basis").first(),
        trust=pl.col("date_basis").replace_strict(_TRUST, default=9, return_dtype=pl.Int8).min(),
        stage=pl.col("status").replace_strict(_STATUS, default=9, return_dtype=pl.Int8).min(),
        documents=pl.col("doc_id").n_unique(),
        whole=pl.col("whole").any(),
        superseded=pl.col("superseded").any(),
    ).with_columns(
        exact=pl.col("date_precision").replace_strict(_EXACT, default=10, return_dtype=pl.Int8),
        days=(pl.col("date_end") - pl.col("date_start")).dt.total_days().fill_null(10**6),
    )  # fmt: skip
    ranked = counted.sort(
        ["event_id", "superseded", ~pl.col("whole"), pl.col("trust") // 2, "days", "exact", "stage", "documents",
         "trust", "date_start", "date_edtf"],
        descending=[False, False, False, False, False, False, False, True, False, False, False],
    )  # fmt: skip
    chosen = ranked.unique("event_id", keep="first", maintain_order=True).select(
        "event_id", "date_edtf", "date_start", "date_end", "date_precision", "date_basis", "whole"
    )
    first, last = pl.col("date_start").fill_null(pl.date(1, 1, 1)), pl.col("date_end").fill_null(pl.date(9999, 12, 31))
    contains = (first <= pl.col("chosen_start").fill_null(pl.date(1, 1, 1))) & (
        last >= pl.col("chosen_end").fill_null(pl.date(9999, 12, 31))
    )
    one_of_its_days = pl.col("chosen_whole") & (first >= pl.col("chosen_start")) & (last <= pl.col("chosen_end"))
    conflicts = (
        ranked.join(
            chosen.select("event_id", chosen_start="date_start", chosen_end="date_end", chosen_whole="whole"),
            on="event_id",
        )
        .filter(~contains & ~one_of_its_days.fill_null(False))
        .group_by("event_id").agg(date_conflicts=pl.col("date_edtf").unique().sort())
    )  # fmt: skip
    bounds = mentions.group_by("event_id").agg(pl.col("earliest").max(), pl.col("latest").min())
    return (
        bounds.join(chosen.drop("whole"), on="event_id", how="left")
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


def _lasted() -> pl.Expr:
    """Whether a date says from when to when a gathering lasted."""
    days = (pl.col("date_end") - pl.col("date_start")).dt.total_days()
    return (
        (pl.col("event_type") == "summit")
        & days.is_between(1, LONGEST_GATHERING - 1)
        & (pl.col("date_precision") == "interval")
        & pl.col("date_text").str.contains(_FROM_TO)
    ).fill_null(False)


def _first_to_last(dated: pl.LazyFrame) -> pl.LazyFrame:
    """The days of a known gathering of which its reports name several: from the first to the last."""
    days = dated.filter((pl.col("held_days") > 1) & (pl.col("date_precision") == "day") & ~pl.col("superseded"))
    several = (
        days.group_by("event_id")
        .agg(
            pl.col("date_start").min(), pl.col("date_end").max(), pl.col("held_days").max(), pl.col("doc_id").first(),
            pl.col("date_basis").sort_by(pl.col("date_basis").replace_strict(_TRUST, default=9), "date_basis").first(),
            pl.col("status").sort_by(pl.col("status").replace_strict(_STATUS, default=9), "status").first(),
        )
        .filter((pl.col("date_end") - pl.col("date_start")).dt.total_days().is_between(1, pl.col("held_days") - 1))
    )  # fmt: skip
    return several.with_columns(
        date_edtf=pl.concat_str(
            pl.col("date_start").dt.to_string("iso:strict"), pl.col("date_end").dt.to_string("iso:strict"),
            separator="/",
        ),
        date_precision=pl.lit("interval"), whole=pl.lit(True), superseded=pl.lit(False),
    )  # fmt: skip
