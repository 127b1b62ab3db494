"""Linking: accuracy beside two baselines and Splink, then speed on synthetic mentions.

Every system gets the same annotated mentions of the same reports and says which are one happening.  Scores are
pairwise over pairs from different documents, and B-cubed.  Usage:
python benchmarks/bench_link.py [--mentions N] [--skip-scale]
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import polars as pl
from link_generator import Corpus
from link_splink import splink_link

from transforms.actors.gazetteer import load_gazetteer
from transforms.actors.participants import participants_with_actors
from transforms.dates import normalise_dates
from transforms.ids import mention_id
from transforms.link.archive import InMemory
from transforms.link.events import events_of, link_increment
from transforms.link_rows import link_rows
from transforms.records import mentions_frame
from transforms.types import family_of

ROOT = Path(__file__).resolve().parent.parent
CORPORA = {
    "own corpus (tests/corpus/linking)": ROOT / "tests" / "corpus" / "linking" / "reports.jsonl",
    "real reports (../shared/gold)": ROOT.parent / "shared" / "gold" / "linking-news.jsonl",
}
SENTENCE_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$)|\n+")
Row = dict[str, Any]
System = Callable[[list[Row], list[Row]], Mapping[str, str]]


def read_corpus(path: Path) -> tuple[list[Row], list[Row]]:
    """Documents and mention rows of an annotated file; each mention carries its ``truth`` and ``near`` keys."""
    documents, mentions = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        published = dt.date.fromisoformat(row["published"]) if row.get("published") else None
        documents.append(
            {"doc_id": row["doc_id"], "published": published, "title": row.get("title"), "text": row["text"]}
        )
        for number, event in enumerate(row["events"]):
            start, end = _sentence(row["text"], event["start"], event["end"])
            undated = event["date"] is None and event["status"] == "occurred"
            basis = "publication" if event["date"] == row.get("published") else "relative_to_publication"
            mentions.append({
                "mention_id": mention_id(row["doc_id"], event["start"], event["end"], event["type"]),
                "doc_id": row["doc_id"], "event_key": f"k{number}", "event_type": event["type"],
                "trigger": event["trigger"], "trigger_start": event["start"], "trigger_end": event["end"],
                "sentence_start": start, "sentence_end": end, "quote": row["text"][start:end],
                "status": event["status"], "date_edtf": event["date"],
                "date_basis": event.get("date_basis") or (basis if event["date"] else "none"),
                "latest": published if undated else None, "location": event.get("location"), "confidence": 0.8,
                "participants": [{"name": p, "role": "participant"} for p in event["participants"]],
                "truth": event["event_key"], "near": set(event.get("near_keys") or ()),
            })  # fmt: skip
    return documents, mentions


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    ends = [0, *(m.end() for m in SENTENCE_END.finditer(text)), len(text)]
    return max(e for e in ends if e <= start), min(e for e in ends if e >= end)


def score(mentions: list[Row], found: Mapping[str, str]) -> tuple[float, float, float, float]:
    """Pairwise precision, recall and F1 across documents, B-cubed F1."""
    right = guessed = true = 0
    for one, other in itertools.combinations(mentions, 2):
        same = one["truth"] == other["truth"]
        said = found[one["mention_id"]] == found[other["mention_id"]]
        defensible = not same and {one["truth"], other["truth"]} & (one["near"] | other["near"])
        if one["doc_id"] == other["doc_id"] or defensible:
            continue
        right, guessed, true = right + (same and said), guessed + said, true + same
    precision, recall = right / guessed if guessed else 1.0, right / true if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    pairs = Counter((m["truth"], found[m["mention_id"]]) for m in mentions)
    of_truth, of_said = Counter(m["truth"] for m in mentions), Counter(found[m["mention_id"]] for m in mentions)
    p = sum(n * n / of_said[said] for (_, said), n in pairs.items()) / len(mentions)
    r = sum(n * n / of_truth[truth] for (truth, _), n in pairs.items()) / len(mentions)
    return precision, recall, f1, 2 * p * r / (p + r)


def same_type_and_day(_documents: list[Row], mentions: list[Row]) -> Mapping[str, str]:
    """One event a type family and date; undated mentions stay alone."""
    return {
        m["mention_id"]: f"{family_of(m['event_type'])} {m['date_edtf']}" if m["date_edtf"] else m["mention_id"]
        for m in mentions
    }


def one_a_day(_documents: list[Row], mentions: list[Row]) -> Mapping[str, str]:
    """One event a type, date and set of actors as written: the filter of event databases."""
    return {
        m["mention_id"]: f"{m['event_type']} {m['date_edtf']} {sorted(p['name'] for p in m['participants'])}"
        if m["date_edtf"] else m["mention_id"]
        for m in mentions
    }  # fmt: skip


def dateline(documents: list[Row], mentions: list[Row]) -> Mapping[str, str]:
    return link_rows(mentions, documents)


SYSTEMS: dict[str, System] = {
    "same type and day": same_type_and_day, "one a day (type, day, actors)": one_a_day, "Splink on DuckDB": splink_link,
    "Dateline": dateline,
}  # fmt: skip


def accuracy() -> None:
    for name, path in CORPORA.items():
        if not path.exists():
            print(f"{name}: absent, not measured")
            continue
        documents, mentions = read_corpus(path)
        print(f"{name}: {len(documents)} reports, {len(mentions)} mentions of {len({m['truth'] for m in mentions})}")
        print(f"  {'':32}{'precision':>10}{'recall':>8}{'F1':>8}{'B3 F1':>8}")
        for system, run in SYSTEMS.items():
            try:
                figures = score(mentions, run(documents, mentions))
            except ImportError as error:
                print(f"  {system:32} not measured: {error}")
                continue
            print(f"  {system:32}{figures[0]:10.3f}" + "".join(f"{f:8.3f}" for f in figures[1:]))


def peak_gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def scale(count: int, increment: int = 1000) -> None:
    """Normalise and link ``count`` mentions at once, then ``increment`` more onto them."""
    with tempfile.TemporaryDirectory() as folder:
        maker = Path(__file__).with_name("link_generator.py")
        subprocess.run([sys.executable, str(maker), str(count + increment), folder], check=True)
        corpus = Corpus(*(pl.read_parquet(Path(folder) / f"{f.name}.parquet") for f in fields(Corpus)))
    late = corpus.documents["doc_id"].sample(increment, seed=1)
    arrives = pl.col("doc_id").is_in(late.implode())
    early, later = corpus.mentions.filter(~arrives), corpus.mentions.filter(arrives)
    truth = corpus.truth.filter(pl.col("mention_id").is_in(early["mention_id"].implode()))
    documents, happenings = corpus.documents.lazy(), truth["happening"].n_unique()
    del corpus  # the mentions are in its two parts already
    mentions_frame([])  # what is imported and compiled once is not the archive's cost
    gazetteer = load_gazetteer()
    before, started, used = peak_gigabytes(), time.perf_counter(), time.process_time()
    dated = normalise_dates(early.lazy()).collect()
    who = participants_with_actors(dated.lazy(), documents, gazetteer)
    archive = InMemory()
    linked = link_increment(archive, dated.lazy(), documents, who.lazy(), early["doc_id"].unique(), gazetteer)
    found = events_of(dated.lazy(), linked.events)
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    print(f"{early.height:,} synthetic mentions of {happenings:,} happenings: {seconds:.0f} s, {cpu:.0f} of processor, "
          f"peak {peak_gigabytes():.1f} GB (of which the corpus {before:.1f} GB)")  # fmt: skip
    both = found.join(truth, on="mention_id").group_by("event_id", "happening").len().cast({"len": pl.Float64})
    for name, side in (("precision", "event_id"), ("recall", "happening")):
        share = both.select(pl.col("len") ** 2 / pl.col("len").sum().over(side)).to_series().sum()
        print(f"  B-cubed {name} {share / early.height:.3f}")
    started = time.perf_counter()
    dated = normalise_dates(later.lazy()).collect()
    who = participants_with_actors(dated.lazy(), documents.filter(arrives), gazetteer)
    more = link_increment(archive, dated.lazy(), documents.filter(arrives), who.lazy(), late, gazetteer)
    print(f"an increment of {later.height:,}: {time.perf_counter() - started:.1f} s, {more.events.height:,} reports in "
          f"the events that it touches, {more.links.height:,} links told anew")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=100_000, help="size of the synthetic archive")
    parser.add_argument("--skip-scale", action="store_true", help="accuracy only")
    options = parser.parse_args()
    accuracy()
    if not options.skip_scale:
        scale(options.mentions)


if __name__ == "__main__":
    main()
