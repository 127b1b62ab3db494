"""Which documents are copies of which: decided by what the documents are, whatever the order they were read in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.copies.sketch import HASHES
from warehouse.frames import frame_schema
from warehouse.schema import COPIES

# Of the estimate.  A reprint with another headline, agency line and closing paragraph stays above it.
_LEAST_SIMILAR = 0.75
_BAND = 4  # hashes that must agree at once to be compared: of texts alike to 0.8 one in 5,000 is missed
# A text that is printed again after this long tells of its own day: weekly and yearly notices.
_LONGEST_APART = 14  # days
_CROWD = 500  # texts with one band in common; more are a template's, and comparing all pairs would take for ever


@dataclass(frozen=True, slots=True)
class _Text:
    doc_id: str
    published: dt.date | None
    least: np.ndarray[tuple[int], np.dtype[np.uint32]]
    marks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Settled:
    """What is known of earlier documents: the rows of ``copies`` as they were, and the first place in the order (day of
    publication, id) at which anything is another than then."""

    copies: pl.DataFrame
    until: tuple[dt.date | None, str]

    def before(self) -> pl.Expr:
        """Whether a document comes before that place."""
        day, doc_id = self.until
        last = day or dt.date.max
        return (_day() < last) | ((_day() == last) & (pl.col("doc_id") < doc_id))


def copies_of(documents: pl.DataFrame, sketches: pl.DataFrame, settled: Settled | None = None) -> pl.DataFrame:
    """Rows of ``copies`` for all documents (doc_id, published, content_hash).

    In the order of publication (unknown days last), then of ids, each text is a copy of the most similar original
    before it, or an original.  Copies are compared with originals only, so that nothing is passed on step by step
    until two different texts are one.  What comes before all that changed is ``settled``: it need not be looked at.
    """
    known = documents.join(sketches, on="content_hash").filter(pl.col("least").list.len() == HASHES)
    if settled is None:
        # Only what shares a band with another text can be a copy; of most documents nothing more is looked at.
        order = _in_order(known.join(_sharing(known), on="doc_id", how="semi"))
        return _rows(_copies([], order))
    earlier = known.filter(settled.before())
    later = known.filter(~settled.before())
    standing = settled.copies.join(earlier.select(copy_id="doc_id"), on="copy_id", how="semi")
    originals = earlier.join(standing.select(doc_id="copy_id"), on="doc_id", how="anti")
    near = originals.filter(_meets(originals, later))
    return _rows([*standing.iter_rows(), *_copies(_in_order(near), _in_order(later))])


def _rows(found: Iterable[tuple[str, str, float]]) -> pl.DataFrame:
    return pl.DataFrame(sorted(found), schema=frame_schema(COPIES), orient="row")


def _day() -> pl.Expr:
    return pl.col("published").fill_null(dt.date.max)


def _in_order(documents: pl.DataFrame) -> Iterator[_Text]:
    rows = documents.sort(_day(), "doc_id").select("doc_id", "published", "least", "marks").iter_rows()
    return (_Text(i, day, np.array(least, dtype=np.uint32), frozenset(marks)) for i, day, least, marks in rows)


def _bands(known: pl.DataFrame) -> pl.DataFrame:
    """A column a band, in the order of the rows."""
    return known.select(
        pl.col("least").list.slice(start, _BAND).hash().alias(str(start)) for start in _starts()
    )  # fmt: skip


def _sharing(known: pl.DataFrame) -> pl.DataFrame:
    """The ids of documents of which a band is met in another document as well."""
    bands = _bands(known)
    shared = pl.any_horizontal(pl.col(name).is_duplicated() for name in bands.columns)
    return known.select("doc_id").filter(bands.select(shared).to_series())


def _meets(known: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    """Of each row whether a band of it is one of the others'."""
    bands, met = _bands(known), _bands(others)
    return bands.select(
        pl.any_horizontal(pl.col(name).is_in(met[name].unique().implode()) for name in bands.columns)
    ).to_series()  # fmt: skip


def _copies(originals_before: Iterable[_Text], texts: Iterable[_Text]) -> Iterator[tuple[str, str, float]]:
    """Copy, original and likeness; both arguments in order, ``originals_before`` before all ``texts``."""
    originals: defaultdict[tuple[int, bytes], list[_Text]] = defaultdict(list)

    def keep(text: _Text) -> None:
        for key in _keys(text):
            if len(originals[key]) < _CROWD:
                originals[key].append(text)

    for text in originals_before:
        keep(text)
    for text in texts:
        candidates = {each.doc_id: each for key in _keys(text) for each in originals[key]}
        best = max(
            ((_similarity(text, each), each.doc_id) for each in candidates.values() if _comparable(text, each)),
            key=lambda found: (found[0], found[1]),
            default=(0.0, ""),
        )
        if best[0] >= _LEAST_SIMILAR:
            yield text.doc_id, best[1], round(best[0], 4)
        else:
            keep(text)


def _keys(text: _Text) -> list[tuple[int, bytes]]:
    return [(start, text.least[start : start + _BAND].tobytes()) for start in _starts()]


def _starts() -> range:
    return range(0, HASHES, _BAND)


def _similarity(one: _Text, other: _Text) -> float:
    return float(np.mean(one.least == other.least))


def _comparable(one: _Text, other: _Text) -> bool:
    """Whether two similar texts can be one report.

    A copy may leave numbers and days out or add some; where each has its own, one template tells of two happenings.
    """
    if one.marks - other.marks and other.marks - one.marks:
        return False
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= _LONGEST_APART
