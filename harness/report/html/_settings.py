"""The settings of runs side by side, by dotted names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.report.html._runs import RunData

# First what people ask for first; whatever else a run recorded comes behind, under its own name.
_ORDER: Mapping[str, str] = {
    "settings.tags": "model",
    "settings.model": "model",
    "settings.backend": "model",
    "settings.model_args": "model",
    "settings.sampling": "sampling",
    "settings.n": "sampling",
    "settings.rounds": "sampling",
    "settings.seed": "sampling",
    "settings.early_stop": "sampling",
    "settings.prompt": "prompt",
    "settings.bench": "bench",
    "settings.bench_sha256": "bench",
    "settings.problems": "bench",
    "settings.subset": "bench",
    "settings.check": "checker",
}
_GROUPS = ("model", "prompt", "sampling", "bench", "checker", "other", "program")
_PROGRAM = ("created", "prover_eval", "python", "platform", "format")


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """One line: a value for each run, "" where a run has none."""

    group: str
    name: str
    values: tuple[str, ...]

    @property
    def rank(self) -> int:
        """The group's place on the page."""
        return _GROUPS.index(self.group)

    @property
    def differs(self) -> bool:
        """Whether the runs disagree."""
        return len(set(self.values)) > 1


def settings_of(runs: Sequence[RunData]) -> list[ShownSetting]:
    """Every setting of the runs, grouped."""
    flats = [dict(_flat(run.info)) for run in runs]
    names = list(dict.fromkeys(name for flat in flats for name in flat))
    lines = [
        ShownSetting(_group(name), _short(name), tuple(flat.get(name, "") for flat in flats))
        for name in names
    ]
    return sorted(lines, key=lambda line: line.rank)


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, part in value.items():
        if isinstance(part, Mapping):
            yield from _flat(part, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)


def _group(name: str) -> str:
    if name in _PROGRAM:
        return "program"
    return next((group for key, group in _ORDER.items() if f"{name}.".startswith(f"{key}.")), "other")


def _short(name: str) -> str:
    return name.removeprefix("settings.")
