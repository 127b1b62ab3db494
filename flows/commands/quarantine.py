"""`dateline quarantine`: what is held back and why; and reading it again after a fix."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from flows.commands.options import format_option, warehouse_option
from flows.output import render
from flows.request import BuildRequest
from warehouse.quarantine import held_back, sources_to_retry


@click.group(invoke_without_command=True)
@warehouse_option
@format_option
@click.pass_context
def quarantine(context: click.Context, warehouse: str, form: str) -> None:
    """List what is held back now, newest first, with the reason; "retry" reads it again."""
    if context.invoked_subcommand:
        return
    frame = held_back(warehouse)
    if form == "table":
        if frame.is_empty():
            click.echo("nothing is held back", err=True)
            return
        frame = frame.select("kind", "item", "reason", pl.col("started").dt.strftime("%Y-%m-%d %H:%M UTC"))
    render(frame, form, fixed=("kind", "started"))
    if form == "table":
        many = f"{frame.height} row{'' if frame.height == 1 else 's'}"
        click.echo(f"{many} held back; dateline quarantine retry reads their sources again", err=True)


@quarantine.command()
@warehouse_option
def retry(warehouse: str) -> None:
    """Read again what is held back: its sources, after a file, a rule or a check was mended."""
    sources = sorted({_readable(source) for source in sources_to_retry(warehouse)})
    if not sources:
        click.echo("nothing is held back that a source could be read again for", err=True)
        return
    from flows.commands.build import finish, run

    finish(run(BuildRequest(tuple(sources), warehouse, retry=True)), strict=False)


def _readable(source: str) -> str:
    """The file of a source: of ``rows.jsonl:12`` the file, since a line alone cannot be read."""
    file, _, line = source.rpartition(":")
    return file if file and line.isdigit() and not Path(source).exists() else source
