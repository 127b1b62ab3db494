"""Mentions of one happening share a key; different happenings never do.

``keys.jsonl`` holds own texts of two to four sentences whose happenings are easily confused: a planned summit beside
other summits, a visit beside a meeting, two laws of one parliament, two attacks of one day.
"""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.event_keys import KEYS, Pair, pairs, summary
from flows.extraction.model import Document, Mention
from flows.extraction.pipeline import Extractor


@cache
def _pairs() -> tuple[Pair, ...]:
    return tuple(pairs(KEYS, Extractor()))


@pytest.mark.parametrize("doc_id", sorted({pair.doc_id for pair in _pairs()}))
def test_different_happenings_are_kept_apart(doc_id: str) -> None:
    wrong = [(pair.left, pair.right) for pair in _pairs() if pair.doc_id == doc_id and pair.joined and not pair.same]
    assert wrong == []


def test_nothing_is_joined_wrongly_and_something_is_joined() -> None:
    measured = summary(_pairs())
    assert measured["precision"] == 1.0
    assert measured["both"] > 0


def _mentions(text: str) -> tuple[Mention, ...]:
    return next(iter(Extractor().extract([Document("d", text, language="en")]))).mentions


SAME = (
    "Ada Moss met Karl Wendt in Lund on 3 May 2021. Their meeting on 3 May 2021 lasted three hours.",
    "Ida Berg resigned on 4 May 2021. Her resignation surprised the coalition.",
    "On 5 May 2021 a car bomb exploded in Herat. The attack on 5 May 2021 killed twelve people.",
)
APART = (
    # places, people, the name of a summit, a date, another one by its own words
    "Ada Moss met Karl Wendt in Lund on 3 May 2021. Ada Moss met Ben Carr in Bergen on 3 May 2021.",
    "The G7 summit was held in Lund in June 2021. The NATO summit was held in Bergen in June 2021.",
    "Ada Moss met Karl Wendt on 3 May 2021. A second meeting with Karl Wendt took place on 9 June 2021.",
    "On 5 May 2021 the Taliban attacked a post in Herat. On 5 May 2021 the Taliban attacked a bus in Kunduz.",
)


@pytest.mark.parametrize("text", SAME)
def test_told_again(text: str) -> None:
    mentions = _mentions(text)
    assert len(mentions) > 1
    assert {mention.event_key for mention in mentions} == {mentions[0].event_key}


@pytest.mark.parametrize("text", APART)
def test_another_one(text: str) -> None:
    mentions = _mentions(text)
    assert len(mentions) > 1
    assert len({mention.event_key for mention in mentions}) == len(mentions)
