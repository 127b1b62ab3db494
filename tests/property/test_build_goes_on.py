"""A build that goes on from the last one publishes, table for table, what one that links everything does."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.extraction.model import Document
from tests.property.test_build_increments import article, build
from warehouse.queries import query
from warehouse.schema import CONTENT_TABLES
from warehouse.store import Warehouse

COUNT = 24
LONG = (
    "Nobody in the building wished to say more about it, and the few who spoke at all asked not to be named by the "
    "paper. The talks had been prepared for months by officials of both sides, who met in small rooms of a hotel by "
    "the lake and ate what the kitchen had left. Whether any of it will last is a question that even its authors leave "
    "open when they are asked in the evening, over a glass of wine, far from the microphones of the day."
)


def known() -> list[Document]:
    draw = random.Random(3)
    return [article(draw, number) for number in range(COUNT)]


def edited(documents: list[Document]) -> tuple[Document, ...]:
    """The same file with another text: another document, which replaces the earlier one."""
    old = documents[5]
    return (replace(old, doc_id="d-edited", text=f"{old.text} The palace said no more on that day."),)


def reprinted(documents: list[Document]) -> tuple[Document, ...]:
    """A text that stands in two papers; the second was published before what was the original."""
    old = documents[7]
    return (replace(old, doc_id="d-0", source="reprint.txt", title="News from elsewhere"),)


def corrected(documents: list[Document]) -> tuple[Document, ...]:
    """Another text under the same id, and another day."""
    old, other = documents[2], documents[9]
    return (replace(old, text=other.text, published=other.published),)


def silent(documents: list[Document]) -> tuple[Document, ...]:
    """What told of something tells of nothing any more."""
    return (replace(documents[4], text="The desk has withdrawn this report and regrets it."),)


def both(documents: list[Document]) -> tuple[Document, ...]:
    draw = random.Random(8)
    return (*edited(documents), article(draw, 90), article(draw, 91))


def tables(warehouse: Warehouse) -> dict[str, pl.DataFrame]:
    frames = {table.name: query(warehouse.path, f"SELECT * FROM {table.name}") for table in CONTENT_TABLES}
    frames["copies"] = query(warehouse.path, "SELECT * FROM copies")
    return {name: frame.sort(*frame.columns[:2]) for name, frame in frames.items()}


@pytest.mark.parametrize("change", [edited, reprinted, corrected, silent, both], ids=lambda change: change.__name__)
def test_going_on_publishes_what_linking_everything_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[list[Document]], tuple[Document, ...]]
) -> None:
    documents = [replace(each, text=f"{each.text} {LONG} {each.doc_id}") for each in known()]
    (spool := tmp_path / "spool").mkdir()
    published = []
    for name in ("on", "anew"):
        warehouse = Warehouse(tmp_path / f"{name}.duckdb")
        build(warehouse, tuple(documents), 0, spool)
        if name == "anew":
            (warehouse.work / "links.duckdb").unlink()
            monkeypatch.setattr("flows.linking.build_increment", pytest.fail)
        else:
            monkeypatch.setattr("flows.linking._whole", pytest.fail)
        build(warehouse, change(documents), 1, spool)
        monkeypatch.undo()
        published.append(tables(warehouse))
    one, other = published
    for name in one:
        assert_frame_equal(one[name], other[name])
    if change in (edited, both):
        assert "d-edited" in one["documents"]["doc_id"].to_list()
        assert "d-edited" in one["mentions"]["doc_id"].to_list()
    if change is reprinted:
        assert not one["copies"].is_empty()


def test_a_run_that_fails_after_it_settled_what_it_linked_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (spool := tmp_path / "spool").mkdir()
    documents = known()
    warehouse, undisturbed = Warehouse(tmp_path / "on.duckdb"), Warehouse(tmp_path / "anew.duckdb")
    for each in (warehouse, undisturbed):
        build(each, tuple(documents), 0, spool)
    monkeypatch.setattr("transforms.link.kept.AT_ONCE", 0)  # so that few mentions are many
    monkeypatch.setattr("transforms.increment.build.follow_moves", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(warehouse, both(documents), 1, spool)
    monkeypatch.undo()
    # the store is as it was, and the links are not: going on from them would be wrong
    monkeypatch.setattr("flows.linking.build_increment", pytest.fail)
    build(warehouse, both(documents), 1, spool)
    monkeypatch.undo()
    build(undisturbed, both(documents), 1, spool)
    one, other = tables(warehouse), tables(undisturbed)
    for name in one:
        assert_frame_equal(one[name], other[name])
