"""RunSummary: what a run found, as the statistics and the reports read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from harness.checker.verdict import MESSAGES_ONLY

Count = Literal["samples", "attempts"]


@dataclass(frozen=True, slots=True)
class ProblemOutcome:
    """What became of one problem's samples, or of its attempts, in the order of their index.

    outcomes: True for `proved`, False for a failure, None where a verdict is lacking. Under early stop the
    list ends with the first True. What the backend didn't have is not in the list.
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

    n: samples planned for each problem, or the most attempts that they can make, after `count`.
    count: what the outcomes are: samples, each with its repair rounds, or all attempts one by one; the same
    in a run without rounds. rounds: the most repair rounds of a sample.
    early_stop: the order of the outcomes matters, so that pass@k is told by the first success: no attempt
    was made after a proof, or attempts of several rounds are counted.
    problems: one outcome per planned problem, in bench order.
    verdicts: count of attempts by status ("proved", "rejected", "timeout", "resource", "infrastructure").
    reasons: count by "status/reason" for all but proved. lean_cpu_s: CPU seconds inside Lean, all attempts.
    tokens: of prompts and of completions; None where some attempt's weren't counted. cost: money for all
    attempts whose cost is known, None where no prices were given.
    no_code: the attempts that are rejected as `no_code`, by why the text held no proof (see `why_of`).
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
    rounds: int = 0
    count: Count = "samples"
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None
    no_code: Mapping[str, int] = field(default_factory=dict)

    @property
    def by_messages(self) -> bool:
        """Whether verdicts rest on a server's messages alone, without audit and kernel replay."""
        check = self.settings.get("check")
        return isinstance(check, Mapping) and check.get("audit") == MESSAGES_ONLY

    @property
    def solved(self) -> int:
        """Number of problems with at least one proof."""
        return sum(problem.solved for problem in self.problems)
