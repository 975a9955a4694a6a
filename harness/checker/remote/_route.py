"""Kimina's two requests, which ask the same in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.checker.remote._answers import Seen, rows_by_id, seen_in
from harness.checker.remote._transport import RemoteFailure, Transport

_WAITS_S = 600.0


@dataclass(frozen=True, slots=True)
class Route:
    """Which of Kimina's two requests the server takes, and the names of its fields."""

    path: str
    items: str
    id: str
    text: str


ROUTES = (
    Route("/api/check", "snippets", "id", "code"),
    Route("/verify", "codes", "custom_id", "proof"),
)


async def ask(
    transport: Transport, route: Route, texts: Sequence[str], timeout_s: int
) -> list[Seen | RemoteFailure]:
    """What the server says of each text. Raises Failure."""
    rows = [{route.id: str(number), route.text: text} for number, text in enumerate(texts)]
    within_s = timeout_s * max(1, len(texts)) + _WAITS_S
    answer = await transport.post(route.path, {route.items: rows, "timeout": timeout_s}, within_s)
    return rows_by_id(answer, route.id, len(texts), seen_in)
