"""The texts that speed and memory are measured with: news, essays, digests and releases in realistic shares.

Ours are composed of the annotated texts and sentences of the tests, events and look-alikes alike, with paragraphs that
tell of no event between them; every round has other names, numbers and days.  ``gold`` takes the news and the two
essays of ../shared/gold instead, which are real articles.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
# Articles, not digests: a digest is nothing but events, and nobody has two megabytes of it.
GOLD_FILES = ("events-articles.jsonl", "timex-meantime.jsonl")
SHARES = {"news": 0.6, "essay": 0.25, "digest": 0.1, "release": 0.05}  # of the characters
SYLLABLES = ("ka", "lo", "mir", "ten", "va", "shu", "ber", "ni", "dor", "el", "pa", "gri")
FIRST_DAY = dt.date(2012, 1, 9)
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{6,}\b")

# What surrounds the events of a report: reasons, figures, voices, places.
FILLING = (
    "The harbour handles two thirds of the country's grain, and most of the families in the old quarter live from it.",
    "Economists had expected prices to rise by 3 per cent at most; in the end it was nearly twice that.",
    '"We have waited longer than anyone should have to," said Marta Iversen, who runs a bakery opposite the station.',
    "The river is low for the season, and the ferries carry half of what they carried in other years.",
    "It remains unclear who would pay for the repairs, or whether the insurers regard the damage as their concern.",
    "In the villages along the border people speak three languages and distrust all three capitals in equal measure.",
    "The committee's members are drawn from both chambers; its report has no force of law.",
    "Opinion polls give the governing coalition 38 per cent, which would not be enough for a majority of its own.",
    "Much of the debate turns on a clause of eleven words that few outside the ministry have read.",
    "Farmers complain of fertiliser prices, hauliers of diesel, and pensioners of almost everything.",
    "The company employs about 4,000 people in the region and says it has no plans to reduce that number.",
    "A spokeswoman for the regulator declined to comment on individual cases.",
    "Under the constitution the post is largely ceremonial, but its holder appoints five of the fifteen judges.",
    "Schools have been short of teachers for years, and the universities train fewer of them each autumn.",
    "According to the statistics office, unemployment stood at 6.2 per cent, the lowest figure in a decade.",
    '"Nobody here believes in miracles," he said, "but we do believe in timetables."',
    "The bridge is the only crossing for sixty kilometres, so that lorries queue on both banks from before dawn.",
    "Observers describe the mood in the delegations as businesslike, without much warmth.",
    "Its critics call the programme expensive and vague; its friends call it overdue.",
    "Energy accounts for a fifth of the country's imports, and the dependence has hardly changed.",
    "The film, which runs for nearly three hours, has divided critics more than any other this season.",
    "Doctors at the provincial hospital work double shifts, and the waiting rooms are full by seven in the morning.",
    "The party, founded by railway workers, has governed the city for most of its modern history.",
    "Whether any of this will matter to voters is another question, and not one that the leadership likes to be asked.",
    "Tourists still come for the market, though fewer of them stay overnight.",
    "The currency has lost a tenth of its value against the dollar, which makes foreign loans harder to service.",
    "Engineers say the dam is sound, and publish the measurements every week.",
    "Residents say the noise has become worse, and that letters to the council go unanswered.",
    "The army, long the arbiter of politics in the country, has so far kept to its barracks.",
    "Under the old rules small parties had a say in every committee; under the new ones they have to be invited.",
    "The archive holds some 12,000 letters, most of them never catalogued.",
    "Younger members see the matter differently, and make no secret of it.",
    "A kilo of rice costs as much as a bus ticket to the coast, and neither is cheap.",
    "The two countries share a long border and a longer list of grievances.",
    "His predecessor, a lawyer by training, had preferred to work in silence.",
    "The club plays its home games in a borrowed stadium and trains on a school field.",
    "Rainfall in the north was well above the average, while the south remained dry.",
    "There is no agreement among historians about what the word meant at the time.",
    "Nearly a third of the budget goes to interest payments, and little is left for roads.",
    "The opposition accuses the government of hiding the figures; the government accuses it of not reading them.",
)


def documents(characters: int, texts: str = "own") -> Iterator[dict[str, str]]:
    """Rows ``{"doc_id", "kind", "published", "text", "language"}`` until there are enough characters; the same rows
    for the same arguments.  ``texts``: own, gold, or both."""
    makers = {"own": (_own,), "gold": (_gold,), "both": (_own, _gold)}[texts]
    for maker in makers:
        written = 0
        for row in maker():
            written += len(row["text"])
            yield row
            if written * len(makers) >= characters:
                break


def gold_present() -> bool:
    """Whether the real articles are there."""
    return all((GOLD / name).exists() for name in GOLD_FILES)


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


def _gold() -> Iterator[dict[str, str]]:
    kinds = ("essay", "news")  # of the two files
    rows = [(kind, row) for kind, name in zip(kinds, GOLD_FILES, strict=True) for row in _rows(GOLD / name)]
    for round_ in count():
        for kind, row in rows:
            yield _row(f"{row['doc_id']}-{round_}", kind, row.get("published") or "2016-05-05", row["text"], round_)


def _own() -> Iterator[dict[str, str]]:
    draw = random.Random(1)
    whole = _rows(ROOT / "tests/events/texts.jsonl")
    singles = [row for path in sorted((ROOT / "tests/corpus/events").glob("*.jsonl")) for row in _rows(path)]
    written = dict.fromkeys(SHARES, 0)
    for number in count():
        kind = min(SHARES, key=lambda name: written[name] / SHARES[name])
        published = (FIRST_DAY + dt.timedelta(days=number % 4_000)).isoformat()
        row = _row(f"{kind}-{number}", kind, published, _compose(kind, whole, singles, draw), number)
        written[kind] += len(row["text"])
        yield row


def _compose(kind: str, whole: list[dict[str, str]], singles: list[dict[str, str]], draw: random.Random) -> str:
    """News: a third of the sentences out of the annotated ones, of which a third tell no event; essays: whole ones
    with as much again between their paragraphs; digests and releases as they are."""
    bodies = [row["text"] for row in whole if row["doc_id"].startswith(kind)]
    if kind == "digest":
        return "\n".join([draw.choice(bodies), *(row["text"] for row in draw.sample(singles, 6))])
    if kind == "release":
        return draw.choice(bodies)
    if kind == "essay":
        parts = [part for body in draw.sample(bodies, 2) for part in body.split("\n\n")]
        return "\n\n".join(f"{part} {' '.join(draw.sample(FILLING, 3))}" for part in parts)
    opening = [draw.choice(bodies)] if draw.random() < 0.3 else []
    told = [row["text"] for row in draw.sample(singles, draw.randint(3, 6))]
    return "\n\n".join(opening + [f"{text} {' '.join(draw.sample(FILLING, 2))}" for text in told])


def _row(doc_id: str, kind: str, published: str, text: str, round_: int) -> dict[str, str]:
    return {
        "doc_id": doc_id,
        "kind": kind,
        "published": published[:10],
        "text": varied(text, round_),
        "language": "en",
    }


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
