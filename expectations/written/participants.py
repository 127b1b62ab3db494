"""Participants are named, and point to actors where they are known."""

from __future__ import annotations

from expectations.check import Check, Screen, Settings, Stage, elements, failing_rows, row_check
from warehouse.ddl import row_id
from warehouse.schema import LINKS

_KEYS = {"mentions": "r.mention_id", "timeline": "r.event_id"}


def checks(settings: Settings) -> tuple[Check, ...]:
    """Names, roles and keys inside the lists, which the derived checks do not reach into."""
    del settings
    both_stages = (Stage.MENTIONS, Stage.TIMELINE)
    both = tuple(
        Check(
            table,
            "participants have a name and a role",
            failing_rows(
                key,
                "len(list_filter(r.participants, lambda p: p IS NULL OR coalesce(trim(p.name), '') = ''"
                " OR coalesce(trim(p.role), '') = '')) > 0",
            ),
            "Someone without a name is nobody: the row says less than it seems to.",
            stages=both_stages if table == "mentions" else (Stage.TIMELINE,),
            screen=Screen(
                elements(table, "participants"),
                "r.e IS NULL OR coalesce((r.e).name, '') < '!' OR coalesce((r.e).role, '') < '!'",
            ),
        )
        for table, key in _KEYS.items()
    )
    return (
        *both,
        Check(
            "timeline",
            "participants are in actors",
            "SELECT DISTINCT r.event_id AS id FROM (SELECT event_id, unnest(participants).actor_id AS actor_id"
            " FROM $batch) AS r WHERE r.actor_id IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM actors a WHERE a.actor_id = r.actor_id)",
            "Looking an actor up by any spelling goes through actors.",
            stages=(Stage.TIMELINE,),
            screen=Screen(elements("timeline", "participants"), "(r.e).actor_id IS NOT NULL AND a.actor_id IS NULL"),
        ),
        *(
            Check(
                table,
                "features have a name and a finite weight",
                failing_rows(
                    key,
                    "len(list_filter(r.features, lambda f: f IS NULL OR coalesce(trim(f.name), '') = ''"
                    " OR NOT coalesce(isfinite(f.weight), false))) > 0",
                ),
                reason,
                stages=stages,
                screen=Screen(
                    elements(table, "features"),
                    "r.e IS NULL OR coalesce((r.e).name, '') < '!' OR NOT coalesce(isfinite((r.e).weight), false)",
                ),
            )
            for table, key, reason, stages in (
                ("mentions", "r.mention_id", "They are what the confidence is explained with.", both_stages),
                ("links", row_id(LINKS), "They are what the score is explained with.", (Stage.TIMELINE,)),
            )
        ),
        row_check(
            "links",
            "a mention is not linked to itself",
            row_id(LINKS),
            "r.left_mention = r.right_mention",
            "A link says something about two reports.",
            (Stage.TIMELINE,),
        ),
    )
