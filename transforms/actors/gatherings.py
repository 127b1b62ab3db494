"""Gatherings with a name of their own, in whatever language a text calls them (``gazetteer/gatherings.toml``).

A security conference of three days is one happening: reports of its first and of its last day name different days and
mean the same.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

FILE = Path(__file__).parent.parent / "gazetteer" / "gatherings.toml"
TYPES = ("summit", "meeting")
BESIDE = 25  # characters between a trigger and the name of the gathering that it is of: "opened the … Conference"
AROUND = 400  # characters of a document's beginning, and before a sentence, that tell where things are
FOUND_SCHEMA = {"mention_id": pl.String, "gathering": pl.String, "called": pl.String, "days": pl.Int32}


@dataclass(frozen=True, slots=True)
class Gathering:
    """A gathering that comes again; ``days``: on how many days in a row it is held at most."""

    key: str
    name: str
    days: int
    names: re.Pattern[str]
    heads: re.Pattern[str] | None
    places: re.Pattern[str] | None


def _words(words: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern of the words, blanks of any kind between them; ``*`` stands for any ending."""
    if not words:
        return None
    longest = sorted(words, key=len, reverse=True)
    parts = (re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for w in longest)
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=4)
def load_gatherings(path: Path = FILE) -> tuple[Gathering, ...]:
    """All gatherings of a file; a key that is missing raises ``KeyError``."""
    found = []
    for key, entry in tomllib.loads(path.read_text("utf-8")).items():
        names = _words(entry["names"])
        if names is None:
            raise ValueError(f"{path}: {key} has no names")
        found.append(
            Gathering(key, entry["name"], entry["days"], names, _words(entry.get("heads", ())),
                      _words(entry.get("places", ())))
        )  # fmt: skip
    return tuple(found)


def _at(pattern: re.Pattern[str] | None, quote: str, start: int, end: int, beside: int) -> bool:
    found = pattern.finditer(quote) if pattern else ()
    return any(m.start() <= end + beside and m.end() >= start - beside for m in found)


def gathering_of(event_type: str, quote: str, start: int, end: int, context: str = "") -> Gathering | None:
    """The gathering that a trigger at ``quote[start:end]`` names, ``None`` where it names none or several.

    ``context``: place, title and beginning of the document, what stands before the sentence.  A meeting is one only
    where its trigger is within the name: who met beside a conference held no conference.
    """
    beside = BESIDE if event_type == "summit" else 0
    found = [
        g
        for g in load_gatherings()
        if _at(g.names, quote, start, end, beside)
        or (
            g.places is not None
            and _at(g.heads, quote, start, end, 0)
            and (g.places.search(quote) or g.places.search(context))
        )
    ]
    return found[0] if len(found) == 1 else None


def gatherings_of(mentions: pl.LazyFrame, documents: pl.LazyFrame) -> pl.DataFrame:
    """mention_id, gathering, called, days of the mentions that name one (``called``: its canonical name)."""
    heads = "(?i)" + "|".join(
        p.pattern for g in load_gatherings() for p in (g.names, g.heads) if p is not None
    ).replace(r"(?<!\w)", r"\b").replace(r"(?!\w)", r"\b")  # fmt: skip
    likely = mentions.filter(pl.col("event_type").is_in(TYPES) & pl.col("quote").str.contains(heads)).select(
        "mention_id", "doc_id", "event_type", "quote", "location", "trigger_start", "trigger_end", "sentence_start"
    ).collect()  # fmt: skip
    if likely.is_empty():
        return pl.DataFrame(schema=FOUND_SCHEMA)
    columns = [c for c in ("title", "text") if c in documents.collect_schema()]
    of_these = documents.filter(pl.col("doc_id").is_in(likely["doc_id"].unique().implode())).select("doc_id", *columns)
    rows = []
    for row in likely.join(of_these.collect(), on="doc_id", how="left").iter_rows(named=True):
        text, at = row.get("text") or "", row["sentence_start"]
        context = ". ".join(
            (row["location"] or "", row.get("title") or "", text[:AROUND], text[max(at - AROUND, 0) : at])
        )
        start, end = row["trigger_start"] - at, row["trigger_end"] - at
        found = gathering_of(row["event_type"], row["quote"], start, end, context)
        if found:
            rows.append((row["mention_id"], found.key, found.name, found.days))
    return pl.DataFrame(rows, schema=FOUND_SCHEMA, orient="row")
