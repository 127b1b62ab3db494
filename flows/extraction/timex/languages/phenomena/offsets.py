"""Counted distances: "vor drei Tagen", "il y a deux ans", "через два дні", "δύο μέρες μετά", "die letzten Wochen"."""

from __future__ import annotations

from collections.abc import Callable

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.rule import Found, LanguageRule, Produced
from flows.extraction.timex.meaning import Base, Meaning, Shift, Tense, Unit, Window

_PLURAL_DAYS = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR, "decade": Unit.DECADE}


def amount_of(found: Found) -> float | None:
    """The count; "a few" and no number at all are None, but a unit in the singular without number is one."""
    if found.surface("n") is None:
        return None if found.surface("vague") else 1
    return found.number("n")


def _shift(sign: int, base: Base) -> Callable[[Found], Produced]:
    def produce(found: Found) -> Produced:
        return _moved(found, sign, base)

    return produce


def _moved(found: Found, sign: int, base: Base) -> Meaning | None:
    unit = found.value("unit") or found.value("plural")
    return None if unit is None else Shift(amount_of(found), Unit(unit), sign, base)


def _ahead(found: Found) -> Produced:
    """ "Через два дні": from now where the clause looks ahead, from the text's day where it tells what happened."""
    past = found.place.tense(found.start, found.end) is Tense.PAST
    return _moved(found, +1, Base.CONTEXT if past else Base.SPEECH)


def _ahead_if_future(found: Found) -> Produced:
    """Slavic "за три дні": in three days if the clause looks ahead, else how long it took."""
    future = found.place.tense(found.start, found.end) is Tense.FUTURE
    return _moved(found, +1, Base.SPEECH) if future else None


def _window(found: Found) -> Produced:
    way = found.value("dir") or found.value("dir_after") or "last"
    if way not in ("last", "previous", "past", "next"):
        return None
    unit = found.value("plural") or found.value("unit")
    if found.surface("plural") is None and found.surface("n") is None:
        return None
    return Window(found.number("n"), Unit(unit), 1 if way == "next" else -1)


RULES = (
    LanguageRule(
        "ago",
        "<n> <unit> ago",
        ("<n> <unit> <ago>", "<unit> <ago>", "<ago_before> <n> <unit>"),
        _shift(-1, Base.SPEECH),
    ),
    LanguageRule("ahead_if_future", "in <n> <unit>", ("<ahead_weak> <n> <unit>",), _ahead_if_future),
    LanguageRule("ahead", "in <n> <unit>", ("<ahead_before> <n> <unit>", "<ahead_before> <unit>"), _ahead),
    LanguageRule(
        "later",
        "<n> <unit> later",
        ("<n> <unit> <later>", "<later_before> <n> <unit>", "<unit> <later>"),
        _shift(+1, Base.CONTEXT),
    ),
    LanguageRule(
        "earlier",
        "<n> <unit> earlier",
        ("<n> <unit> <earlier>", "<unit> <earlier>", "<by> <n> <unit> <earlier>", "<by> <unit> <earlier>"),
        _shift(-1, Base.CONTEXT),
    ),
    LanguageRule(
        "window",
        "the past <n> <unit>",
        (
            "<rel_art>? <dir> <n> <unit>",
            "<rel_art>? <n> <dir> <unit>",
            "<rel_art>? <n> <unit> <dir_after>",
            "<rel_art>? <dir> <plural>",
            "<rel_art>? <plural> <dir_after>",
        ),
        _window,
        TimexType.DURATION,
    ),
)
