"""RunSummary: what a run found, as the statistics and the reports read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ProblemOutcome:
    """The attempts of one problem in the order of their index.

    outcomes: True for `proved`, False for a failure, None for an attempt without a verdict. Under early
    stop the list ends with the first True. An attempt that the backend didn't have is not in the list.
    """

    name: str
    split: str
    outcomes: tuple[bool | None, ...]

    @property
    def solved(self) -> bool:
        """Whether any attempt is `proved`."""
        return True in self.outcomes


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run as a whole.

    n: attempts planned for each problem. problems: one outcome per planned problem, in bench order.
    verdicts: count of attempts by status ("proved", "rejected", "timeout", "resource", "infrastructure").
    reasons: count by "status/reason" for all but proved. lean_cpu_s: CPU seconds inside Lean, all attempts.
    complete: every planned attempt has a verdict (or needs none, after an early stop or a replay's end).
    settings: the run's settings as run.json has them.
    stopped: why this call of the runner ended before the plan did, one line; None when nothing stopped it.
    """

    run_dir: Path
    bench: str
    model: str
    n: int
    early_stop: bool
    problems: tuple[ProblemOutcome, ...]
    verdicts: Mapping[str, int]
    reasons: Mapping[str, int]
    lean_cpu_s: float
    complete: bool
    settings: Mapping[str, Any]
    stopped: str | None = None

    @property
    def solved(self) -> int:
        """Number of problems with at least one proof."""
        return sum(problem.solved for problem in self.problems)
