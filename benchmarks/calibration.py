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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script as well as a module

from flows.extraction.events.draft import FAMILIES  # noqa: E402
from flows.extraction.model import Mention  # noqa: E402
from flows.extraction.pipeline import ExtractionSettings, Extractor  # noqa: E402
from flows.sources.jsonl import document_of  # noqa: E402

CORPUS = tuple(sorted((ROOT / "tests/corpus/events").glob("*.jsonl")))
TEXTS = (ROOT / "tests/events/texts.jsonl", *sorted((ROOT / "tests/corpus/events/texts").glob("*.jsonl")))
TARGET = ROOT / "flows/extraction/lexicon/confidence.toml"
FOLDS = 5
RIDGE = 2.0
# By rule, not by frequency: an undated second mention is no second event (single sentences tell nothing twice), and
# what is merely thought of, without a day, has no place on a timeline (the annotated sentences are full of it).
FIXED = {"told again": -2.5, "undated hypothetical": -2.5, "hypothetical": -1.0}
LEAST_PRECISION = 0.85  # what a timeline needs, of single sentences and of whole texts alike

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One mention with its features, whether it is right, its weight and its fold."""

    features: dict[str, float]
    right: bool
    text: bool  # of a whole text, not of a single sentence
    fold: int
    weight: float = 1.0


@dataclass(frozen=True)
class Held:
    """A mention with the confidence that it has when its own fold is left out of the fit."""

    confidence: float
    right: bool
    text: bool
    weight: float


def labelled() -> tuple[list[Row], float]:
    """All mentions of the annotated texts, however unsure; and the weight of all annotated events.

    Whole texts are what the extractor meets, and the single sentences are many more: the two weigh the same together.
    """
    extractor = Extractor(ExtractionSettings(threshold=0.0))
    rows: list[Row] = []
    events = {True: 0, False: 0}
    for path in (*CORPUS, *TEXTS):
        documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        given = (document_of(row, path.name) for row in documents)
        for number, (row, extraction) in enumerate(zip(documents, extractor.extract(given), strict=True)):
            right = matched(extraction.mentions, row["events"])
            events[path in TEXTS] += len(row["events"])
            rows += [
                Row(dict(mention.features), index in right, path in TEXTS, number % FOLDS)
                for index, mention in enumerate(extraction.mentions)
            ]
    share = sum(not row.text for row in rows) / max(1, sum(row.text for row in rows))
    weighted = [replace(row, weight=share if row.text else 1.0) for row in rows]
    return weighted, events[False] + share * events[True]


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


def held_out(rows: Sequence[Row], names: Sequence[str]) -> list[Held]:
    """Every mention, its confidence fitted on the other folds."""
    found: list[Held] = []
    for fold in range(FOLDS):
        intercept, weights = fit([row for row in rows if row.fold != fold], names)
        found += [
            Held(predict(row, intercept, weights), row.right, row.text, row.weight) for row in rows if row.fold == fold
        ]
    return found


def table(held: Sequence[Held]) -> str:
    """The decile table as Markdown."""
    lines = ["| confidence | mentions | mean confidence | precision |", "|---|---|---|---|"]
    for low in range(10):
        inside = [h for h in held if low <= min(h.confidence * 10, 9.999) < low + 1]
        if inside:
            mean = sum(h.confidence for h in inside) / len(inside)
            precision = sum(h.right for h in inside) / len(inside)
            lines.append(f"| {low / 10:.1f}–{(low + 1) / 10:.1f} | {len(inside)} | {mean:.2f} | {precision:.2f} |")
    error = float(np.mean([abs(h.confidence - h.right) ** 2 for h in held]))
    lines.append(f"\nBrier score {error:.3f} on {len(held)} mentions, {sum(h.right for h in held)} of them right.")
    return "\n".join(lines)


def at_threshold(held: Sequence[Held], annotated: float, threshold: float) -> tuple[float, float, float, float]:
    """Precision of single sentences, precision of whole texts, recall and F1 (both kinds weighing the same)."""
    taken = [h for h in held if h.confidence >= threshold]

    def precision(kind: Sequence[Held]) -> float:
        return sum(h.right for h in kind) / len(kind) if kind else 1.0

    right = sum(h.weight for h in taken if h.right)
    total = sum(h.weight for h in taken)
    texts = [h for h in taken if h.text]
    sentences = [h for h in taken if not h.text]
    return precision(sentences), precision(texts), right / annotated, 2 * right / (total + annotated)


def best_threshold(held: Sequence[Held], annotated: float) -> float:
    """The lowest threshold within half a point of the best F1 among those that keep ``LEAST_PRECISION``."""
    steps = [step / 20 for step in range(2, 18)]
    figures = {step: at_threshold(held, annotated, step) for step in steps}
    allowed = [step for step in steps if min(figures[step][:2]) >= LEAST_PRECISION] or steps[-1:]
    best = max(figures[step][3] for step in allowed)
    return min(step for step in allowed if figures[step][3] >= best - 0.005)


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
    rows, annotated = labelled()
    names = feature_names(rows)
    held = held_out(rows, names)
    print(table(held))
    print("\n| threshold | precision, sentences | precision, texts | recall | F1 |\n|---|---|---|---|---|")
    for threshold in (step / 20 for step in range(2, 18)):
        figures = " | ".join(f"{figure:.2f}" for figure in at_threshold(held, annotated, threshold))
        print(f"| {threshold:.2f} | {figures} |")
    print(f"\nThreshold by the rule (precision {LEAST_PRECISION}, then F1): {best_threshold(held, annotated):.2f}.")
    if options.write:
        TARGET.write_text(written(*fit(rows, names)), encoding="utf-8")
        print(f"Written: {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
