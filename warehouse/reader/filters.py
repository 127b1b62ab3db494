"""The filters of the read API as SQL conditions on rows of the timeline (alias ``t``) with bound parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.actor_index import folded
from warehouse.questions import FIRST, LAST

_NAMES = (
    "SELECT actor_id, alias AS name FROM actor_aliases UNION ALL SELECT actor_id, name FROM actors"
    " UNION ALL SELECT actor_id, actor_id FROM actors"
)
_TEXTS = "concat_ws(' ', t.title, t.quote, t.location)"


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; ``None`` keeps everything.  The meanings are those of :meth:`Timeline.events`."""

    types: tuple[str, ...] | None = None
    statuses: tuple[str, ...] | None = None
    actor: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    certain: bool = False
    min_confidence: float | None = None
    text: str | None = None

    def sql(self, source: str) -> tuple[str, dict[str, object]]:
        """A SELECT of the rows of ``source`` (a relation like ``timeline``) that are kept, and its parameters."""
        conditions: list[str] = []
        parameters: dict[str, object] = {}
        for column, allowed in (("event_type", self.types), ("status", self.statuses)):
            if allowed is not None:
                conditions.append(f"list_contains(${column}, t.{column})")
                parameters[column] = list(allowed)
        if self.min_confidence is not None:
            conditions.append("t.confidence >= $least")
            parameters["least"] = self.min_confidence
        self._days(conditions, parameters)
        if self.actor is not None:
            conditions.append(_taking_part(source))
            parameters["actor"] = self.actor
        for number, word in enumerate((self.text or "").split()):
            conditions.append(_holding(f"$word_{number}"))
            parameters[f"word_{number}"] = word
        where = " AND ".join(conditions) or "true"
        order = "t.date_start NULLS LAST, t.date_end NULLS LAST, t.latest NULLS LAST, t.event_id"
        return f"SELECT t.* FROM {source} t WHERE {where} ORDER BY {order}", parameters

    def _days(self, conditions: list[str], parameters: dict[str, object]) -> None:
        """An event that can have been between the days, or under ``certain`` cannot have been outside of them."""
        if self.since is None and self.until is None:
            return
        conditions.append(f"coalesce({FIRST}, {LAST}) IS NOT NULL")
        if self.since is not None:
            conditions.append(f"{FIRST} >= $since" if self.certain else f"coalesce({LAST}, 'infinity') >= $since")
            parameters["since"] = self.since
        if self.until is not None:
            conditions.append(f"{LAST} <= $until" if self.certain else f"coalesce({FIRST}, '-infinity') <= $until")
            parameters["until"] = self.until


def many(value: str | Iterable[str] | None) -> tuple[str, ...] | None:
    """One value or several as a tuple."""
    if value is None:
        return None
    return (value,) if isinstance(value, str) else tuple(value)


def _taking_part(source: str) -> str:
    wanted = folded("$actor")
    return (
        f"t.event_id IN (SELECT event_id FROM (SELECT event_id, unnest(participants) AS p FROM {source})"
        f" WHERE p.actor_id IN (SELECT n.actor_id FROM ({_NAMES}) n WHERE {folded('n.name')} = {wanted})"
        f" OR (trim($actor) <> '' AND contains(' ' || {folded('p.name')} || ' ', ' ' || {wanted} || ' ')))"
    )


def _holding(word: str) -> str:
    wanted = folded(word)
    quotes = f"SELECT m.event_id FROM mentions m WHERE contains({folded('m.quote')}, {wanted})"
    return f"(contains({folded(_TEXTS)}, {wanted}) OR t.event_id IN ({quotes}))"
