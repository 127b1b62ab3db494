"""`dateline export`: the dataset in other formats."""

from __future__ import annotations

import click

from flows.commands.options import warehouse_option
from warehouse.exports import FORMATS, Options
from warehouse.exports import export as write

_DEFAULTS = Options()


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False))
@click.option(
    "--format",
    "formats",
    default="parquet,csv,jsonl",
    show_default=True,
    metavar="LIST",
    help=f"Formats, separated by commas: {', '.join(FORMATS)}; or all.",
)
@click.option("--since", type=click.IntRange(1), metavar="RELEASE", help="Only what changed since this release.")
@click.option("--partition-by", type=click.Choice(["year"]), help="Parquet in one file a year.")
@click.option("--raw-csv", is_flag=True, help="Leave cells as they are that a spreadsheet would run as formulas.")
@click.option("--without-texts", is_flag=True, help="Leave out the full texts of the documents; quotes stay.")
@click.option("--title", default=_DEFAULTS.title, show_default=True, metavar="TEXT", help="Name of the dataset.")
@click.option("--author", default=_DEFAULTS.author, show_default=True, metavar="NAME", help="Who is to be cited.")
@click.option(
    "--license",
    "spdx",
    default=_DEFAULTS.license,
    show_default=True,
    metavar="SPDX",
    help="Licence of the compilation; texts and quotes stay their publishers'.",
)
@click.option("--url", metavar="URL", help="Where the dataset will be found.")
@warehouse_option
def export(
    directory: str,
    formats: str,
    since: int | None,
    partition_by: str | None,
    raw_csv: bool,
    without_texts: bool,
    title: str,
    author: str,
    spdx: str,
    url: str | None,
    warehouse: str,
) -> None:
    """Write the published dataset into DIR, with its papers; equal content gives equal bytes.

    What an earlier export has put into DIR is replaced as a whole; files of others are never touched.
    """
    names = [name.strip() for name in formats.split(",") if name.strip()]
    if names == ["all"]:
        names = [form.name for form in FORMATS.values() if since is None or form.table]
    if unknown := [name for name in names if name not in FORMATS]:
        raise click.BadParameter(f"{', '.join(unknown)}: no such format; there are {', '.join(FORMATS)}, all")
    options = Options(
        partition_by=partition_by,
        raw_csv=raw_csv,
        texts=not without_texts,
        title=title,
        author=author,
        license=spdx,
        url=url,
    )
    for path in write(warehouse, directory, names, options, since):
        click.echo(f"{path.as_posix()}  {path.stat().st_size:,} bytes")
    click.echo("README.md beside them describes every file and column", err=True)
