"""What a run touches, found without looking at all of the archive, is what a whole build would make otherwise."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.transforms.helpers import documents, frame, mention
from transforms.actors.gazetteer import load_gazetteer
from transforms.dates import normalise_dates
from transforms.increment.aliases import aliases_since
from transforms.increment.build import Touched, build_increment
from transforms.increment.known import Change
from transforms.link.archive import SCHEMAS, InMemory
from transforms.pipeline import Built, build

PEOPLE = ["Donald Trump", "Putin", "Volodymyr Zelenskiy", "Macron", "Jane Doe", "JANE DOE", "Kremlin"]
PLACES = ["Kabul", "Ankara", None]
WORDS = ["mosque", "minerals", "barracks"]
DAYS = [dt.date(2025, 2, 3) + dt.timedelta(days=i) for i in range(5)]
KEYS = {
    "mentions": ["mention_id"], "timeline": ["event_id"], "actors": ["actor_id"],
    "actor_aliases": ["alias", "actor_id"], "event_aliases": ["former_id"], "links": ["left_mention", "right_mention"],
}  # fmt: skip
Row = dict[str, Any]
Text = tuple[list[Row], tuple[str, str | None, str]]


def talks(draw: random.Random, doc: str, place: int) -> Row:
    """One of few talks: planned for a day, held on a day, or moved from one day to another."""
    who, (day, other) = draw.choice([["Putin", "Macron"], ["Jane Doe", "Donald Trump"]]), draw.sample(DAYS, 2)
    named = " and ".join(who)
    quote, date, status = draw.choice([
        (f"{named} will hold talks on {day.day} February.", day.isoformat(), "planned"),
        (f"{named} held talks on {day.day} February.", day.isoformat(), "occurred"),
        (f"The talks of {named} were postponed from {day.day} February to {other.day} February.",
         draw.choice([day.isoformat(), other.isoformat(), None]), "planned"),
    ])  # fmt: skip
    start = 200 * place + quote.index("talks")
    return mention(doc, "meeting", "talks", date, who, start=start, sentence_start=200 * place, quote=quote,
                   status=status, location="Ankara")  # fmt: skip


def anything_else(draw: random.Random, doc: str, place: int) -> Row:
    """Anything else, dated roughly, or only by its publication, or not at all; some of it too uncertain to be kept."""
    who = draw.sample(PEOPLE, draw.randrange(4))
    date = draw.choice([draw.choice(DAYS).isoformat(), draw.choice(DAYS).isoformat(), "2025-02", None])
    where, kind = draw.choice(PLACES), draw.choice(["meeting", "vote", "attack", "resignation"])
    return mention(
        doc, kind, "event", date, who, start=200 * place, sentence_start=200 * place, location=where,
        basis=draw.choice(["explicit", "publication"]) if date else "none",
        quote=f"{' and '.join(who)} {draw.choice(WORDS)} {where or ''} event.",
        status=draw.choice(["occurred", "planned"]), confidence=draw.choice([0.2, 0.8, 0.8]),
    )  # fmt: skip


def text(draw: random.Random, doc: str) -> Text:
    """A document and its mentions."""
    rows = [draw.choice([talks, talks, anything_else])(draw, doc, place) for place in range(draw.randrange(4))]
    published = None if draw.random() < 0.1 else draw.choice(DAYS).isoformat()
    return rows, (doc, published, draw.choice(["News in brief", "Talks at the palace"]))


@dataclass(frozen=True)
class World:
    """Documents by id, and which of them repeat another's text."""

    texts: dict[str, Text]
    copies: frozenset[str] = frozenset()

    def documents(self, some: Iterable[str] | None = None) -> pl.DataFrame:
        ids = sorted(self.texts if some is None else some)
        return documents(*(self.texts[i][1] for i in ids)).collect()

    def mentions(self, some: Iterable[str] | None = None) -> pl.DataFrame:
        ids = sorted(self.texts if some is None else some)
        return frame([row for i in ids for row in self.texts[i][0]]).collect()


@dataclass(frozen=True)
class Stored:
    """A published timeline, as a store reads it."""

    built: Built
    about: pl.DataFrame

    def read(self, table: str, columns: Sequence[str] = (), among: pl.DataFrame | None = None) -> pl.DataFrame:
        rows = self.about if table == "documents" else getattr(self.built, table)
        found = rows if among is None else rows.join(among, on=among.columns, how="semi")
        return found.select(columns or found.columns)

    def naming(self, actors: pl.Series) -> pl.Series:
        named = self.built.mentions.explode("participants").filter(
            pl.col("participants").struct.field("actor_id").is_in(actors.implode())
        )
        return named["event_id"].drop_nulls().unique()

    def after(self, touched: Touched, world: World, changed: Sequence[str]) -> "Stored":
        tables = {}
        for name, key in KEYS.items():
            if name == "event_aliases":
                continue
            rows, new = getattr(self.built, name), getattr(touched, name)
            gone = touched.removed.get(name, new.select(key).clear())
            assert gone.join(new, on=key, how="semi").is_empty(), name
            left = rows.join(gone, on=key, how="anti").join(new, on=key, how="anti")
            if name == "mentions":
                left = left.filter(~pl.col("doc_id").is_in(list(changed)))
            if name == "links":
                ends = [pl.col(side).is_in(touched.relinked.implode()) for side in key]
                left = left.filter(~pl.any_horizontal(ends))
            tables[name] = pl.concat([left, new.select(left.columns)])
        now = Stored(replace(self.built, **tables), world.documents())
        aliases = aliases_since(self, now, self.built.mentions.select("mention_id", "event_id").clear())
        led = self.built.event_aliases.join(aliases.gone, on="former_id", how="anti")
        led = led.join(aliases.rows, on="former_id", how="anti")
        return replace(now, built=replace(now.built, event_aliases=pl.concat([led, aliases.rows])))


def whole(world: World, archive: InMemory, before: Stored | None = None) -> Stored:
    mentions = world.mentions().lazy()
    known = None if before is None else before.built
    built = build(
        mentions, world.documents().lazy(), threshold=0.5, copies=world.copies, archive=archive,
        previous=known.mentions.select("mention_id", "event_id") if known else None,
        known_aliases=known.event_aliases if known else None,
    )  # fmt: skip
    return Stored(built, world.documents())


def step(stored: Stored, archive: InMemory, before: World, now: World) -> Stored:
    """The next release, made of what differs between two worlds."""
    fresh = [i for i, text in now.texts.items() if before.texts.get(i) != text]
    withdrawn = frozenset(before.texts) - frozenset(now.texts)
    change = Change(
        now.documents(fresh), normalise_dates(now.mentions(fresh).lazy()).collect(), withdrawn, now.copies,
        before.copies,
    )  # fmt: skip
    touched = build_increment(archive, stored, change, gazetteer=load_gazetteer(), threshold=0.5)
    return stored.after(touched, now, change.changed.to_list())


def same(one: Stored, other: Stored) -> None:
    for name, key in KEYS.items():
        left, right = (getattr(each.built, name).sort(key) for each in (one, other))
        assert_frame_equal(left, right, check_exact=name != "links")


def grown(draw: random.Random, world: World, round_: int) -> World:
    """The world a while later: documents came, were edited, went, and turned out to be copies."""
    now = world.texts | {name: text(draw, name) for name in (f"e{round_}-{n}" for n in range(draw.randrange(4)))}
    for doc in draw.sample(sorted(now), min(len(now), draw.randrange(3))):
        if draw.random() < 0.4 and len(now) > 1:
            del now[doc]
        else:
            now[doc] = text(draw, doc)
    return World(now, frozenset(draw.sample(sorted(now), draw.choice([0, 0, 1]))))


def follow(draw: random.Random, rounds: int) -> InMemory:
    """Increments and whole builds of one history side by side; what the increments have kept."""
    archive, another = InMemory(), InMemory()
    world = World({name: text(draw, name) for name in (f"d{n}" for n in range(draw.randrange(2, 13)))})
    stored, wholly = whole(world, archive), whole(world, another)
    for round_ in range(rounds):
        now = grown(draw, world, round_)
        # as long as nothing was linked, the flow builds as a whole
        first = archive.is_empty("reports")
        stored = whole(now, archive, stored) if first else step(stored, archive, world, now)
        wholly, world = whole(now, another, wholly), now
        same(stored, wholly)
    for name in ("moves", "moved", "named", "documents", "assembled"):
        key = SCHEMAS[name].names()[:2]
        assert_frame_equal(archive.tables[name].sort(key), another.tables[name].sort(key), check_row_order=False)
    return archive


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_increments_touch_what_a_whole_build_makes_otherwise(draw: random.Random, rounds: int) -> None:
    follow(draw, rounds)


def test_the_histories_hold_what_was_moved_and_joined() -> None:
    kept = [follow(random.Random(seed), 2) for seed in range(12)]
    assert sum(archive.tables["moved"].height for archive in kept) >= 5
    assert sum(archive.tables["moves"].height for archive in kept) >= 12
