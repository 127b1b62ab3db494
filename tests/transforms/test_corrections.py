"""What people correct holds on every build, is told with its reason, and warns when it matches nothing."""

from pathlib import Path

import polars as pl
import pytest

from tests.transforms.helpers import documents, frame, mention
from transforms.corrections import load_corrections
from transforms.pipeline import Built, build

DOCS = documents(("a", "2025-02-13"), ("b", "2025-02-14"), ("c", "2025-02-20"))
ROWS = [
    mention("a", "phone_call", "call", "2025-02-12", ["Donald Trump", "Vladimir Putin"]),
    mention("b", "phone_call", "spoke", "2025-02-12", ["Trump", "Putin"]),
    mention("c", "phone_call", "rang", "2025-02-19", ["Trump", "Zelenskyy"]),
]
WHO = 'author = "A. Editor"\ndate = 2026-11-21\nreason = "seen on the recording"\n'


def corrected(tmp_path: Path, text: str, threshold: float = 0.0) -> Built:
    file = tmp_path / "corrections.toml"
    file.write_text(text, encoding="utf-8")
    return build(frame(ROWS), DOCS, corrections=load_corrections(file), threshold=threshold)


def one(action: str, targets: str, more: str = "") -> str:
    return f'[[correction]]\naction = "{action}"\ntargets = {targets}\n{WHO}{more}'


def event_of(built: Built, doc_id: str) -> str | None:
    found: str | None = built.mentions.filter(pl.col("doc_id") == doc_id)["event_id"][0]
    return found


def test_reject_takes_a_whole_event_off_the_timeline(tmp_path: Path) -> None:
    plain = build(frame(ROWS), DOCS)
    built = corrected(tmp_path, one("reject", f'["{event_of(plain, "a")}"]'))
    assert built.timeline.height == 1
    assert event_of(built, "a") is event_of(built, "b") is None


def test_merge_keeps_the_id_of_the_earlier_and_split_names_the_parted_anew(tmp_path: Path) -> None:
    plain = build(frame(ROWS), DOCS)
    merged = corrected(tmp_path, one("merge", f'["{event_of(plain, "c")}", "{event_of(plain, "a")}"]'))
    assert merged.timeline["event_id"].to_list() == [event_of(plain, "a")]
    assert merged.timeline["date_conflicts"].to_list() == [["2025-02-19"]]
    parted = corrected(tmp_path, one("split", f'["{ROWS[0]["mention_id"]}"]'))
    assert parted.timeline.height == 3
    assert event_of(parted, "a") == event_of(plain, "a") != event_of(parted, "b")


def test_accept_takes_in_what_was_too_doubtful(tmp_path: Path) -> None:
    built = corrected(tmp_path, one("accept", '[{ doc_id = "c", event_type = "phone_call" }]'), threshold=0.9)
    assert built.timeline["title"].to_list() == ["Phone call: Donald Trump – Volodymyr Zelensky"]


def test_set_finds_its_event_by_what_it_is_and_says_who_and_why(tmp_path: Path) -> None:
    text = one("set", '[{ doc_id = "b", trigger = "spoke" }]', 'field = "date_edtf"\nvalue = "2025-02-11/2025-02-12"\n')
    built = corrected(tmp_path, text)
    row = built.timeline.row(0, named=True)
    assert (row["date_edtf"], row["date_precision"], str(row["date_start"])) == (
        "2025-02-11/2025-02-12", "interval", "2025-02-11",
    )  # fmt: skip
    told = built.corrections.row(0, named=True)
    assert (told["author"], told["reason"], len(told["mention_ids"])) == ("A. Editor", "seen on the recording", 2)


def test_one_that_matches_nothing_warns(tmp_path: Path) -> None:
    built = corrected(tmp_path, one("reject", '["e-0000000000000000"]'))
    assert built.timeline.height == 2
    assert "matches nothing" in built.corrections["warning"][0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (one("drop", '["e-1"]'), "unknown action 'drop'"),
        (one("set", '["e-1"]', 'field = "quote"\nvalue = "x"'), "must set one of title"),
        (one("set", '["e-1"]', 'field = "date_edtf"\nvalue = "soon"'), "not an EDTF date"),
        ('[[correction]]\naction = "reject"\ntargets = ["e-1"]', "misses author, date, reason"),
        (one("reject", '["first event"]'), "neither an id nor a table"),
        ("[[correction", "corrections.toml"),
    ],
)
def test_a_bad_entry_is_one_line_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"corrections\.toml") as error:
        corrected(tmp_path, text)
    assert said in str(error.value) and "\n" not in str(error.value)
