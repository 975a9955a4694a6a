"""Runs that are repeats of each other: the same settings but for the seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError
from harness.run.selection import FOR_DISPLAY

if TYPE_CHECKING:
    from harness.run.summary import RunSummary

# The rows of a replay are its samples, so that a repeat of it has another hash.
_OF_A_REPEAT = frozenset({"seed", "backend.sha256", "backend.rows"})
_KEYS_SHOWN = 4


def repeat_groups(runs: Sequence[RunSummary]) -> list[list[RunSummary]]:
    """The runs in groups that differ in their seed (or in a replay's rows) alone, in the given order.

    Raises UsageError when two runs of a group have the same seed, and so the same samples.
    """
    groups: dict[tuple[object, ...], list[RunSummary]] = {}
    for run in runs:
        flat = _flat(run)
        key = tuple((name, repr(flat[name])) for name in sorted(set(flat) - _OF_A_REPEAT))
        groups.setdefault(key, []).append(run)
    for group in groups.values():
        _check_seeds(group)
    return list(groups.values())


def setting_names_apart(first: RunSummary, second: RunSummary) -> str:
    """The names of the settings in which two runs differ beside their seed, for a message."""
    ours, theirs = _flat(first), _flat(second)
    names = [name for name in sorted({*ours, *theirs} - _OF_A_REPEAT) if ours.get(name) != theirs.get(name)]
    return ", ".join(names[:_KEYS_SHOWN]) + (", ..." if len(names) > _KEYS_SHOWN else "")


def _check_seeds(group: Sequence[RunSummary]) -> None:
    seen: dict[tuple[str, ...], RunSummary] = {}
    for run in group:
        flat = _flat(run)
        earlier = seen.setdefault(tuple(repr(flat.get(name)) for name in sorted(_OF_A_REPEAT)), run)
        if earlier is not run:
            raise UsageError(
                f"{earlier.run_dir} and {run.run_dir} have the same settings and the same seed, so they hold "
                "the same samples and are no repeats: give each run its own --seed"
            )


def _flat(run: RunSummary) -> dict[str, Any]:
    """The settings by dotted names; those that every run has come from the summary."""
    flat: dict[str, Any] = {}

    def add(settings: Mapping[str, Any], prefix: str) -> None:
        for key, value in settings.items():
            if not prefix and key in FOR_DISPLAY:
                continue
            if isinstance(value, Mapping):
                add(value, f"{prefix}{key}.")
            else:
                flat[prefix + key] = value

    add(run.settings.json, "")
    return {**flat, "bench": run.bench, "model": run.model, "n": run.n, "early_stop": run.early_stop}
