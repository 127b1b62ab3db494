"""`dateline releases`: what has been published, newest first."""

from __future__ import annotations

import click
import polars as pl

from flows.commands.options import format_option, warehouse_option
from flows.output import render
from warehouse.releases import list_releases


@click.command()
@warehouse_option
@format_option
def releases(warehouse: str, form: str) -> None:
    """List the releases: version, run, content hash, counts, and whether the file is still kept."""
    frame = list_releases(warehouse)
    if form == "table":
        frame = frame.select(
            "release",
            pl.col("published").dt.strftime("%Y-%m-%d %H:%M UTC"),
            "events",
            "mentions",
            "documents",
            pl.col("content_hash").str.head(12),
            "kept",
        )
    render(frame, form, fixed=("published", "content_hash"))
