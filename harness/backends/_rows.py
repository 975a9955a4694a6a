"""Rows of a replay file: parse one, and index a whole file without keeping its texts."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from harness.errors import DataError

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """One recorded sample; `body` is the proof when `is_proof`, else the model's text."""

    name: str
    body: str
    is_proof: bool
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    finish_reason: str = "stop"


@dataclass(frozen=True, slots=True)
class RowIndex:
    """Where the rows lie.

    starts: byte offset of each row, and the end of the last one; count + 1 numbers.
    rows: row numbers by problem name, in file order. sha256: of the whole file, in hex.
    """

    starts: array[int]
    rows: Mapping[str, array[int]]
    sha256: str

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.starts) - 1


def index_rows(file: IO[bytes], path: Path) -> RowIndex:
    """Read and check every row of `file` once; `path` names it in errors. Empty lines are skipped.

    Raises DataError with file, line and field for a broken row, and for a file without rows.
    """
    digest = hashlib.sha256()
    starts: array[int] = array("Q")
    rows: dict[str, array[int]] = {}
    position = 0
    for line, data in enumerate(file, start=1):
        digest.update(data)
        if data.strip():
            name = parse_row(data, path, line).name
            rows.setdefault(name, array("Q")).append(len(starts))
            starts.append(position)
        position += len(data)
    if not starts:
        raise DataError(
            "has no rows: each line must be a JSON object with 'name' and 'proof' or 'text'", file=path
        )
    starts.append(position)
    return RowIndex(starts, rows, digest.hexdigest())


def parse_row(data: bytes, path: Path, line: int | None) -> RecordedRow:
    """The row that `data` holds. A field that is null counts as absent. Raises DataError."""
    try:
        value = json.loads(data.removeprefix(_BOM).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DataError(
            f"byte {error.start} is not UTF-8: save the file as UTF-8", file=path, line=line
        ) from error
    except json.JSONDecodeError as error:
        raise DataError(f"is not JSON ({error.msg}, column {error.colno})", file=path, line=line) from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"is not JSON that can be read ({error})", file=path, line=line) from error
    if not isinstance(value, dict):
        raise DataError(f"must be a JSON object, not {_kind(value)}", file=path, line=line)
    name = _text(value, "name", path, line)
    if not name:
        raise DataError("is missing or empty: give the problem's name", file=path, line=line, field="name")
    proof, text = _text(value, "proof", path, line), _text(value, "text", path, line)
    if (proof is None) == (text is None):
        problem = "both are there" if proof is not None else "neither is there"
        raise DataError(f"{problem}: give 'proof' or 'text'", file=path, line=line, field="proof")
    return RecordedRow(
        name,
        body=(proof if proof is not None else text) or "",
        is_proof=proof is not None,
        prompt_tokens=_count(value, "prompt_tokens", path, line),
        completion_tokens=_count(value, "completion_tokens", path, line),
        finish_reason=_text(value, "finish_reason", path, line) or "stop",
    )


def _text(value: Mapping[str, Any], field: str, path: Path, line: int | None) -> str | None:
    found = value.get(field)
    if found is None or isinstance(found, str):
        return found
    raise DataError(f"must be a string, not {_kind(found)}", file=path, line=line, field=field)


def _count(value: Mapping[str, Any], field: str, path: Path, line: int | None) -> int | None:
    found = value.get(field)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int):
        raise DataError(f"must be a whole number, not {_kind(found)}", file=path, line=line, field=field)
    # The store keeps counts as 64-bit integers.
    if not 0 <= found < 2**63:
        raise DataError("must be between 0 and 2^63 - 1", file=path, line=line, field=field)
    return found


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
