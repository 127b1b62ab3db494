"""Rows of a large timeline that pass every check: few actors in most events, most told once, some a hundred times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from warehouse.frames import conform
from warehouse.records import Changes
from warehouse.schema import ACTOR_ALIASES, ACTORS, DOCUMENTS, LINKS, MENTIONS, TIMELINE

_SEED = 20250212
_TYPES = ("phone_call", "meeting", "agreement", "attack", "arrest", "vote", "protest", "sanction")
_VERBS = ("telephoned", "met", "joined", "attacked", "detained", "backed", "denounced", "sanctioned")
_CITIES = ("Vienna", "Geneva", "Oslo", "Lima", "Accra", "Hanoi", "Quito", "Riga")
_PAPERS = ("The Courier", "The Herald", "The Observer", "The Tribune", "The Gazette")
_FIRST = dt.date(2005, 1, 1)
_DAYS = 20 * 365
_A_DOCUMENT = 5  # mentions in a document
_WORDS = 40_000  # distinct topic words; their frequencies fall as in language


@dataclass(frozen=True, slots=True)
class Size:
    """``offset`` moves all ids, so that another piece of the same world shares no row with the first."""

    events: int
    mentions: int
    actors: int = 20_000
    offset: int = 0

    @property
    def documents(self) -> int:
        """As many as hold the mentions."""
        return -(-self.mentions // _A_DOCUMENT)


def generate(size: Size) -> Changes:
    """The whole world of a size; the same size gives the same rows."""
    random = np.random.default_rng(_SEED + size.offset)
    events = _events(size, random)
    told = _told(size, random, events)
    texts = told.group_by("doc", maintain_order=True).agg(text=pl.col("sentence").str.join(" "))
    published = pl.lit(dt.date(2025, 1, 1)) + pl.duration(days=pl.col("doc") % 365)
    documents = texts.select(
        doc_id=_id("d-", "doc", 12), source=pl.format("feed.jsonl:{}", "doc"),
        url=pl.format("https://example.org/{}", "doc"), title=pl.format("Report {}", "doc"),
        published=published.cast(pl.Date), published_basis=pl.lit("given"), language=pl.lit("en"), text="text",
        content_hash=pl.format("{}", pl.col("doc").cast(pl.String).str.zfill(64)), extractor_version=pl.lit("1"),
    )  # fmt: skip
    mentions = _mentions(told)
    timeline = _timeline(told, published)
    return Changes(
        conform(documents, DOCUMENTS), conform(mentions, MENTIONS), conform(timeline, TIMELINE),
        actors=_actors(size), actor_aliases=_aliases(size), links=_links(mentions), complete=True,
    )  # fmt: skip


def increment(size: Size, known: Size) -> Changes:
    """A small piece that comes on top of a known one, with the same actors."""
    rows = generate(replace(size, offset=known.events + known.mentions, actors=known.actors))
    return replace(rows, actors=rows.actors.clear(), actor_aliases=rows.actor_aliases.clear(), complete=False)


def _id(prefix: str, column: str, digits: int) -> pl.Expr:
    """A stable id of hexadecimal digits: a one-to-one scramble of the number, because real ids are in no order."""
    scrambled = (pl.col(column).cast(pl.UInt64) * 2_654_435_761) % (1 << 40)
    parts = [((scrambled // 16**place) % 16) for place in reversed(range(10))]
    letters = pl.Series("0123456789abcdef".__iter__(), dtype=pl.String)
    return pl.concat_str(
        pl.lit(prefix + "0" * (digits - 10)), *(pl.lit(letters).gather(part.cast(pl.UInt32)) for part in parts)
    )


def _actor(column: str) -> pl.Expr:
    return pl.struct(
        actor_id=pl.format("person/p-{}", column), name=pl.format("Person P{}", column), role=pl.lit("party")
    )


def _events(size: Size, random: np.random.Generator) -> pl.DataFrame:
    many = size.events
    skewed = (size.actors * random.random((2, many)) ** 4).astype(np.int64)
    second = np.where(skewed[0] == skewed[1], (skewed[1] + 1) % size.actors, skewed[1])
    words = (_WORDS * random.random((3, many)) ** 3).astype(np.int64)
    return pl.DataFrame({
        "event": np.arange(many) + size.offset, "kind": random.integers(0, len(_TYPES), many), "a": skewed[0],
        "b": second, "day": random.integers(0, _DAYS, many), "exact": random.integers(0, 10, many),
        "city": random.integers(0, len(_CITIES), many), "w0": words[0], "w1": words[1], "w2": words[2],
    })  # fmt: skip


def _told(size: Size, random: np.random.Generator, events: pl.DataFrame) -> pl.DataFrame:
    """One row a mention: its event, its document, and where its sentence stands in it."""
    more = (size.events * random.random(size.mentions - size.events) ** 3).astype(np.int64)
    event = np.concatenate([np.arange(size.events), more]) + size.offset
    doc = random.permutation(size.mentions) % size.documents + size.offset
    rows = pl.DataFrame({"mention": np.arange(size.mentions) + size.offset, "event": event, "doc": doc})
    date = (pl.lit(_FIRST) + pl.duration(days="day")).cast(pl.Date)
    rows = rows.join(events, on="event").with_columns(
        trigger=pl.lit(pl.Series(_VERBS)).gather(pl.col("kind")),
        event_type=pl.lit(pl.Series(_TYPES)).gather(pl.col("kind")),
        place=pl.lit(pl.Series(_CITIES)).gather(pl.col("city")),
        paper=pl.lit(pl.Series(_PAPERS)).gather(pl.col("mention") % len(_PAPERS)),
        date=date,
    ).with_columns(
        date_text=pl.when(pl.col("exact") < 8).then(pl.col("date").dt.strftime("%-d %B %Y"))
        .when(pl.col("exact") == 8).then(pl.col("date").dt.strftime("%B %Y"))
    )  # fmt: skip
    rows = rows.with_columns(
        sentence=pl.format(
            "Person P{} {} Person P{} in {} {} over topic{} and topic{} of topic{}, {} said.",
            "a", "trigger", "b", "place",
            pl.when(pl.col("exact") < 8).then(pl.format("on {}", "date_text"))
            .when(pl.col("exact") == 8).then(pl.format("in {}", "date_text")).otherwise(pl.lit("once")),
            "w0", "w1", "w2", "paper",
        )
    ).sort("doc", "mention")  # fmt: skip
    length = pl.col("sentence").str.len_chars().cast(pl.Int32)
    start = ((length + 1).cum_sum() - length - 1).over("doc").cast(pl.Int32)
    return rows.with_columns(start=start, end=start + length)


def _dates() -> list[pl.Expr]:
    exact, month = pl.col("exact") < 8, pl.col("exact") == 8
    first = pl.when(exact).then("date").when(month).then(pl.col("date").dt.month_start())
    last = pl.when(exact).then("date").when(month).then(pl.col("date").dt.month_end())
    return [
        pl.when(exact).then(pl.col("date").dt.strftime("%Y-%m-%d"))
        .when(month).then(pl.col("date").dt.strftime("%Y-%m")).alias("date_edtf"),
        first.alias("date_start"), last.alias("date_end"),
        pl.when(exact).then(pl.lit("day")).when(month).then(pl.lit("month")).otherwise(pl.lit("unknown"))
        .alias("date_precision"),
        pl.when(exact | month).then(pl.lit("explicit")).otherwise(pl.lit("none")).alias("date_basis"),
        first.alias("earliest"), pl.coalesce(last, pl.lit(dt.date(2025, 12, 31))).alias("latest"),
    ]  # fmt: skip


def _mentions(told: pl.DataFrame) -> pl.DataFrame:
    at = pl.col("start") + pl.format("Person P{} ", "a").str.len_chars().cast(pl.Int32)
    text = pl.lit(None, pl.String)
    return told.select(
        mention_id=_id("m-", "mention", 16), event_id=_id("e-", "event", 12), doc_id=_id("d-", "doc", 12),
        event_key=pl.format("k{}", "event"), event_type="event_type", subtype=text, trigger="trigger",
        trigger_start=at, trigger_end=at + pl.col("trigger").str.len_chars().cast(pl.Int32),
        sentence_start="start", sentence_end="end", quote="sentence", status=pl.lit("occurred"),
        **{e.meta.output_name(): e for e in _dates()}, date_text="date_text",
        date_rule=pl.when(pl.col("date_text").is_not_null()).then(pl.lit("timex in clause")), date_anchor=text,
        date_derivation=pl.when(pl.col("date_text").is_not_null())
        .then(pl.concat_list(pl.format("“{}” is explicit", "date_text"))).otherwise(pl.lit([], pl.List(pl.String))),
        participants=pl.concat_list(_actor("a"), _actor("b")), location="place",
        confidence=0.5 + (pl.col("mention") % 400) / 1000,
        features=pl.concat_list(pl.struct(name=pl.lit("trigger"), weight=pl.lit(0.8))), extractor_version=pl.lit("1"),
        gist=pl.format("Person P{} {} Person P{}", "a", "trigger", "b"),
    )  # fmt: skip


def _timeline(told: pl.DataFrame, published: pl.Expr) -> pl.DataFrame:
    counted = told.with_columns(published=published.cast(pl.Date)).group_by("event", maintain_order=True).agg(
        pl.col("kind", "a", "b", "date", "exact", "place", "event_type", "sentence", "doc").first(),
        mention_count=pl.len().cast(pl.Int32), document_count=pl.col("doc").n_unique().cast(pl.Int32),
        first_published=pl.col("published").min(), last_published=pl.col("published").max(),
    )  # fmt: skip
    text = pl.lit(None, pl.String)
    return counted.select(
        event_id=_id("e-", "event", 12), event_type="event_type",
        title=pl.format("{}: Person P{} – Person P{}", pl.col("event_type").str.replace("_", " "), "a", "b"),
        status=pl.lit("occurred"), **{e.meta.output_name(): e for e in _dates()},
        date_conflicts=pl.lit([], pl.List(pl.String)), participants=pl.concat_list(_actor("a"), _actor("b")),
        location="place", plover=text, cameo=text, confidence=0.5 + (pl.col("event") % 500) / 1010,
        mention_count="mention_count", document_count="document_count", first_published="first_published",
        last_published="last_published", quote="sentence", quote_url=pl.format("https://example.org/{}", "doc"),
    )  # fmt: skip


def _actors(size: Size) -> pl.DataFrame:
    frame = pl.DataFrame({"n": np.arange(size.actors)})
    return conform(frame.select(
        actor_id=pl.format("person/p-{}", "n"), name=pl.format("Person P{}", "n"), kind=pl.lit("person"),
        country=pl.lit(None, pl.String), stands_for=pl.lit(None, pl.String), known=pl.lit(False),
    ), ACTORS)  # fmt: skip


def _aliases(size: Size) -> pl.DataFrame:
    frame = pl.DataFrame({"n": np.arange(size.actors)})
    names = ((pl.format("Person P{}", "n"), "exact"), (pl.format("P{}", "n"), "surname"))
    return conform(pl.concat([
        frame.select(alias=name, actor_id=pl.format("person/p-{}", "n"), rule=pl.lit(rule)) for name, rule in names
    ]), ACTOR_ALIASES)  # fmt: skip


def _links(mentions: pl.DataFrame) -> pl.DataFrame:
    """Every further report is joined with the first of its event."""
    first = pl.col("mention_id").first().over("event_id")
    weights = pl.concat_list(
        *(
            pl.struct(name=pl.lit(name), weight=pl.lit(weight))
            for name, weight in (("prior", -4.0), ("date_agreement", 3.0), ("same_actors", 3.2))
        )
    )  # fmt: skip
    pairs = mentions.select(
        left_mention=first, right_mention="mention_id", score=pl.lit(2.2), joined=pl.lit(True), rule=pl.lit("score"),
        features=weights,
    ).filter(pl.col("left_mention") != pl.col("right_mention"))  # fmt: skip
    return conform(pairs, LINKS)
