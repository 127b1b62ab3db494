"""What the words around a match say for or against it: leads ("in 1941"), capitals, things counted ("1500 Mann")."""

from __future__ import annotations

import re
from functools import lru_cache

from flows.extraction.timex.languages.braces import expand_all
from flows.extraction.timex.languages.fold import fold
from flows.extraction.timex.languages.lexicon import Lexicon, load
from flows.extraction.timex.languages.rule import Place
from flows.extraction.timex.languages.slots import JOIN, alternation

_REACH = 40  # characters looked at before a match
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n«»“”\"(])\s*[«“„\"(\-]?\s*$")
_NEVER = re.compile(r"(?!)")


def led(place: Place, start: int, role: str) -> bool:
    """Whether one of the language's leads of this kind stands right before ``start``."""
    pattern, lasts = _leads(place.lexicon.language, role)
    if last_word(place.folded, start) not in lasts:
        return False
    return pattern.search(place.folded, max(0, start - _REACH), start) is not None


def last_word(folded: str, start: int) -> str:
    """What stands right before ``start``, up to a space; cheap enough to ask before any pattern."""
    words = folded[max(0, start - 24) : start].split()
    return words[-1].lstrip('(«"„“”[') if words else ""


@lru_cache(maxsize=256)
def _leads(language: str, role: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """A lead is one of the role's words, or a modifier ("Ende", "початку"); an article or "of" may follow it."""
    lexicon = load(language)
    words = dict.fromkeys([*lexicon.role(role), *lexicon.role("between"), *modifiers(lexicon), *halves(lexicon)])
    if not words:
        return _NEVER, frozenset()
    pattern = re.compile(rf"(?<!\w){alternation(words)}(?:{JOIN}|(?<=-))$")
    return pattern, frozenset(word.split()[-1] for word in words)


def modifiers(lexicon: Lexicon) -> dict[str, str]:
    """ "Anfang", "початок", "fin": folded words -> TIMEX3 mod; with "of" and article behind them."""
    plain = {form: key.upper() for form, key in lexicon.table("mods").items()}
    small = [*lexicon.role("of"), *lexicon.role("art")]
    more = {f"{form} {word}": mod for form, mod in plain.items() for word in small if not form.endswith("-")}
    return {**more, **plain}


def halves(lexicon: Lexicon) -> dict[str, int]:
    """ "The first half of": folded words -> 1 or 2; with "of" and article behind them."""
    plain = {form: int(key) for form, key in lexicon.table("halves").items()}
    small = [*lexicon.role("of"), *lexicon.role("art")]
    return {**{f"{form} {word}": nth for form, nth in plain.items() for word in small}, **plain}


def at_sentence_start(place: Place, start: int) -> bool:
    """Whether a capital letter at ``start`` would say nothing."""
    return _SENTENCE_START.search(place.text, max(0, start - 6), start) is not None if start else True


def lower_where_due(place: Place, start: int) -> bool:
    """False for a capital letter within a sentence where the language writes month and day names small.

    With ``names_capital`` (German, Greek) it is the small letter that is wrong.
    """
    capital = place.text[start].isupper()
    if place.lexicon.flag("names_capital"):
        return capital
    if not place.lexicon.flag("names_lower"):
        return True
    return not capital or at_sentence_start(place, start)


def counts_something(place: Place, end: int) -> bool:
    """Whether a number is followed by what it counts: "1500 осіб", "1941 %", "2000 Euro"."""
    after = place.folded[end : end + 30]
    return _counted(place.lexicon.language).match(after) is not None


@lru_cache(maxsize=64)
def _counted(language: str) -> re.Pattern[str]:
    lexicon = load(language)
    words = dict.fromkeys([*lexicon.role("counted"), *lexicon.units, *lexicon.table("plurals")])
    endings = [fold(e) for e in expand_all(lexicon.tables.get("counted_endings", []))]
    parts = [r"[%‰°€$£₴₽]|(?:km|m|kg|t|mm|ha|км|м|кг|т|га|χλμ|μ|mln|mrd|млн|млрд)\b"]
    if words:
        parts.append(alternation(words) + r"(?!\w)")
    if endings:
        parts.append(r"\w{2,20}(?:" + "|".join(map(re.escape, endings)) + r")(?!\w)")
    return re.compile(r"[ \n]{0,2}(?:" + "|".join(parts) + ")")


def before_christ(place: Place, end: int) -> bool:
    """ "v. Chr.", "до н. е.", "π.Χ." follows: a year or century that no calendar value of ours can hold."""
    return _followed(place, end, "before_christ")


def of_our_era(place: Place, end: int) -> bool:
    """ "n. Chr.", "н. е.", "μ.Χ." follows."""
    return _followed(place, end, "anno_domini")


def _followed(place: Place, end: int, role: str) -> bool:
    after = place.folded[end : end + 24].lstrip()
    return after.startswith(place.lexicon.role(role) or ("\0",))


def closed(place: Place, end: int) -> bool:
    """Whether the phrase ends here: punctuation, the end, a capital, or a small word ("and", "to") comes next."""
    after = place.text[end : end + 24]
    return re.match(r"\s*(?:$|[.,;:!?)\]»”\"…–—-]|[A-ZÀ-ÞΑ-ΩА-ЯІЇЄҐ])", after) is not None or (
        _small(place.lexicon.language).match(place.folded, end, end + 24) is not None
    )


@lru_cache(maxsize=64)
def _small(language: str) -> re.Pattern[str]:
    lexicon = load(language)
    roles = ("and", "to", "of", "art", "year_lead", "year_lead_weak", "closers")
    words = dict.fromkeys(w for role in roles for w in lexicon.role(role))
    return re.compile(rf"{JOIN}{alternation(words)}(?!\w)") if words else _NEVER
