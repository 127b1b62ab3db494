"""`dateline diff`: what changed on the timeline between two releases."""

from __future__ import annotations

import click

from flows.commands.options import format_option, warehouse_option
from flows.output import render
from warehouse.releases import diff_releases


@click.command()
@click.argument("older", type=int)
@click.argument("newer", type=int)
@warehouse_option
@format_option
def diff(older: int, newer: int, warehouse: str, form: str) -> None:
    """Show which events were added, changed (and in which fields), merged or removed from release OLDER to NEWER."""
    frame = diff_releases(warehouse, older, newer)
    if frame.is_empty() and form == "table":
        click.echo("nothing changed on the timeline", err=True)
        return
    render(frame, form, fixed=("event_id", "change"))
    if form == "table":
        counts = frame.group_by("change").len().sort("change").iter_rows()
        click.echo(", ".join(f"{count} {change}" for change, count in counts), err=True)
