"""Verdicts in the forms in which they are kept and sent, and how they are read again.

The bytes of a cache's row and the texts of a run's columns stay as they are: older ones are read.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from harness.checker.record import CheckRecord
from harness.checker.verdict import Message, Reason, Status, Verdict

_MOST_SECONDS = 1e9
_TYPES: Mapping[str, type] = {"seccomp": bool, "cached": bool, "limits": dict, "server": dict}
_FIELDS = {each.name: _TYPES.get(each.name, str) for each in fields(CheckRecord) if each.name != "more"}


def to_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON; lines of messages count in the text that was checked."""
    row = {
        "status": verdict.status.value,
        "reason": _name(verdict.reason),
        "detail": verdict.detail,
        "axioms": list(verdict.axioms) if verdict.axioms is not None else None,
        "cpu_s": round(verdict.cpu_s, 4),
        "wall_s": round(verdict.wall_s, 4),
        "messages": [asdict(message) for message in verdict.messages],
        "record": record_row(verdict.record),
    }
    # Whoever asks again must know how often Lean had the text already.
    return row if verdict.decided else {**row, "elaborations": verdict.elaborations}


def from_json(row: Mapping[str, Any]) -> Verdict:
    """The verdict that `to_json` gave, out of a row that anybody may have written; `checks` may be there too.

    Raises KeyError, TypeError, ValueError or AttributeError for anything else.
    """
    axioms = row["axioms"]
    return Verdict(
        status=Status(row["status"]),
        reason=_reason(row["reason"]),
        detail=text_in(row["detail"]),
        axioms=None if axioms is None else tuple(map(text_in, list_in(axioms))),
        messages=tuple(Message(**_typed(message)) for message in list_in(row["messages"])),
        cpu_s=amount_in(row["cpu_s"]),
        wall_s=amount_in(row["wall_s"]),
        record=record_of(row["record"]),
        checks=tuple(map(text_in, list_in(row.get("checks", [])))),
        elaborations=max(0, whole_in(row.get("elaborations", 0))),
    )


def to_bytes(verdict: Verdict) -> bytes:
    """What of a verdict doesn't depend on who asks: without wall_s, record and checks."""
    row = {
        "status": verdict.status,
        "reason": verdict.reason,
        "detail": verdict.detail,
        "axioms": verdict.axioms,
        "cpu_s": verdict.cpu_s,
        "messages": _rows(verdict.messages),
    }
    return zlib.compress(json.dumps(row).encode())


def from_bytes(data: bytes) -> Verdict:
    """What `to_bytes` gave; for bytes of our own alone."""
    row = json.loads(zlib.decompress(data))
    return Verdict(
        status=Status(row["status"]),
        reason=_reason(row["reason"]),
        detail=row["detail"],
        axioms=None if row["axioms"] is None else tuple(row["axioms"]),
        messages=tuple(Message(*message) for message in row["messages"]),
        cpu_s=row["cpu_s"],
    )


def axioms_text(axioms: Sequence[str]) -> str:
    """Axioms as one text; `axioms_in` reads it."""
    return json.dumps(axioms)


def axioms_in(text: str) -> tuple[str, ...]:
    """What `axioms_text` wrote."""
    return tuple(json.loads(text))


def messages_text(messages: Sequence[Message]) -> str:
    """Messages as one text, seven values each; `messages_in` reads it."""
    return json.dumps(_rows(messages))


def messages_in(text: str) -> tuple[Message, ...]:
    """What `messages_text` wrote."""
    return tuple(Message(*fields) for fields in json.loads(text))


def record_row(record: CheckRecord) -> dict[str, Any]:
    """A verdict's record as JSON, without what it doesn't say; `record_of` reads it."""
    said = {name: getattr(record, name) for name in _FIELDS}
    found: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    for name in found.keys() & {"limits", "server"}:
        found[name] = dict(found[name])
    return {**found, **record.more}


def record_of(row: Mapping[str, Any]) -> CheckRecord:
    """The record that `record_row` gave, out of a row that anybody may have written; nothing is lost.

    Raises TypeError for what isn't an object.
    """
    if not isinstance(row, Mapping):
        raise TypeError("no object")
    known = {name: value for name, value in row.items() if name in _FIELDS and _fits(value, _FIELDS[name])}
    return CheckRecord(**known, more={name: value for name, value in row.items() if name not in known})


def _fits(value: object, kind: type) -> bool:
    return isinstance(value, kind) or (kind is dict and isinstance(value, Mapping))


def record_text(record: CheckRecord) -> str:
    """A verdict's record as one text; `record_in` reads it."""
    return json.dumps(record_row(record), sort_keys=True, default=str)


def record_in(text: str) -> CheckRecord:
    """What `record_text` wrote."""
    return record_of(json.loads(text))


def _rows(messages: Sequence[Message]) -> list[tuple[str | int | None, ...]]:
    return [(m.severity, m.text, m.line, m.column, m.end_line, m.end_column, m.kind) for m in messages]


def _name(reason: Reason | None) -> str | None:
    return None if reason is None else reason.value


def _reason(name: str | None) -> Reason | None:
    return None if name is None else Reason(name)


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    for name in ("severity", "text", "kind"):
        text_in(row[name])
    for name in ("line", "column"):
        whole_in(row[name])
    for name in ("end_line", "end_column"):
        if row[name] is not None:
            whole_in(row[name])
    return dict(row)


def text_in(value: object) -> str:
    """A text that can be stored. Raises TypeError, or ValueError for half of a surrogate pair."""
    if not isinstance(value, str):
        raise TypeError("no text")
    value.encode()
    return value


def amount_in(value: object) -> float:
    """Seconds, or another number that is added up. Raises TypeError, ValueError."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("no number")
    if not 0 <= value < _MOST_SECONDS:
        raise ValueError("no amount")
    return float(value)


def whole_in(value: object) -> int:
    """A whole number. Raises TypeError."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("no whole number")
    return value


def list_in(value: object) -> Sequence[Any]:
    """A list. Raises TypeError."""
    if not isinstance(value, list):
        raise TypeError("no list")
    return value
