"""A place that opens a sentence and a name behind it without a comma: "In Barcelona Quim Torra resigned".

Neither capitals nor the small model part the two.  They are parted only where a verb follows at once, and where a
known place, a title, or the number of words says where the name begins; else they stay one run.
"""

from __future__ import annotations

import re

from flows.extraction.events.gazetteer import known
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.words import irregular_verbs, titles, word_classes

_OPENS = re.compile(r"(?:In|From|Near|Outside) (?=[^\W\d_a-z])")
_CAPITALISED = re.compile(r"(?:(?:de|da|del|di|von|van|der|al|el|bin) )*[^\W\d_a-z][\w.’'-]*")
_NEXT = re.compile(r" (?:also |later |again |has |had |is |was |will )*([a-z]+)")
_AUXILIARIES = frozenset({"has", "had", "is", "was", "will", "were", "have"})


def name_begins(text: str, start: int) -> int | None:
    """Offset of the name behind the place that opens the sentence at ``start``; ``None`` where there is none."""
    opened = _OPENS.match(text, start)
    if opened is None:
        return None
    words: list[tuple[int, str]] = []
    at = opened.end()
    while (word := _CAPITALISED.match(text, at)) is not None:
        words.append((word.start(), word.group()))
        if text[word.end() : word.end() + 1] != " " or word.group().endswith(("'s", "’s")):
            at = word.end()
            break
        at = word.end() + 1
    end = at - 1 if text[at - 1 : at] == " " else at
    follows = _NEXT.match(text, end)
    if not 1 < len(words) < 7 or follows is None or not _finite(follows):
        return None
    cut = _cut([word for _, word in words])
    return words[cut][0] if cut else None


def _finite(follows: re.Match[str]) -> bool:
    verb = follows.group(1)
    return verb in _AUXILIARIES or verb.endswith("ed") or bool(lemmas(verb) & set(irregular_verbs()))


def _cut(words: list[str]) -> int | None:
    """How many words are the place."""
    lower = [word.lower() for word in words]
    for i in range(1, len(words)):
        if any(" ".join(lower[i : i + size]) in titles() for size in (1, 2)) and i + 1 < len(words):
            return i  # "In Paris President Emmanuel Macron said"
    for size in range(len(words) - 1, 0, -1):
        if known(" ".join(words[:size])):
            return size
    if words[0].lower() in word_classes()["place_opens"]:
        return 2 if len(words) == 4 else None
    return 1 if len(words) == 3 else None
