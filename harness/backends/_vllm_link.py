"""Messages between us and the engine's process: JSON objects, each behind its length as 4 bytes."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Mapping
from typing import Any

Message = dict[str, Any]
_LENGTH = 4
_LIMIT = 1 << 30


def pack(message: Mapping[str, Any]) -> bytes:
    """The bytes of a message."""
    body = json.dumps(message).encode()
    return len(body).to_bytes(_LENGTH, "big") + body


def receive(link: socket.socket) -> Message | None:
    """The next message; None once the other side has closed. Raises OSError, TimeoutError."""
    head = _exactly(link, _LENGTH)
    body = None if head is None else _exactly(link, _checked(head))
    return None if body is None else _read(body)


async def receive_soon(reader: asyncio.StreamReader) -> Message | None:
    """The next message; None once the other side has closed."""
    try:
        head = await reader.readexactly(_LENGTH)
        return _read(await reader.readexactly(_checked(head)))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None


def _exactly(link: socket.socket, count: int) -> bytes | None:
    parts: list[bytes] = []
    while count:
        part = link.recv(min(count, 1 << 20))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _checked(head: bytes) -> int:
    length = int.from_bytes(head, "big")
    if length > _LIMIT:
        raise ConnectionError(f"a message of {length} bytes from the engine's process")
    return length


def _read(body: bytes) -> Message:
    message: Message = json.loads(body)
    return message
