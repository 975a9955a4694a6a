"""What the values of a run's attempts may be: who reads them later needn't ask."""

from __future__ import annotations

import sqlite3

_TYPES = {
    "'integer'": "idx seed exhausted",
    "'integer', 'null'": "prompt text proof prompt_tokens completion_tokens axioms messages record reasoning",
    "'text'": "finish_reason",
    "'text', 'null'": "status reason detail",
    "'real', 'integer', 'null'": "latency_s cpu_s wall_s cost",
}
_FITTING = " AND ".join(
    f"typeof({column}) IN ({types})" for types, columns in _TYPES.items() for column in columns.split()
)


def odd_attempt(connection: sqlite3.Connection) -> str | None:
    """The problem and index of an attempt with a value of another type than its column has; None where all
    are in order. Raises sqlite3.Error."""
    row = connection.execute(f"SELECT problem, idx FROM attempts WHERE NOT ({_FITTING}) LIMIT 1").fetchone()
    return None if row is None else f"attempt {row[1]} of problem {row[0]}"
