"""A pronoun is the subject of the sentence before, not its object."""

from __future__ import annotations

from flows.extraction.model import Document
from flows.extraction.pipeline import Extractor


def test_she_is_who_acted_before() -> None:
    text = (
        "Ursula von der Leyen telephoned Egypt's Abdel Fattah el-Sisi on Thursday, 3 April 2025. "
        "She met King Abdullah II in Amman on 4 April 2025."
    )
    mentions = next(iter(Extractor().extract([Document("d", text, language="en")]))).mentions
    met = next(mention for mention in mentions if mention.trigger == "met")
    assert {participant.name for participant in met.participants} == {"Ursula von der Leyen", "Abdullah II"}
