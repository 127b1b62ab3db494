"""A mention in a few words: whole, short, of the text's own words, or nothing."""

from __future__ import annotations

import pytest

from flows.extraction.events.gist import LONGEST
from flows.extraction.model import Document, Mention
from flows.extraction.pipeline import Extractor


def _mentions(text: str) -> dict[str, Mention]:
    extraction = next(iter(Extractor().extract([Document("d", text, language="en")])))
    return {mention.type: mention for mention in extraction.mentions}


GISTS = (
    ("Gangs attacked two prisons near Lund on 3 May 2021.", "attack", "Gangs attacked two prisons"),
    ("Parliament passed the accompanying security laws on 4 May 2021.", "vote",
     "Parliament passed the accompanying security laws"),
    ("Ida Berg, who had led the party for years, resigned on 5 May 2021.", "resignation", "Ida Berg resigned"),
    ("Olav Strand was arrested in Lund on 5 May 2021.", "arrest", "Olav Strand was arrested in Lund"),
    ("The European Union has imposed sanctions on five banks since 6 May 2021.", "sanction",
     "The European Union has imposed sanctions on five banks"),
    ("The Lund Security Forum was held from 3 to 5 November 2021.", "summit", "Lund Security Forum"),
    ("The White House published its National Security Strategy on 12 October 2022.", "document",
     "National Security Strategy"),
    ("The crisis deepened after the resignation of Karl Wendt on 7 May 2021.", "resignation",
     "the resignation of Karl Wendt"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "event_type", "expected"), GISTS)
def test_who_did_what(text: str, event_type: str, expected: str) -> None:
    assert _mentions(text)[event_type].gist == expected


BARE = (
    "Should the two presidents meet in Lund on 3 May 2031, nobody would notice.",
    "The meeting on 3 May 2021 was short.",
)


@pytest.mark.parametrize("text", BARE)
def test_no_half_clauses(text: str) -> None:
    assert [mention.gist for mention in _mentions(text).values()] in ([], [None])


@pytest.mark.parametrize(("text", "event_type"), [row[:2] for row in GISTS])
def test_short_and_of_the_text(text: str, event_type: str) -> None:
    words = (_mentions(text)[event_type].gist or "").split()
    assert words
    assert len(" ".join(words)) <= LONGEST
    assert set(words) <= set(text.replace(",", " ").replace(".", " ").split())
