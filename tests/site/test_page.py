"""The page in a real browser, opened from a file, with nothing to reach outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from benchmarks.browser import executable, launched
from tests.site.worlds import EVENTS, HOSTILE, event_id, publish, rows
from warehouse.site import write_site

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(executable() is None, reason="no Chromium on this machine"),
]
PATIENCE = 60_000  # milliseconds: a busy machine is slow, and no test here is about time
SERIOUS = ("serious", "critical")


@dataclass
class Opened:
    """A page, and all that went wrong or outside while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def rows(self) -> list[str]:
        return [text.strip() for text in self.page.locator("tbody tr[data-place] td.c-title a").all_inner_texts()]

    def announced(self, words: str) -> None:
        expect(self.page.locator("#announce")).to_contain_text(words, timeout=PATIENCE)

    def clean(self) -> None:
        assert [url for url in self.requests if not url.startswith("file://")] == []
        assert self.failed == []
        assert self.said == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as running:
        yield running


@pytest.fixture(scope="module")
def site(two_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("site")
    return write_site(two_releases, folder / "page", title="Harbour").index.resolve().as_uri()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Any]:
    contexts = []

    def open_page(fragment: str = "", *, address: str | None = None, welcome: bool = False, **options: Any) -> Opened:
        context = browser.new_context(**({"viewport": {"width": 1400, "height": 900}} | options))
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.set_offline(True)
        if not welcome:
            context.add_init_script("localStorage.setItem('dateline-welcome', '1')")
        opened = Opened(context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("requestfailed", lambda request: opened.failed.append(request.url))
        opened.page.on("console", lambda message: opened.said.append(f"{message.type}: {message.text}"))
        opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
        opened.page.goto((address or site) + (f"#{fragment}" if fragment else ""))
        opened.page.wait_for_selector("html[data-ready=search]", state="attached")
        return opened

    yield open_page
    for context in contexts:
        context.close()


def test_it_loads_from_a_file_without_a_network_and_shows_every_event(open_page: Any) -> None:
    opened = open_page("list=all", welcome=True)
    assert len(opened.rows()) == len(EVENTS)
    expect(opened.page.locator("#found")).to_contain_text("10 events")
    expect(opened.page.locator("#intro")).to_be_visible()
    opened.page.get_by_role("button", name="Got it").click()
    expect(opened.page.locator("#intro")).to_be_hidden()
    assert any(url.endswith(".woff2") for url in opened.requests)
    opened.clean()


def test_dates_are_written_as_exactly_as_they_are_known(open_page: Any) -> None:
    opened = open_page("list=all")
    dates = opened.page.locator("tbody td.c-date").all_inner_texts()
    assert dates == [
        "about 1998", "3–5 May 2024", "12 Feb 2025", "14 Feb 2025", "16 Feb 2025", "1 Mar 2025", "Jul 2025", "2026",
        "by 1 Aug 2025", "no date",
    ]  # fmt: skip


def test_something_is_drawn_in_the_colours_of_the_kinds(open_page: Any) -> None:
    opened = open_page("from=2025-01-20&to=2025-03-20")
    colours = opened.page.evaluate(
        """() => { const canvas = document.getElementById('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const found = new Set();
        for (let k = 0; k < data.length; k += 4) found.add('#' + [data[k], data[k + 1], data[k + 2]]
            .map((one) => one.toString(16).padStart(2, '0')).join(''));
        const style = getComputedStyle(document.documentElement);
        return ['talks', 'people', 'other', 'papers'].map((key) =>
            found.has(style.getPropertyValue('--family-' + key).trim())); }"""
    )
    assert colours[:3] == [True, True, True]


def test_filters_narrow_and_say_how_much(open_page: Any) -> None:
    opened = open_page("list=all")
    page = opened.page
    page.get_by_role("checkbox", name=re.compile("Phone call")).check()
    assert opened.rows() == ["Phone call: Anna Berg"]
    opened.announced("1 event of 10 found")
    page.get_by_role("checkbox", name=re.compile("Meeting")).check()
    assert opened.rows() == ["Meeting: Anna Berg – Marc Duval", "Phone call: Anna Berg"]
    page.get_by_role("checkbox", name=re.compile("Marc Duval")).check()
    assert opened.rows() == ["Meeting: Anna Berg – Marc Duval"]
    page.get_by_role("button", name="Clear", exact=True).click()
    assert len(opened.rows()) == len(EVENTS)
    for name in ("Planned", "No date", "Files"):
        box = page.get_by_role("checkbox", name=re.compile(name))
        box.check()
        assert 0 < len(opened.rows()) < len(EVENTS), name
        box.uncheck()
    page.locator("#least").fill("70")
    assert "Phone call: Anna Berg" not in opened.rows()
    opened.clean()


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("harbour pl", ["Document: Harbour Plan"]),
        ("kos", ["Resignation: Éva Kós"]),
        ("Berh", ["Meeting: Anna Berg – Marc Duval", "Phone call: Anna Berg"]),
        ("marched", ["Protest: harbour"]),
        ("anna telephoned", ["Phone call: Anna Berg"]),
        ("telefoned", ["Phone call: Anna Berg"]),
    ],
)
def test_search_finds_words_names_spellings_and_quotes(open_page: Any, words: str, titles: list[str]) -> None:
    opened = open_page("list=all")
    opened.page.get_by_label("Search", exact=True).fill(words)
    opened.announced(f"{len(titles)} event")
    assert opened.rows() == titles
    similar = opened.page.locator("#search-note").inner_text()
    assert ("similar words" in similar) == (words == "telefoned")


def test_nothing_found_is_told_and_can_be_undone(open_page: Any) -> None:
    opened = open_page()
    opened.page.get_by_label("Search", exact=True).fill("zzzzzzz")
    expect(opened.page.get_by_text("No event matches.", exact=True)).to_be_visible()
    opened.page.get_by_role("button", name="Clear the filters").click()
    expect(opened.page.locator("#found")).to_contain_text("10 events")


def view(page: Page) -> tuple[str, str]:
    """The first and last day in view, as the address has them."""
    page.wait_for_url(re.compile("from="), timeout=PATIENCE)
    page.wait_for_timeout(700)  # the address is written when the view has come to rest
    found = re.search(r"from=([\d-]+)&to=([\d-]+)", page.url)
    assert found is not None
    return found[1], found[2]


def test_zoom_by_buttons_wheel_and_keys_and_back_to_all(open_page: Any) -> None:
    opened = open_page("from=2025-01-01&to=2025-12-31")
    page = opened.page
    widths = []

    def width() -> int:
        first, last = view(page)
        return page.evaluate("([a, b]) => (Date.parse(b) - Date.parse(a)) / 864e5", [first, last])

    widths.append(width())
    page.get_by_role("button", name="Zoom in").click()
    widths.append(width())
    page.locator("#canvas").hover()
    page.mouse.wheel(0, -400)
    widths.append(width())
    page.locator("#canvas").focus()
    page.keyboard.press("+")
    widths.append(width())
    assert widths == sorted(widths, reverse=True) and len(set(widths)) == 4, widths
    first, _ = view(page)
    page.keyboard.press("Shift+ArrowRight")
    assert view(page)[0] > first
    page.mouse.wheel(300, 0)
    page.keyboard.press("0")
    assert width() > 9000
    expect(page.locator("#found")).to_contain_text("10 events")
    opened.clean()


def test_the_list_follows_the_view_and_the_edges_say_what_lies_outside(open_page: Any) -> None:
    opened = open_page("from=2025-02-01&to=2025-02-28")
    assert [title for title in opened.rows() if "Berg" in title] == [
        "Meeting: Anna Berg – Marc Duval", "Phone call: Anna Berg",
    ]  # fmt: skip
    expect(opened.page.locator("#before")).to_have_text("‹ 2 earlier")
    expect(opened.page.locator("#after")).to_have_text("4 later ›")
    opened.page.get_by_text("All found").click()
    assert len(opened.rows()) == len(EVENTS)


def test_a_shared_link_restores_what_was_chosen(open_page: Any) -> None:
    first = open_page("list=all")
    first.page.get_by_role("checkbox", name=re.compile("Anna Berg")).check()
    first.page.get_by_role("button", name=re.compile("^Confidence")).click()
    first.page.locator("#lanes").select_option("people")
    first.page.locator("tbody tr[data-place] a").first.click()
    expect(first.page.locator("#event-name")).to_be_visible()
    first.page.wait_for_timeout(700)
    address = first.page.url
    for part in ("who=person%2Fanna-berg", "list=all", "sort=-confidence", "lanes=people", f"event={event_id(1)}"):
        assert part in address
    again = open_page(address.split("#")[1])
    assert again.rows() == first.rows()
    assert again.page.locator("#lanes").input_value() == "people"
    expect(again.page.locator("#event-name")).to_have_text("Meeting: Anna Berg – Marc Duval")
    first.page.go_back()
    expect(first.page.locator("#event")).to_be_hidden()
    first.clean()
    again.clean()


def test_a_link_to_what_this_release_does_not_hold_says_so(open_page: Any) -> None:
    opened = open_page("event=e-000000000000&who=person/nobody")
    expect(opened.page.locator("#problem")).to_contain_text("person/nobody, e-000000000000")
    expect(opened.page.locator("#found")).to_contain_text("10 events")


def test_an_event_shows_its_quote_source_and_the_derivation_of_its_date(open_page: Any) -> None:
    opened = open_page(f"event={event_id(1)}")
    panel = opened.page.locator("#event")
    expect(panel.locator(".when")).to_have_text("12 February 2025")
    expect(panel.locator("mark")).to_have_text("met")
    expect(panel.locator("blockquote")).to_have_text("😀 Berg met Duval on 12 February 2025.")
    link = panel.locator(".source a")
    assert link.get_attribute("href") == "https://example.org/1"
    assert "noopener" in (link.get_attribute("rel") or "")
    panel.locator(".derivation summary").click()
    expect(panel.locator(".derivation")).to_contain_text("rule <day>: 2025-02-12")
    expect(panel.locator(".days")).to_contain_text("Reported on 2 Aug 2025")
    opened.clean()


def test_what_is_new_since_the_last_release(open_page: Any) -> None:
    opened = open_page("list=all")
    page = opened.page
    page.get_by_role("button", name="5 changes since release 1").click()
    expect(page.get_by_role("dialog")).to_contain_text("Gone · 2")
    expect(page.get_by_role("dialog")).to_contain_text("Meeting: nobody – no longer on the timeline")
    page.get_by_role("button", name="Show only these on the timeline").click()
    assert opened.rows() == ["Phone call: Anna Berg", "Document: Harbour Plan", "Election: Northland"]
    page.get_by_role("link", name="Election: Northland").click()
    expect(page.locator("#event .changed")).to_contain_text("Date edtf: 2026-05")
    opened.clean()


def test_a_hostile_title_is_text_and_a_hostile_address_no_link(open_page: Any) -> None:
    opened = open_page(f"event={event_id(9)}&list=all&from=2025-02-10&to=2025-02-20")
    expect(opened.page.locator("#event-name")).to_have_text(HOSTILE)
    titles = opened.page.locator("tbody a").evaluate_all("links => links.map((link) => link.title)")
    assert titles.count(HOSTILE) == 1
    opened.page.locator("#canvas").hover(position={"x": 700, "y": 200})
    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.locator("img").count() == 0
    assert opened.page.locator(".source a").count() == 0
    opened.clean()


def test_the_whole_way_by_keyboard(open_page: Any) -> None:
    opened = open_page("list=all")
    page = opened.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator('tr[data-place="0"] a')).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator('tr[data-place="2"] a')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#event-name")).to_be_focused()
    expect(page.locator("#event-name")).to_have_text("Meeting: Anna Berg – Marc Duval")
    page.keyboard.press("Escape")
    expect(page.locator("#event")).to_be_hidden()
    expect(page.locator('tr[data-place="2"] a')).to_be_focused()
    page.locator("#canvas").focus()
    page.keyboard.press("Home")
    opened.announced("1 of 10")
    page.keyboard.press("ArrowRight")
    opened.announced("3–5 May 2024: Summit: Lakeside. negated. 2 of 10.")
    page.keyboard.press("Enter")
    expect(page.locator("#event-name")).to_have_text("Summit: Lakeside")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    opened.clean()


def test_the_list_is_sorted_by_its_heads(open_page: Any) -> None:
    opened = open_page("list=all")
    head = opened.page.get_by_role("button", name="Event", exact=True)
    head.click()
    titles = opened.rows()
    head.click()
    assert opened.rows() == titles[::-1]
    expect(opened.page.locator("th.c-title")).to_have_attribute("aria-sort", "descending")
    opened.page.get_by_role("button", name="Reports").click()
    assert opened.rows()[0] == "Document: Harbour Plan"


@pytest.mark.parametrize("state", ["", f"event={event_id(1)}", "lanes=people&q=harbour", "q=zzzzzz", "help", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_an_accessibility_check(open_page: Any, state: str, scheme: str) -> None:
    size = {"width": 390, "height": 844} if state == "phone" else {"width": 1400, "height": 900}
    opened = open_page(state if "=" in state else "", color_scheme=scheme, viewport=size, bypass_csp=True, welcome=True)
    page = opened.page
    if state == "help":
        page.get_by_role("button", name="How to read this").click()
    if "event=" in state:
        page.locator(".derivation summary").click()
    page.wait_for_timeout(400)
    page.evaluate(Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    serious = [
        f"{one['id']}: {one['help']} ({node['html'][:120]})"
        for one in found["violations"] if one["impact"] in SERIOUS for node in one["nodes"]
    ]  # fmt: skip
    assert serious == []


def test_light_and_dark_by_system_and_by_hand(open_page: Any) -> None:
    opened = open_page(color_scheme="dark")
    page = opened.page
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(paper)
    page.get_by_label("Colours").select_option("light")
    light = page.evaluate(paper)
    assert light != dark
    assert page.evaluate("localStorage.getItem('dateline-colours')") == "light"
    for _ in range(20):  # a busy browser gives a page what it keeps only a little later
        page.reload()
        page.wait_for_selector("html[data-ready=search]", state="attached")
        if page.evaluate(paper) == light:
            break
        page.wait_for_timeout(500)
    assert page.evaluate(paper) == light
    assert page.get_by_label("Colours").input_value() == "light"


def test_print_holds_every_row_and_no_controls(open_page: Any, tmp_path: Path) -> None:
    opened = open_page("list=all")
    page = opened.page
    text = "".join(sheet.extract_text() for sheet in PdfReader(_printed(page, tmp_path)).pages)
    for event in EVENTS:
        assert event.title.split("\u2028")[0].split()[0] in text
    assert "Copy link" not in text and "Clear" not in text
    assert "Resignation" in text
    page.goto(page.url.split("#")[0] + f"#event={event_id(4)}")
    expect(page.locator("#event .report")).to_be_visible()
    alone = "".join(sheet.extract_text() for sheet in PdfReader(_printed(page, tmp_path)).pages)
    assert "officials said" in alone and "Harbour Plan" not in alone
    opened.clean()


def _printed(page: Page, folder: Path) -> Path:
    page.pdf(path=folder / "print.pdf", format="A4")
    return folder / "print.pdf"


def test_an_empty_timeline_says_what_to_do(open_page: Any, tmp_path: Path) -> None:
    full = rows(EVENTS[:1])
    nothing = type(full)(documents=full.documents.clear(), mentions=full.mentions.clear())
    index = write_site(publish(tmp_path / "t.duckdb", nothing), tmp_path / "page").index.resolve().as_uri()
    opened = open_page(address=index)
    expect(opened.page.locator("#nothing")).to_contain_text("The timeline is empty.")
    opened.clean()


def test_a_part_that_is_missing_is_told(one_release: Path, tmp_path: Path, browser: Browser) -> None:
    written = write_site(one_release, tmp_path / "page")
    next((tmp_path / "page").glob("v-*/data/events-000.js")).unlink()
    page = browser.new_page()
    page.goto(written.index.resolve().as_uri())
    expect(page.get_by_role("alert")).to_contain_text("a part of the page did not load: events/0", timeout=PATIENCE)
    page.close()
