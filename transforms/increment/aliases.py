"""Former ids of events after a change of whatever size: what was published before, and what there is now."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.increment.known import Tables
from transforms.link.aliases import ALIASES_SCHEMA, event_aliases

_COLUMNS = ("mention_id", "event_id")


@dataclass(frozen=True, slots=True)
class AliasesChanged:
    """Rows of ``event_aliases`` that are new or others, and the keys of those that are no more."""

    rows: pl.DataFrame
    gone: pl.DataFrame


def aliases_since(before: Tables, now: Tables, carried: pl.DataFrame) -> AliasesChanged:
    """What ``now`` has to write about ids that ``before`` had published.

    ``carried``: mention_id and event_id of mentions that take the place of former ones.
    """
    alive, known = now.read("timeline", ("event_id",)), now.read("event_aliases", tuple(ALIASES_SCHEMA))
    gone = before.read("timeline", ("event_id",)).join(alive, on="event_id", how="anti")
    former = pl.concat([before.read("mentions", _COLUMNS, among=gone), carried.join(gone, on="event_id", how="semi")])
    found = now.read("mentions", _COLUMNS, among=former.select("mention_id").unique())
    current = pl.concat([found, alive.select(mention_id=pl.lit(None, pl.String), event_id="event_id")])
    rows = event_aliases(current, former, before.read("event_aliases", tuple(ALIASES_SCHEMA)))
    rows = rows.cast(pl.Schema(ALIASES_SCHEMA))
    return AliasesChanged(
        rows.join(known, on=list(ALIASES_SCHEMA), how="anti"),
        known.join(rows, on="former_id", how="anti").select("former_id"),
    )
