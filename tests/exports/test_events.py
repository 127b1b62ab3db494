"""The formats that show events: read back by other programs, honest about dates, safe with hostile texts."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import feedparser
import polars as pl
import pytest
import rdflib
from icalendar import Calendar

from tests.exports.world import DATES, HOSTILE, release
from tests.warehouse.samples import changes, event_id, run_record
from warehouse.exports import FORMATS, Options, export
from warehouse.exports.event import records
from warehouse.exports.text import uri
from warehouse.exports.wording import date_in_words
from warehouse.queries import query
from warehouse.records import Changes

SCHEMA = rdflib.Namespace("https://schema.org/")
WORDS = {
    10: "some day in March 2025",
    11: "some day in 2025",
    12: "some day in the week of 8 to 14 December 2025",
    13: "11 to 13 June 2025, all or some day of it",
    14: "some day in winter 2025/26",
    15: "about 12 February 2025",
    16: "until 1 May 2025",
    17: "some day in the 1990s",
    18: "some day on the weekend of 8 to 9 March 2025",
    19: "some day in the second quarter of 2025",
    20: "some day in the second half of 2025",
    21: "6 May 1850",
}


def unfolded(text: str) -> list[str]:
    """Content lines of RFC 5545, section 3.1: a line that begins with a space goes on with the one before."""
    assert "\n" not in text.replace("\r\n", ""), "a bare line break"
    return text.replace("\r\n ", "").split("\r\n")


def calendar_entries(text: str) -> list[dict[str, str]]:
    """The VEVENTs of a calendar, read by nothing but the standard's own words: another reader than the writer."""
    entries: list[dict[str, str]] = []
    for line in unfolded(text):
        if line == "BEGIN:VEVENT":
            entries.append({})
        elif entries and ":" in line and not line.startswith("END:"):
            name, value = line.split(":", 1)
            for escaped, plain in (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
                value = value.replace(escaped, plain)
            entries[-1].setdefault(name.split(";")[0], value)
    return entries


@pytest.fixture(scope="module")
def ics(dataset: Path) -> dict[str, dict[str, str]]:
    text = (dataset / "timeline.ics").read_bytes().decode("utf-8")
    return {entry["UID"].removesuffix("@dateline"): entry for entry in calendar_entries(text)}


@pytest.mark.parametrize("number", sorted(WORDS))
def test_a_date_is_said_no_more_exactly_than_it_is(store: Path, number: int) -> None:
    frame = query(store, "SELECT * FROM timeline WHERE event_id = $event", parameters={"event": event_id(number)})
    assert date_in_words(next(records(frame))) == WORDS[number]


def test_a_calendar_shows_a_day_as_a_day_and_the_rest_as_marked_spans(ics: dict[str, dict[str, str]]) -> None:
    call = ics[event_id(0)]
    assert (call["DTSTART"], call["DTEND"]) == ("20250212", "20250213")
    assert "Date uncertain" not in call["CATEGORIES"]
    month = ics[event_id(10)]
    assert (month["DTSTART"], month["DTEND"]) == ("20250301", "20250401")
    assert month["SUMMARY"] == "Event 10, renamed (some day in March 2025)"
    assert "Date uncertain" in month["CATEGORIES"]
    assert "Date uncertain" in ics[event_id(15)]["CATEGORIES"]  # about a day is no day


def test_a_calendar_blocks_no_time_and_says_what_is_planned_or_was_denied(ics: dict[str, dict[str, str]]) -> None:
    assert {entry["TRANSP"] for entry in ics.values()} == {"TRANSPARENT"}
    found = {number: ics[event_id(number)]["STATUS"] for number in (0, 11, 12, 13)}
    assert found == {0: "CONFIRMED", 11: "TENTATIVE", 12: "CANCELLED", 13: "TENTATIVE"}


def test_a_calendar_has_every_event_with_two_ends_and_counts_the_others(dataset: Path) -> None:
    text = (dataset / "timeline.ics").read_bytes()
    calendar = Calendar.from_ical(text)
    bounded = [number for number, (_, first, last, _) in DATES.items() if first and last]
    assert len(calendar.walk("VEVENT")) == len(bounded) + 2 + 1  # the samples' call and plan, and the hostile one
    assert "2 more have no date" in str(calendar["description"])
    assert not calendar.errors
    assert Calendar.from_ical(calendar.to_ical()).to_ical() == text


def test_a_calendar_is_stamped_by_its_reports_and_not_by_the_clock(ics: dict[str, dict[str, str]]) -> None:
    assert {entry["DTSTAMP"] for entry in ics.values()} == {"20251217T000000Z"}


def test_hostile_text_stays_one_property_of_a_calendar(ics: dict[str, dict[str, str]]) -> None:
    hostile = ics[event_id(30)]
    assert hostile["SUMMARY"].startswith("Vote: <script>alert(1)</script>")
    assert "BEGIN:VEVENT SUMMARY:no" in hostile["SUMMARY"]
    assert not set(hostile["SUMMARY"]) & set("\x00\x07\x1b\r\n")
    assert "URL" not in hostile  # javascript: is no address of an article


@pytest.fixture(scope="module")
def feed(dataset: Path) -> feedparser.FeedParserDict:
    return feedparser.parse((dataset / "timeline.atom").read_bytes())


def test_the_feed_is_well_formed_and_complete(feed: feedparser.FeedParserDict) -> None:
    assert feed.bozo is False
    assert feed.version == "atom10"
    assert feed.feed.id == "tag:dateline,2026:timeline"
    assert feed.feed.author
    assert len(feed.entries) == len(DATES) + 4
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_the_feed_is_dated_by_releases_and_begins_with_what_changed_last(feed: feedparser.FeedParserDict) -> None:
    first, second = (run_record(number).finished.isoformat() for number in (1, 2))
    newest = feed.entries[0]
    assert newest.id == f"tag:dateline,2026:event/{event_id(10)}"
    assert (newest.published, newest.updated) == (first, second)
    assert {tag.term for tag in newest.tags} == {"phone_call", "occurred", "changed"}
    assert feed.feed.updated == second
    assert {entry.updated for entry in feed.entries[1:]} == {first}


def test_hostile_text_is_text_in_the_feed(feed: feedparser.FeedParserDict) -> None:
    hostile = next(entry for entry in feed.entries if entry.id.endswith(event_id(30)))
    assert hostile.title_detail.type == "text/plain"
    assert "<script>alert(1)</script>" in hostile.title
    assert "\x00" not in hostile.content[0].value
    assert not any(link.href.startswith("javascript") for link in hostile.get("links", []))


def test_a_feed_with_an_address_has_ids_of_that_host(store: Path, tmp_path: Path) -> None:
    export(store, tmp_path, ["atom"], Options(url="https://data.example.org/timeline", title="Mine"))
    parsed = feedparser.parse((tmp_path / "timeline.atom").read_bytes())
    assert parsed.feed.id == "tag:data.example.org,2026:timeline"
    assert (parsed.feed.link, parsed.feed.title) == ("https://data.example.org/timeline", "Mine")


def test_timelinejs_escapes_markup_and_says_uncertain_dates_in_words(dataset: Path) -> None:
    page = json.loads((dataset / "timeline.timelinejs.json").read_text(encoding="utf-8"))
    slides = {slide["unique_id"]: slide for slide in page["events"]}
    assert slides[event_id(0)]["start_date"] == {"year": 2025, "month": 2, "day": 12}
    assert "end_date" not in slides[event_id(0)]
    assert slides[event_id(10)]["display_date"] == "some day in March 2025"
    assert slides[event_id(10)]["end_date"] == {"year": 2025, "month": 3, "day": 31}
    hostile = json.dumps(slides[event_id(30)])
    assert "<script" not in hostile
    assert "javascript:" not in hostile
    assert "2 more have no date" in page["title"]["text"]["text"]


def test_geojson_has_the_known_places_and_counts_the_others(dataset: Path) -> None:
    collection = json.loads((dataset / "timeline.geojson").read_text(encoding="utf-8"))
    points = {feature["id"]: feature["geometry"]["coordinates"] for feature in collection["features"]}
    assert points == {event_id(10): [6.14, 46.2], event_id(12): [-84.08, 9.93], event_id(21): [30.52, 50.45]}
    told = collection["dateline"]
    assert told["place_not_known"] == 3  # Florida is no point, San José is several, and the hostile one
    assert {"Florida", "San José"} < set(told["places_not_known"])
    assert told["on_the_map"] + told["without_place"] + told["place_not_known"] == told["events"]


@pytest.fixture(scope="module")
def graph(dataset: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(dataset / "timeline.jsonld", format="json-ld")


def test_json_ld_is_read_as_schema_org_events(graph: rdflib.Graph) -> None:
    events = set(graph.subjects(rdflib.RDF.type, SCHEMA.Event))
    assert len(events) == len(DATES) + 4
    call = rdflib.URIRef(f"urn:dateline:event:{event_id(0)}")
    starts = graph.value(call, SCHEMA.startDate)
    assert starts == rdflib.Literal("2025-02-12", datatype=rdflib.XSD.date)
    roles = list(graph.objects(call, SCHEMA.about))
    people = {str(graph.value(graph.value(role, SCHEMA.about), SCHEMA.name)) for role in roles}
    assert people == {"Anna Berg", "Marc Duval"}


@pytest.mark.parametrize(
    ("number", "kind"), [(10, rdflib.XSD.gYearMonth), (11, rdflib.XSD.gYear), (12, None), (15, None), (17, None)]
)
def test_json_ld_never_makes_a_date_more_exact(graph: rdflib.Graph, number: int, kind: rdflib.URIRef | None) -> None:
    event = rdflib.URIRef(f"urn:dateline:event:{event_id(number)}")
    start = graph.value(event, SCHEMA.startDate)
    assert (start.datatype if isinstance(start, rdflib.Literal) else None) == kind
    edtf = graph.value(event, rdflib.URIRef("urn:dateline:term:date"))
    assert str(edtf) == DATES[number][0]


def test_an_address_is_one_that_every_format_can_hold() -> None:
    assert uri('https://example.org/a b?q="<é>"&c=%20#x') == "https://example.org/a%20b?q=%22%3C%C3%A9%3E%22&c=%20#x"


def test_json_ld_survives_being_written_as_triples(graph: rdflib.Graph) -> None:
    again = rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt")
    assert len(again) == len(graph)


def test_an_empty_timeline_is_an_empty_view(tmp_path: Path) -> None:
    rows = changes()
    release(tmp_path / "t.duckdb", Changes(documents=rows.documents.clear(), mentions=rows.mentions.clear()), 1)
    files = export(tmp_path / "t.duckdb", tmp_path / "out", list(FORMATS))
    assert all(file.exists() for file in files)
    assert pl.read_parquet(tmp_path / "out" / "timeline.parquet").height == 0
    assert feedparser.parse((tmp_path / "out" / "timeline.atom").read_bytes()).bozo is False
    assert not Calendar.from_ical((tmp_path / "out" / "timeline.ics").read_bytes()).walk("VEVENT")
    assert json.loads((tmp_path / "out" / "timeline.geojson").read_bytes())["features"] == []


def test_the_hostile_text_is_kept_whole_where_the_format_can_hold_it(dataset: Path) -> None:
    rows = [json.loads(line) for line in (dataset / "timeline.jsonl").read_text(encoding="utf-8").split("\n") if line]
    assert next(row for row in rows if row["event_id"] == event_id(30))["title"] == HOSTILE
    frame = pl.read_parquet(dataset / "timeline.parquet").filter(pl.col("event_id") == event_id(30))
    assert frame["quote"].to_list() == [HOSTILE]
    assert frame["last_published"].to_list() == [dt.date(2025, 12, 17)]
