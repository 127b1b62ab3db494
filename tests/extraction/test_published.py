import datetime as dt

import pytest

from flows.extraction.model import Document, PublishedBasis
from flows.extraction.published import RULES, dated, published_in

EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}: {e.text[:50]!r}" for r, e in EXAMPLES])
def test_examples_of_the_rules(rule, example):
    language = "de" if "Rat" in example.text else "en"
    found = published_in(example.plain, language)
    if example.span is None:
        assert found is None
    else:
        assert found is not None
        timex, name = found
        assert (timex.start, timex.end) == example.span
        assert name == rule.name
        assert str(timex.first) == example.expect


def test_what_is_given_goes_before_what_the_text_says():
    text = "First published on 17 December 2025.\nThey met on Monday."
    given = Document("d", text, published=dt.date(2025, 12, 20), published_basis=PublishedBasis.GIVEN, language="en")
    assert dated(given) == given
    bare = dated(Document("d", text, language="en"))
    assert (bare.published, bare.published_basis) == (dt.date(2025, 12, 17), PublishedBasis.TEXT)


def test_a_text_without_a_day_of_its_own_stays_undated():
    document = dated(Document("d", "They met on Monday, after the summit of 3 May 2021.", language="en"))
    assert (document.published, document.published_basis) == (None, PublishedBasis.NONE)
