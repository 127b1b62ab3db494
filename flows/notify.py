"""Tell people how a run ended: a webhook, or a notification block of the flow engine (Slack, e-mail, …)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from flows.config.model import Config, Notify
from flows.report import Report, lines

_log = logging.getLogger(__name__)
_TIMEOUT = 15.0  # seconds; whom we tell must not hold a run up
_TRIES = 2


def ends_of(report: Report) -> frozenset[str]:
    """The ends that a run came to, in the words of the settings."""
    if report.refused:
        return frozenset({"refused"})
    changed = "changed" if report.changed else "unchanged"
    failed = {"failed"} if report.unwritten else set()
    return frozenset({changed} | failed | ({"held_back"} if report.quarantined else set()))


def message_of(config: Config, ends: frozenset[str], said: Sequence[str], report: Report | None) -> dict[str, Any]:
    """What is sent: ``text`` for people, the rest for programs."""
    title = f"{config.schedule.name}: {', '.join(sorted(ends)).replace('_', ' ')}"
    message: dict[str, Any] = {
        "title": title,
        "text": "\n".join([title, *said]),
        "timeline": config.schedule.name,
        "ends": sorted(ends),
        "warehouse": str(config.warehouse),
    }
    if report is not None:
        message |= {
            "run_id": report.run_id,
            "counts": dict(report.counts),
            "events": {
                "all": report.events,
                "new": report.events_new,
                "changed": report.events_changed,
                "gone": report.events_removed,
            },
            "release": report.release,
            "checks": report.page,
            "news": report.summary,
        }
    return message


def tell_ended(config: Config, report: Report) -> None:
    """Tell everyone who asked for an end that this run came to."""
    _tell(config, ends_of(report), [line for _, line in lines(report)], report)


def tell_failed(config: Config, why: str) -> None:
    """Tell everyone who asked for it that a run failed."""
    _tell(config, frozenset({"failed"}), [why], None)


def _tell(config: Config, ends: frozenset[str], said: Sequence[str], report: Report | None) -> None:
    for each in config.notify:
        if ends & set(each.on):
            try:
                _send(each, message_of(config, ends & set(each.on), said, report))
            except Exception as error:
                # Whatever a block raises: the run is what it is, told or not.
                _log.error("%s could not be told: %s: %s", _called(each), type(error).__name__, error)


def _send(to: Notify, message: Mapping[str, Any]) -> None:
    if to.webhook:
        import httpx

        with httpx.Client(transport=httpx.HTTPTransport(retries=_TRIES), timeout=_TIMEOUT) as client:
            client.post(to.webhook, json=message).raise_for_status()
    elif to.block:
        from prefect.blocks.core import Block

        block: Any = Block.load(to.block)
        block.notify(body=message["text"], subject=message["title"])


def _called(to: Notify) -> str:
    """Without the path of the address: it is often the secret itself."""
    if to.block:
        return to.block
    from urllib.parse import urlsplit

    return urlsplit(to.webhook or "").hostname or "the webhook"
