"""Called somebody, or called somebody something: "called Donald Trump on Monday", "called him a liar"."""

from __future__ import annotations

import re

from flows.extraction.events.context import Context

_NAMED_ONLY = re.compile(
    r"\s*(?:[.;,]|$|(?:again |back )?(?:on|today|yesterday|this|last|late|early|shortly|to (?:discuss|congratulate|"
    r"thank|urge|offer|express|convey|wish|tell|ask|assure|say)|about|over|after|before|from|for (?:talks|help))\b)"
)
_TITLES_ONLY = re.compile(r"\s*(?:(?:the|his|her|its|their|[A-Z]?[a-z]+(?:ian|ish|ese|can|an))\s+)*$")


def called_by_name(context: Context) -> bool:
    """ "Called Donald Trump on Monday": a name follows, and after it no second thing that he was called."""
    after = context.names.within(context.candidate.end, context.sentence.end)
    text = context.document.text
    if not after or after[0].kind in {"organisation", "state"} or after[0].demonym is not None:
        return False
    return bool(
        _TITLES_ONLY.fullmatch(text[context.candidate.end : after[0].left])
        and _NAMED_ONLY.match(text, after[0].end, context.sentence.end)
    )
