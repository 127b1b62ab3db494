"""Synthetic mention records with the skew of news: few happenings with very many reports, many with one.

Deterministic for a seed.  Each happening has a type, a day, actors, a place and words of its own; its reports spell
the actors in different ways, leave some out, date it exactly, roughly or not at all, and appear some days later.
Every mention carries the happening that it was made from (``truth``), for the score.

Usage, so that the measured process need not hold what made it: python benchmarks/link_generator.py COUNT FOLDER
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

TYPES = ("phone_call", "meeting", "summit", "attack", "protest", "arrest", "ruling", "resignation", "appointment",
         "vote", "election", "agreement", "sanction", "document", "statement")  # fmt: skip
TYPE_SHARE = (0.06, 0.14, 0.03, 0.2, 0.08, 0.09, 0.07, 0.04, 0.05, 0.05, 0.03, 0.04, 0.03, 0.05, 0.04)
LEADERS = (
    ("Donald Trump", "Trump", "President Trump", "Donald J. Trump"), ("Vladimir Putin", "Putin", "President Putin"),
    ("Volodymyr Zelensky", "Zelenskyy", "Zelenskiy", "Volodymyr Zelenskyy"), ("Emmanuel Macron", "Macron"),
    ("Xi Jinping", "Xi", "President Xi"), ("Keir Starmer", "Starmer"), ("Marco Rubio", "Secretary Rubio", "Rubio"),
    ("Mark Rutte", "Marc Rutte", "Rutte"), ("Benjamin Netanyahu", "Netanyahu"), ("Giorgia Meloni", "Meloni"),
    ("Narendra Modi", "Modi"), ("Recep Tayyip Erdoğan", "Erdogan"), ("Friedrich Merz", "Merz"),
    ("European Union", "EU"), ("NATO", "the alliance"), ("United Nations", "UN", "U.N."),
    ("United States", "US", "U.S."), ("Russia", "Moscow", "the Kremlin"), ("Ukraine", "Kyiv"), ("China", "Beijing"),
    ("Iran", "Tehran"),
)  # fmt: skip
FIRST_DAY = dt.date(2019, 1, 1)
SPAN = 2400  # days
CITIES = 3000
PERSONS = 60_000
VOCABULARY = 30_000


@dataclass(frozen=True)
class Corpus:
    """``mentions`` and ``documents`` as the transforms take them; ``truth``: mention_id, happening."""

    mentions: pl.DataFrame
    documents: pl.DataFrame
    truth: pl.DataFrame


def _made_up(numbers: np.ndarray, capital: bool) -> list[str]:
    """Pronounceable words, one per number, all different."""
    onset, vowel = "bdfgklmnprstvzh", "aeiou"
    words = []
    for n in numbers.tolist():
        letters = []
        for _ in range(3):
            n, a = divmod(n, len(onset))
            n, b = divmod(n, len(vowel))
            letters.append(onset[a] + vowel[b])
        word = "".join(letters) + ("" if n == 0 else onset[n % len(onset)])
        words.append(word.capitalize() if capital else word)
    return words


def generate(count: int, seed: int = 7) -> Corpus:
    """At least ``count`` mentions less one happening's worth; one mention a document."""
    rng = np.random.default_rng(seed)
    sizes: list[int] = []
    total = 0
    while total < count:
        drawn = np.minimum(rng.zipf(2.0, 50_000), 2000)
        keep = np.searchsorted(np.cumsum(drawn), count - total) + 1
        sizes.extend(drawn[:keep].tolist())
        total = sum(sizes)
    events = len(sizes)
    size = np.array(sizes)
    of = np.repeat(np.arange(events), size)[:count]
    n = len(of)
    kind = rng.choice(len(TYPES), events, p=np.array(TYPE_SHARE) / sum(TYPE_SHARE))
    day = rng.integers(0, SPAN, events)
    city = np.minimum(rng.zipf(1.3, events), CITIES) - 1
    person = _made_up(rng.permutation(PERSONS) * 17 % 3_000_000, capital=True)
    cities = _made_up(np.arange(CITIES) * 211 + 40_000, capital=True)
    vocabulary = _made_up(np.arange(VOCABULARY) * 13 + 5, capital=False)
    leader_a = np.minimum(rng.zipf(1.4, events), len(LEADERS)) - 1
    leader_b = (leader_a + 1 + rng.integers(0, len(LEADERS) - 1, events)) % len(LEADERS)
    has_leader = rng.random(events) < 0.45
    someone = rng.integers(0, PERSONS, (events, 4))
    own_words = np.minimum(rng.zipf(1.2, (events, 5)), VOCABULARY) - 1
    shape = rng.random(n)
    lag = np.minimum(rng.geometric(0.5, n) - 1, 20)
    which = rng.integers(0, 4, (n, 2))
    dropped = rng.random((n, 2)) < 0.2
    picks = rng.integers(0, 5, (n, 3))
    ids = rng.permutation(n)
    rows: dict[str, list[object]] = {c: [] for c in ("date", "basis", "who", "quote", "where", "published")}
    first = FIRST_DAY.toordinal()
    for i in range(n):
        e = int(of[i])
        happened = dt.date.fromordinal(first + int(day[e]))
        published = happened + dt.timedelta(days=int(lag[i]))
        if has_leader[e]:
            names = [LEADERS[leader_a[e]], LEADERS[leader_b[e]]]
        else:
            one, other = someone[e, :2], someone[e, 2:]
            names = [(f"{person[one[0]]} {person[one[1]]}",), (f"{person[other[0]]} {person[other[1]]}",)]
        who = [forms[which[i, j] % len(forms)] for j, forms in enumerate(names) if not dropped[i, j]]
        if shape[i] < 0.8:
            date, basis = happened.isoformat(), "relative_to_publication" if shape[i] < 0.55 else "publication"
        elif shape[i] < 0.87:
            monday = happened - dt.timedelta(days=happened.weekday())
            date, basis = f"{monday}/{monday + dt.timedelta(days=6)}", "relative_to_publication"
        elif shape[i] < 0.92:
            date, basis = happened.isoformat()[:7], "explicit"
        else:
            date, basis = None, "none"
        words = " ".join(vocabulary[own_words[e, p]] for p in picks[i])
        rows["date"].append(date)
        rows["basis"].append(basis)
        rows["who"].append([{"name": w, "role": "participant"} for w in who])
        where = cities[city[e]] if picks[i, 0] else None
        rows["where"].append(where)
        rows["quote"].append(f"{' and '.join(who)} {words} in {where or 'the capital'} with {20 + int(size[e]) % 70}.")
        rows["published"].append(published)
    doc = [f"d{k:07d}" for k in ids.tolist()]
    event_type = pl.Series([TYPES[k] for k in kind[of].tolist()])
    mentions = pl.DataFrame({
        "mention_id": [f"m-{k * 2654435761 + 1:016x}" for k in ids.tolist()],
        "doc_id": doc, "event_key": ["e1"] * n, "event_type": event_type,
        "subtype": pl.Series([None] * n, dtype=pl.String),
        "trigger": event_type, "trigger_start": pl.Series([10] * n, dtype=pl.Int32),
        "trigger_end": pl.Series([20] * n, dtype=pl.Int32), "sentence_start": pl.Series([0] * n, dtype=pl.Int32),
        "sentence_end": pl.Series([90] * n, dtype=pl.Int32), "quote": rows["quote"],
        "status": np.where(rng.random(n) < 0.92, "occurred", "planned"),
        "date_edtf": pl.Series(rows["date"], dtype=pl.String),
        "date_basis": rows["basis"], "date_text": rows["date"], "date_rule": ["synthetic"] * n,
        "date_anchor": pl.Series([None] * n, dtype=pl.String),
        "date_derivation": pl.Series([[]] * n, dtype=pl.List(pl.String)),
        "earliest": pl.Series([None] * n, dtype=pl.Date), "latest": pl.Series([None] * n, dtype=pl.Date),
        "participants": pl.Series(rows["who"], dtype=pl.List(pl.Struct({"name": pl.String, "role": pl.String}))),
        "location": pl.Series(rows["where"], dtype=pl.String), "confidence": rng.random(n).round(2) * 0.5 + 0.5,
        "features": pl.Series([[]] * n, dtype=pl.List(pl.Struct({"name": pl.String, "weight": pl.Float64}))),
        "extractor_version": ["synthetic"] * n,
    })  # fmt: skip
    documents = pl.DataFrame({
        "doc_id": doc, "published": pl.Series(rows["published"], dtype=pl.Date), "title": ["News in brief"] * n,
        "url": pl.Series([None] * n, dtype=pl.String), "source": doc, "language": ["en"] * n,
    })  # fmt: skip
    return Corpus(mentions, documents, pl.DataFrame({"mention_id": mentions["mention_id"], "happening": of}))


if __name__ == "__main__":
    made = generate(int(sys.argv[1]))
    for name in ("mentions", "documents", "truth"):
        getattr(made, name).write_parquet(Path(sys.argv[2]) / f"{name}.parquet")
