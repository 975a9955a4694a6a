"""Lean's `--json` output, read as data."""

from __future__ import annotations

import json
from typing import Any

from harness.checker.verdict import Message

_SEVERITIES = frozenset({"error", "warning", "information", "trace"})
_TEXT_LIMIT = 20_000
_FARTHEST = 1 << 31


def read_messages(output: bytes) -> tuple[tuple[Message, ...], int]:
    """The messages in `output`, one JSON object a line, and the number of lines that are none.

    A candidate may print whatever it likes: a line that isn't a whole message is counted, not believed.
    """
    found: list[Message] = []
    noise = 0
    for line in output.split(b"\n"):
        if not line.strip():
            continue
        message = _read_line(line)
        if message is None:
            noise += 1
        else:
            found.append(message)
    return tuple(found), noise


def up_to_first_error(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The messages up to the first error, which is among them; all where there is none."""
    first = next((at for at, message in enumerate(messages) if message.severity == "error"), len(messages))
    return messages[: first + 1]


def _read_line(line: bytes) -> Message | None:
    try:
        return read_message(json.loads(line))
    except (ValueError, RecursionError):
        return None


def read_message(data: Any) -> Message | None:
    """One message from Lean's own JSON for it; None for what isn't a whole one."""
    try:
        start = data["pos"]
        end = data.get("endPos")
        if data["severity"] not in _SEVERITIES:
            return None
        return Message(
            severity=data["severity"],
            text=_text(data["data"]),
            line=_number(start["line"]),
            column=_number(start["column"]),
            end_line=_number(end["line"]) if end else None,
            end_column=_number(end["column"]) if end else None,
            kind=_text(data.get("kind") or ""),
        )
    except (KeyError, TypeError, AttributeError, RecursionError):
        return None


def _text(value: Any) -> str:
    """A text of Lean's. Halves of surrogate pairs, which JSON has and no encoding, become question marks."""
    if not isinstance(value, str):
        raise TypeError("a text is a string")
    return value[:_TEXT_LIMIT].encode("utf-8", "replace").decode()


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _FARTHEST:
        raise TypeError("a position is a whole number, and smaller than any file")
    return value
