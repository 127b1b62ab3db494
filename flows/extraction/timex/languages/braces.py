"""Inflected forms written short in the lexicon: ``січ{ень,ня,ні}`` stands for січень, січня, січні."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

_GROUP = re.compile(r"\{([^{}]*)\}")


def expand(short: str) -> list[str]:
    """All forms of one entry, in the order written; an entry without braces is itself."""
    pieces = _GROUP.split(short)  # odd places hold the alternatives
    choices = [piece.split(",") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return ["".join(combination) for combination in itertools.product(*choices)]


def expand_all(entries: str | Iterable[str]) -> list[str]:
    """All forms of a list of entries, each once."""
    given = [entries] if isinstance(entries, str) else entries
    return list(dict.fromkeys(form for entry in given for form in expand(entry)))
