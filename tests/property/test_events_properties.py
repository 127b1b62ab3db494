"""What must hold of every extraction, whatever the text."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extraction.model import Document, Extraction
from flows.extraction.pipeline import Extractor
from flows.extraction.segment import split_sentences

PIECES = (
    *("Anna Lind resigned on Monday.", "A bomb exploded in Kabul", "“I will not resign,” he said", "- ", "\n", "\n\n"),
    *("2019-11-10", "President Marek Nowak", "met", "spoke by phone with", "the agreement", "signed", " ", ", ", ". "),
    *("U.S.", "(Reuters)", "é…", "on 3 May 2021", "was arrested after", "if", "will", "“", "\u00a0", "MINISTERS MEET"),
    *("the talks", "Норвегія", "🙂", "a ceasefire", "votes to", "'s"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)
DAYS = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))


@cache
def extractor() -> Extractor:
    return Extractor()


def read(text: str, day: dt.date | None) -> Extraction:
    (found,) = extractor().extract([Document("d", text, day, language="en")])
    return found


@given(TEXTS, DAYS)
@settings(max_examples=60, deadline=None)
def test_mentions_lie_in_their_sentences_and_in_the_text(text: str, day: dt.date | None) -> None:
    for mention in read(text, day).mentions:
        assert text[mention.start : mention.end] == mention.trigger != ""
        assert mention.sentence_start <= mention.start < mention.end <= mention.sentence_end <= len(text)
        assert 0.0 <= mention.confidence <= 1.0
        assert mention.event_key
        for participant in mention.participants:
            if participant.start is not None and participant.end is not None:
                assert 0 <= participant.start < participant.end <= len(text)


@given(TEXTS, DAYS)
@settings(max_examples=60, deadline=None)
def test_bounds_never_run_backwards(text: str, day: dt.date | None) -> None:
    for mention in read(text, day).mentions:
        if mention.earliest is not None and mention.latest is not None:
            assert mention.earliest <= mention.latest


@given(TEXTS, DAYS)
@settings(max_examples=30, deadline=None)
def test_the_same_text_gives_the_same_extraction(text: str, day: dt.date | None) -> None:
    assert read(text, day) == read(text, day)


@given(st.lists(TEXTS, min_size=1, max_size=6))
@settings(max_examples=20, deadline=None)
def test_batches_change_nothing(texts: list[str]) -> None:
    documents = [Document(f"d{i}", text, dt.date(2022, 6, 15), language="en") for i, text in enumerate(texts)]
    together = list(extractor().extract(documents))
    assert together == [next(extractor().extract([document])) for document in documents]


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_sentences_are_in_order_and_hold_every_word(text: str) -> None:
    sentences = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    covered = "".join(text[s.start : s.end] for s in sentences)
    assert sum(c.isalnum() for c in covered) >= sum(c.isalpha() for c in text) - sum(c.isdigit() for c in text)
