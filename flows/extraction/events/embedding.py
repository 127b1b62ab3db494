"""The same parse for less: what a model computes from a word alone is computed once per word.

Two fifths of the work of a small spaCy model lie before any word has seen its neighbours: the table look-ups for its
form, affixes and shape, and the layer that mixes them.  Running text repeats its words, so the rows that come out are
kept.  Every row is the one that the model itself makes: parses do not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MOST_ROWS = 20_000  # distinct words kept, about 10 MB; then it starts anew, so that memory stays bounded
_STEPS = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")


def remember_words(nlp: Any) -> bool:
    """Let the pipeline ``nlp`` keep the rows of its words.  False, and nothing changed, where its first layers are not
    those of spaCy's small models (``MultiHashEmbed``): a transformer, word vectors, a model of one's own."""
    if "tok2vec" not in nlp.pipe_names:
        return False
    layers = nlp.get_pipe("tok2vec").model.layers
    steps: Sequence[Any] = layers[0].layers if layers else ()
    if tuple(step.name.split("(")[0] for step in steps) != _STEPS:
        return False
    layers[0] = _remembering(steps[0], steps[1:])
    return True


def _remembering(features: Any, rest: Sequence[Any]) -> Any:
    """A layer that gives what ``features`` and then ``rest`` give, running ``rest`` on unseen rows only."""
    import numpy as np
    from thinc.api import Model

    places: dict[bytes, int] = {}  # attributes of a word -> its row
    table = np.zeros((0, 0), dtype="f")

    def forward(_model: Any, docs: Sequence[Any], **_: bool) -> tuple[list[Any], None]:
        nonlocal table
        found = features.predict(docs)
        rows = np.vstack(found)
        width = rows.dtype.itemsize * rows.shape[1]
        keys = np.ascontiguousarray(rows).view(f"V{width}").ravel().tolist()
        if len(places) + len(keys) > MOST_ROWS:
            places.clear()
        new: list[int] = []
        for at, key in enumerate(keys):
            if key not in places:
                places[key] = len(places)
                new.append(at)
        if new:
            made: Any = [rows[new]]
            for step in rest:
                made = step.predict(made)
            first = len(places) - len(new)
            if table.shape[1] != made[0].shape[1] or len(table) < len(places):
                grown = np.zeros((max(2 * len(places), 1024), made[0].shape[1]), dtype="f")
                grown[:first] = table[:first] if first else 0
                table = grown
            table[first : len(places)] = made[0]
        each = table[[places[key] for key in keys]]
        return np.split(each, np.cumsum([len(part) for part in found])[:-1]), None

    return Model("remembered_words", forward)
