"""`dateline explain`: an event, its mentions, their quotes, and how each date came about."""

from __future__ import annotations

import dataclasses
import json
import sys

import click

from flows.commands.options import warehouse_option
from flows.output import console, printable
from warehouse.explain import Evidence, Explanation, Near, Pair
from warehouse.explain import explain as explanation_of

_PAIRS = 8  # a happening with hundreds of reports has thousands of pairs; the table links holds them all


@click.command()
@click.argument("event_id")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@warehouse_option
def explain(event_id: str, form: str, warehouse: str) -> None:
    """Show what stands behind an event: every quote with its place, and how each date was derived.

    EVENT_ID may be a former id of the event, or the beginning of one.
    """
    explanation = explanation_of(warehouse, event_id)
    if form == "json":
        json.dump(dataclasses.asdict(explanation), sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")
    else:
        _print(explanation)


def _print(explanation: Explanation) -> None:
    out = console()
    event = explanation.event
    out.print(printable(event["title"]), style="bold")
    for name, value in _facts(explanation):
        out.print(f"  {name:<13} {printable(value)}", soft_wrap=True)
    count = len(explanation.evidence)
    out.print(f"\n{count} mention{'' if count == 1 else 's'}, oldest report first", style="bold")
    for number, evidence in enumerate(explanation.evidence, 1):
        out.print()
        for line in _mention(number, evidence):
            out.print(line, soft_wrap=True)
    numbers = {evidence.mention_id: number for number, evidence in enumerate(explanation.evidence, 1)}
    for joined, heading in ((True, "why they are one event"), (False, "looked at and kept apart")):
        pairs = [pair for pair in explanation.links if pair.joined is joined]
        if pairs:
            out.print(f"\n{heading}", style="bold")
        for pair in pairs[:_PAIRS]:
            out.print(f"  {_pair(pair, numbers)}", soft_wrap=True)
    if explanation.near:
        out.print("\nnear ones kept apart", style="bold")
    for near in explanation.near:
        out.print(f"  {_near(near)}", soft_wrap=True)


def _facts(explanation: Explanation) -> list[tuple[str, object]]:
    event = explanation.event
    date = event["date_edtf"] or "unknown"
    if not event["date_edtf"]:
        bounds = [f"not before {event['earliest']}"] if event["earliest"] else []
        bounds += [f"not after {event['latest']}"] if event["latest"] else []
        date = ", ".join([date, *bounds])
    facts: list[tuple[str, object]] = [
        ("id", event["event_id"]),
        ("former ids", ", ".join(explanation.former_ids)),
        ("type", event["event_type"] + (f"  (PLOVER {event['plover']})" if event["plover"] else "")),
        ("date", f"{date}  ({event['date_precision']}, {event['date_basis']})"),
        ("other dates", ", ".join(event["date_conflicts"] or [])),
        ("moved", f"from {', '.join(event['date_conflicts'] or [])} to {date}" if _moved(explanation) else None),
        ("status", event["status"]),
        ("participants", "; ".join(f"{p['name']} ({p['role']})" for p in event["participants"])),
        ("location", event["location"]),
        ("confidence", f"{event['confidence']:.2f}"),
        ("reports", f"{event['mention_count']} mentions in {event['document_count']} documents"),
        ("spellings", "; ".join(f"{s.alias} → {s.actor_id} ({s.rule})" for s in explanation.spellings)),
    ]
    return [(name, value) for name, value in facts if value]


def _pair(pair: Pair, numbers: dict[str, int]) -> str:
    """Two mentions, the score and what it is made of, strongest first."""
    features = sorted(pair.features, key=lambda feature: -abs(feature[1]))
    parts = ", ".join(f"{name} {weight:+.1f}" for name, weight in features)
    other = numbers.get(pair.other_mention_id)
    named = f"{numbers.get(pair.mention_id, '?')} and {other}" if other else _apart(pair, numbers)
    score = "" if pair.score is None else f", score {pair.score:.1f}"
    return f"{named}: {pair.rule}{score}" + (f" ({parts})" if parts else "")


def _moved(explanation: Explanation) -> bool:
    """Whether a report says that it was moved to another day."""
    return bool(explanation.event["date_conflicts"]) and any(p.rule == "moved" and p.joined for p in explanation.links)


def _near(near: Near) -> str:
    days = "on the same day" if not near.days else f"{near.days} day{'' if near.days == 1 else 's'} away"
    return (
        f"{near.event_id} “{printable(near.title)}”, {near.date_edtf or 'undated'}: {near.reason}"
        f" ({days}; both with {printable(', '.join(near.shared))})"
    )


def _apart(pair: Pair, numbers: dict[str, int]) -> str:
    title = printable(pair.other_title or pair.other_quote[:60])
    return f"{numbers.get(pair.mention_id, '?')} and {pair.other_event or 'a mention off the timeline'} “{title}”"


def _mention(number: int, evidence: Evidence) -> list[str]:
    before = evidence.trigger_start - evidence.sentence_start
    after = evidence.trigger_end - evidence.sentence_start
    quote = evidence.quote
    marked = f"{quote[:before]}[{quote[before:after]}]{quote[after:]}"
    published = f"published {evidence.doc_published} ({evidence.doc_published_basis})"
    document = printable(evidence.doc_title or evidence.doc_source)
    lines = [
        f"{number}. {document}, {published if evidence.doc_published else 'publication date unknown'}",
        f"   {printable(evidence.doc_url or evidence.doc_source)}"
        f"  characters {evidence.sentence_start}–{evidence.sentence_end}",
        f"   “{printable(marked)}”",
    ]
    if evidence.date_edtf:
        words = f"“{printable(evidence.date_text)}” → " if evidence.date_text else ""
        lines.append(f"   date      {words}{evidence.date_edtf}  ({evidence.date_basis})")
    else:
        known = [f"not before {evidence.earliest}"] if evidence.earliest else []
        known += [f"not after {evidence.latest}"] if evidence.latest else []
        words = f"“{printable(evidence.date_text)}” stays unresolved" if evidence.date_text else "none given"
        lines.append(f"   date      {', '.join([words, *known])}")
    lines += [f"             {printable(step)}" for step in evidence.date_derivation]
    if evidence.date_rule:
        anchor = f", against {printable(evidence.date_anchor)}" if evidence.date_anchor else ""
        lines.append(f"   rule      {printable(evidence.date_rule)}{anchor}")
    lines.append(f"   reads     {evidence.event_type}, {evidence.status}, confidence {evidence.confidence:.2f}")
    return lines
