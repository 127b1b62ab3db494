"""The first look that checks share: one pass over each relation, whatever the number of checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from expectations.check import Check, Screen
from warehouse.ddl import quoted

_BEHIND = "(FROM mentions WHERE event_id IN (SELECT event_id FROM $batch))"


@dataclass(frozen=True, slots=True)
class Pass:
    """``sql`` gives one row that holds, for each of ``checks`` in their order, whether it suspects anything."""

    sql: str
    checks: tuple[Check, ...]


def passes(table: str, checks: Iterable[Check], *, whole: bool = True) -> tuple[Pass, ...]:
    """The passes that ask all screens of checks, of a table or (not ``whole``) of one with some of its rows.

    Checks without a screen are left out.
    """
    screened = [(check.screen, check) for check in checks if check.screen is not None]
    screened.sort(key=lambda pair: pair[0].relation)  # stable: the order of checks stays
    return tuple(
        _pass(table, relation, list(pairs), whole=whole)
        for relation, pairs in groupby(screened, key=lambda pair: pair[0].relation)
    )


def _pass(table: str, relation: str, pairs: list[tuple[Screen, Check]], *, whole: bool) -> Pass:
    asked = ", ".join(f"coalesce(bool_or({screen.suspicion}), false)" for screen, _ in pairs)
    looked_at = relation.replace("$behind", "mentions" if whole else _BEHIND).replace("$batch", quoted(table))
    return Pass(f"SELECT {asked} FROM {looked_at}", tuple(check for _, check in pairs))
