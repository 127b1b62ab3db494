"""Sources on the web are read ahead of their turn, side by side: the slow answers of one host hold up no other.

The inputs still come in the order of the sources, and sources of one host are read one after another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from queue import Full, Queue

from flows.sources.base import Input
from flows.sources.credit import Credits
from flows.sources.reading import Reading
from flows.watched import Watched

LANES = 16  # sources that are read at the same time
AHEAD = 16  # inputs that a source may be ahead of its turn; each is an article in memory
_LOOK = 0.2  # seconds between two looks whether the run still goes on


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A source whose inputs are read into a queue; ``None`` ends them, an error is raised where it would have been."""

    source: Watched
    inputs: Queue[Input | BaseException | None] = field(default_factory=lambda: Queue(AHEAD))

    def drained(self) -> Iterator[Input]:
        while (item := self.inputs.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item


def side_by_side(sources: Sequence[Watched], reading: Reading) -> Iterator[Input]:
    """The inputs of all sources, in their order; of a page that several name, the first of them is credited with it.

    What is on the web is read by threads of its own; they end with this iterator, also where it is closed early.
    """
    credited, lanes = Credits(reading.state), _lanes(sources)
    ahead = {each.source: each for lane in lanes for each in lane}
    stop = threading.Event()
    for lane in lanes:
        threading.Thread(target=_read, args=(lane, reading, stop), daemon=True).start()
    try:
        for source in sources:
            inputs = ahead[source].drained() if source in ahead else source.read(reading)
            yield from map(credited.settled, inputs)
    finally:
        stop.set()


def _lanes(sources: Sequence[Watched]) -> list[list[_Ahead]]:
    """Each lane is read by one thread, in the order of the sources, so that none can wait for one behind it."""
    hosts: dict[str, int] = {}
    lanes: list[list[_Ahead]] = [[] for _ in range(LANES)]
    for source in sources:
        if source.host is not None:
            lanes[hosts.setdefault(source.host, len(hosts)) % LANES].append(_Ahead(source))
    filled = [lane for lane in lanes if lane]
    return filled if len(filled) > 1 else []  # a lane alone has nothing beside it


def _read(lane: Sequence[_Ahead], reading: Reading, stop: threading.Event) -> None:
    for each in lane:
        try:
            for item in each.source.read(reading):
                if not _put(each, item, stop):
                    return
        except BaseException as error:
            _put(each, error, stop)
            return
        if not _put(each, None, stop):
            return


def _put(ahead: _Ahead, item: Input | BaseException | None, stop: threading.Event) -> bool:
    """Whether the item was taken; not where the run is over."""
    while not stop.is_set():
        try:
            ahead.inputs.put(item, timeout=_LOOK)
        except Full:
            continue
        return True
    return False
