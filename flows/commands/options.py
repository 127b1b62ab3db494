"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from flows.output import FORMATS
from flows.settings import DEFAULT_WAREHOUSE

warehouse_option = click.option(
    "--warehouse",
    metavar="FILE",
    default=DEFAULT_WAREHOUSE,
    show_default=True,
    envvar="DATELINE_WAREHOUSE",
    help="The published timeline, a DuckDB file.",
)
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print it."
)
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("dateline.toml"),
    show_default=True,
    metavar="TOML",
    help="The settings.",
)
output_option = click.option(
    "-o", "--output", metavar="OUT.jsonl", default="-", show_default=True, help="Where to write; - is standard output."
)
lexicon_option = click.option(
    "--lexicon",
    "lexicons",
    metavar="TOML",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Event types and triggers of your own; may be given several times.",
)

workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes to extract with.",
)


class Day(click.ParamType[dt.date]):
    """An option that is a day, or less exactly a month or a year."""

    name = "DAY"

    def __init__(self, *, last: bool = False) -> None:
        self._last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The first day that the value can mean, or the last."""
        if isinstance(value, dt.date):
            return value
        try:
            parts = [int(part) for part in str(value).split("-")]
            if len(parts) == 3:
                return dt.date(*parts)
            first = dt.date(*parts, *([1] * (3 - len(parts))))
        except (ValueError, TypeError):
            self.fail(f"{value!r} is no day; write it as YYYY-MM-DD (or YYYY-MM, or YYYY)", param, ctx)
        if not self._last:
            return first
        ahead = (
            first.replace(year=first.year + 1) if len(parts) == 1 else (first + dt.timedelta(days=31)).replace(day=1)
        )
        return ahead - dt.timedelta(days=1)
