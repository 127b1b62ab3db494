"""Sources under watch: one that breaks stops no other, and each knows what it cost."""

from dataclasses import dataclass

from flows.bookkeeping import source_rows
from flows.ledger import Entry, Outcome
from flows.sources.base import Input
from flows.watched import Tally, Watched


@dataclass
class Gives:
    items: tuple

    def read(self, reading=None):  # noqa: ARG002
        for item in self.items:
            if isinstance(item, Exception):
                raise item
            yield Input(item)


def test_a_source_that_breaks_is_one_more_input_and_the_next_is_read():
    watched = Watched("news", [Gives(("a", RuntimeError("no such thing"))), Gives(("b",))])
    read = list(watched.read())
    assert [item.source for item in read] == ["a", "news", "b"]
    assert read[1].missing
    assert read[1].problem == "the source broke off (RuntimeError: no such thing); the others were read"
    assert watched.tally().inputs == 3
    assert watched.tally().seconds >= 0


def test_the_slowest_source_stands_first_with_what_became_of_its_inputs():
    entries = [Entry("a", Outcome.LOADED), Entry("b", Outcome.QUARANTINED), Entry("c", Outcome.UNCHANGED)]
    quick, slow = source_rows([Tally("quick", 2, 0.11), Tally("slow", 1, 7.0)], entries)[::-1]
    assert (slow.name, slow.inputs, slow.new, slow.held_back, slow.seconds) == ("slow", 1, 0, 0, 7.0)
    assert (quick.name, quick.inputs, quick.new, quick.held_back, quick.seconds) == ("quick", 2, 1, 1, 0.1)
