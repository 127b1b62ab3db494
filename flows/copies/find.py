"""Which documents are copies of which: decided by what the documents are, whatever the order they were read in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
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


def copies_of(documents: pl.DataFrame, sketches: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``copies`` for all documents (doc_id, published, content_hash).

    In the order of publication (unknown days last), then of ids, each text is a copy of the most similar original
    before it, or an original.  Copies are compared with originals only, so that nothing is passed on step by step
    until two different texts are one.
    """
    known = documents.join(sketches, on="content_hash").filter(pl.col("least").list.len() == HASHES)
    # Only what shares a band with another text can be a copy; of most documents nothing more is looked at.
    near = known.join(_sharing(known), on="doc_id", how="semi")
    order = near.sort(pl.col("published").fill_null(dt.date.max), "doc_id")
    rows = order.select("doc_id", "published", "least", "marks").iter_rows()
    texts = (_Text(i, day, np.array(least, dtype=np.uint32), frozenset(marks)) for i, day, least, marks in rows)
    found = [(copy, original, round(similarity, 4)) for copy, original, similarity in _copies(texts)]
    return pl.DataFrame(sorted(found), schema=frame_schema(COPIES), orient="row")


def _sharing(known: pl.DataFrame) -> pl.DataFrame:
    """The ids of documents of which a band is met in another document as well."""
    bands = known.lazy().select(
        "doc_id", *(pl.col("least").list.slice(start, _BAND).hash().alias(str(start)) for start in _starts())
    )
    columns = [str(start) for start in _starts()]
    shared = pl.any_horizontal(pl.col(name).is_duplicated() for name in columns)
    return bands.filter(shared).select("doc_id").collect()


def _copies(texts: Iterable[_Text]) -> Iterable[tuple[str, str, float]]:
    originals: defaultdict[tuple[int, bytes], list[_Text]] = defaultdict(list)
    for text in texts:
        keys = [(start, text.least[start : start + _BAND].tobytes()) for start in _starts()]
        candidates = {each.doc_id: each for key in keys for each in originals[key]}
        best = max(
            ((_similarity(text, each), each.doc_id) for each in candidates.values() if _comparable(text, each)),
            key=lambda found: (found[0], found[1]),
            default=(0.0, ""),
        )
        if best[0] >= _LEAST_SIMILAR:
            yield text.doc_id, best[1], best[0]
            continue
        for key in keys:
            if len(originals[key]) < _CROWD:
                originals[key].append(text)


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
