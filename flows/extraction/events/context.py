"""What the rules about one candidate may look at."""

from __future__ import annotations

from dataclasses import dataclass

from flows.extraction.events.discourse import Discourse
from flows.extraction.events.frame import Frame
from flows.extraction.events.names import Names, Unit
from flows.extraction.events.scan import Candidate
from flows.extraction.events.tree import Token
from flows.extraction.model import Document, Timex
from flows.extraction.segment import Sentence


@dataclass(frozen=True, slots=True)
class Context:
    """A candidate in its sentence, its parse, and its document."""

    document: Document
    discourse: Discourse
    names: Names
    timexes: tuple[Timex, ...]  # of the sentence
    sentence: Sentence
    candidate: Candidate
    frame: Frame
    quotations: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The sentence."""
        return self.document.text[self.sentence.start : self.sentence.end]

    def token(self, i: int) -> Token:
        """A token of the sentence."""
        return self.frame.tree.tokens[i]

    def unit(self, i: int) -> Unit | None:
        """The name that token ``i`` belongs to."""
        token = self.token(i)
        return self.names.at(token.start, token.end)

    def timexes_at(self, i: int) -> tuple[Timex, ...]:
        """Timexes that cover token ``i``."""
        token = self.token(i)
        return tuple(t for t in self.timexes if t.start < token.end and t.end > token.start)
