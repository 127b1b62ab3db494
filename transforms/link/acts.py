"""What a trigger says was done within its family (``acts.toml``)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import polars as pl

from transforms.actors.fold import fold

_ACTS = {
    family: tuple(
        (act, re.compile(r"\b(?:" + "|".join(re.escape(fold(b)) for b in beginnings) + ")"))
        for act, beginnings in acts.items()
    )
    for family, acts in tomllib.loads(Path(__file__).with_name("acts.toml").read_text("utf-8")).items()
}


def act_of(family: str, trigger: str) -> str | None:
    """The only act that the trigger names; ``None`` where it names none or several."""
    said = fold(trigger)
    found = [act for act, pattern in _ACTS.get(family, ()) if pattern.search(said)]
    return found[0] if len(found) == 1 else None


def add_acts(reports: pl.DataFrame) -> pl.DataFrame:
    """Add ``act`` for ``family`` and ``trigger``."""
    distinct = reports.select("family", "trigger").unique()
    acts = [act_of(family, trigger) for family, trigger in distinct.iter_rows()]
    return reports.join(
        distinct.with_columns(act=pl.Series(acts, dtype=pl.String)), on=["family", "trigger"], how="left"
    )
