"""A readable name for each event: what it is, and who or what it is about."""

from __future__ import annotations

import re

import polars as pl

NAMED = ("document", "summit", "agreement")  # the trigger may be its name: "Munich Security Conference"
BETWEEN = ("phone_call", "meeting", "summit", "agreement", "ceasefire")
SHOWN = 3  # actors in a title
_CAPITAL = re.compile(r"\b[^\W\d_a-zа-яß-ÿ][\w’'\-]+")
_QUOTES = "“”\"'‘’«»„ "


def proper_name(trigger: str) -> str | None:
    """The trigger as a name, where it is one: two capitalised words at least, or a quoted title."""
    text = " ".join(trigger.split()).strip(_QUOTES)
    quoted = trigger.strip()[:1] in "“\"«„"
    words = text.split()
    capitals = len(_CAPITAL.findall(text))
    if len(words) >= 2 and (capitals >= 2 or quoted):
        return text[:1].upper() + text[1:]
    return text if quoted and text else None


def _title(row: dict[str, object]) -> str:
    word = str(row["title_word"])
    triggers = row["triggers"]
    names = row["names"] or []
    assert isinstance(triggers, list) and isinstance(names, list)
    if row["event_type"] in NAMED:
        named = [n for t in triggers if (n := proper_name(t))]
        if named:
            best = max(sorted(set(named)), key=lambda n: (named.count(n), len(n)))
            return f"{word}: {best}"
    if names:
        glue = " – " if row["event_type"] in BETWEEN else ", "
        more = ", …" if len(names) > SHOWN else ""
        return f"{word}: {glue.join(names[:SHOWN])}{more}"
    if row["location"]:
        return f"{word}: {row['location']}"
    lead = str(triggers[0]).strip(_QUOTES) if triggers else ""
    return word if not lead or lead.casefold() == word.casefold() else f"{word}: {lead}"


def add_titles(events: pl.LazyFrame) -> pl.LazyFrame:
    """Add ``title`` from title_word, event_type, triggers, participants and location."""
    needed = pl.struct(
        "title_word", "event_type", "triggers", "location",
        names=pl.col("participants").list.eval(pl.element().struct.field("name")),
    )  # fmt: skip
    return events.with_columns(title=needed.map_elements(_title, return_dtype=pl.String, skip_nulls=False))
