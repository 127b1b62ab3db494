"""Draw docs/images/timeline.svg from a built timeline: python docs/picture.py timeline.duckdb"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import polars as pl
from rich.console import Console

from flows.commands.timeline import shown
from flows.output import table_of
from warehouse.timeline import timeline

IMAGE = Path(__file__).parent / "images" / "timeline.svg"
ROWS = 24


def main(warehouse: str) -> None:
    """Write the picture of the timeline's dated rows since 2024."""
    frame = timeline(warehouse).filter(pl.col("date_start").dt.year() >= 2024)
    undated = timeline(warehouse).filter(pl.col("date_start").is_null()).head(2)
    rows = shown(pl.concat([frame.head(ROWS), undated]))
    out = Console(record=True, width=112, file=io.StringIO(), markup=False, highlight=False)
    out.print("$ dateline timeline --since 2024", style="bold green")
    out.print(table_of(rows, fixed=("date", "status", "reports", "event_id"), width=112))
    IMAGE.parent.mkdir(exist_ok=True)
    svg = out.export_svg(title="dateline")
    # rich asks another host for its font; a reader's page must not.
    IMAGE.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
