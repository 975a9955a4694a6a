"""Summaries of runs with given outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from harness.run.settings import RunSettings
from harness.run.summary import ProblemOutcome, RunSummary

Attempts = tuple[bool | None, ...]
SETTINGS: dict[str, Any] = {
    "bench_sha256": "b" * 64,
    "problems": {"count": 3, "sha256": "c" * 64},
    "check": {"revision": "a" * 64, "policy": "strict", "limits": {"cpu_s": 60.0}, "engine": "process"},
}


def summary(
    outcomes: Sequence[Attempts],
    n: int,
    *,
    names: Sequence[str] | None = None,
    run: str = "runs/x",
    early_stop: bool = False,
    bench: str = "b",
    settings: dict[str, Any] = SETTINGS,
) -> RunSummary:
    """A summary; it is complete when no outcome is None."""
    chosen = names or [f"p{i}" for i in range(len(outcomes))]
    return RunSummary(
        run_dir=Path(run),
        bench=bench,
        model="m",
        n=n,
        early_stop=early_stop,
        problems=tuple(
            ProblemOutcome(name, "test", attempts) for name, attempts in zip(chosen, outcomes, strict=True)
        ),
        verdicts={},
        reasons={},
        lean_cpu_s=0.0,
        complete=not any(None in attempts for attempts in outcomes),
        settings=RunSettings.of(settings),
    )


def of_counts(proofs: Iterable[int], n: int, **more: Any) -> RunSummary:
    """n attempts of each problem, so many of them proofs, which come first."""
    return summary([(True,) * int(c) + (False,) * (n - int(c)) for c in proofs], n, **more)
