"""Documents in, mentions out: segment → timexes → candidates → parse those sentences → mentions.

Cheap steps come first and expensive ones see little: a text without candidates never loads the parser.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from flows.extraction.collector import collector_waits
from flows.extraction.events.discourse import Discourse, read_discourse
from flows.extraction.events.lexical import lexical_languages, recognise_lexically
from flows.extraction.events.names import Names, find_names
from flows.extraction.events.ontology import Ontology, load_ontology
from flows.extraction.events.parser import parse_sentences, readable
from flows.extraction.events.precheck import possible, surface
from flows.extraction.events.quotation import quotations
from flows.extraction.events.ranges import merge_ranges
from flows.extraction.events.recognise import Prepared, recognise, reject
from flows.extraction.events.scan import Candidate, Scanner
from flows.extraction.language import detect_language
from flows.extraction.model import Document, Extraction, Mention, Rejected, Timex
from flows.extraction.segment import Sentence, split_sentences
from flows.extraction.timex import find_timexes

CODE_VERSION = "3"  # raise when rules change; words change the version by themselves
EXTRACTOR_VERSION = f"{CODE_VERSION}-{load_ontology().version}"
_CHUNK_SENTENCES = 512  # candidate sentences parsed together; what bounds memory
_CHUNK_CHARACTERS = 2_000_000


@dataclass(frozen=True)
class ExtractionSettings:
    """``model``: spaCy package or folder.  ``lexicon_files``: the user's TOML files.  ``threshold``: confidence
    under which a mention is kept but marked and left off the timeline."""

    model: str = "en_core_web_sm"
    lexicon_files: tuple[str, ...] = ()
    threshold: float = 0.5  # by the rule of benchmarks/calibration.py


class Extractor:
    """Extracts event mentions; one instance serves any number of documents."""

    def __init__(self, settings: ExtractionSettings | None = None) -> None:
        self.settings = settings or ExtractionSettings()
        self.ontology: Ontology = load_ontology(self.settings.lexicon_files)
        self.version = f"{CODE_VERSION}-{self.ontology.version}"
        self._scanner = Scanner(self.ontology)

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Extractions in the order of the documents; holds a bounded number of them at a time."""
        chunk: list[Prepared] = []
        sentences = characters = 0
        for document in documents:
            with collector_waits():
                prepared = self.prepare(document)
            chunk.append(prepared)
            sentences += len(prepared.sentences)
            characters += len(document.text)
            if sentences >= _CHUNK_SENTENCES or characters >= _CHUNK_CHARACTERS:
                with collector_waits():
                    finished = self._finish(chunk)
                yield from finished
                chunk, sentences, characters = [], 0, 0
        with collector_waits():
            finished = self._finish(chunk)
        yield from finished

    def prepare(self, document: Document) -> Prepared:
        """The cheap steps: sentences, timexes, candidates, names."""
        text = document.text
        language = document.language or detect_language(text)
        timexes = merge_ranges(text, find_timexes(text, published=document.published, language=language))
        sentences = split_sentences(text)
        discourse = read_discourse(document, sentences, timexes)
        if language != "en":
            return self._lexical(document, language, sentences, timexes, discourse)
        rejected: list[Rejected] = []
        held: list[tuple[Sentence, tuple[Candidate, ...]]] = []
        index = 0
        starts = [t.start for t in timexes if t.edtf is not None or t.first is not None]
        for sentence in sentences:
            candidates = tuple(self._scanner.scan(text, sentence.start, sentence.end))
            if not candidates:
                continue
            while index < len(starts) and starts[index] < sentence.start:
                index += 1
            last = bisect_left(starts, sentence.end, index)
            told = discourse.digest or discourse.heading_before(sentence.start) is not None
            kept = self._sift(text, sentence, candidates, tuple(starts[index:last]), rejected, timexes, told)
            if kept:
                held.append((sentence, kept))
        names = Names(())
        if held:
            names = find_names(text, [(t.start, t.end) for t in timexes], [s.start for s in sentences])
        return Prepared(
            document,
            language,
            timexes,
            discourse,
            names,
            quotations(text) if held else (),
            tuple(held),
            tuple(rejected),
        )

    def _lexical(
        self,
        document: Document,
        language: str,
        sentences: tuple[Sentence, ...],
        timexes: tuple[Timex, ...],
        discourse: Discourse,
    ) -> Prepared:
        """Languages without a parser: their own explicit triggers; without a lexicon, timexes only."""
        mentions: tuple[Mention, ...] = ()
        if language in lexical_languages():
            mentions = recognise_lexically(document, language, sentences, timexes, discourse)
        return Prepared(document, language, timexes, discourse, Names(()), (), (), (), mentions)

    def _sift(
        self,
        text: str,
        sentence: Sentence,
        candidates: tuple[Candidate, ...],
        dates: tuple[int, ...],
        rejected: list[Rejected],
        timexes: tuple[Timex, ...],
        told: bool,
    ) -> tuple[Candidate, ...]:
        """Drop look-alikes, and triggers that need a date where the sentence has none, before anything is parsed."""
        kept: list[Candidate] = []
        seen = surface(text[sentence.start : sentence.end], sentence.start, dates, told)
        for candidate in candidates:
            rule = _inside_date(timexes, candidate) or possible(candidate.trigger, candidate.start, seen)
            rule = rule or self._lookalike(text, sentence, candidate)
            if rule is None:
                kept.append(candidate)
            else:
                rejected.append(reject(candidate, text, rule))
        return tuple(kept)

    def _lookalike(self, text: str, sentence: Sentence, candidate: Candidate) -> str | None:
        for lookalike in self.ontology.types[candidate.trigger.type].lookalikes:
            for match in lookalike.pattern.finditer(text, sentence.start, sentence.end):
                if match.start() < candidate.end and match.end() > candidate.start:
                    return f"look-alike: {lookalike.why}"
        return None

    def _finish(self, chunk: list[Prepared]) -> list[Extraction]:
        found: list[Extraction] = []
        pairs = (
            (
                readable(prepared.document.text[sentence.start : sentence.end], sentence.start, prepared.timexes),
                sentence.start,
            )
            for prepared in chunk
            for sentence, _ in prepared.sentences
        )
        first = next(pairs, None)
        trees = parse_sentences(self.settings.model, chain([first], pairs)) if first is not None else iter(())
        for prepared in chunk:
            own = [next(trees) for _ in prepared.sentences]
            mentions, rejected = recognise(prepared, own)
            found.append(
                Extraction(
                    prepared.document.doc_id,
                    prepared.language,
                    prepared.timexes,
                    (*prepared.mentions, *mentions),
                    tuple(sorted((*prepared.rejected, *rejected), key=lambda r: (r.start, r.end, r.type))),
                )
            )
        return found


def _inside_date(timexes: tuple[Timex, ...], candidate: Candidate) -> str | None:
    """ "March" of a date is no march."""
    index = bisect_right(timexes, candidate.start, key=lambda timex: timex.start) - 1
    return "part of a date" if index >= 0 and timexes[index].end >= candidate.end else None
