"""Taking rows that failed a check out of a frame, and keeping them with the check's name."""

from __future__ import annotations

import polars as pl

from warehouse.frames import conform
from warehouse.schema import QUARANTINE


def hold_back(
    frame: pl.DataFrame, id_column: str, failing: dict[str, tuple[str, ...]], kind: str, run_id: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that stay, and the others as rows of ``quarantine``: one for each row and check, with the row as JSON.

    ``failing`` maps ids to the names of checks, as :meth:`expectations.gate.GateResult.failing` gives them; the id
    of a NULL key is "(NULL)".  ``kind`` is that of ``quarantine.kind``.
    """
    identity = pl.col(id_column).cast(pl.String).fill_null("(NULL)")
    bad = frame.filter(identity.is_in(list(failing)))
    rows = [
        {"run_id": run_id, "kind": kind, "item": str(item), "reason": reason, "row": as_json}
        for item, as_json in zip(bad.select(identity).to_series().to_list(), _as_json(bad), strict=True)
        for reason in failing[str(item)]
    ]
    held = pl.DataFrame(rows, schema=dict.fromkeys(("run_id", "kind", "item", "reason", "row"), pl.String))
    return frame.filter(~identity.is_in(list(failing))), conform(held.unique(maintain_order=True), QUARANTINE)


def _as_json(frame: pl.DataFrame) -> list[str]:
    """Each row as a JSON object; days as ISO 8601."""
    return frame.write_ndjson().splitlines() if frame.height else []
