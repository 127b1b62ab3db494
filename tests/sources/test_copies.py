"""Nearly identical texts are one report, whatever the order; two texts of one template are two."""

import datetime as dt
import random

import polars as pl
import pytest

from flows.copies import Settled, Sketches, copies_of
from flows.copies.sketch import LEAST_WORDS, sketch

STORY = """The minister of transport resigned on Friday after long talks with his party about the new railway line.
He told reporters in the capital that the decision had been his own, and that he would keep his seat in parliament.
The prime minister thanked him for nine years of work and named nobody to follow him. Critics of the line said that
its costs had doubled since the plans were first shown, while the builders pointed to the prices of steel and labour.
A committee of parliament is to hear the former minister in the autumn. The opposition asked for an election, which
the government refused. Farmers along the line, who had fought it in court, spoke of a late but welcome insight."""
DIGEST = """The central bank met on {day} and set its rate at {rate} percent, as most observers had expected it to do.
In its statement the board said that prices had risen by {rise} percent within a year and that it would watch wages
closely. The bank's next meeting is on {next}. Analysts of the large houses saw no surprise in the statement. The
currency hardly moved against its neighbours, and the shares of banks ended the day where they had begun it. The
governor said that the board had been of one mind and that it would go on deciding from meeting to meeting."""


def documents(*texts, days=None):
    days = days or [dt.date(2025, 2, 14)] * len(texts)
    rows = [(f"d-{number}", str(number), day, text) for number, (text, day) in enumerate(zip(texts, days, strict=True))]
    return pl.DataFrame(rows, schema=["doc_id", "content_hash", "published", "text"], orient="row").cast(
        {"published": pl.Date}
    )


def copies(frame, tmp_path):
    sketches = Sketches(tmp_path)
    return dict(
        copies_of(frame, sketches.of(frame, lambda missing: frame.join(missing, on="content_hash", how="semi")))
        .select("copy_id", "doc_id")
        .iter_rows()
    )


def test_a_reprint_with_another_frame_is_a_copy_of_the_earlier_one(tmp_path):
    reprint = f"News agency, by our own reporter\n\n{STORY}\n\nRead more in our printed edition and on our pages."
    frame = documents(reprint, STORY, days=[dt.date(2025, 2, 15), dt.date(2025, 2, 14)])
    assert copies(frame, tmp_path) == {"d-0": "d-1"}


def test_a_shortened_reprint_is_a_copy_too(tmp_path):
    assert copies(documents(STORY, STORY.rpartition("\n")[0]), tmp_path) == {"d-1": "d-0"}


def test_case_and_punctuation_do_not_matter(tmp_path):
    assert copies(documents(STORY, STORY.upper().replace(",", " –")), tmp_path) == {"d-1": "d-0"}


@pytest.mark.parametrize(
    "changed",
    [
        {"day": "6 March", "next": "17 April", "rate": "2.5", "rise": "2.3"},
        {"day": "Thursday", "next": "17 April", "rate": "2.5", "rise": "2.3"},
        {"day": "17 April", "next": "5 June", "rate": "2.25", "rise": "2.2"},
    ],
)
def test_two_digests_of_one_template_are_two(tmp_path, changed):
    first = {"day": "Wednesday", "next": "17 April", "rate": "2.5", "rise": "2.3"}
    assert copies(documents(DIGEST.format(**first), DIGEST.format(**changed)), tmp_path) == {}


def test_the_names_of_days_count_in_other_languages_too():
    assert sketch("am Mittwoch " + STORY)[1] != sketch("am Donnerstag " + STORY)[1]


def test_short_texts_are_never_copies(tmp_path):
    notice = " ".join(STORY.split()[: LEAST_WORDS - 1])
    assert copies(documents(notice, notice + " "), tmp_path) == {}
    assert copies(documents(STORY, STORY), tmp_path) == {"d-1": "d-0"}


def test_the_same_text_long_after_tells_of_its_own_day(tmp_path):
    days = [dt.date(2024, 5, 9), dt.date(2025, 5, 9)]
    assert copies(documents(STORY, STORY, days=days), tmp_path) == {}
    assert copies(documents(STORY, STORY, days=[dt.date(2025, 5, 9), None]), tmp_path) == {"d-1": "d-0"}


def test_articles_on_one_topic_are_no_copies(tmp_path):
    sentences = STORY.replace("\n", " ").split(". ")
    half = ". ".join(sentences[:3]) + ". The railway itself was not to be reached for a word on Friday evening. " * 6
    assert copies(documents(STORY, half), tmp_path) == {}


def variants(count, seed):
    """Versions of the story with words left out and put in, some nearer to it than others."""
    draw = random.Random(seed)
    for _ in range(count):
        words = STORY.split()
        for _ in range(draw.randint(0, 12)):
            words[draw.randrange(len(words))] = draw.choice(["it", "railway", "again", "then"])
        yield " ".join(words)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_a_copy_of_what_depends_on_the_texts_only(tmp_path, seed):
    draw = random.Random(seed)
    texts = list(variants(12, seed))
    days = [draw.choice([None, dt.date(2025, 2, 1), dt.date(2025, 2, 10), dt.date(2025, 2, 20)]) for _ in texts]
    frame = documents(*texts, days=days)
    expected = copies(frame, tmp_path)
    assert expected
    assert not set(expected) & set(expected.values())  # an original is no copy
    for number in range(5):
        shuffled = frame.sample(fraction=1, shuffle=True, seed=number)
        assert copies(shuffled, tmp_path) == expected


@pytest.mark.parametrize("seed", range(6))
def test_what_comes_before_all_that_changed_need_not_be_looked_at(tmp_path, seed):
    draw = random.Random(seed)
    texts = list(variants(16, seed))
    days = [draw.choice([None, *(dt.date(2025, 2, day) for day in (1, 8, 15, 20))]) for _ in texts]
    frame = documents(*texts, days=days).with_columns(order=pl.col("published").fill_null(dt.date.max))
    sketches = Sketches(tmp_path).of(frame, lambda _: frame)
    there = frame.sample(fraction=0.7, shuffle=True, seed=seed)
    for _ in range(4):
        now = frame.sample(fraction=0.8, shuffle=True, seed=draw.randrange(99))
        changed = pl.concat([there.join(now, on="doc_id", how="anti"), now.join(there, on="doc_id", how="anti")])
        first = changed.sort("order", "doc_id").row(0, named=True)
        settled = Settled(copies_of(there, sketches), (first["published"], first["doc_id"]))
        assert copies_of(now, sketches, settled).equals(copies_of(now, sketches))
        there = now


def test_sketches_are_kept_and_made_anew_where_they_are_lost(tmp_path):
    frame, sketches, asked = documents(STORY, DIGEST), Sketches(tmp_path), []

    def made(some):
        def texts(missing):
            asked.append(missing.height)
            return some.join(missing, on="content_hash", how="semi")

        return sketches.of(some, texts).sort("content_hash")

    first = made(frame)
    sketches.keep(first)
    assert made(frame).equals(first)
    assert made(frame.head(1)).height == 1
    assert asked == [2]  # no text is asked for of which a sketch is known
    next(tmp_path.iterdir()).write_bytes(b"half a file")
    assert made(frame).equals(first)
    assert asked == [2, 2]
