"""Slavic names in their base form: "Володимиром Путіним" is Володимир Путін.

Endings of the instrumental, dative and genitive of male and female names, by rule; what no rule knows stays as it
is.  A base form that stands elsewhere in the text is taken before one that only a rule gives.
"""

from __future__ import annotations

import re

# Surnames: adjectival ones first, then those in -ов/-ін, then other consonants.
_SURNAMES: tuple[tuple[str, str], ...] = (
    (r"(?<=[сцз]ьк)(?:им|ому|ого)$", "ий"),
    (r"(?<=[сцз]ьк)(?:ою|ої|ій)$", "а"),
    (r"(?<=[оеєії][вн])(?:им|ом|у|ові)$", ""),
    (r"(?<=[бвгґджзклмнпрстфхцчшщ])(?:ом|ем|ові|еві)$", ""),
)
_FIRST_NAMES: tuple[tuple[str, str], ...] = (
    (r"(?<=ел)ем$", "ь"),
    (r"(?<=[бвгґджзклмнпрстфхцчшщ])(?:ом|ем|ові|еві)$", ""),
    (r"(?:(?<=имир)|(?<=андр)|(?<=ональд)|(?<=аніел))у$", ""),
    (r"(?:ієм|ію)$", "ій"),
    (r"(?<=[аеоу])(?:єм|єві)$", "й"),
)
# First names whose dative or genitive no ending tells from other words.
_CASES = re.compile(r"(?<=[бвгґджзклмнпрстфхцчшщ])(?:у|а)$")


def base_form(name: str, text: str = "") -> str:
    """The nominative of a name of two words or more; others and the unknown stay as they are."""
    words = name.split()
    if len(words) < 2:
        return name
    last = _by_rule(words[-1], _SURNAMES)
    firsts = [_by_rule(word, _FIRST_NAMES) for word in words[:-1]]
    if _seen(words, text):
        firsts = [_CASES.sub("", word) if word == kept else kept for word, kept in zip(words[:-1], firsts, strict=True)]
        last = _CASES.sub("", last) if last == words[-1] else last
    return " ".join([*firsts, last])


def _seen(words: list[str], text: str) -> bool:
    """The name without its case endings stands in the text: "Марка Фогеля" beside "Марк Фогель"."""
    bare = [_CASES.sub("", word) for word in words]
    return bare != words and " ".join(bare) in text


def _by_rule(word: str, rules: tuple[tuple[str, str], ...]) -> str:
    for pattern, ending in rules:
        if len(word) > 4 and re.search(pattern, word):
            return re.sub(pattern, ending, word)
    return word
