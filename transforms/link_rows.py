"""Linking without a store: plain mention rows in, the event of each mention out (``dateline link``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from transforms.actors.gazetteer import Gazetteer, load_gazetteer
from transforms.actors.participants import participants_with_actors
from transforms.dates import normalise_dates
from transforms.link.events import events_of, link
from transforms.link.moved import join_moved
from transforms.records import documents_frame, mentions_frame


def link_rows(
    mentions: Iterable[Mapping[str, Any]],
    documents: Iterable[Mapping[str, Any]],
    gazetteer: Gazetteer | None = None,
) -> dict[str, str]:
    """mention_id -> event_id for mention rows of the documents given.  Missing columns count as unknown."""
    names = gazetteer or load_gazetteer()
    frame = normalise_dates(mentions_frame(mentions).lazy()).collect()
    about = documents_frame(documents).lazy()
    participants = participants_with_actors(frame.lazy(), about, names)
    linked = link(frame.lazy(), about, participants.lazy(), names)
    placed = frame.join(events_of(frame.lazy(), linked.events), on="mention_id", how="left", maintain_order="left")
    moved = join_moved(placed, about, participants, names)
    return dict(moved.placed.drop_nulls("event_id").select("mention_id", "event_id").iter_rows())
