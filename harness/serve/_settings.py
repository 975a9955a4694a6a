"""What a service allows its clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from harness.checker.settings import Setting

_MIB: Final = 1 << 20
_BODIES: Final = 4
"""Bodies of the largest size that are held at once."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What the service allows; see docs/serve.md.

    keys: bearer keys, any of which opens it; empty: no key is asked for. header: put before a file that
    imports nothing; empty for none.

    Of a request: max_bytes of its body; max_items; receive_s: seconds without a byte of it, after which the
    connection is closed, and ten times that for the whole of it. Of a client: max_requests under way. Of all
    clients: max_connections; max_held: bytes of bodies held at once; max_waiting: items that wait for a turn.
    checkers: checks at once, over all clients; extra: more of them, for clients that have none under way.
    shutdown_s: seconds that requests under way have when the service is to end.
    """

    keys: tuple[str, ...] = ()
    max_bytes: int = 16 * _MIB
    max_items: int = 10_000
    checkers: int = 1
    header: str = ""
    extra: int = 0
    max_requests: int = 64
    max_waiting: int = 100_000
    max_connections: int = 1000
    max_held: int = _BODIES * 16 * _MIB
    receive_s: float = 20.0
    shutdown_s: float = 60.0

    @property
    def max_values(self) -> int:
        """JSON values in one body: what an item of ours may have, times the items."""
        return 32 * self.max_items + 1000

    @classmethod
    def from_settings(cls, values: Mapping[str, Any]) -> ServiceSettings:
        """What the values of SERVICE_SETTINGS, by name, stand for; the rest is as by default."""
        max_bytes = values["max_request"] * _MIB
        return cls(
            max_bytes=max_bytes,
            max_held=_BODIES * max_bytes,
            max_items=values["max_items"],
            max_requests=values["max_client_requests"],
            max_connections=values["max_connections"],
            receive_s=values["receive_timeout"],
            shutdown_s=values["shutdown_timeout"],
        )


_DEFAULT: Final = ServiceSettings()
SERVICE_SETTINGS: Final = (
    Setting("max_request", "count", "MiB of a request.", _DEFAULT.max_bytes // _MIB, least=1),
    Setting("max_items", "count", "In one request.", _DEFAULT.max_items, least=1),
    Setting(
        "max_client_requests",
        "count",
        "Requests of one client under way; more get 429.",
        _DEFAULT.max_requests,
        least=1,
    ),
    Setting("max_connections", "count", "More get 503.", _DEFAULT.max_connections, least=8),
    Setting(
        "receive_timeout",
        "number",
        "Seconds without a byte of a request, after which its connection is closed.",
        _DEFAULT.receive_s,
        least=0.1,
    ),
    Setting(
        "shutdown_timeout",
        "number",
        "Seconds that requests under way have when it is to end.",
        _DEFAULT.shutdown_s,
        least=1,
    ),
)
"""What the command line can set of it."""
