"""From meanings to dates: one resolver for every language.

``resolve(text, found, published=…, domain=…, tense_of=…)`` takes the recognised expressions of a document in text
order and returns a :class:`~flows.extraction.model.Timex` for each.  It never looks at a clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flows.extraction.model import Grain, Timex, TimexType
from flows.extraction.timex.chronicle import chronicle_year
from flows.extraction.timex.context import (
    guess_domain,
    is_dateline,
    is_heading,
    is_reported_speech,
    quotation_around,
    quoted_parts,
    same_sentence,
    speaker_day,
)
from flows.extraction.timex.meaning import (
    Base,
    Calendar,
    Clock,
    DayPart,
    Deictic,
    Length,
    Meaning,
    Mod,
    Modified,
    Recognised,
    Shift,
    Tense,
    Unit,
)
from flows.extraction.timex.scene import Scene, When
from flows.extraction.timex.unresolved import open_value, own_value
from flows.extraction.timex.when import resolve_meaning

_FULL_DATE = len("2025-12-17")
TenseOf = Callable[[str, int, int], Tense]


@dataclass(frozen=True, slots=True)
class _Story:
    """What the text has said so far: the day of speaking, and the day that it is at."""

    speech: dt.date | None
    speech_name: str
    publication: bool
    context: dt.date | None = None
    context_name: str = "mentioned"
    range_start: dt.date | None = None
    context_unit: Unit = Unit.DAY
    day: dt.date | None = None  # the last day named, whatever month or year has been named since
    day_at: int = 0  # and where
    today: bool = False  # the text has told of publication day itself
    range_began: dt.date | None = None  # "from March to October 1864": what follows is told from its start


def resolve(
    text: str,
    found: Sequence[Recognised],
    *,
    published: dt.date | None,
    domain: str | None = None,
    tense_of: TenseOf | None = None,
) -> tuple[Timex, ...]:
    """Resolve ``found`` (sorted, not overlapping) against ``published`` and the text's own dates."""
    if not found:
        return ()
    found = chronicle_year(text, found, published)
    narrative = (domain or guess_domain(found, published)) == "narrative"
    quotes = quoted_parts(text)
    story = _Story(published, "publication", published is not None)
    out: list[Timex] = []
    whens: list[When | None] = []
    for index, item in enumerate(found):
        scene = _scene(text, found, index, story, narrative, quotes, whens, tense_of)
        when = _said_again(text, found, index, whens) or resolve_meaning(item.meaning, scene)
        whens.append(when)
        out.append(_timex(text, item, when))
        story = _move_on(text, item, when, story, quotes)
    return _link_ranges(found, whens, out)


_AFTER_EVENT = re.compile(r" (?:τ(?:ην?|ον?|ις|ους|α)|από|після|после) ")  # "nine years after the landing"


def _said_again(text: str, found: Sequence[Recognised], index: int, whens: Sequence[When | None]) -> When | None:
    """ "On 8 May 1945, eleven months after the landing": the distance says when that day was, and is no other day."""
    item, last = found[index], found[index - 1] if index else None
    if last is None or not isinstance(item.meaning, Shift) or not isinstance(item.meaning.base, Base):
        return None
    dated = isinstance(last.meaning, Calendar) and last.meaning.unit in (Unit.DAY, Unit.MONTH)
    if not dated or text[item.end : item.end + 1] == ",":
        return None
    of_event = _AFTER_EVENT.match(text, item.end) and same_sentence(text, last.end, item.start)
    if not of_event and text[last.end : item.start] != ", ":
        return None
    when = whens[index - 1]
    return when and replace(when, steps=(*when.steps, "the same day, told by its distance"))


def _scene(
    text: str,
    found: Sequence[Recognised],
    index: int,
    story: _Story,
    narrative: bool,
    quotes: Sequence[tuple[int, int]],
    whens: Sequence[When | None],
    tense_of: TenseOf | None,
) -> Scene:
    item = found[index]

    def tense() -> Tense:
        if item.tense is not None:
            return item.tense
        if _beside_the_future(text, found, index, whens, story):
            return Tense.FUTURE
        return tense_of(text, item.start, item.end) if tense_of is not None else Tense.UNKNOWN

    scene = Scene(
        speech=story.speech,
        speech_name=story.speech_name,
        context=story.context,
        context_name=story.context_name,
        tense=tense,
        narrative=narrative,
        publication=story.publication,
        after=story.range_start,
        context_unit=story.context_unit,
        day=story.day,
        range_began=story.range_began,
    )
    spoken = speaker_day(text, found, index, quotes) if quotes else None
    if spoken is not None:
        day = resolve_meaning(spoken.meaning, scene)
        if day is not None and day.first is not None:
            scene = replace(scene, speech=day.first, speech_name="quoted on", publication=False)
    elif quotes and not narrative and _spoken_then(text, item, story, quotes):
        scene = replace(scene, speech=story.day, speech_name="quoted on", publication=False)
    if isinstance(item.meaning, Clock | DayPart) and item.meaning.day is None:
        scene = replace(scene, clock_day=_day_nearby(text, found, index, whens, scene))
    return scene


# "tomorrow and Sunday", "завтра та в неділю": what stands between two days that are told in one breath
_LISTED = re.compile(
    r",?\s(?:and|or|und|oder|et|ou|y|o|e|en|of|i|oraz|и|або|чи|і|й|та|και|ή)\s(?:\w{1,4}\s)?|,\s(?:\w{1,3}\s)?"
)


def _beside_the_future(
    text: str, found: Sequence[Recognised], index: int, whens: Sequence[When | None], story: _Story
) -> bool:
    """Whether the day right before in a list lies ahead of the day of speaking, or is that of "today and Friday"."""
    if index == 0 or story.speech is None:
        return False
    last, when = found[index - 1], whens[index - 1]
    if when is None or when.first is None or found[index].start - last.end > _IN_ONE_BREATH:
        return False
    today = isinstance(last.meaning, Deictic | DayPart) and when.first == story.speech
    return (today or when.first > story.speech) and bool(_LISTED.fullmatch(text, last.end, found[index].start))


_IN_ONE_BREATH, _NEXT_SENTENCE = 12, 150  # characters
_PARAGRAPHS, _A_WEEK = 600, 7  # characters back, days back: how far a quotation may lie from the day told before it


def _spoken_then(text: str, item: Recognised, story: _Story, quotes: Sequence[tuple[int, int]]) -> bool:
    """Whether a quotation belongs to the day that the report has just told of, some days before publication."""
    quote = quotation_around(item.start, quotes)
    if quote is None or story.day is None or story.today or story.speech is None or not is_reported_speech(text, quote):
        return False
    return 0 < (story.speech - story.day).days <= _A_WEEK and 0 <= quote[0] - story.day_at <= _PARAGRAPHS


def _day_nearby(
    text: str, found: Sequence[Recognised], index: int, whens: Sequence[When | None], scene: Scene
) -> When | None:
    """The day that a bare time belongs to: the one named in its own sentence, the nearer side first."""
    item = found[index]
    if index + 1 < len(found):
        after = found[index + 1]
        if after.type is TimexType.DATE and after.start - item.end < 25 and same_sentence(text, item.end, after.start):
            when = resolve_meaning(after.meaning, scene)
            if when is not None and when.unit is Unit.DAY and when.grain is Grain.DAY:
                return when
    for back in range(index - 1, max(-1, index - 4), -1):
        when = whens[back]
        if not same_sentence(text, found[back].end, item.start):
            break
        if when is not None and when.unit is Unit.DAY and when.grain in (Grain.DAY, Grain.TIME):
            day = when.value[:10]
            steps = (f"the day of “{text[found[back].start : found[back].end]}”", day)
            return replace(when, value=day, edtf=day, grain=Grain.DAY, steps=steps)
    return _day_told(found, index, whens)


def _day_told(found: Sequence[Recognised], index: int, whens: Sequence[When | None]) -> When | None:
    """The full date of the sentence before: what is told by the clock behind it happened that day."""
    if index == 0:
        return None
    last, when = found[index - 1], whens[index - 1]
    if not isinstance(last.meaning, Calendar) or last.meaning.year is None:
        return None
    near = found[index].start - last.end < _NEXT_SENTENCE
    return when if near and when is not None and when.unit is Unit.DAY and when.grain is Grain.DAY else None


def _move_on(
    text: str, item: Recognised, when: When | None, story: _Story, quotes: Sequence[tuple[int, int]]
) -> _Story:
    """The story after an expression."""
    start = when.first if when is not None and item.to_next else None
    if when is None or when.first is None or item.type not in (TimexType.DATE, TimexType.TIME):
        return story if start is story.range_start else replace(story, range_start=start)
    since = isinstance(item.meaning, Modified) and item.meaning.mod is Mod.ON_OR_AFTER
    if (
        quotation_around(item.start, quotes) is not None or since
    ):  # "the highest since 2009" does not take the text there
        return story if start is story.range_start else replace(story, range_start=start)
    if when.unit in (Unit.DECADE, Unit.CENTURY):
        return replace(story, range_start=start)  # "in the 20th century" is background: no story moves to its first day
    whole = isinstance(item.meaning, Calendar) and when.unit is Unit.DAY
    if whole and is_heading(text, item.start, item.end):
        return _Story(when.first, "heading", False, when.first, "heading", start, Unit.DAY, when.first)
    if whole and story.speech is None and is_dateline(text, item.start, item.end):
        return _Story(when.first, "dateline", False, when.first, "dateline", start, Unit.DAY, when.first)
    day, day_at = story.day, story.day_at
    if when.unit is Unit.DAY and when.grain is not Grain.INTERVAL:
        day, day_at = when.first, item.end
    first = when.first
    if when.unit is Unit.WEEK and when.grain is Grain.WEEK and len(when.value) == _FULL_DATE:
        first = day = dt.date.fromisoformat(when.value)  # "a week later" is that day to what follows
        day_at = item.end
    today = story.today or (story.publication and day == story.speech)
    speech = (story.speech, story.speech_name, story.publication)
    return _Story(*speech, first, "mentioned", start, when.unit, day, day_at, today, story.range_start)


def _timex(text: str, item: Recognised, when: When | None) -> Timex:
    surface = text[item.start : item.end]
    own = own_value(item.meaning)
    mod = _mod(item.meaning)
    if when is None:
        reason = "has no calendar date" if own else "unresolved: no day to count from"
        value = own or open_value(item.meaning)
        steps = (f"rule {item.rule}", reason)
        return Timex(item.start, item.end, surface, item.type, value, mod=mod, rule=item.rule, derivation=steps)
    anchor = (f"anchor {when.anchor}",) if when.anchor else ()
    return Timex(
        item.start,
        item.end,
        surface,
        item.type,
        own or when.value,
        edtf=when.edtf,
        grain=when.grain,
        first=when.first,
        last=when.last,
        mod=str(when.mod) if when.mod else mod,
        implied=when.implied,
        basis=when.basis,
        rule=item.rule,
        anchor=when.anchor,
        derivation=(f"rule {item.rule}", *anchor, *when.steps),
    )


def _mod(meaning: Meaning) -> str | None:
    if isinstance(meaning, Modified):
        return str(meaning.mod)
    return str(meaning.mod) if isinstance(meaning, Length) and meaning.mod else None


def _link_ranges(found: Sequence[Recognised], whens: Sequence[When | None], out: list[Timex]) -> tuple[Timex, ...]:
    """Both ends of "from A to B" carry the interval that they make."""
    linked = list(out)
    for index, item in enumerate(found[:-1]):
        begin, end = whens[index], whens[index + 1]
        if not item.to_next or begin is None or end is None or begin.first is None or end.last is None:
            continue
        if begin.edtf is None or end.edtf is None or end.last < begin.first:
            continue
        interval = f"{begin.edtf.split('/')[0]}/{end.edtf.split('/')[-1]}"
        linked[index] = replace(linked[index], interval=interval)
        linked[index + 1] = replace(linked[index + 1], interval=interval)
    return tuple(linked)
