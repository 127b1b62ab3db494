"""What may pass, and how long to wait for it."""

from __future__ import annotations

import datetime as dt
import math
from email.utils import parsedate_to_datetime

# 408 and 425 ask for another try by themselves; the rest is overload or a fault on the way (RFC 9110, 15.5 and 15.6).
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


def retry_after(value: str | None, now: dt.datetime) -> float | None:
    """Seconds that ``Retry-After`` asks for, in either form (RFC 9110, 10.2.3); ``None`` where it says nothing."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:12]), 10**9))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    seconds = (moment - now).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def pause(attempt: int, backoff: float) -> float:
    """Seconds before try number ``attempt`` + 1: doubled each time."""
    return float(backoff * 2 ** (attempt - 1))
