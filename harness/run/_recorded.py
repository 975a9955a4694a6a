"""What the settings in a run.json and the values of its attempts may be: who reads them later needn't ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

_MOST = 1 << 31
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


def _is_count(value: Any, least: int = 0) -> bool:
    return type(value) is int and least <= value < _MOST


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable()


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)


def _are_texts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())


def _are_prices(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        type(value.get(name)) in (int, float) and value[name] >= 0
        for name in ("prompt_per_million", "completion_per_million")
    )


_NEEDED: Mapping[str, Callable[[Any], bool]] = {
    "bench": _is_text,
    "model": _is_text,
    "n": lambda value: _is_count(value, 1),
    "early_stop": lambda value: type(value) is bool,
}
_KNOWN: Mapping[str, Callable[[Any], bool]] = {
    **_NEEDED,
    "rounds": lambda value: _is_count(value) and value <= 1000,
    "seed": lambda value: type(value) is int,
    "all_errors": lambda value: type(value) is bool,
    "bench_sha256": lambda value: isinstance(value, str),
    "label": lambda value: isinstance(value, str),
    "tags": _are_texts,
    "prices": _are_prices,
    **dict.fromkeys(
        (
            *("sampling", "problems", "selection", "subset", "check", "prompt", "repair", "backend"),
            *("model_args", "rejudged"),
        ),
        _is_map,
    ),
}


def lacking_setting(settings: Mapping[str, Any]) -> str | None:
    """The name of a setting that every run has and this one hasn't."""
    return next((name for name in _NEEDED if name not in settings), None)


def odd_setting(settings: Mapping[str, Any]) -> str | None:
    """The name of a setting that can't be what it is; None where all are in order. What this version doesn't
    know is left alone."""
    for name, fine in _KNOWN.items():
        if name in settings and not fine(settings[name]):
            return name
    if settings["n"] * (settings.get("rounds", 0) + 1) >= _MOST:
        return "n"
    return None


def odd_attempt(connection: sqlite3.Connection) -> str | None:
    """The problem and index of an attempt with a value of another type than its column has; None where all
    are in order. Raises sqlite3.Error."""
    row = connection.execute(f"SELECT problem, idx FROM attempts WHERE NOT ({_FITTING}) LIMIT 1").fetchone()
    return None if row is None else f"attempt {row[1]} of problem {row[0]}"
