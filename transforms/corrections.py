"""Corrections by people (``corrections.toml``): applied on every build, shown with who, when and why.

    [[correction]]
    action = "merge"                                  # accept, reject, merge, split, set
    targets = ["e-0f3a…", "e-91bc…"]                  # events or mentions, by id …
    author = "A. Editor"
    date = 2026-11-21
    reason = "two spellings of one conference"

    [[correction]]
    action = "set"
    targets = [{ doc_id = "d-5b…", event_type = "summit", trigger = "conference" }]   # … or by what they are
    field = "location"
    value = "Munich"
    …

A target by content is found again when a new version of the extraction moves the offsets and so the ids.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from transforms import edtf, ids
from warehouse.schema.vocabulary import STATUSES

ACTIONS = ("accept", "reject", "merge", "split", "set")
FIELDS = ("title", "status", "location", "date_edtf")
_SELECTOR = ("doc_id", "event_type", "trigger", "event_key", "date_edtf")
APPLIED_SCHEMA = pl.Schema([
    ("position", pl.Int32()), ("action", pl.String()), ("targets", pl.String()), ("author", pl.String()),
    ("date", pl.Date()), ("reason", pl.String()), ("mention_ids", pl.List(pl.String)), ("warning", pl.String()),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.  A target is an id (``e-…``, ``m-…``) or pairs of column and value that a mention must have."""

    position: int
    action: str
    targets: tuple[str | tuple[tuple[str, str], ...], ...]
    author: str
    date: dt.date
    reason: str
    field: str | None = None
    value: str | None = None

    @property
    def named(self) -> str:
        """The targets in words."""
        return ", ".join(t if isinstance(t, str) else " ".join(f"{k}={v}" for k, v in t) for t in self.targets)


def _read(position: int, entry: dict[str, Any]) -> Correction:
    if missing := [k for k in ("action", "targets", "author", "date", "reason") if not entry.get(k)]:
        raise ValueError(f"misses {', '.join(missing)}")
    if entry["action"] not in ACTIONS:
        raise ValueError(f"has the unknown action {entry['action']!r} ({', '.join(ACTIONS)})")
    targets: list[str | tuple[tuple[str, str], ...]] = []
    for target in entry["targets"] if isinstance(entry["targets"], list) else [entry["targets"]]:
        if isinstance(target, str) and target[:2] in ("e-", "m-"):
            targets.append(target)
        elif isinstance(target, dict) and "doc_id" in target and set(target) <= set(_SELECTOR):
            targets.append(tuple(sorted((k, str(v)) for k, v in target.items())))
        else:
            raise ValueError(f"has a target that is neither an id nor a table with doc_id: {target!r}")
    field, value = entry.get("field"), entry.get("value")
    if entry["action"] == "set":
        if field not in FIELDS or not isinstance(value, str):
            raise ValueError(f"must set one of {', '.join(FIELDS)} to a text")
        if field == "status" and value not in STATUSES:
            raise ValueError(f"sets the unknown status {value!r} ({', '.join(STATUSES)})")
        if field == "date_edtf":
            edtf.read(value)
    if not isinstance(entry["date"], dt.date):
        raise ValueError("has a date that is none (write it without quotes: 2026-11-21)")
    return Correction(
        position, entry["action"], tuple(targets), entry["author"], entry["date"], entry["reason"], field, value
    )


def load_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections of a file, in its order.  ``ValueError`` in one line, with file and entry, for a bad one."""
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("correction", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}") from error
    found = []
    for position, entry in enumerate(entries, 1):
        try:
            found.append(_read(position, entry))
        except ValueError as error:
            raise ValueError(f"{path}: correction {position} {error}") from error
    return tuple(found)


def _mentions_of(correction: Correction, placed: pl.DataFrame, whole_events: bool) -> list[list[str]]:
    """Per target the mentions that it means; with ``whole_events`` all those of the events that they are in."""
    groups = []
    for target in correction.targets:
        if isinstance(target, str):
            # an id that was an event's names its earliest mention still, whatever the event is called today
            own = pl.col("mention_id") == f"m-{target[2:]}"
            meant = (pl.col("event_id") == target) | own if target.startswith("e-") else own
            whole = whole_events or target.startswith("e-")
        else:
            meant, whole = pl.all_horizontal(pl.col(k) == v for k, v in target), whole_events
        found = placed.filter(meant)
        if whole:
            events = found["event_id"].drop_nulls().implode()
            found = pl.concat([found, placed.filter(pl.col("event_id").is_in(events))]).unique("mention_id")
        groups.append(sorted(found["mention_id"].to_list()))
    return groups


def _applied(correction: Correction, mentions: Sequence[str]) -> dict[str, Any]:
    warning = None if mentions else f"correction {correction.position} ({correction.named}) matches nothing any more"
    return {
        "position": correction.position, "action": correction.action, "targets": correction.named,
        "author": correction.author, "date": correction.date, "reason": correction.reason,
        "mention_ids": sorted(mentions), "warning": warning,
    }  # fmt: skip


def choose(
    mentions: pl.DataFrame, corrections: Sequence[Correction], threshold: float
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """The mentions that are linked: those of the threshold and those accepted, without those rejected.

    Rejected by an event's id is the mention that gave the id, and ``regroup`` takes out the rest of its event.
    """
    known = mentions if "event_id" in mentions.columns else mentions.with_columns(event_id=pl.lit(None, pl.String))
    kept, applied = pl.col("confidence") >= threshold, []
    for correction in corrections:
        if correction.action != "accept":
            continue
        found = sorted({m for group in _mentions_of(correction, known, whole_events=False) for m in group})
        kept = kept | pl.col("mention_id").is_in(found)
        applied.append(_applied(correction, found))
    return mentions.filter(kept), applied


def regroup(
    placed: pl.DataFrame, documents: pl.DataFrame, corrections: Sequence[Correction]
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Reject, merge and split, in the order of the file: mention_id and event_id, and what was applied.

    ``placed``: mentions with their event_id; ``documents``: doc_id and published.
    """
    applied, current = [], placed
    for correction in corrections:
        if correction.action not in ("reject", "merge", "split"):
            continue
        groups = _mentions_of(correction, current, whole_events=correction.action == "merge")
        named = sorted({m for group in groups for m in group})
        lonely = correction.action == "merge" and sum(map(bool, groups)) < 2
        applied.append(_applied(correction, [] if lonely else named))
        if not applied[-1]["mention_ids"]:
            continue
        chosen = pl.col("mention_id").is_in(named)
        new = pl.lit(None, pl.String) if correction.action == "reject" else pl.lit(f"correction {correction.position}")
        left = current.filter(chosen)["event_id"].drop_nulls().unique()
        current = current.with_columns(event_id=pl.when(chosen).then(new).otherwise("event_id"))
        current = renamed(current, documents, [*left.to_list(), f"correction {correction.position}"])
    return current.select("mention_id", "event_id"), applied


def renamed(placed: pl.DataFrame, documents: pl.DataFrame, changed: list[str]) -> pl.DataFrame:
    """Events that lost or won mentions are named after their earliest mention again."""
    first = (
        placed.filter(pl.col("event_id").is_in(changed))
        .join(documents.select("doc_id", "published"), on="doc_id", how="left")
        .sort("published", "doc_id", "trigger_start", "mention_id", nulls_last=True)
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", now=pl.col("mention_id").map_elements(ids.event_id, return_dtype=pl.String))
    )
    return (
        placed.join(first, on="event_id", how="left", maintain_order="left")
        .with_columns(event_id=pl.coalesce("now", "event_id")).drop("now")
    )  # fmt: skip


def set_fields(
    timeline: pl.DataFrame, placed: pl.DataFrame, corrections: Sequence[Correction]
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Set fields of events as people said; a date sets its first and last day and its precision too."""
    applied = []
    for correction in corrections:
        if correction.action != "set" or correction.field is None or correction.value is None:
            continue
        named = sorted({m for group in _mentions_of(correction, placed, whole_events=True) for m in group})
        applied.append(_applied(correction, named))
        events = placed.filter(pl.col("mention_id").is_in(named))["event_id"].drop_nulls().unique()
        values: dict[str, Any] = {correction.field: correction.value}
        if correction.field == "date_edtf":
            span = edtf.read(correction.value)
            values = {"date_edtf": span.text, "date_start": span.first, "date_end": span.last,
                      "date_precision": span.precision, "date_basis": "explicit", "earliest": span.first,
                      "latest": span.last}  # fmt: skip
        hit = pl.col("event_id").is_in(events.implode())
        timeline = timeline.with_columns(
            pl.when(hit).then(pl.lit(v, timeline.schema[c])).otherwise(c).alias(c) for c, v in values.items()
        )
    return timeline, applied
