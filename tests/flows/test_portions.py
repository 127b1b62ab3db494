"""Batches in portions: none lost, none split, in their order."""

from pathlib import Path

import polars as pl
import pytest

from flows.extract import Extracted
from flows.portions import portions


def batch(folder: Path, number: int, mentions: int) -> Extracted:
    part = Extracted(*(folder / f"{number}.{kind}" for kind in ("documents", "mentions", "failed")))
    pl.DataFrame({"mention_id": [f"m-{n}" for n in range(mentions)]}, {"mention_id": pl.String}).write_parquet(
        part.mentions
    )
    return part


@pytest.mark.parametrize(
    ("mentions", "split"),
    [
        ([], [[]]),
        ([0], [[0]]),
        ([3, 3, 3], [[0, 1, 2]]),
        ([10, 3], [[0], [1]]),
        ([3, 3, 3, 3, 3, 3, 3, 3], [[0, 1, 2, 3], [4, 5, 6, 7]]),
        ([4, 7, 2, 0], [[0, 1], [2, 3]]),
        ([25, 25], [[0], [1]]),
    ],
)
def test_a_portion_ends_with_the_batch_that_fills_it(
    tmp_path: Path, mentions: list[int], split: list[list[int]]
) -> None:
    parts = [batch(tmp_path, number, many) for number, many in enumerate(mentions)]
    assert list(portions(parts, 10)) == [tuple(parts[at] for at in portion) for portion in split]
