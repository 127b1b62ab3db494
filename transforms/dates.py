"""Dates of mentions: EDTF text to first day, last day and precision."""

from __future__ import annotations

import polars as pl

from transforms import edtf

_PARSED = pl.Struct({"text": pl.String, "first": pl.Date, "last": pl.Date, "precision": pl.String})


def _parse(text: str) -> dict[str, object]:
    """The parts of one date; text that is no EDTF is kept as it is, of unknown precision, for the gate to hold back."""
    try:
        span = edtf.read(text)
    except ValueError:
        return {"text": text, "first": None, "last": None, "precision": "unknown"}
    return {"text": span.text, "first": span.first, "last": span.last, "precision": span.precision}


def normalise_dates(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """Add ``date_start``, ``date_end`` and ``date_precision``; order intervals; complete ``earliest``/``latest``.

    Bounds that the text gives for an undated mention stay.  A dated mention's bounds are those of its date.
    """
    distinct = mentions.select("date_edtf").drop_nulls().unique(maintain_order=False)
    parsed = distinct.with_columns(
        _date=pl.col("date_edtf").map_elements(_parse, return_dtype=_PARSED, skip_nulls=True)
    )
    return (
        mentions.drop("date_start", "date_end", "date_precision", strict=False)
        .join(parsed, on="date_edtf", how="left", maintain_order="left")
        .with_columns(
            date_edtf=pl.col("_date").struct.field("text"),
            date_start=pl.col("_date").struct.field("first"),
            date_end=pl.col("_date").struct.field("last"),
            date_precision=pl.col("_date").struct.field("precision").fill_null("unknown"),
        )
        .with_columns(
            earliest=pl.coalesce("date_start", pl.col("earliest").cast(pl.Date)),
            latest=pl.coalesce("date_end", pl.col("latest").cast(pl.Date)),
        )
        .drop("_date")
    )
