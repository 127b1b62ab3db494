"""Sources under watch: how long each takes, how much it gives, and that one that breaks stops no other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.sources.base import Input, Source
from flows.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class Tally:
    """What reading one source came to; the seconds are those spent in the source itself."""

    name: str
    inputs: int
    seconds: float


class Watched:
    """One declared source, or all files named on the command line, read in turn.

    ``host`` is whom the source asks on the web, if it does.
    """

    def __init__(self, name: str, sources: Sequence[Source], host: str | None = None) -> None:
        self.host = host
        self._name = name
        self._sources = tuple(sources)
        self._inputs = 0
        self._seconds = 0.0

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """All inputs; of a source that breaks one more, which says so."""
        for source in self._sources:
            yield from self._one(source.read(reading))

    def tally(self) -> Tally:
        """What has been read so far."""
        return Tally(self._name, self._inputs, self._seconds)

    def _one(self, inputs: Iterator[Input]) -> Iterator[Input]:
        item: Input | None
        while True:
            began = time.monotonic()
            try:
                item = next(inputs, None)
                ended = item is None
            except Exception as error:
                # A fault in one kind of source, perhaps a user's own, must not cost the others their run.
                problem = f"the source broke off ({type(error).__name__}: {error}); the others were read"
                item, ended = Input(self._name, problem=problem, missing=True), True
            self._seconds += time.monotonic() - began
            if item is not None:
                self._inputs += 1
                yield item
            if ended:
                return
