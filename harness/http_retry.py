"""When and how long to wait before an HTTP request is tried again."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: The longest wait that a server may ask for, in seconds.
RETRY_AFTER_LIMIT_S = 600.0
_PASSING = frozenset({408, 409, 425, 429})
_OVERLOADED = frozenset({429, 503, 504, 529})
_REFUSED = frozenset({401, 403, 404})


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential backoff with jitter: `first_s` seconds, doubled up to `limit_s`, times 0.5 to 1."""

    first_s: float
    limit_s: float

    def wait_s(self, failures: int, retry_after_s: float | None = None) -> float:
        """Seconds to wait after the `failures`-th failure in a row, from 1; never less than the server asks
        for, as long as that is at most RETRY_AFTER_LIMIT_S."""
        # Without jitter all requests that one overload refused would come back at the same moment.
        delay = min(self.limit_s, self.first_s * 2.0 ** min(failures - 1, 30)) * random.uniform(0.5, 1.0)
        return delay if retry_after_s is None else max(delay, min(retry_after_s, RETRY_AFTER_LIMIT_S))


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds from the header Retry-After, a number or a date (RFC 9110, 10.2.3); None without one."""
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return None
        # The date is in GMT, which some servers leave out.
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        seconds = (date - (now or datetime.now(UTC))).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def is_passing(status: int) -> bool:
    """Whether a request that got this HTTP status may succeed when it is sent again unchanged."""
    return status in _PASSING or status >= 500


def is_overload(status: int) -> bool:
    """Whether this HTTP status says that the server has too much to do."""
    return status in _OVERLOADED


def is_refusal(status: int) -> bool:
    """Whether this HTTP status says that key, model name or address are wrong for every request."""
    return status in _REFUSED
