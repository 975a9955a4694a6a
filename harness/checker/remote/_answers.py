"""From JSON that a server sent to what it says; whatever isn't as the format has it is a Failure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from harness.checker.codec import amount_in, list_in, text_in, whole_in
from harness.checker.remote._transport import RemoteFailure
from harness.checker.verdict import Message

T = TypeVar("T")
_WRONG = (KeyError, TypeError, ValueError, AttributeError)
# Kimina's format has no other sign of a time-out than this text.
_TIMED_OUT = re.compile(r"Lean REPL command timed out in [0-9.]+ seconds")
_SEVERITIES = {"info": "information"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer in Kimina's format says of one file.

    timed_out: the time limit ended it. broken: text when the server has no result. sorries: how many it
    counted. Lines of messages are the server's, which may leave out the imports.
    """

    messages: tuple[Message, ...] = ()
    sorries: int = 0
    time_s: float = 0.0
    timed_out: bool = False
    broken: str | None = None

    @property
    def first_error(self) -> Message | None:
        """The first message that is an error."""
        return next((message for message in self.messages if message.severity == "error"), None)


def rows_by_id(
    answer: Mapping[str, Any], key: str, count: int, read: Callable[[Mapping[str, Any]], T]
) -> list[T | RemoteFailure]:
    """What `read` makes of the results "0", "1" ... of an answer, in this order whatever theirs is.

    A missing or unreadable result is a Failure. Raises Failure for an answer whose results can't be
    told apart.
    """
    rows = answer.get("results")
    if not isinstance(rows, list):
        raise RemoteFailure("the answer has no list of results", passing=True)
    asked = {str(number) for number in range(count)}
    by_id: dict[str, Any] = {}
    for row in rows:
        name = str(row.get(key)) if isinstance(row, dict) and isinstance(row.get(key), str | int) else ""
        if name not in asked or name in by_id:
            raise RemoteFailure("the answer has a result that nobody asked for, or one twice", passing=True)
        by_id[name] = row
    return [_read(by_id.get(str(number)), read) for number in range(count)]


def _read(row: Mapping[str, Any] | None, read: Callable[[Mapping[str, Any]], T]) -> T | RemoteFailure:
    if row is None:
        return RemoteFailure("the answer is short of a result", passing=True)
    try:
        return read(row)
    except _WRONG as error:
        return RemoteFailure(f"a result is not as the format has it ({type(error).__name__})", passing=True)


def seen_in(row: Mapping[str, Any]) -> Seen:
    """One result of /api/check or /verify. Raises KeyError, TypeError, ValueError or AttributeError."""
    error: Any = row.get("error")
    response: Any = row.get("response")
    if (error is None) == (response is None):
        raise ValueError("either error or response")
    if error is not None:
        timed_out = _TIMED_OUT.fullmatch(text_in(error)) is not None
        return Seen(
            timed_out=timed_out, broken=None if timed_out else error, time_s=amount_in(row.get("time", 0))
        )
    if "message" in response:
        return Seen(broken=text_in(response["message"]))
    return Seen(
        messages=tuple(map(_message, list_in(response.get("messages") or []))),
        sorries=len(list_in(response.get("sorries") or [])),
        time_s=amount_in(row.get("time", response.get("time") or 0)),
    )


def _message(row: Mapping[str, Any]) -> Message:
    severity = text_in(row["severity"])
    start, end = row["pos"], row.get("endPos") or {}
    return Message(
        _SEVERITIES.get(severity, severity),
        text_in(row["data"]),
        whole_in(start["line"]),
        whole_in(start["column"]),
        None if "line" not in end else whole_in(end["line"]),
        None if "column" not in end else whole_in(end["column"]),
    )
