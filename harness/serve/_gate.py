"""What every request passes before the application sees it: key, share, size and time of its body."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import Response

    from harness.serve._metrics import Metrics
    from harness.serve._settings import ServiceSettings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

OPEN_PATHS = frozenset({"/health"})
"""Served without a key."""
CLIENT = "prover_eval_client"
"""The key of a request's scope that holds the client's name."""
# A string of JSON, which may hold anything but an end.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class RequestRefusal(Exception):
    """Why a request goes no further. status: of HTTP. retry_s: seconds after which it may be sent again."""

    status: int
    text: str
    retry_s: int | None = None


class Gate:
    """An ASGI application around another one.

    A key comes first: nothing of a body is read before. Then a client may have so many requests under way,
    the service holds so many bytes of bodies, and a body has so many bytes, JSON values and seconds. Clients
    are distinguished by their key, and where there are none by their address.
    """

    def __init__(self, app: Any, settings: ServiceSettings, metrics: Metrics) -> None:
        self._app, self._settings, self._metrics = app, settings, metrics
        self._under_way: Counter[str] = Counter()
        self._held = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._admitted(scope, receive, send)
        except RequestRefusal as refusal:
            self._metrics.refused(refusal.status)
            await answer_to(refusal)(scope, receive, send)

    async def _admitted(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        client = self._client(scope, headers)
        scope[CLIENT] = client
        if self._under_way[client] >= self._settings.max_requests:
            text = f"{self._settings.max_requests} requests of this client are under way: wait for an answer"
            raise RequestRefusal(429, text, 1)
        size = self._announced(headers)
        self._under_way[client] += 1
        held = 0
        try:
            if self._held + size > self._settings.max_held:
                raise RequestRefusal(
                    503, "the service holds as many bytes of requests as it may: try again", 1
                )
            held = size
            self._held += held
            body = await self._body(receive, size)
            await self._app(scope, _replayed(body, receive), send)
        finally:
            self._held -= held
            self._under_way[client] -= 1
            if not self._under_way[client]:
                del self._under_way[client]

    def _client(self, scope: Message, headers: dict[bytes, bytes]) -> str:
        address = scope["client"][0] if scope.get("client") else "unknown"
        keys = self._settings.keys
        if not keys or scope["path"] in OPEN_PATHS:
            return f"address {address}"
        scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
        # All keys are compared, and in constant time, so that the time tells nothing.
        matches = [hmac.compare_digest(given, key.encode()) for key in keys]
        if scheme.lower() != b"bearer" or not any(matches):
            raise RequestRefusal(401, "give a valid key: Authorization: Bearer KEY")
        return f"key {matches.index(True)}"

    def _announced(self, headers: dict[bytes, bytes]) -> int:
        """Bytes that the body may come to have."""
        most = self._settings.max_bytes
        if (length := headers.get(b"content-length")) is None:
            return most if b"transfer-encoding" in headers else 0
        if not length.isdigit() or int(length) > most:
            raise RequestRefusal(413, f"the body may have {most} bytes")
        return int(length)

    async def _body(self, receive: Receive, size: int) -> bytes:
        if size == 0:
            return b""
        blocks: list[bytes] = []
        seen = 0
        try:
            async with asyncio.timeout(10 * self._settings.receive_s):
                while True:
                    message = await asyncio.wait_for(receive(), self._settings.receive_s)
                    if message["type"] == "http.disconnect":
                        raise RequestRefusal(400, "the body ended early")
                    blocks.append(message.get("body", b""))
                    seen += len(blocks[-1])
                    if seen > self._settings.max_bytes:
                        raise RequestRefusal(413, f"the body may have {self._settings.max_bytes} bytes")
                    if not message.get("more_body"):
                        break
        except TimeoutError:
            raise RequestRefusal(408, f"the body didn't come: {seen} bytes of it are here") from None
        body = b"".join(blocks)
        if values_in(body) > self._settings.max_values:
            raise RequestRefusal(413, f"the body may have {self._settings.max_values} JSON values")
        return body


def values_in(body: bytes) -> int:
    """How many JSON values `body` has at most: a value in front, and one behind each comma and bracket.

    Each would become an object of its own when it is read, of many times its bytes.
    """
    if not any(mark in body for mark in (b",", b"[", b"{")):
        return 1
    bare = _STRING.sub(b"", body)
    return 1 + sum(bare.count(mark) for mark in (b",", b"[", b"{"))


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body in one message, then whatever comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def answer_to(refusal: RequestRefusal) -> Response:
    """The answer that says so."""
    from harness.serve._json import JsonAnswer

    headers = {} if refusal.retry_s is None else {"retry-after": str(refusal.retry_s)}
    if refusal.status == 401:
        headers["www-authenticate"] = "Bearer"
    return JsonAnswer({"detail": refusal.text}, status_code=refusal.status, headers=headers)
