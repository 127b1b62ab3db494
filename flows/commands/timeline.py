"""`dateline timeline`: the timeline, as people look at it."""

from __future__ import annotations

import datetime as dt

import click
import polars as pl

from flows.commands.options import Day, format_option, warehouse_option
from flows.output import console, render
from warehouse.schema.vocabulary import STATUSES
from warehouse.timeline import timeline as rows

_ID = 10  # characters of an id: enough for explain to tell events apart, short enough to type


@click.command()
@click.option("--since", type=Day(), help="Only what can have happened on or after this day.")
@click.option("--until", type=Day(last=True), help="Only what can have happened on or before this day.")
@click.option("--type", "event_type", metavar="TYPE", help="Only this type of event: phone_call, summit, …")
@click.option("--actor", metavar="NAME", help="Only with this actor, in any spelling.")
@click.option("--status", type=click.Choice(STATUSES), help="Only in this status.")
@warehouse_option
@format_option
def timeline(
    since: dt.date | None,
    until: dt.date | None,
    event_type: str | None,
    actor: str | None,
    status: str | None,
    warehouse: str,
    form: str,
) -> None:
    """Show the timeline, oldest first; what has no date stands at the end with the bounds that are known.

    Uncertain dates are shown as they are (EDTF): 2025-07 is some day of July, 2025-12-08/2025-12-14 some day of
    that week. --since and --until keep every event that can have happened in between.
    """
    frame = rows(warehouse, since=since, until=until, event_type=event_type, actor=actor, status=status)
    if form != "table":
        render(frame, form)
        return
    if frame.is_empty():
        filtered = any((since, until, event_type, actor, status))
        click.echo("no event matches these filters" if filtered else "the timeline is empty", err=True)
        return
    render(shown(frame), form, fixed=("date", "status", "reports", "event_id"))
    console(error=True).print(_footer(frame), style="dim")


def shown(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns for a terminal: the date as exact as it is, "≤ day" where only a bound is known."""
    bound = (
        pl.when(pl.col("latest").is_not_null())
        .then(pl.format("≤ {}", pl.col("latest").cast(pl.String)))
        .when(pl.col("earliest").is_not_null())
        .then(pl.format("≥ {}", pl.col("earliest").cast(pl.String)))
        .otherwise(pl.lit("?"))
    )
    return frame.select(
        date=pl.coalesce("date_edtf", bound),
        event="title",
        status="status",
        reports="document_count",
        event_id=pl.col("event_id").str.head(_ID),
    )


def _footer(frame: pl.DataFrame) -> str:
    dated = frame["date_edtf"].is_not_null().sum()
    undated = len(frame) - dated
    parts = [f"{len(frame)} events", f"{dated} dated"] + ([f"{undated} undated"] if undated else [])
    return ", ".join(parts) + "; dateline explain EVENT_ID shows the sentences behind one"
