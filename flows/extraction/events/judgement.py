"""A verdict on whether a thing happened, and the words that such verdicts rest on."""

from __future__ import annotations

from dataclasses import dataclass

from flows.extraction.events.words import read_table
from flows.extraction.model import Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status, the rule that gave it, and whether the text only appeals for the act."""

    status: Status
    rule: str
    appeal: bool = False


def status_words(name: str) -> frozenset[str]:
    """A list of ``lexicon/status.toml``."""
    return frozenset(read_table("status.toml")[name])
