"""What a format of export is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``write`` puts the tables, sorted and without stamps, into a directory and returns its files.

    What it writes depends on the frames alone: no clock, no paths, no order of hashing.
    """

    name: str
    description: str
    write: Callable[[Frames, Path], list[Path]]
