"""In a crowded archive the pairs that are told of are the same, whatever the increments: their links are kept by them.

Many reports of few happenings, so that each has more pairs than are shown, and an increment displaces some of them.
"""

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.transforms.helpers import documents, frame, mention
from transforms.actors.gazetteer import load_gazetteer
from transforms.actors.participants import participants_with_actors
from transforms.dates import normalise_dates
from transforms.link.archive import LINKS_SCHEMA, InMemory
from transforms.link.events import link_increment

PEOPLE = ["Donald Trump", "Putin", "Zelenskyy", "Emmanuel Macron", "Marta Illes", "Jonas Verbruggen"]
DAYS = [dt.date(2025, 2, 1) + dt.timedelta(days=i) for i in range(4)]
DATES = [*(day.isoformat() for day in DAYS), "2025-02", "2025-02-03/2025-02-09", None]
COUNT = 160


def crowded(draw: random.Random) -> tuple[list[dict[str, Any]], pl.LazyFrame]:
    rows, about = [], []
    for number in range(COUNT):
        about.append((f"d{number}", draw.choice(DAYS).isoformat()))
        who, date = draw.sample(PEOPLE, draw.randrange(2)), draw.choice(DATES)
        place = draw.choice(["Kabul", "Ankara", None])
        rows.append(mention(
            f"d{number}", draw.choice(["phone_call", "meeting", "attack"]), "event", date, who, location=place,
            basis=draw.choice(["explicit", "publication"]) if date else "none",
            quote=f"{' and '.join(who)} {draw.choice(['mosque', 'drones', 'minerals'])} {place or ''}.",
        ))  # fmt: skip
    return rows, documents(*about)


class Kept:
    """An archive with the links that increments leave."""

    def __init__(self) -> None:
        self.archive, self.links = InMemory(), pl.DataFrame(schema=LINKS_SCHEMA)

    def take(self, rows: list[dict[str, Any]], about: pl.LazyFrame, changed: list[str]) -> None:
        mentions = normalise_dates(frame(rows)).collect()
        who = participants_with_actors(mentions.lazy(), about, load_gazetteer()).lazy()
        ids = pl.Series("doc_id", changed, pl.String)
        done = link_increment(self.archive, mentions.lazy(), about, who, ids, load_gazetteer())
        outdated = pl.any_horizontal(
            pl.col(side).is_in(done.relinked.implode()) for side in ("left_mention", "right_mention")
        )
        self.links = pl.concat([self.links.filter(~outdated), done.links])


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.integration)])
def test_links_left_by_increments_are_those_of_one_run(seed: int) -> None:
    draw = random.Random(seed)
    rows, about = crowded(draw)
    whole, pieces = Kept(), Kept()
    whole.take(rows, about, [row["doc_id"] for row in rows])
    draw.shuffle(rows)
    ends = sorted(draw.sample(range(40, COUNT), 5))
    for start, end in zip([0, *ends], [*ends, COUNT], strict=True):
        pieces.take(rows[start:end], about, [row["doc_id"] for row in rows[start:end]])
    back = draw.sample(rows, 20)  # withdrawn, and there again
    withdrawn = [row["doc_id"] for row in back]
    pieces.take([row | {"doc_id": "none"} for row in back[:1]], about, [*withdrawn, "none"])
    pieces.take(back, about, [*withdrawn, "none"])
    for name in ("edges", "homes", "shown"):
        assert_frame_equal(pieces.archive.tables[name], whole.archive.tables[name], check_row_order=False)
    assert whole.archive.tables["shown"].height < whole.archive.tables["edges"].height
    assert_frame_equal(pieces.links, whole.links, check_row_order=False)
