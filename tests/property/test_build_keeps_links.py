"""A second build takes up what the first one kept in ``links.duckdb``: only what is new is linked and assembled."""

from pathlib import Path

import duckdb
import pytest

from tests.conftest import run_dateline
from warehouse.queries import query

CALL = "Donald Trump spoke by phone with Vladimir Putin on 12 February 2025.\n"
OTHER = "Emmanuel Macron resigned on 3 June 2024 after weeks of pressure.\n"
BUILD = ("build", "in", "--published", "2025-02-13", "--warehouse", "t.duckdb")


@pytest.mark.integration
def test_a_second_build_takes_up_what_was_kept(tmp_path: Path, with_server: dict[str, str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{CALL}Report {name}.\n", "utf-8")
    run_dateline(tmp_path, with_server, *BUILD)
    kept = tmp_path / "t.duckdb.work" / "links.duckdb"
    with duckdb.connect(str(kept)) as connection:  # what only the kept tables can know
        connection.execute("UPDATE assembled SET title = 'kept'")
        connection.execute("UPDATE links SET rule = 'kept'")
        assert connection.execute("SELECT count(*) FROM links").fetchone() == (1,)
    (folder / "c.txt").write_text(OTHER, "utf-8")
    run_dateline(tmp_path, with_server, *BUILD)
    built = query(tmp_path / "t.duckdb", "SELECT event_type, title = 'kept' AS kept FROM timeline ORDER BY event_type")
    assert built.rows() == [("phone_call", True), ("resignation", False)]
    assert query(tmp_path / "t.duckdb", "SELECT rule FROM links")["rule"].to_list() == ["kept"]
