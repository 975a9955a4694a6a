"""Checksums of what a run's folder holds.

Each row of `attempts` has two, one over what was generated and one over its verdict, each with the row's key
in it. run.json has one over the problems' names and one over itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

SEAL = "sha256"


def checksum(values: tuple[int | float | str | None, ...]) -> bytes:
    """The checksum of columns as SQLite gives them back, 8 bytes."""
    return hashlib.blake2b(ascii(values).encode(), digest_size=8).digest()


def names_hash(rows: Sequence[tuple[Any, ...]]) -> str:
    """SHA-256 of the rows of `problems`, as 64 hex digits."""
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()


def seal_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of run.json's content without its seal, as 64 hex digits."""
    rest = {key: value for key, value in content.items() if key != SEAL}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
