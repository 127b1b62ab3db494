"""A step from one layout to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True)
class Step:
    """What brings a database from version ``to`` - 1 to version ``to``.

    ``apply`` spells its SQL out: the schema of the program goes on changing, what layout ``to`` was does not.
    """

    to: int
    title: str
    apply: Callable[[duckdb.DuckDBPyConnection], None]
