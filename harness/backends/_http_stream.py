"""The JSON values in the body of an answer: one whole object, or a stream of server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any, NamedTuple

from harness.backends._http_answer import WrongAnswer

_BOM = b"\xef\xbb\xbf"
_DONE = b"[DONE]"
# Of server-sent events; a line that begins with a colon is a comment.
_FIELDS = frozenset({b"", b"data", b"event", b"id", b"retry"})
_SHOWN = 60


class Part(NamedTuple):
    """One value. whole: it is the body as a whole. done: no value, but the stream's own word for its end."""

    value: Any
    whole: bool = False
    done: bool = False


async def parts_of(pieces: AsyncIterable[bytes]) -> AsyncIterator[Part]:
    """What is in a body, by its first character and not by what was asked for: servers and proxies answer a
    streaming request with one object, and the other way round.

    Lines end with a line feed alone, so that the other separators of Unicode may stand in a text. Raises
    json.JSONDecodeError for broken JSON, WrongAnswer for what is neither JSON nor a stream.
    """
    begun = bytearray()
    body = aiter(pieces)
    async for piece in body:
        begun += piece
        head = bytes(begun).removeprefix(_BOM).lstrip()
        if head:
            break
    else:
        return
    if head[:1] in (b"{", b"["):
        yield Part(json.loads(b"".join([head, *[piece async for piece in body]])), whole=True)
        return
    async for part in _events(head, body):
        yield part


async def _events(head: bytes, body: AsyncIterator[bytes]) -> AsyncIterator[Part]:
    pending, is_stream = b"", False
    async for line in _lines(head, body):
        field, _, value = line.partition(b":")
        is_stream = is_stream or field in _FIELDS
        if field == b"data":
            pending += value.removeprefix(b" ")
            if pending.strip() == _DONE:
                yield Part(None, done=True)
                return
            try:
                found = json.loads(pending)
            except json.JSONDecodeError:
                # It may go on in the next line.
                pending += b"\n"
                continue
            pending = b""
            yield Part(found)
        elif pending.strip() and not line:
            # An empty line ends an event, whose data must be whole by then.
            json.loads(pending)
    if pending.strip():
        json.loads(pending)
    if not is_stream:
        shown = head[:_SHOWN].decode("utf-8", "replace")
        raise WrongAnswer(f"the answer is neither JSON nor a stream of events; it begins {shown!r}")


async def _lines(head: bytes, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The lines without their ends; the last one may lack its own."""
    *lines, rest = head.split(b"\n")
    for line in lines:
        yield line.rstrip(b"\r")
    begun = [rest]
    async for piece in body:
        if b"\n" not in piece:
            begun.append(piece)
            continue
        *lines, rest = b"".join([*begun, piece]).split(b"\n")
        for line in lines:
            yield line.rstrip(b"\r")
        begun = [rest]
    if last := b"".join(begun):
        yield last.rstrip(b"\r")
