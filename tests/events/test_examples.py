"""The examples of every rule and every lexicon hold."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from flows.extraction.events.examples import DATES, PARTICIPANTS, STATUS
from flows.extraction.events.ontology import load_ontology
from flows.extraction.model import Document, Mention
from flows.extraction.pipeline import ExtractionSettings, Extractor
from flows.extraction.rule import Example


@cache
def extractor() -> Extractor:
    return Extractor(ExtractionSettings())


@cache
def mentions(text: str, published: str | None) -> tuple[Mention, ...]:
    day = dt.date.fromisoformat(published) if published else None
    # The padding keeps a single sentence from being read as a headline.
    padded = text + "\n\n" + "The rest of this page tells of gardens and of the weather. " * 8
    (found,) = extractor().extract([Document("example", padded, day, language="en")])
    return found.mentions


def at_mark(example: Example) -> Mention | None:
    assert example.span is not None
    start, end = example.span
    return next((m for m in mentions(example.plain, example.published) if m.start < end and m.end > start), None)


LEXICON = [(kind.name, example) for kind in load_ontology().types.values() for example in kind.examples]


@pytest.mark.parametrize(("kind", "example"), LEXICON, ids=[f"{kind}: {e.text}" for kind, e in LEXICON])
def test_lexicon_example(kind: str, example: Example) -> None:
    threshold = extractor().settings.threshold
    if example.span is None:
        found = [
            m.trigger
            for m in mentions(example.plain, example.published)
            if m.type == kind and m.confidence >= threshold
        ]
        assert found == []
    else:
        here = [m for m in mentions(example.plain, example.published) if m.type == kind and m.confidence >= threshold]
        assert here, "no event of this type"


def test_every_type_has_examples_of_both_kinds() -> None:
    for kind in load_ontology().types.values():
        assert sum(e.span is not None for e in kind.examples) >= 3, kind.name
        assert sum(e.span is None for e in kind.examples) >= 3, kind.name


def flat(table: object) -> list[tuple[str, Example]]:
    assert isinstance(table, dict)
    return [(rule, example) for rule, examples in table.items() for example in examples]


@pytest.mark.parametrize(("rule", "example"), flat(STATUS), ids=[f"{r}: {e.text}" for r, e in flat(STATUS)])
def test_status_example(rule: str, example: Example) -> None:
    found = at_mark(example)
    assert found is not None, "no mention at the mark"
    assert found.status == example.expect
    assert f"status: {rule}" in found.date_derivation


@pytest.mark.parametrize(("rule", "example"), flat(DATES), ids=[f"{r}: {e.text}" for r, e in flat(DATES)])
def test_date_example(rule: str, example: Example) -> None:  # noqa: ARG001
    found = at_mark(example)
    assert found is not None, "no mention at the mark"
    assert (found.date or "none") == example.expect


@pytest.mark.parametrize(("rule", "example"), flat(PARTICIPANTS), ids=[f"{r}: {e.text}" for r, e in flat(PARTICIPANTS)])
def test_participant_example(rule: str, example: Example) -> None:  # noqa: ARG001
    found = at_mark(example)
    assert found is not None, "no mention at the mark"
    assert " + ".join(sorted(p.name for p in found.participants)) == example.expect
