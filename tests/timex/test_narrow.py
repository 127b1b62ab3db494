"""Rules left out after a common word are those that could not have matched."""

from __future__ import annotations

import re

import pytest

from flows.extraction.timex.english import OPEN_TABLE, RULES, recognise
from flows.extraction.timex.narrow import may_begin
from flows.extraction.timex.words import LEXICON
from tests.timex.corpus import load

TEXTS = sorted({case.text for case in load("en*.toml")})


@pytest.mark.parametrize(
    ("pattern", "words", "expected"),
    [
        (r"(?:the )?(?:first|last) week", "the last", True),
        (r"(?:the )?(?:first|last) week", "the past", False),
        (r"the [a-z]{2,4}day", "the friday", True),
        (r"the [a-z]{2,4}day", "the friend", False),
        (r"(?<=in )the end(?! of)", "the end", True),
        (r"(?P<a>\d+)(?P=a)", "the end", False),
        (r"[^t]he end", "the end", False),
        (r"the(?=x)", "the end", True),
        (r"(?:the ){0,3}\w+", "the end", True),
    ],
)
def test_what_can_begin(pattern: str, words: str, expected: bool) -> None:
    assert may_begin(pattern, words) is expected


def test_no_rule_is_lost_after_the() -> None:
    """What matches at "the …" in our corpus is among the rules that the next word leaves."""
    tried = 0
    for text in TEXTS:
        for found in re.finditer(r"\b[Tt]he (\w+)", text):
            if found[1] not in LEXICON["gate"]["second"]:
                continue
            for rule in RULES:
                if rule.pattern.match(text, found.start()):
                    tried += 1
                    assert may_begin(rule.pattern.pattern, found.group()), (rule.name, found.group())
    assert tried > 0


def test_the_gate_and_the_narrowing_change_nothing() -> None:
    for text in TEXTS:
        assert recognise(text) == recognise(text, OPEN_TABLE), text
