"""Canonical rows: a JSONL file in, problems out, every fault with its file, line and field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

from harness.errors import DataError
from harness.lean.source import theorem_name
from harness.problem import CANONICAL_FIELDS, Problem

MAX_DATA_BYTES: Final = 1_000_000_000
_MUST: Final = object()
# What a missing field, or one that is null, becomes.
_DEFAULTS: Final[dict[str, object]] = {
    "name": _MUST,
    "split": "test",
    "informal_prefix": "",
    "formal_statement": _MUST,
    "goal": "",
}


class _RepeatedKey(ValueError):
    """A JSON object has the same key twice."""


def read_rows(path: Path, header: str | None, limit: int = MAX_DATA_BYTES) -> tuple[tuple[Problem, ...], str]:
    """The problems in the JSONL file `path` and the SHA-256 of its bytes.

    header: for rows that have none. limit: the largest file that is read, in bytes.
    Raises DataError with file, line and field.
    """
    digest = hashlib.sha256()

    def parsed() -> Iterator[tuple[int, dict[str, Any]]]:
        for number, raw in _lines(path, limit):
            digest.update(raw)
            if raw.strip():
                yield number, _parse(raw, path, number)

    return as_problems(parsed(), header, path), digest.hexdigest()


def as_problems(
    rows: Iterable[tuple[int, dict[str, Any]]], header: str | None, path: Path
) -> tuple[Problem, ...]:
    """Checked problems out of (line, row) pairs that come from `path`; raises DataError."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        problem = _problem(row, header, path, number)
        if problem.name in seen:
            raise DataError(
                f"the name {problem.name!r} stands on line {seen[problem.name]} too; names must be unique",
                file=path,
                line=number,
                field="name",
            )
        seen[problem.name] = number
        problems.append(problem)
    if not problems:
        raise DataError("there is no row in it; write one JSON object per line", file=path)
    return tuple(problems)


def _lines(path: Path, limit: int) -> Iterator[tuple[int, bytes]]:
    if not path.is_file():
        raise DataError("there is no such file", file=path)
    try:
        if (size := path.stat().st_size) > limit:
            raise DataError(f"the file has {size} bytes and the limit is {limit}; split the bench", file=path)
        with path.open("rb") as file:
            yield from enumerate(file, start=1)
    except OSError as error:
        raise DataError(f"the file can't be read: {error.strerror}", file=path) from error


def _parse(raw: bytes, path: Path, line: int) -> dict[str, Any]:
    """The JSON object on one line."""

    def fail(message: str, field: str | None = None) -> NoReturn:
        raise DataError(message, file=path, line=line, field=field)

    if b"\0" in raw:
        fail("the line has a NUL byte")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        fail(f"the line isn't UTF-8: {error.reason} at byte {error.start}")
    if text.startswith("\ufeff"):
        fail("the file starts with a byte order mark; save it as UTF-8 without one")
    try:
        row = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        fail(f"the line isn't JSON: {error.msg} at column {error.colno}")
    except _RepeatedKey as error:
        fail("the field is given twice", str(error))
    except ValueError as error:
        fail(f"the line isn't JSON: {error}")
    except RecursionError:
        fail("the line is nested too deeply")
    if not isinstance(row, dict):
        fail("the line must be a JSON object, {...}")
    for key, value in row.items():
        if fault := _text_fault(key, value):
            fail(fault, key)
    return row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKey(key)
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _text_fault(key: str, value: object) -> str | None:
    """Why a field can't be written out again as UTF-8 text, or None."""
    text = key + (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            return "the text has half of a surrogate pair, which is no character"
    if isinstance(value, str) and "\0" in value:
        return "the text has a NUL character"
    return None


def _problem(row: dict[str, Any], header: str | None, path: Path, line: int) -> Problem:
    values: dict[str, str] = {}
    for field, default in (*_DEFAULTS.items(), ("header", _MUST if header is None else header)):
        value = row.get(field)
        value = default if value is None else value
        if value is _MUST:
            hint = "; give it here, or a `header` in task.yaml" if field == "header" else ""
            raise DataError(f"the row must have it{hint}", file=path, line=line, field=field)
        if not isinstance(value, str):
            raise DataError(f"must be text, not {type(value).__name__}", file=path, line=line, field=field)
        values[field] = value
    for field in ("name", "split"):
        if not values[field].strip():
            raise DataError("must not be empty", file=path, line=line, field=field)
    stated = theorem_name(values["formal_statement"])
    if stated is None:
        raise DataError("must start with `theorem NAME`", file=path, line=line, field="formal_statement")
    if stated != values["name"]:
        message = f"is {values['name']!r}, but the theorem in formal_statement is called {stated!r}"
        raise DataError(message, file=path, line=line, field="name")
    metadata = {key: value for key, value in row.items() if key not in CANONICAL_FIELDS}
    return Problem(**values, metadata=metadata)
