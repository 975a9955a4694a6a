"""Connections: how many, how long one may take to say what it wants, and how they end with the service."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from harness.serve._settings import ServiceSettings

BACKLOG = 128
_HEADER_BYTES = 16 << 10
_KEPT = 256
"""Descriptors that the service keeps for checks, its stores and itself."""
_GRACE_S = 5.0
"""Seconds more, in which the application may say what it waited for."""
_SAID_S = 10.0
"""Seconds between two lines about the same trouble."""
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 1\r\n"
    b"content-type: application/json\r\ncontent-length: 56\r\n\r\n"
    b'{"detail":"the service has as many clients as it can"}\r\n'
)


def protocol_of(settings: ServiceSettings) -> type[H11Protocol]:
    """The protocol of one connection under these settings."""
    most = connections_of(settings)

    class Connection(H11Protocol):
        """Closed when a request doesn't come: a header within `receive_s`, a body without a pause of that.

        Answers aren't held back for more of them (TCP_NODELAY): asyncio sets that for sockets alone that were
        made with the protocol's number.
        """

        _late: asyncio.TimerHandle | None = None
        _end = 0.0
        _refused = False

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            own = transport.get_extra_info("socket")
            if own is not None and own.family in (socket.AF_INET, socket.AF_INET6):
                own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if len(self.connections) > most:
                self._refused = True
                transport.write(_BUSY)
                transport.close()
                return
            self._watch(settings.receive_s)

        def data_received(self, data: bytes) -> None:
            if self._refused:
                return
            super().data_received(data)
            theirs = self.conn.their_state
            if theirs is h11.SEND_BODY:
                now = time.monotonic()
                # A body has an end, too, however slowly it comes.
                self._end = self._end or now + 10 * settings.receive_s
                self._watch(min(settings.receive_s + _GRACE_S, self._end - now))
            elif theirs is h11.IDLE and self._late is not None:
                pass
            else:
                self._end = 0.0
                self._unwatch()
                if theirs is h11.IDLE:
                    self._watch(settings.receive_s)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            # What follows on a kept connection is watched from its first byte on.
            if self.conn.their_state is not h11.SEND_BODY:
                self._end = 0.0
                self._unwatch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._unwatch()
            super().connection_lost(exc)

        def shutdown(self) -> None:
            """The service ends: a request that isn't there by now isn't waited for."""
            if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
                self.transport.abort()
                return
            super().shutdown()

        def _watch(self, seconds: float) -> None:
            self._unwatch()
            self._late = self.loop.call_later(max(0.0, seconds), self.transport.abort)

        def _unwatch(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

    return Connection


def connections_of(settings: ServiceSettings) -> int:
    """Connections at once: those that are allowed, as far as descriptors are there for them."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return settings.max_connections
    return max(8, min(settings.max_connections, soft - max(_KEPT, soft // 4)))


class HttpServer(uvicorn.Server):
    """Serves until SIGINT or SIGTERM comes, and leaves it to the caller to act on them once all is closed:
    uvicorn's own server raises them again before anybody else could close anything.

    signals: the numbers of those that came.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.signals: list[int] = []

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Within: the two signals end the server."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._came, number)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    def _came(self, number: int) -> None:
        self.signals.append(number)
        self.handle_exit(number, None)


def server(app: Any, settings: ServiceSettings) -> HttpServer:
    """The server of an application, to be run with a socket that listens."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        http=protocol_of(settings),
        ws="none",
        backlog=BACKLOG,
        proxy_headers=False,
        h11_max_incomplete_event_size=_HEADER_BYTES,
        timeout_graceful_shutdown=max(1, round(settings.shutdown_s)),
    )
    logging.getLogger("uvicorn.error").addFilter(_SeldomSaid())
    return HttpServer(config)


class _SeldomSaid(logging.Filter):
    """Lets the same sentence through once in a while, so that a client's nonsense fills no disk."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now, text = time.monotonic(), str(record.msg)
        if now - self._said.get(text, -_SAID_S) < _SAID_S:
            return False
        self._said[text] = now
        return True


def say_seldom(loop: asyncio.AbstractEventLoop) -> None:
    """Have `loop` tell a trouble of its connections, descriptors that ran out say, once in a while."""
    said: dict[str, float] = {}

    def handle(loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        text, now = str(context.get("message")), time.monotonic()
        if now - said.get(text, -_SAID_S) >= _SAID_S:
            said[text] = now
            with contextlib.suppress(OSError):
                loop.default_exception_handler(dict(context))

    loop.set_exception_handler(handle)
