"""A small HTTP proxy on loopback in front of a real service, which breaks on purpose."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from threaded import in_thread, listening

Change = Callable[[dict[str, Any]], object]


@dataclass(frozen=True)
class Break:
    """What goes wrong with one answer.

    status: answered in place of the service. kind: `drop` closes before the answer, `cut` in the middle of
    it, `text` sends what is no JSON, `hang` waits until the client leaves. change: what is done to the
    service's own answer.
    """

    status: int = 0
    kind: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    change: Change | None = None


Plan = Callable[[int, str, dict[str, Any]], Break | None]


class Proxy:
    """Passes requests on to `target`, but for those that the plan breaks.

    plan: (number of the POST from 0, path, body) -> what goes wrong, or None. asked: paths and bodies of all
    POSTs. hanging: released for each client that is kept waiting. left: set when one of them left. at_once:
    the most requests at one time.
    """

    def __init__(self, target: str, plan: Plan) -> None:
        self._target, self._plan = target, plan
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.hanging, self.left = threading.Semaphore(0), threading.Event()
        self.url = ""
        self.at_once = self._now = 0

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, client: httpx.AsyncClient
    ) -> None:
        """One connection, as many requests as it brings."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self._now += 1
                self.at_once = max(self.at_once, self._now)
                try:
                    if not await self._one(head.decode(), reader, writer, client):
                        return
                finally:
                    self._now -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _one(
        self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, client: httpx.AsyncClient
    ) -> bool:
        method, path, _ = head.split(" ", 2)
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head.split("\r\n")[1:])}
        content = await reader.readexactly(int(headers.get("content-length", "0")))
        broken = None
        if method == "POST":
            body = json.loads(content)
            self.asked.append((path, body))
            broken = self._plan(len(self.asked) - 1, path, body)
        if broken is not None and broken.kind == "hang":
            self.hanging.release()
            if not await reader.read(1):
                self.left.set()
            return False
        if broken is not None and broken.kind == "drop":
            return False
        status, text, more = 200, "{broken", dict[str, str]()
        if broken is not None and broken.status:
            status, text, more = broken.status, '{"detail": "on purpose"}', broken.headers
        elif broken is None or broken.kind != "text":
            passed = {"content-type": "application/json"}
            if "authorization" in headers:
                passed["authorization"] = headers["authorization"]
            answer = await client.request(method, self._target + path, content=content, headers=passed)
            status, text = answer.status_code, answer.text
            if broken is not None and broken.change is not None:
                whole = json.loads(text)
                broken.change(whole)
                text = json.dumps(whole)
        data = text.encode()
        lines = "".join(f"{name}: {value}\r\n" for name, value in more.items())
        kind = "content-type: application/json\r\n"
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: {len(data)}\r\n{kind}{lines}\r\n".encode())
        cut = broken is not None and broken.kind == "cut"
        writer.write(data[: len(data) // 2] if cut else data)
        await writer.drain()
        return not cut


@contextlib.contextmanager
def breaking(target: str, plan: Plan) -> Iterator[Proxy]:
    """A running proxy in a thread of its own; it ends with the block."""
    proxy = Proxy(target, plan)
    with in_thread(_running(proxy)):
        yield proxy


@contextlib.asynccontextmanager
async def _running(proxy: Proxy) -> AsyncIterator[None]:
    async with (
        httpx.AsyncClient(timeout=120) as client,
        listening(lambda reader, writer: proxy.serve(reader, writer, client)) as port,
    ):
        proxy.url = f"http://127.0.0.1:{port}"
        yield
