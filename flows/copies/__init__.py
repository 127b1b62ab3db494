"""Nearly identical texts: an agency's report in twenty papers is one report."""

from flows.copies.find import Settled, copies_of
from flows.copies.sketch import Sketches

__all__ = ["Settled", "Sketches", "copies_of"]
