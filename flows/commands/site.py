"""`dateline site`: the timeline as a page."""

from __future__ import annotations

import click

from flows.commands.options import warehouse_option
from warehouse.site import write_site

_MANY = 50_000  # events up to which the page was found to be pleasant (benchmarks/bench_site.py)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=True))
@click.option("--title", default="Timeline", show_default=True, help="What stands at the head of the page.")
@click.option(
    "--since",
    type=click.IntRange(1),
    metavar="RELEASE",
    help="Mark what is new since this release; default: the one before the newest.",
)
@warehouse_option
def site(directory: str, title: str, since: int | None, warehouse: str) -> None:
    """Write the timeline as a page into DIR: open DIR/index.html, or put DIR on any web server.

    The page needs no network. DIR must be new, empty, or hold a page that this command wrote.
    """
    written = write_site(warehouse, directory, title=title, since=since)
    click.echo(f"{written.index.as_posix()}  {written.events:,} events, {written.files} files, {written.size:,} bytes")
    if written.events > _MANY:
        click.echo(f"note: the page is made for up to {_MANY:,} events; with more it becomes slow", err=True)
