"""Draw the pictures of the page: python docs/screenshots.py timeline.duckdb [FOLDER]

Without FOLDER only the two that docs/site.md and the README show; with it every state of the page, to be looked at.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.browser import launched
from warehouse.queries import query
from warehouse.site import write_site

IMAGES = Path(__file__).parent / "images"
STRETCH = "from=2024-11-20&to=2025-03-04"
CALL = "SELECT event_id FROM timeline WHERE event_type = 'phone_call' ORDER BY mention_count DESC, event_id LIMIT 1"
WIDE, PHONE = (1440, 900), (390, 844)


def main(warehouse: str, folder: str | None) -> None:
    """Write the page of a warehouse aside and photograph it."""
    with tempfile.TemporaryDirectory() as aside, launched() as browser:
        index = write_site(warehouse, Path(aside) / "page", title="Talks and turns").index.resolve().as_uri()
        call = f"{STRETCH}&event={query(warehouse, CALL).item()}"
        for name, fragment, height in (("page", STRETCH, 780), ("page-event", call, 1020)):
            shown = opened(browser, index, fragment, size=(1280, height))
            shown.screenshot(path=IMAGES / f"{name}.png")
            shown.context.close()
        if folder is not None:
            Path(folder).mkdir(parents=True, exist_ok=True)
            every_state(browser, index, call, Path(folder))


def every_state(browser: Browser, index: str, call: str, folder: Path) -> None:
    """One picture a state."""
    for name, fragment, options in (
        ("overview", "", {"welcome": True}),
        ("days", "from=2025-02-08&to=2025-02-25", {}),
        ("dark", "type=meeting&type=summit&type=phone_call", {"dark": True}),
        ("participants", "lanes=people", {}),
        ("none", "q=zzzzzz", {}),
        ("phone", "", {"size": PHONE}),
        ("event", call, {}),
        ("event-dark", call, {"dark": True}),
        ("event-phone", call, {"size": PHONE}),
    ):
        page = opened(browser, index, fragment, **options)
        page.screenshot(path=folder / f"{name}.png")
        page.context.close()
    page = opened(browser, index, "")
    page.pdf(path=folder / "print.pdf")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 760, "height": 1000})
    page.screenshot(path=folder / "print.png")
    page.context.close()


def opened(
    browser: Browser,
    index: str,
    fragment: str,
    *,
    size: tuple[int, int] = WIDE,
    dark: bool = False,
    welcome: bool = False,
) -> Page:
    """The page, with the search ready and its fonts loaded."""
    look: dict[str, Any] = {"color_scheme": "dark" if dark else "light"}
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **look)
    if not welcome:
        context.add_init_script("localStorage.setItem('dateline-welcome', '1')")
    page = context.new_page()
    page.goto(f"{index}#{fragment}")
    page.wait_for_selector("html[data-ready=search]", timeout=60_000)
    page.evaluate("document.fonts.ready.then(() => true)")
    if "event=" in fragment:
        page.locator(".derivation summary").first.click()
    page.wait_for_timeout(500)
    return page


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
