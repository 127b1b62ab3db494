"""Every phrasing of the English corpus: span, type, value, EDTF, grain; and the negatives."""

from __future__ import annotations

import pytest

from flows.extraction.timex import find_timexes
from tests.timex.corpus import Case, load

CASES = load("en*.toml")
POSITIVE = [c for c in CASES if c.span]
NEGATIVE = [c for c in CASES if not c.span]


@pytest.mark.parametrize("case", POSITIVE, ids=lambda c: c.id)
def test_expression(case: Case) -> None:
    found = find_timexes(case.text, published=case.published, language=case.language, domain=case.domain)  # type: ignore[arg-type]
    at_span = [t for t in found if (t.start, t.end) == case.span]
    assert at_span, f"found {[(t.text, t.value) for t in found]}"
    got = at_span[0]
    assert {key: str(getattr(got, key)) for key, _ in case.expect} == dict(case.expect), got.derivation


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda c: c.id)
def test_nothing_to_find(case: Case) -> None:
    found = find_timexes(case.text, published=case.published, language=case.language)
    assert [(t.text, t.rule) for t in found] == []


def test_the_corpus_is_large_enough() -> None:
    assert len(POSITIVE) >= 600
    assert len(NEGATIVE) >= 400


def test_no_phrasing_stands_twice() -> None:
    ids = [c.id for c in CASES]
    assert len(ids) == len(set(ids))
