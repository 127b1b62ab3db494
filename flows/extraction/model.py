"""What extraction takes and gives: documents in; timexes and mentions out.

Everything here is a frozen value.  Offsets are Unicode code points into ``Document.text`` as given,
end exclusive, so that ``text[start:end]`` is always the surface.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class TimexType(StrEnum):
    """TIMEX3 types (TimeML 1.2.1, section 2.3)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Grain(StrEnum):
    """How fine a date is as the text gives it; also the vocabulary of ``timeline.date_precision``."""

    TIME = "time"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether the text says that the happening took place."""

    OCCURRED = "occurred"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class DateBasis(StrEnum):
    """What the date of an event rests on."""

    EXPLICIT = "explicit"  # the expression itself holds the year
    RELATIVE_TO_PUBLICATION = "relative_to_publication"  # weekday, "yesterday", day and month without year
    RELATIVE_TO_CONTEXT = "relative_to_context"  # anchored on a heading, another event, a quoted day
    PUBLICATION = "publication"  # no expression, but the text plainly means its own day
    NONE = "none"


class PublishedBasis(StrEnum):
    """Where a document's publication date comes from."""

    GIVEN = "given"  # the user said it: --published, a manifest, a JSON field
    METADATA = "metadata"  # front matter or page metadata
    TEXT = "text"  # the text says it: "first published on 17 December 2025", a dateline
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Document:
    """A text with metadata.  ``published`` is the document creation time (DCT) of TimeML, a day."""

    doc_id: str
    text: str
    published: dt.date | None = None
    published_basis: PublishedBasis = PublishedBasis.NONE
    title: str | None = None
    url: str | None = None
    language: str | None = None  # BCP 47 primary subtag: "en", "de", …; None = to be detected
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """One temporal expression, resolved as far as the text and the publication date allow.

    ``value`` is the TIMEX3 value; of an unresolved expression it keeps the relative meaning
    (``XXXX-WXX-3``, ``XXXX-12-14``).  ``edtf`` is the same as an ISO 8601-2 string, ``None`` where there is no
    calendar date (durations, sets, unresolved).  ``first``/``last`` are the first and last day that the
    expression can mean, either open (``None``).
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    edtf: str | None = None
    grain: Grain = Grain.UNKNOWN
    first: dt.date | None = None
    last: dt.date | None = None
    mod: str | None = None  # TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER, …
    implied: tuple[str, ...] = ()  # parts that the text leaves out: "year", "month", "direction", …
    basis: DateBasis = DateBasis.NONE  # explicit, relative_to_publication, relative_to_context, none
    rule: str = ""  # name of the rule that read it
    anchor: str | None = None  # what it was resolved against: "publication 2025-02-14", "heading 2019-11-10"
    derivation: tuple[str, ...] = ()  # the steps, in order, for people
    interval: str | None = None  # EDTF of the whole range where this is one end of it ("from Friday to Sunday")


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in a role, with the place of its name in the text (``None`` where completed from elsewhere)."""

    name: str  # longest form of the name in the document: "Donald Trump" for "Trump"
    role: str  # caller, callee, official, host, visitor, signatory, target, …, or "participant"
    start: int | None = None
    end: int | None = None
    kind: str | None = None  # person, state, organisation, group; None = not known


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in one document that names an event.

    ``date`` is EDTF or ``None``.  ``earliest``/``latest`` bound the day: equal to the first and last day of
    ``date`` where there is one, else what is known ("before this") or ``None``.
    """

    doc_id: str
    start: int  # of the trigger
    end: int
    trigger: str
    type: str
    status: Status
    sentence_start: int
    sentence_end: int
    subtype: str | None = None  # finer kind within the type: "visit", "negotiation", "raid", "airstrike"
    date: str | None = None
    date_text: str | None = None
    date_basis: DateBasis = DateBasis.NONE
    date_rule: str | None = None  # how the date came to the event: "timex in clause", "same happening above", …
    date_anchor: str | None = None
    date_derivation: tuple[str, ...] = ()
    earliest: dt.date | None = None
    latest: dt.date | None = None
    participants: tuple[Participant, ...] = ()
    location: str | None = None
    confidence: float = 0.5  # 0..1, calibrated: share of such mentions that are right
    features: tuple[tuple[str, float], ...] = ()  # what the confidence is made of
    event_key: str | None = None  # the same key = the same happening within this document
    gist: str | None = None  # who did what in a few words of the text, or the name of the thing


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that was looked at and not taken, for the debugging view."""

    start: int
    end: int
    trigger: str
    type: str
    rule: str  # name of the rule that rejected it


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document."""

    doc_id: str
    language: str
    timexes: tuple[Timex, ...]
    mentions: tuple[Mention, ...]
    rejected: tuple[Rejected, ...] = field(default=())
