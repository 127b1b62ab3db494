"""From an event to the sentences it rests on."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.transforms.helpers import documents, frame, mention
from tests.warehouse.samples import TEXT, event_id, mention_id
from transforms.pipeline import build
from warehouse.errors import QueryError
from warehouse.explain import explain, near


def test_every_quote_is_the_text_at_its_offsets(small: Path) -> None:
    told = explain(small, event_id(0))
    assert told.event["title"] == "phone_call 0"
    assert [each.doc_id for each in told.evidence] == ["d-1", "d-2"]
    for each in told.evidence:
        assert each.quote == TEXT[each.sentence_start : each.sentence_end]
        assert each.trigger == TEXT[each.trigger_start : each.trigger_end]
        assert each.date_derivation == ("“12 February 2025” is 2025-02-12",)
        assert each.doc_published_basis == "given"
        assert each.features == (("trigger", 0.8),)


def test_why_mentions_are_one_event_and_what_was_kept_apart_is_told_by_score(small: Path) -> None:
    told = explain(small, event_id(0)).links
    assert [(each.joined, each.rule, each.score, each.other_event) for each in told] == [
        (True, "score", 2.5, event_id(0)),
        (False, "score_too_low", -0.5, event_id(1)),
    ]
    assert told[0].features == (("date_agreement", 6.5), ("prior", -4.0))
    assert (told[1].other_title, told[1].other_mention_id) == ("document 1", mention_id("d-1", 1))
    from_the_other_side = explain(small, event_id(1)).links
    assert [(each.mention_id, each.other_event, each.score) for each in from_the_other_side] == [
        (mention_id("d-1", 1), event_id(1), None),  # of one signature: joined without being compared
        (mention_id("d-1", 1), event_id(0), -0.5),
    ]


def test_former_ids_and_spellings_are_told(small: Path) -> None:
    told = explain(small, "e-ffffffffffff")
    assert told.event["event_id"] == event_id(0)
    assert told.asked == "e-ffffffffffff"
    assert told.former_ids == ("e-ffffffffffff",)
    assert ("Berg", "person/anna-berg", "surname") in [(s.alias, s.actor_id, s.rule) for s in told.spellings]


def test_the_beginning_of_an_id_is_enough_where_it_is_the_only_one(small: Path) -> None:
    assert explain(small, "e-f").event["event_id"] == event_id(0)
    with pytest.raises(QueryError, match="begins several ids"):
        explain(small, "e-0")


@pytest.mark.parametrize("asked", ["", "e-123", "%", "e-'; DROP TABLE timeline; --"])
def test_an_unknown_id_is_told(small: Path, asked: str) -> None:
    with pytest.raises(QueryError, match="no event has this id"):
        explain(small, asked)
    with duckdb.connect(str(small), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM timeline").fetchall() == [(3,)]


def test_another_call_of_the_pair_in_the_same_week_is_told_as_near_and_kept_apart(tmp_path: Path) -> None:
    rows = [
        mention(f"d{day}", "phone_call", "spoke", f"2025-03-{day:02}", ["Donald Trump", "Vladimir Putin"])
        for day in (3, 6, 28)
    ]
    about = documents(*((f"d{day}", f"2025-03-{day + 1:02}") for day in (3, 6, 28)))
    result = build(frame(rows), about)
    path = tmp_path / "week.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.register("rows", result.timeline.to_arrow())
        connection.execute("CREATE TABLE timeline AS SELECT * FROM rows")
        connection.execute("CREATE TABLE asked AS SELECT event_id FROM timeline WHERE date_edtf = '2025-03-03'")
        found = near(connection, connection.execute("FROM asked").fetchall()[0][0], ())
    assert [(each.date_edtf, each.days, each.reason) for each in found] == [("2025-03-06", 3, "different exact days")]
    assert found[0].shared == ("Donald Trump", "Vladimir Putin")
