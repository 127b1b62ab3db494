"""An accepted candidate on its way to a mention."""

from __future__ import annotations

from dataclasses import dataclass

from flows.extraction.events.context import Context
from flows.extraction.events.dates import DateLink
from flows.extraction.events.judgement import Judgement
from flows.extraction.model import Participant

# Types that tell one kind of happening in different words; mentions join across them.
FAMILIES = {"summit": "meeting", "dismissal": "resignation", "election": "vote"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of one mention so far; ``construction`` is the line of the lexicon that let it in."""

    context: Context
    judgement: Judgement
    link: DateLink
    participants: tuple[Participant, ...]
    location: str | None
    construction: str
    key: str = ""
    anaphoric: bool = False
    main: bool = False

    @property
    def type(self) -> str:
        """Event type."""
        return self.context.candidate.trigger.type

    @property
    def family(self) -> str:
        """Family of event types within which mentions may join."""
        return FAMILIES.get(self.type, self.type)

    @property
    def start(self) -> int:
        """Where the trigger begins."""
        return self.context.candidate.start

    @property
    def end(self) -> int:
        """Where the trigger ends."""
        return self.context.candidate.end

    @property
    def names(self) -> frozenset[str]:
        """Names of the participants."""
        return frozenset(participant.name for participant in self.participants)
