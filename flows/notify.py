"""Tell people how a run ended: a webhook, or a notification block of the flow engine (Slack, e-mail, …)."""

from __future__ import annotations

import contextlib
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
                _log.error("%s could not be told: %s", _called(each), _reason(each, error))


def _send(to: Notify, message: Mapping[str, Any]) -> None:
    if to.webhook:
        import httpx

        transport = httpx.HTTPTransport(retries=_TRIES)
        # NOTE: the answer's body is left unread: sent byte by byte, it would hold the run up for as long.
        with (
            httpx.Client(transport=transport, timeout=_TIMEOUT) as client,
            client.stream("POST", to.webhook, json=message) as answer,
        ):
            if not answer.is_success:
                raise _RefusedError(f"the server answers {answer.status_code}")
    elif to.block:
        from prefect.blocks.core import Block

        block: Any = Block.load(to.block)
        # Left to itself a block says nothing of a message that could not be sent.
        with getattr(block, "raise_on_failure", contextlib.nullcontext)():
            block.notify(body=message["text"], subject=message["title"])


class _RefusedError(Exception):
    """A receiver that answers, and does not take the message.  The client's own error would quote the address."""


def _reason(to: Notify, error: Exception) -> str:
    """Why, in one line and without the address of the webhook."""
    said = str(error).replace(to.webhook, _called(to)) if to.webhook else str(error)
    kind = "" if isinstance(error, _RefusedError) else f"{type(error).__name__}: "
    return kind + " ".join(said.split())


def _called(to: Notify) -> str:
    """Without the path of the address: it is often the secret itself."""
    if to.block:
        return to.block
    from urllib.parse import urlsplit

    return urlsplit(to.webhook or "").hostname or "the webhook"
