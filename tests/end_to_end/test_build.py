"""The main job, as a user runs it: articles to a timeline that can be queried and traced."""

import json

import pytest

from tests.conftest import SHARED, run_dateline


def rows(built, sql):
    return json.loads(built.dateline("query", sql, "--format", "json").stdout)


def test_the_run_says_what_it_did(built):
    assert "read 22 inputs: 22 loaded" in built.said
    assert "timeline.duckdb:" in built.said
    assert "Traceback" not in built.said
    assert "prefect" not in built.said.lower()


def test_every_quote_is_the_text_at_its_offsets(built):
    (counted,) = rows(
        built,
        """select count(*) as mentions,
               count(*) filter (text[sentence_start + 1 : sentence_end] = quote) as quotes,
               count(*) filter (text[trigger_start + 1 : trigger_end] = trigger) as triggers
           from mentions join documents using (doc_id)""",
    )
    assert counted["mentions"] > 50
    assert counted["quotes"] == counted["triggers"] == counted["mentions"]


def test_every_event_has_evidence_in_a_document(built):
    (counted,) = rows(
        built,
        """select count(*) as lost from timeline t
           where not exists (from mentions m join documents d using (doc_id) where m.event_id = t.event_id)""",
    )
    assert counted["lost"] == 0


def test_a_call_told_in_three_languages_is_one_row(built):
    calls = rows(
        built,
        "select * from timeline where event_type = 'phone_call' and date_edtf = '2025-02-12'"
        " and list_contains(list_transform(participants, lambda p: p.actor_id), 'person/vladimir-putin')",
    )
    assert len(calls) == 1
    assert calls[0]["document_count"] >= 3
    assert {"Donald Trump", "Vladimir Putin"} <= {p["name"] for p in calls[0]["participants"]}


def test_no_event_is_dated_by_publication_for_want_of_a_date(built):
    dated = rows(
        built,
        """select quote, date_basis, title from mentions join documents using (doc_id)
           where date_edtf = published::varchar and date_text is null and date_basis = 'publication'""",
    )
    # The samples hold no dated digest and no announcing release, the only texts that plainly mean their own day.
    assert dated == []


def test_a_text_without_a_happening_gives_no_row(built):
    (counted,) = rows(
        built,
        "select count(*) as n from mentions join documents using (doc_id)"
        " where source like '%why-ceasefires-fail%' and event_id is not null",
    )
    assert counted["n"] == 0


def test_one_actor_whatever_the_spelling(built):
    found = rows(built, "select actor_id from actors where name ilike '%zelens%' or name ilike '%selensk%'")
    assert [row["actor_id"] for row in found] == ["person/volodymyr-zelensky"]


def test_again_everything_is_unchanged_and_the_dataset_is_the_same(built):
    built.dateline("export", "before", "--format", "jsonl,csv,parquet")
    again = built.dateline("build", "examples/articles")
    assert "22 unchanged" in again.stderr
    assert "nothing new" in again.stderr
    built.dateline("export", "after", "--format", "jsonl,csv,parquet")
    files = sorted((built.folder / "before").iterdir())
    assert len(files) >= 3
    assert [f.name for f in files if f.read_bytes() != (built.folder / "after" / f.name).read_bytes()] == []


def test_explain_traces_an_event_to_its_sentences(built):
    (event,) = rows(
        built, "select event_id from timeline where event_type = 'phone_call' and date_edtf = '2025-02-12' limit 1"
    )
    said = built.dateline("explain", event["event_id"][:9]).stdout
    assert "2025-02-12" in said
    assert "characters" in said
    assert "[" in said
    detail = json.loads(built.dateline("explain", event["event_id"], "--format", "json").stdout)
    assert detail["evidence"]
    assert all(e["date_derivation"] for e in detail["evidence"] if e["date_edtf"])


def test_the_timeline_prints_in_every_format(built):
    for form in ("table", "csv", "json", "md"):
        said = built.dateline("timeline", "--type", "summit", "--format", form).stdout
        assert "Summit" in said
    assert len(json.loads(built.dateline("timeline", "--format", "json").stdout)) > 40
    assert "no event matches" in built.dateline("timeline", "--type", "none").stderr


@pytest.fixture(scope="module")
def shared_build(tmp_path_factory, with_server):
    if not SHARED.exists():
        pytest.skip("../shared is not here: its articles are the input of this test")
    folder = tmp_path_factory.mktemp("shared")
    articles = str(SHARED / "articles")
    run_dateline(
        folder, with_server, "build", articles, "--manifest", articles + "/articles.csv", "--warehouse", "t.duckdb"
    )
    said = run_dateline(folder, with_server, "query", "from timeline", "--warehouse", "t.duckdb", "--format", "json")
    return json.loads(said.stdout)


@pytest.mark.integration  # a build of its own, of articles that nobody here wrote
@pytest.mark.parametrize(
    ("event_type", "date", "status", "who"),
    [
        ("phone_call", "2025-02-12", "occurred", {"Donald Trump", "Vladimir Putin"}),
        ("summit", "2025-02-14/2025-02-16", "planned", set()),
        ("document", "2025-12-08/2025-12-14", "occurred", set()),
        ("document", "2025", "occurred", set()),
        ("protest", "2025-07", "occurred", set()),
        ("statement", "2025-12-15/2025-12-17", "occurred", {"Mark Rutte"}),
        ("resignation", None, "occurred", {"Andrii Yermak"}),
    ],
)
def test_two_real_articles_hold_what_they_must(shared_build, event_type, date, status, who):
    found = [
        row
        for row in shared_build
        if (row["event_type"], row["date_edtf"], row["status"]) == (event_type, date, status)
        and who <= {p["name"] for p in row["participants"]}
    ]
    assert len(found) == 1, [(r["event_type"], r["date_edtf"], r["status"], r["title"]) for r in shared_build]
    if date is None:
        assert found[0]["latest"] <= "2025-12-17"


@pytest.mark.integration
def test_two_real_articles_have_no_row_dated_for_want_of_a_date(shared_build):
    assert not [row["title"] for row in shared_build if row["date_edtf"] in ("2025-02-14", "2025-12-17")]


@pytest.mark.integration
def test_without_a_publication_date_relative_dates_stay_unresolved_and_the_run_says_how_to_give_one(
    tmp_path, with_server
):
    (tmp_path / "undated.txt").write_text(
        "President Ana Silva spoke with Prime Minister Jan Novak by phone on Wednesday. "
        "On 3 March 2021 she met him in Lisbon."
    )
    (tmp_path / "dated.txt").write_text(
        "(This article was first published on 17 December 2025)\n\nThe minister, Ana Silva, resigned on Monday.\n"
    )
    said = run_dateline(tmp_path, with_server, "build", ".").stderr
    assert "undated.txt: its publication date is unknown" in said
    assert "“Wednesday”" in said
    assert "--published" in said
    assert "dated.txt: its" not in said.replace("undated.txt: its", "")
    found = json.loads(run_dateline(tmp_path, with_server, "timeline", "--format", "json").stdout)
    by_type = {row["event_type"]: row["date_edtf"] for row in found}
    assert by_type["phone_call"] is None
    assert by_type["meeting"] == "2021-03-03"
    assert by_type["resignation"] == "2025-12-15"
