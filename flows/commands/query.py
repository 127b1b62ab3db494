"""`dateline query`: read-only SQL on the published timeline."""

from __future__ import annotations

import sys

import click

from flows.commands.options import format_option, warehouse_option
from flows.output import render
from warehouse import queries


@click.command()
@click.argument("sql")
@warehouse_option
@format_option
@click.option("--time-limit", type=float, default=30.0, show_default=True, metavar="SECONDS", help="Stop after this.")
@click.option("--memory-limit", default="1GB", show_default=True, metavar="SIZE", help="Most memory it may take.")
def query(sql: str, warehouse: str, form: str, time_limit: float, memory_limit: str) -> None:
    """Run one SELECT on the published timeline and print its rows.

    The file is opened read-only and fenced in: no other file, no network, no writing.
    Tables: timeline, mentions, documents, actors, actor_aliases, event_aliases, runs, inputs, validations, quarantine.
    """
    if sql == "-":
        sql = sys.stdin.read()
    frame = queries.query(warehouse, sql, time_limit=time_limit, memory_limit=memory_limit)
    render(frame, form)
    if form == "table":
        click.echo(f"{len(frame)} row{'' if len(frame) == 1 else 's'}", err=True)
