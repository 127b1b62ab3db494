"""Languages by lexicon alone: what they find in sentences of our own, and what they leave."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from flows.extraction.model import Document
from flows.extraction.pipeline import Extractor

TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
PUBLISHED: dt.date = TABLE["published"]
ROWS = [(language, row) for language in ("de", "fr", "es", "uk") for row in TABLE[language]]


@pytest.mark.parametrize(("language", "row"), ROWS, ids=[f"{language}: {row['text']}" for language, row in ROWS])
def test_sentence(language: str, row: dict[str, str]) -> None:
    (found,) = Extractor().extract([Document("d", row["text"], PUBLISHED, language=language)])
    told = [(m.type, m.date, str(m.status)) for m in found.mentions]
    expected = [(row["type"], row.get("date"), row.get("status", "occurred"))] if "type" in row else []
    assert told == expected


def test_each_language_has_enough_sentences() -> None:
    for language in ("de", "fr", "es", "uk"):
        assert sum("type" in row for row in TABLE[language]) >= 15
        assert sum("type" not in row for row in TABLE[language]) >= 2
