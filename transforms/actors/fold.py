"""Names made comparable: without case, accents, punctuation, possessives, and across scripts and transliterations."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e", "ŋ": "n",
    # Cyrillic, Ukrainian and Russian (BGN/PCGN, without apostrophes)
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z", "и": "i",
    "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "ʻ": "'", "–": "-", "—": "-",
})  # fmt: skip
_CYRILLIC_MARKED = {"й": "y", "ї": "yi", "ё": "yo", "ў": "u"}  # decomposing them would lose the letter
_POSSESSIVE = re.compile(r"'s?$|'s(?=\s)")
_OTHER = re.compile(r"[^a-z0-9]+")

# Spellings of one sound, in order: what a transliteration chooses freely is levelled, consonants that tell names
# apart are not.  NOTE: the key only proposes; ``resolve`` asks for a first name or an office besides.
_SOUNDS = (
    ("sch", "s"), ("shch", "s"), ("sh", "s"), ("tch", "ch"), ("cz", "ch"), ("ph", "f"), ("kh", "h"), ("gh", "h"),
    ("zh", "j"), ("ck", "k"), ("q", "k"), ("ch", "\0"), ("c", "k"), ("\0", "ch"), ("w", "v"), ("dj", "j"), ("ou", "u"),
    ("oo", "u"), ("ye", "e"), ("je", "e"), ("ie", "e"), ("yu", "u"), ("ju", "u"), ("ya", "a"), ("ja", "a"), ("z", "s"),
)  # fmt: skip
_FINAL_Y = re.compile(r"(?:[iye]y|i[ijy]|yj|ei|ij|yi|y|i)\b")
_INNER_Y = re.compile(r"y(?=\w)")
_DOUBLE = re.compile(r"(.)\1")


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """Lower-case Latin letters, digits and single spaces: ``"Recep Tayyip Erdoğan’s"`` -> ``"recep tayyip erdogan"``.

    Empty where the name has no letter that is known here (a script that has no table keeps its casefolded text).
    """
    text = name.casefold().strip()
    if text.isascii():
        return _OTHER.sub(" ", _POSSESSIVE.sub("", text)).strip() or " ".join(text.split())
    for letter, latin in _CYRILLIC_MARKED.items():
        text = text.replace(letter, latin)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_LETTERS)
    plain = _OTHER.sub(" ", _POSSESSIVE.sub("", text)).strip()
    return plain or " ".join(text.split())


def compact(folded: str) -> str:
    """Acronyms with and without stops are one: ``"u s"`` -> ``"us"``; other names stay."""
    tokens = folded.split()
    return "".join(tokens) if len(tokens) > 1 and all(len(t) == 1 for t in tokens) else folded


def spelling_key(folded: str) -> str:
    """Key that the transliterations of one name share: Zelensky, Zelenskyy, Zelenskiy, Selenskyj, Зеленський."""
    return " ".join(map(_word_key, folded.split(" "))) if " " in folded else _word_key(folded)


# an archive has far fewer words of names than names
@lru_cache(maxsize=400_000)
def _word_key(word: str) -> str:
    key = word
    for spelling, sound in _SOUNDS:
        key = key.replace(spelling, sound)
    key = _INNER_Y.sub("i", _FINAL_Y.sub("y", key).replace("x", "ks")).replace("g", "h")
    return _DOUBLE.sub(r"\1", key)


def slug(name: str) -> str:
    """The part of an actor's id that names it: lower case, hyphens."""
    return fold(name).replace(" ", "-")
