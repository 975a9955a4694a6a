"""What a service allows its clients."""

from __future__ import annotations

from dataclasses import dataclass


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
    max_bytes: int = 16 << 20
    max_items: int = 10_000
    checkers: int = 1
    header: str = ""
    extra: int = 0
    max_requests: int = 64
    max_waiting: int = 100_000
    max_connections: int = 1000
    max_held: int = 64 << 20
    receive_s: float = 20.0
    shutdown_s: float = 60.0

    @property
    def max_values(self) -> int:
        """JSON values in one body: what an item of ours may have, times the items."""
        return 32 * self.max_items + 1000
