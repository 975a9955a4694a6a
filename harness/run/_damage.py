"""Damage to a run's database is looked for whenever the run is opened, before anything of it is counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.checker.verdict import Reason, Status
from harness.errors import StoreError
from harness.run._attempts import GENERATED_COLUMNS, VERDICT_COLUMNS
from harness.run._sums import checksum

ADVICE = "put a copy of the folder back, or make the run again with another --output-dir"
_COLUMNS = f"SELECT {GENERATED_COLUMNS}, {VERDICT_COLUMNS} FROM attempts"
# Where the two checksums stand among them.
_GENERATED = GENERATED_COLUMNS.count(",")
_LAST = _GENERATED + 1 + VERDICT_COLUMNS.count(",")
_STATUSES = {status.value for status in Status}
_REASONS = {None, *(reason.value for reason in Reason)}


def look_for_damage(
    connection: sqlite3.Connection, path: Path, problems: Sequence[tuple[str, str]], *, sealed: bool
) -> None:
    """Compare the file's structure and each attempt's checksums with what is there.

    problems: (name, split) by their number. sealed: every row must have checksums; else a row that was
    written before there were any is only looked at for words that no verdict has. Raises StoreError that
    names the first damaged attempt, or sqlite3.Error.
    """
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise StoreError(f"{path} is damaged ({' '.join(str(found).split())}): {ADVICE}")
    for row in connection.execute(_COLUMNS):
        made, verdict, judged = row[_GENERATED], row[_GENERATED + 1 : _LAST], row[_LAST]
        status, reason = verdict[:2]
        whole = _agrees(made, row[:_GENERATED], sealed=sealed)
        if verdict.count(None) == len(verdict):
            whole = whole and judged is None
        else:
            whole = whole and _agrees(judged, (*row[:2], *verdict), sealed=sealed)
        if not whole:
            raise _damaged(path, problems, row, "isn't what was written")
        if status is not None and status not in _STATUSES:
            raise _damaged(path, problems, row, f"has the status {status!r}, which no verdict has")
        if reason not in _REASONS:
            raise _damaged(path, problems, row, f"has the reason {reason!r}, which no verdict has")
        if not (type(row[0]) is type(row[1]) is int and 0 <= row[0] < len(problems) and row[1] >= 0):
            raise _damaged(path, problems, row, "belongs to no problem of the run")


def _agrees(found: object, values: tuple[Any, ...], *, sealed: bool) -> bool:
    return not sealed if found is None else found == checksum(values)


def _damaged(
    path: Path, problems: Sequence[tuple[str, str]], row: tuple[object, ...], what: str
) -> StoreError:
    number, index = row[:2]
    known = type(number) is int and 0 <= number < len(problems)
    name = problems[number][0] if known and isinstance(number, int) else f"problem {number}"
    return StoreError(f"{path}: attempt {index} of {name} {what}: the run is damaged; {ADVICE}")
