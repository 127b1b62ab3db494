"""`dateline export`: the dataset in other formats."""

from __future__ import annotations

import click

from flows.commands.options import warehouse_option
from warehouse.exports import FORMATS
from warehouse.exports import export as write


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False))
@click.option(
    "--format",
    "formats",
    default="parquet,csv,jsonl",
    show_default=True,
    metavar="LIST",
    help=f"Formats, separated by commas: {', '.join(FORMATS)}.",
)
@warehouse_option
def export(directory: str, formats: str, warehouse: str) -> None:
    """Write the published dataset into DIR; equal content gives equal bytes."""
    for path in write(warehouse, directory, tuple(name.strip() for name in formats.split(",") if name.strip())):
        click.echo(f"{path.as_posix()}  {path.stat().st_size:,} bytes")
