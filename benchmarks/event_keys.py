"""Are mentions of one happening in a document joined, and others kept apart?  Pairwise, against annotated texts.

    python -m benchmarks.event_keys [--errors N] [FILE …]

Mentions are matched to annotated events as in ``benchmarks.calibration``; every two matched mentions of one family
and document are a pair.  Precision: of the pairs given one ``event_key``, those that are one happening by
annotation; recall the other way round.  Without files: our own annotated texts, and the gold sets where they lie.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script as well as a module

from benchmarks.calibration import CORPUS, TEXTS, answers  # noqa: E402
from flows.extraction.model import Mention  # noqa: E402
from flows.extraction.pipeline import ExtractionSettings, Extractor  # noqa: E402
from flows.sources.jsonl import document_of  # noqa: E402

KEYS = ROOT / "tests/events/keys.jsonl"
GOLD = tuple(ROOT / "../shared/gold" / name for name in ("events-articles.jsonl", "events-news.jsonl"))


class Pair(NamedTuple):
    """Two matched mentions: the document, where their triggers stand, and whether they are one happening."""

    doc_id: str
    left: str
    right: str
    same: bool
    joined: bool


def matches(mentions: Sequence[Mention], events: Sequence[dict[str, Any]]) -> Iterator[tuple[Mention, dict[str, Any]]]:
    """Mentions with the annotated event that each answers: by the same words first, then by the same sentence."""
    free, left = list(events), list(mentions)
    for overlap in (True, False):
        for mention in tuple(left):
            event = next((e for e in free if answers(mention, e, overlap)), None)
            if event is not None:
                free.remove(event)
                left.remove(mention)
                yield mention, event


def pairs(path: Path, extractor: Extractor) -> list[Pair]:
    """All pairs of matched mentions of the documents in a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    given = (document_of(row, path.name) for row in rows)
    found: list[Pair] = []
    for row, extraction in zip(rows, extractor.extract(given), strict=True):
        paired = sorted(matches(extraction.mentions, row["events"]), key=lambda pair: pair[0].start)
        for (one, gold_one), (two, gold_two) in combinations(paired, 2):
            same = gold_one["event_key"] == gold_two["event_key"]
            found.append(Pair(row["doc_id"], _place(one), _place(two), same, one.event_key == two.event_key))
    return found


def _place(mention: Mention) -> str:
    return f"{mention.trigger}@{mention.start}"


def summary(found: Sequence[Pair]) -> dict[str, float | int]:
    """Precision and recall with their counts; both 1 where there is nothing to find and nothing was found."""
    both = sum(pair.same and pair.joined for pair in found)
    joined, same = sum(pair.joined for pair in found), sum(pair.same for pair in found)
    return {
        "pairs": len(found), "joined": joined, "same": same, "both": both,
        "precision": round(both / joined, 3) if joined else 1.0, "recall": round(both / same, 3) if same else 1.0,
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a JSON line a set and one for all; with ``--errors`` the pairs that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args(arguments)
    extractor = Extractor(ExtractionSettings())
    total: list[Pair] = []
    sets = [(p.name, [p]) for p in options.files] or [
        ("tests/corpus/events", list(CORPUS)), ("tests/events/texts.jsonl", [TEXTS]),
        ("tests/events/keys.jsonl", [KEYS]),
        *((path.name, [path]) for path in GOLD if path.exists()),
    ]  # fmt: skip
    for name, paths in sets:
        found = [pair for path in paths for pair in pairs(path, extractor)]
        total += found
        sys.stdout.write(json.dumps({"set": name, **summary(found)}) + "\n")
    sys.stdout.write(json.dumps({"set": "all", **summary(total)}) + "\n")
    for pair in [p for p in total if p.same != p.joined][: options.errors]:
        kind = "wrongly joined" if pair.joined else "wrongly apart"
        sys.stdout.write(f"{kind}: {pair.doc_id}: {pair.left} / {pair.right}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
