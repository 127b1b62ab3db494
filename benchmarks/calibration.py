"""Fit the weights behind a mention's confidence on our own annotated sentences, and show how well it is calibrated.

    python -m benchmarks.calibration            print the table (cross-validated, five folds by document)
    python -m benchmarks.calibration --write    also fit on everything and write lexicon/confidence.toml

A mention is right if an annotated event of its family stands at the same words or in the same sentence.  Ridge
logistic regression, drawn towards the trigger's prior alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script as well as a module

from flows.extraction.events.draft import FAMILIES  # noqa: E402
from flows.extraction.jsonl import document_from_row  # noqa: E402
from flows.extraction.model import Mention  # noqa: E402
from flows.extraction.pipeline import ExtractionSettings, Extractor  # noqa: E402

CORPUS = tuple(sorted((ROOT / "tests/corpus/events").glob("*.jsonl")))
TEXTS = ROOT / "tests/events/texts.jsonl"
TARGET = ROOT / "flows/extraction/lexicon/confidence.toml"
FOLDS = 5
RIDGE = 2.0
# Whole texts are what the extractor meets; the corpus of single sentences is fifty times larger.
TEXT_WEIGHT = 5.0
# What single sentences cannot teach (they tell nothing twice, and their plans are all worth telling) keeps its weight:
# a second mention without a date is the first one again, and analysis is full of things merely thought of.
FIXED = {
    "digest or headings": 0.2,
    "told again": -2.5,
    "hypothetical": -0.9,
    "undated planned": -0.9,
    "undated hypothetical": -2.6,
    "welcomed or condemned": 1.0,
    "scare quotes": -1.0,
    "undated copula": -0.7,
}

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One mention with its features, whether it is right, its weight and its fold."""

    features: dict[str, float]
    right: bool
    weight: float
    fold: int


def labelled() -> list[Row]:
    """All mentions of the annotated texts, however unsure."""
    extractor = Extractor(ExtractionSettings(threshold=0.0))
    rows: list[Row] = []
    for path in (*CORPUS, TEXTS):
        documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        given = (document_from_row({k: v for k, v in row.items() if k != "events"}) for row in documents)
        for number, (row, extraction) in enumerate(zip(documents, extractor.extract(given), strict=True)):
            right = matched(extraction.mentions, row["events"])
            weight = TEXT_WEIGHT if path == TEXTS else 1.0
            rows += [
                Row(dict(mention.features), index in right, weight, number % FOLDS)
                for index, mention in enumerate(extraction.mentions)
            ]
    return rows


def matched(mentions: Sequence[Mention], events: Sequence[dict[str, Any]]) -> set[int]:
    """Indices of the mentions that an annotated event of their family answers, one each, surest first."""
    free = list(events)
    found: set[int] = set()
    for overlap in (True, False):
        for index in sorted(range(len(mentions)), key=lambda i: -mentions[i].confidence):
            if index in found:
                continue
            event = next((e for e in free if answers(mentions[index], e, overlap)), None)
            if event is not None:
                free.remove(event)
                found.add(index)
    return found


def answers(mention: Mention, event: dict[str, Any], overlap: bool) -> bool:
    """Same family, and the same words or the same sentence."""
    if FAMILIES.get(mention.type, mention.type) != FAMILIES.get(event["type"], event["type"]):
        return False
    if overlap:
        return bool(mention.start < event["end"] and mention.end > event["start"])
    return bool(mention.sentence_start <= event["start"] < mention.sentence_end)


def fit(rows: Sequence[Row], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Intercept and weights by Newton's method; the penalty draws "prior" to 1 and everything else to 0."""
    x = np.array([[1.0, *(row.features.get(name, 0.0) for name in names)] for row in rows])
    y = np.array([float(row.right) for row in rows])
    sample = np.array([row.weight for row in rows])
    centre = np.array([0.0, *(1.0 if name == "prior" else 0.0 for name in names)])
    penalty = np.diag([0.01, *([RIDGE] * len(names))])
    offset = np.array([sum(FIXED[n] * row.features.get(n, 0.0) for n in FIXED) for row in rows])
    beta = centre.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-(x @ beta + offset)))
        gradient = x.T @ (sample * (y - p)) - penalty @ (beta - centre)
        hessian = (x * (sample * p * (1 - p))[:, None]).T @ x + penalty
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if float(np.abs(step).max()) < 1e-8:
            break
    return float(beta[0]), {name: float(w) for name, w in zip(names, beta[1:], strict=True)}


def predict(row: Row, intercept: float, weights: dict[str, float]) -> float:
    total = intercept + sum({**FIXED, **weights}.get(name, 0.0) * value for name, value in row.features.items())
    return float(1 / (1 + np.exp(-total)))


def feature_names(rows: Iterable[Row]) -> list[str]:
    return sorted({name for row in rows for name in row.features} - set(FIXED))


def table(rows: Sequence[Row], names: Sequence[str]) -> tuple[str, float]:
    """The decile table as Markdown, from predictions on held-out folds; and the threshold of the best F1 there."""
    held: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        intercept, weights = fit([row for row in rows if row.fold != fold], names)
        held += [(predict(row, intercept, weights), row.right) for row in rows if row.fold == fold]
    lines = ["| confidence | mentions | mean confidence | precision |", "|---|---|---|---|"]
    for low in range(10):
        inside = [(p, right) for p, right in held if low <= min(p * 10, 9.999) < low + 1]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            precision = sum(right for _, right in inside) / len(inside)
            lines.append(f"| {low / 10:.1f}–{(low + 1) / 10:.1f} | {len(inside)} | {mean:.2f} | {precision:.2f} |")
    error = float(np.mean([abs(p - right) ** 2 for p, right in held]))
    lines.append(f"\nBrier score {error:.3f} on {len(held)} mentions, {sum(right for _, right in held)} of them right.")
    return "\n".join(lines), best_threshold(held)


def best_threshold(held: Sequence[tuple[float, bool]]) -> float:
    def f1(threshold: float) -> float:
        taken = [right for p, right in held if p >= threshold]
        return 2 * sum(taken) / (len(taken) + sum(right for _, right in held)) if taken else 0.0

    return max((step / 50 for step in range(10, 40)), key=f1)


def written(intercept: float, weights: dict[str, float]) -> str:
    lines = [
        "# Weights of the logistic sum behind a mention's confidence: `python -m benchmarks.calibration --write`.",
        f"intercept = {intercept:.3f}",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.3f}' for name, weight in sorted({**FIXED, **weights}.items())),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write lexicon/confidence.toml")
    options = parser.parse_args(arguments)
    rows = labelled()
    names = feature_names(rows)
    text, threshold = table(rows, names)
    print(text)
    print(f"Best F1 at a threshold of {threshold:.2f}.")
    if options.write:
        TARGET.write_text(written(*fit(rows, names)), encoding="utf-8")
        print(f"Written: {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
