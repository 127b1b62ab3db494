"""A run's batches in portions, each small enough to be checked and linked in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from flows.extract import Extracted
from flows.settings import PORTION_MENTIONS

Portion = tuple[Extracted, ...]


def portions(parts: Sequence[Extracted], most: int = PORTION_MENTIONS) -> Iterator[Portion]:
    """The batches in their order; a portion ends with the batch that fills it.  At least one, be it empty."""
    portion: list[Extracted] = []
    mentions = 0
    for at, part in enumerate(parts, 1):
        portion.append(part)
        mentions += pl.scan_parquet(part.mentions, glob=False).select(pl.len()).collect().item()
        if mentions >= most and at < len(parts):
            yield tuple(portion)
            portion, mentions = [], 0
    yield tuple(portion)
