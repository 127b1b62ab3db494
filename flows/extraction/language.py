"""Which language a text is in, where nobody says it.

The identifier is py3langid, restricted to languages that the date scanners can read and to the script that the
letters are in.  Letters that only one language has (Greek; Ukrainian і ї є ґ beside no Russian ы э ъ ё) outweigh
statistics on short texts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 3000  # characters looked at; more does not change the answer, only the cost
FALLBACK = "en"

_LATIN: Final = """
    af az bs ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms mt nl no pl pt ro sk sl sq
    sv sw tl tr uz vi
"""
_CYRILLIC: Final = "be bg kk ky mk mn ru sr uk"
_OTHER: Final = """
    am ar bn el fa gu he hi hy ja ka km kn ko lo ml mr my ne or pa ps si ta te th ug ur yue zh
"""
_SAME = {"no": "nb"}  # the identifier's name -> the name of the locale that reads it
_LETTER = re.compile(r"[^\W\d_]")
_NOT_PROSE = re.compile(r"https?://\S+|\S+@\S+|[\d_]+")
_SCRIPTS = (
    ("greek", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("cyrillic", re.compile(r"[\u0400-\u052f]")),
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
)
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]|(?<=[а-яА-Я])['’](?=[юяє])")
_NOT_UKRAINIAN = re.compile(r"[ыэъёўЫЭЪЁЎј]")
_SURE = 3.0  # how many times likelier than English a text in Latin letters must be to be taken for another language
_LIKELY = 0.25  # and how likely at least: names and single words spread thinly over thirty languages


# Words that English alone writes so, and writes often: a text full of them needs no statistics, which take longer than
# finding its dates.  Where the signs are fewer, the identifier decides.
_ENGLISH = frozenset("the and with that from which their were been would they said this these".split())  # noqa: SIM905
_LEAST_WORDS = 40
_LEAST_ARTICLES, _LEAST_ENGLISH = 0.04, 0.08  # of all words; running English has about 0.065 and 0.13


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language of ``text``; ``"en"`` where it is truly undecidable.

    Deterministic; looks at the first few thousand characters.  A text in Greek letters is ``"el"``; one in Cyrillic
    letters is never called anything but a language written in them.
    """
    sample = _NOT_PROSE.sub(" ", text[: 2 * SAMPLE])[:SAMPLE]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return FALLBACK
    if _plainly_english(sample):
        return "en"
    script = next((name for name, found in _SCRIPTS if 2 * len(found.findall(sample)) > letters), "other")
    if script == "greek":
        return "el"
    if script == "cyrillic" and _UKRAINIAN.search(sample) and not _NOT_UKRAINIAN.search(sample):
        return "uk"
    candidates = {"latin": _LATIN, "cyrillic": _CYRILLIC}.get(script, _OTHER).split()
    ranked = {name: share for name, share in _identifier().rank(sample) if name in candidates}
    best = max(ranked, key=lambda name: (ranked[name], name))
    if script == "latin" and ranked[best] < max(_SURE * ranked[FALLBACK], _LIKELY * sum(ranked.values())):
        best = FALLBACK
    return str(_SAME.get(best, best))


def _plainly_english(sample: str) -> bool:
    words = sample.lower().split()
    articles = words.count("the")
    if len(words) < _LEAST_WORDS or articles < _LEAST_ARTICLES * len(words):
        return False
    return sum(word in _ENGLISH for word in words) >= _LEAST_ENGLISH * len(words)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """The identifier with its model.  Loading takes about a second: only when first needed."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
