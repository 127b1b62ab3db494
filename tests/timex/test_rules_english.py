"""Every rule's own examples: the marked span with its value, or nothing of that rule."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.extraction.rule import Example
from flows.extraction.timex import find_timexes
from flows.extraction.timex.english import RULES
from flows.extraction.timex.rules import Rule

EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}: {e.text}" for r, e in EXAMPLES])
def test_example(rule: Rule, example: Example) -> None:
    published = dt.date.fromisoformat(example.published) if example.published else None
    found = find_timexes(example.plain, published=published)
    if example.span is None:
        assert [t.text for t in found if rule.name in t.rule] == []
        return
    got = [(t.text, t.value) for t in found if (t.start, t.end) == example.span]
    assert [v for _, v in got] == [example.expect if example.expect is not None else got[0][1]], [
        (t.text, t.value, t.rule) for t in found
    ]


def test_every_rule_has_an_example_and_a_name_of_its_own() -> None:
    assert [rule.name for rule in RULES if not rule.examples] == []
    assert len({rule.name for rule in RULES}) == len(RULES)
