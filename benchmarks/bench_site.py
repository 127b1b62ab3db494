"""The page with many events, in a headless Chromium: python benchmarks/bench_site.py [--events 20000]

Measures, as the median of some loads in fresh profiles: the first view (from the start of the navigation to the frame
in which marks stand), the search being ready, choosing a filter and searching (to the frame that shows the result),
and a turn of the wheel (one frame).  "work" is the processor time of the page's main thread, whatever else the machine
does; the rest of what is waited for is frames, and others.  Beside it vis-timeline with the same events, from npm, in
a page of its own; it is fetched into build/ and nowhere else.  Aims: first view within 2 s, a filter within 100 ms.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks.browser import launched  # noqa: E402
from benchmarks.store_generator import Size, generate  # noqa: E402
from tests.warehouse.samples import run_record  # noqa: E402
from warehouse.queries import query  # noqa: E402
from warehouse.records import Log  # noqa: E402
from warehouse.site import write_site  # noqa: E402
from warehouse.store import Warehouse  # noqa: E402

LOADS = 5
FEW = 2_000  # events that the rival is measured with as well: it draws every one as an element
Took = tuple[float, float]  # milliseconds waited, and of work
RIVAL = ROOT / "build" / "rival"
VIS = "vis-timeline@8.5.4"
SCRIPT = RIVAL / "node_modules" / "vis-timeline" / "standalone" / "umd" / "vis-timeline-graph2d.min.js"
PATIENCE = 120_000  # milliseconds
TYPE = "document.querySelectorAll('.family input')[{}].click()"
PERSON = "document.querySelector('.choices input').click()"
WORDS = "const s = document.getElementById('search'); s.value = {}; s.dispatchEvent(new Event('input'))"
SEARCHED = ("pe", "person", "person p1", "phone", "vienna", "detaned", "a report of")
WHEEL = (
    "document.getElementById('canvas').dispatchEvent(new WheelEvent('wheel', "
    "{ deltaY: -60, clientX: 800, clientY: 300, bubbles: true, cancelable: true }))"
)
SORT = "document.querySelector('[data-sort={}]').click()"
FILTERS = [f"window.only = {kind}; view.refresh()" for kind in ("'vote'", "''", "'attack'")]

# Two frames: the first may have been asked for before the change was drawn.
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
TIMED = "async () => {{ const start = performance.now(); {what}; await {drawn}; return performance.now() - start; }}"
RIVAL_PAGE = """<!doctype html><meta charset="utf-8"><body><div id="t"></div>
<script src="{script}"></script><script src="rows.js"></script><script>
const view = new vis.DataView(new vis.DataSet(ROWS), {{ filter: (row) => !window.only || row.group === window.only }});
const groups = [...new Set(ROWS.map((row) => row.group))].map((id) => ({{ id, content: id }}));
const timeline = new vis.Timeline(document.getElementById("t"), view, new vis.DataSet(groups),
  {{ stack: false, height: "600px" }});
timeline.once("changed", () => requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("shown"))));
</script>"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=20_000)
    events = arguments.parse_args().events
    with tempfile.TemporaryDirectory() as aside, launched() as browser:
        warehouse = Path(aside) / "timeline.duckdb"
        build(warehouse, events)
        began, wall = cpu(), time.perf_counter()
        written = write_site(warehouse, Path(aside) / "page")
        took = f"{cpu() - began:.1f} s CPU, {time.perf_counter() - wall:.1f} s in all"
        print(f"dateline site: {written.events:,} events, {written.size / 1e6:.1f} MB in {written.files} files, {took}")
        ours(browser, written.index.resolve().as_uri())
        rival(browser, warehouse, Path(aside))


def build(warehouse: Path, events: int) -> None:
    with Warehouse(warehouse).writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, generate(Size(events, events * 3, actors=max(10, events // 7))))
        store.finish(run, Log())


def ours(browser: Browser, address: str) -> None:
    first = []
    for _ in range(LOADS):
        with watched(browser, address) as load:
            first.append(load.reached("dateline-shown"))
    line("first view", first, "2,000")
    with watched(browser, address) as page:
        line("search ready", [page.reached("dateline-search")], "")
        line("filter: a type", [page.timed(TYPE.format(k // 2)) for k in range(12)], "100")
        line("filter: a participant", [page.timed(PERSON) for _ in range(6)], "100")
        line("search", [page.timed(WORDS.format(json.dumps(words))) for words in SEARCHED], "100")
        page.timed(WORDS.format("''"))
        line("a turn of the wheel", [page.timed(WHEEL) for _ in range(40)], "")
        line("sort the list", [page.timed(SORT.format(key)) for key in ("title", "confidence", "date")], "")


def rival(browser: Browser, warehouse: Path, aside: Path) -> None:
    if not SCRIPT.exists():
        if shutil.which("npm") is None:
            print("vis-timeline: not measured, npm is not on this machine")
            return
        RIVAL.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", str(RIVAL), VIS], check=True)
    rows = query(
        warehouse,
        "SELECT event_id AS id, title AS content, event_type AS group, date_start::VARCHAR AS start,"
        " CASE WHEN date_end > date_start THEN date_end::VARCHAR END AS end FROM timeline WHERE date_start IS NOT NULL",
        memory_limit="2GB",
    ).to_dicts()
    (aside / "rival.html").write_text(RIVAL_PAGE.format(script=SCRIPT.resolve().as_uri()), encoding="utf-8")
    address = (aside / "rival.html").resolve().as_uri()
    for count in (FEW, len(rows)):
        print(f"\n{VIS}, {count:,} dated events, without stacking, list, search or evidence")
        (aside / "rows.js").write_text(f"const ROWS = {json.dumps(rows[:count])};", encoding="utf-8")
        try:
            with watched(browser, address) as page:
                line("first view", [page.reached("shown")], "")
                line("filter: a type", [page.timed(change) for change in FILTERS], "")
        except (TimeoutError, PlaywrightTimeout):
            print(f"  first view             not within {PATIENCE / 1000:.0f} s")


@dataclass(frozen=True, slots=True)
class Watched:
    """A page, and the line on which the browser says how long its main thread has worked."""

    page: Page
    session: CDPSession

    def worked(self) -> float:
        """Milliseconds of processor time since the page began."""
        metrics = {one["name"]: one["value"] for one in self.session.send("Performance.getMetrics")["metrics"]}
        return 1000 * float(metrics["TaskDuration"])

    def timed(self, what: str) -> Took:
        """What a change takes, to the second frame after it."""
        before = self.worked()
        waited = float(self.page.evaluate(TIMED.format(what=what, drawn=DRAWN)))
        return waited, self.worked() - before

    def reached(self, mark: str) -> Took:
        """What it took from the start of the navigation to a mark; the work is counted a little after it."""
        until = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < until:  # the page's policy forbids the driver to wait inside it
            reached = self.page.evaluate(f"performance.getEntriesByName('{mark}')[0]?.startTime ?? null")
            if reached is not None:
                return float(reached), self.worked()
            time.sleep(0.1)
        raise TimeoutError(f"{mark} was not reached within {PATIENCE / 1000:.0f} s")


@contextmanager
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """A page in a profile of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address, timeout=PATIENCE, wait_until="commit")
    try:
        yield Watched(page, session)
    finally:
        context.close()


def line(name: str, values: list[Took], aim: str) -> None:
    parts = []
    for label, each in (("waited", [took[0] for took in values]), ("work", [took[1] for took in values])):
        parts.append(f"{label} {statistics.median(each):>7,.0f} ms (most {max(each):>7,.0f})")
    print(f"  {name:<22} {'   '.join(parts)}   {aim and f'aim {aim} ms'}")


def cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
