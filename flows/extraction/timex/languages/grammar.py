"""Rules made for one language: every template compiled, sorted under the tokens that it can begin with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flows.extraction.timex.languages.fold import TOKEN
from flows.extraction.timex.languages.lexicon import Lexicon, load
from flows.extraction.timex.languages.rule import Found, LanguageRule, Produced
from flows.extraction.timex.languages.rules import rules_for
from flows.extraction.timex.languages.slot_table import slot_table
from flows.extraction.timex.languages.slots import alternation
from flows.extraction.timex.languages.template import Compiled, compile_template
from flows.extraction.timex.meaning import Shift, Unit


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled rules of a language by cue."""

    lexicon: Lexicon
    token: re.Pattern[str]  # what the scanner walks over
    cues: Mapping[str, tuple[tuple[LanguageRule, Compiled], ...]]


@lru_cache(maxsize=64)
def grammar(language: str) -> Grammar:
    """The grammar of a language, made once a process.

    Raises:
        LookupError: neither we nor dateparser know the language.
    """
    lexicon = load(language)
    slots = slot_table(lexicon)
    own: Mapping[str, list[str]] = lexicon.tables.get("templates", {})
    cues: dict[str, list[tuple[LanguageRule, Compiled]]] = {}
    for rule in (*rules_for(lexicon), *_counted(lexicon)):
        for template in (*rule.templates, *own.get(rule.key, ())):
            compiled = compile_template(template, slots, lexicon.spaced)
            if compiled is None:
                continue
            for cue in compiled.cues:
                cues.setdefault(cue, []).append((rule, compiled))
    token = TOKEN if lexicon.spaced else re.compile(r"\d+|" + alternation(dict.fromkeys(cues)))
    return Grammar(lexicon, token, {cue: tuple(entries) for cue, entries in cues.items()})


def _counted(lexicon: Lexicon) -> list[LanguageRule]:
    """dateparser's "# days ago" phrases of a locale, each a rule of its own."""
    rules = []
    for phrase, unit, sign in lexicon.ago:
        template = " ".join("<n>" if word == "#" else word for word in phrase.split())
        if "#" in template.replace("<n>", ""):
            continue
        rules.append(LanguageRule("counted", f"dateparser: {phrase}", (template,), _counter(unit, sign)))
    return rules


def _counter(unit: str, sign: int) -> Callable[[Found], Produced]:
    def produce(found: Found) -> Produced:
        number = found.number("n")
        return None if number is None else Shift(number, Unit(unit), sign)

    return produce
