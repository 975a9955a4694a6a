"""A small HTTP server on loopback that speaks OpenAI's wire format and breaks on purpose."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from threaded import in_thread, listening


@dataclass(frozen=True)
class Asked:
    """One request: its number from 0, path, headers (names in lower case), body, and time of arrival."""

    number: int
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at: float


@dataclass(frozen=True)
class Say:
    """Choices to give; with `honour_n` False only the first. pause_s: between the parts of a stream."""

    texts: tuple[str, ...]
    finish: str = "stop"
    reasoning: tuple[str, str] | None = None
    honour_n: bool = True
    usage: bool = True
    pause_s: float = 0.0
    fingerprint: str | None = None


@dataclass(frozen=True)
class Fault:
    """What goes wrong: status, cut, ended, drop, json, html, shape, slow, aborted, event."""

    kind: str
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "it broke on purpose"
    code: str | None = None
    param: str | None = None


STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
)
Plan = Callable[[Asked], "Say | Fault"]


class Server:
    """Answers each request with what `plan` says; `asked` are the requests so far.

    models: what it says of itself at /models; where that is empty there is no such address.

    closed: set when a client left in the midst of a slow answer.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan, self.asked = plan, list[Asked]()
        self.closed, self.slow = threading.Event(), threading.Event()
        self.url = ""
        self.models: list[dict[str, Any]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
            if head[0].startswith("GET "):
                data = json.dumps({"object": "list", "data": self.models})
                return await plain(writer, data, 200 if self.models else 404)
            body = json.loads(await reader.readexactly(int(headers["content-length"])))
            asked = Asked(len(self.asked), head[0].split()[1], headers, body, time.monotonic())
            self.asked.append(asked)
            await self.reply(asked, self.plan(asked), writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def reply(self, asked: Asked, reply: Say | Fault, writer: asyncio.StreamWriter) -> None:
        """Write the answer, or break."""
        kind = reply.kind if isinstance(reply, Fault) else ""
        if kind == "drop":
            return
        if isinstance(reply, Fault) and kind == "status":
            named = {"message": reply.message, "code": reply.code, "param": reply.param}
            text = json.dumps({"error": {name: value for name, value in named.items() if value}})
            return await plain(writer, text, reply.status, reply.headers)
        if kind == "html":
            return await plain(writer, "<html><body>Please log in</body></html>")
        stream = asked.body.get("stream", False)
        say = reply if isinstance(reply, Say) else Say(("half of a pro", "half of a proof"))
        chat = asked.path.endswith("/chat/completions")
        if not stream:
            text = json.dumps(whole(say, asked.body.get("n", 1), chat))
            broken = {
                "json": "{broken",
                "shape": '{"choices": 3}',
                "cut": text[:20],
                "ended": "",
                "aborted": text.replace('"stop"', '"abort"'),
                "event": '{"error": {"message": "out of memory"}}',
                "slow": " ",
            }
            await plain(writer, broken.get(kind, text), length=999 if kind in ("cut", "slow") else None)
            return await self.trickle(writer, " ") if kind == "slow" else None
        writer.write(STREAM_HEAD)
        parts = list(events(say, asked.body.get("n", 1), chat))
        for event in parts[:1] if kind else parts:
            chunk(writer, f"data: {json.dumps(event)}\n\n")
            if say.pause_s:
                await writer.drain()
                await asyncio.sleep(say.pause_s)
        await self.break_stream(kind, writer)

    async def break_stream(self, kind: str, writer: asyncio.StreamWriter) -> None:
        """The end of a stream: as it should be, or broken."""
        abort = {"index": 0, "text": "", "delta": {}, "finish_reason": "abort"}
        last = {
            "": "data: [DONE]\n\n",
            "json": 'data: {"choices": [{"ind\n\n',
            "shape": 'data: {"choices": [{"index": 0, "text": 3, "delta": [1]}]}\n\n',
            "aborted": f"data: {json.dumps({'choices': [abort]})}\n\n",
            "event": 'data: {"error": {"message": "out of memory"}}\n\n',
        }
        if kind in last:
            chunk(writer, last[kind])
        if kind == "cut":
            return await writer.drain()
        if kind == "slow":
            await self.trickle(writer, "1\r\n:\r\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async def trickle(self, writer: asyncio.StreamWriter, piece: str) -> None:
        """Send the same few bytes until the client leaves."""
        self.slow.set()
        try:
            while True:
                writer.write(piece.encode())
                await writer.drain()
                await asyncio.sleep(0.02)
        except ConnectionError:
            self.closed.set()
            raise


def chunk(writer: asyncio.StreamWriter, text: str) -> None:
    data = text.encode()
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


async def plain(
    writer: asyncio.StreamWriter,
    text: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
    length: int | None = None,
) -> None:
    data = text.encode()
    named = {"Content-Type": "application/json", "Content-Length": length or len(data), **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    writer.write(f"HTTP/1.1 {status} X\r\n{lines}Connection: close\r\n\r\n".encode() + data)
    await writer.drain()


USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def given(say: Say, n: int) -> tuple[str, ...]:
    return say.texts[: n if say.honour_n else 1]


def whole(say: Say, n: int, chat: bool) -> dict[str, Any]:
    choices = []
    for index, text in enumerate(given(say, n)):
        message = {
            "role": "assistant",
            "content": text,
            **({say.reasoning[0]: say.reasoning[1]} if say.reasoning else {}),
        }
        content = {"message": message} if chat else {"text": text}
        choices.append({"index": index, "finish_reason": say.finish, **content})
    return {**head_of(say), "choices": choices, "usage": USAGE}


def head_of(say: Say) -> dict[str, Any]:
    named = {"system_fingerprint": say.fingerprint} if say.fingerprint else {}
    return {"id": "x", "object": "x", "created": 1, "model": "m", **named}


def events(say: Say, n: int, chat: bool) -> Iterator[dict[str, Any]]:
    """The parts of a stream: each text in two halves, choices by turns, the usage last."""
    head = head_of(say)
    texts = given(say, n)
    content: dict[str, Any]
    if say.reasoning:
        name, thought = say.reasoning
        yield {
            **head,
            "choices": [{"index": 0, "delta": {name: thought, "content": None}, "finish_reason": None}],
        }
    for part in (0, 1):
        for index, text in enumerate(texts):
            piece = text[: len(text) // 2] if part == 0 else text[len(text) // 2 :]
            content = {"delta": {"content": piece}} if chat else {"text": piece}
            yield {**head, "choices": [{"index": index, "finish_reason": None, **content}]}
    for index in range(len(texts)):
        content = {"delta": {}} if chat else {"text": ""}
        yield {**head, "choices": [{"index": index, "finish_reason": say.finish, **content}]}
    if say.usage:
        yield {**head, "choices": [], "usage": USAGE}


@contextlib.contextmanager
def serving(plan: Plan, kind: type[Server] = Server) -> Iterator[Server]:
    """A running server in a thread of its own; it ends with the block."""
    server = kind(plan)
    with in_thread(_running(server)):
        yield server


@contextlib.asynccontextmanager
async def _running(server: Server) -> AsyncIterator[None]:
    async with listening(server.serve) as port:
        server.url = f"http://127.0.0.1:{port}/v1"
        yield
