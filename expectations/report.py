"""One page that shows what a run checked: self-contained, readable without a network, safe to open.

GX's own Data Docs load scripts and a logo from outside, so this is a page of our own.  Whatever stands in the data
is escaped: an article's text never becomes markup.
"""

from __future__ import annotations

import html
from pathlib import Path

import polars as pl

from expectations.check import Settings, Stage
from expectations.suites import suite
from warehouse.errors import WarehouseError
from warehouse.quarantine import newest
from warehouse.queries import opened, run

_STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
td, th { border-top: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top;
overflow-wrap: break-word; unicode-bidi: isolate; } th { font-weight: 600; border: 0; }
.checks th:nth-child(1) { width: 6rem; } .checks th:nth-child(2) { width: 17rem; }
.checks th:nth-child(3) { width: 4rem; }
.held th:nth-child(1) { width: 6rem; } .held th:nth-child(3) { width: 45%; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; } small, .reason { opacity: .75; }
@media (max-width: 45rem) { table, tbody, tr, td { display: block; } tr:first-child { display: none; }
tr { border-top: 1px solid var(--line); padding: .4rem 0; } td { border: 0; padding: 0; }
td.number { text-align: left; } td.number::after { content: " failing"; } }
.passed::before { content: "✓ "; color: #2a8a3e; } .failed::before { content: "✗ "; color: #c0392b; }
.error::before { content: "! "; color: #b36b00; } details { margin: .3rem 0; } summary { cursor: pointer; }
""".strip()


def report_page(path: str | Path, run_id: str | None = None) -> str:
    """The page for a run of the warehouse at ``path``, the last one that checked anything unless ``run_id`` names one.

    ``WarehouseError`` where there is no such run.
    """
    with opened(newest(path)) as connection:
        runs = run(
            connection,
            "SELECT * FROM runs WHERE run_id IN (SELECT run_id FROM validations)"
            " AND ($run IS NULL OR run_id = $run) ORDER BY started DESC LIMIT 1",
            {"run": run_id},
        )
        if runs.is_empty():
            raise WarehouseError(f"{path}: no checks of {run_id or 'any run'} are written down; build first")
        bound = {"run": runs["run_id"][0]}
        checks = run(connection, "SELECT * FROM validations WHERE run_id = $run ORDER BY ALL", bound)
        held = run(connection, "SELECT kind, item, reason FROM quarantine WHERE run_id = $run ORDER BY ALL", bound)
    return _page(runs.to_dicts()[0], checks, held)


def _page(of_run: dict[str, object], checks: pl.DataFrame, held: pl.DataFrame) -> str:
    bad = checks.filter(pl.col("outcome") != "passed")
    verdict = "published" if of_run["published"] else "not published"
    suites = "".join(_suite(name, rows) for (name,), rows in checks.group_by("suite", maintain_order=True))
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Checks of {_text(of_run['run_id'])}</title><style>{_STYLE}</style></head><body>"
        f"<h1>Checks of {_text(of_run['run_id'])}</h1>"
        f"<p>{_text(of_run['started'])} – {verdict}; {checks.height} checks, {bad.height} not passed;"
        f" {_text(of_run['read'])} inputs read, {_text(of_run['loaded'])} loaded,"
        f" {_text(of_run['unchanged'])} unchanged, {_text(of_run['duplicate'])} duplicate,"
        f" {_text(of_run['quarantined'])} held back.</p>"
        f"<h2>Not passed</h2>{_checks(bad) if bad.height else '<p>Everything passed.</p>'}"
        f"<h2>Held back</h2>{_held(held) if held.height else '<p>Nothing.</p>'}"
        f"<h2>All checks</h2>{suites}</body></html>\n"
    )


def _suite(name: object, rows: pl.DataFrame) -> str:
    passed = rows.filter(outcome="passed").height
    return f"<details><summary>{_text(name)}: {passed} of {rows.height} passed</summary>{_checks(rows)}</details>"


def _checks(rows: pl.DataFrame) -> str:
    reasons = {
        (f"{stage}/{check.table}", check.name): check.reason for stage in Stage for check in suite(stage, Settings())
    }
    body = "".join(
        f"<tr><td class='{_text(row['outcome'])}'>{_text(row['outcome'])}</td>"
        f"<td>{_text(row['check_name'])}<br><small>{_text(row['suite'])}, {_text(row['level'])}</small></td>"
        f"<td class='number'>{_text(row['failing_rows'])}</td><td>{_text(row['detail'] or '')}"
        f"<div class='reason'>{_text(reasons.get((row['suite'], row['check_name']), ''))}</div></td></tr>"
        for row in rows.to_dicts()
    )
    head = "<tr><th>outcome</th><th>check</th><th class='number'>failing</th><th>found, and why it is checked</th></tr>"
    return f"<table class='checks'>{head}{body}</table>"


def _held(rows: pl.DataFrame) -> str:
    shown = rows.head(_MOST)
    body = "".join("<tr>" + "".join(f"<td>{_text(value)}</td>" for value in row) + "</tr>" for row in shown.iter_rows())
    more = rows.height - shown.height
    rest = f"<p>and {more:,} more: <code>dateline quarantine</code> lists them all.</p>" if more else ""
    return f"<table class='held'><tr><th>kind</th><th>item</th><th>reason</th></tr>{body}</table>{rest}"


def _text(value: object) -> str:
    """A value as text that cannot become markup; control characters that turn the writing round are shown.

    A long one is cut, and says how long it is: ten megabytes in a cell are no page that anyone can read.
    """
    text = str(value)
    cut = f" … ({len(text):,} characters)" if len(text) > _LONG else ""
    shown = "".join(f"[U+{ord(c):04X}]" if c in _INVISIBLE else c for c in text[:_LONG])
    return html.escape(shown + cut, quote=True)


_LONG = 600  # characters of a value: the ids of twenty rows and some words are shorter
_MOST = 1000  # rows of what was held back: a browser scrolls through these at ease


# Bidirectional controls and zero-width characters make a page read otherwise than it is (Unicode TR 36, section 2.10)
_INVISIBLE = frozenset(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)))
