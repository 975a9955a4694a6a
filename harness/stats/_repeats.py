"""Mean and standard deviation of the empirical pass@k over repeats of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.stats._align import align
from harness.stats._pass_at_k import prefix_pass_at_k
from harness.stats._same_texts import require_other_samples

if TYPE_CHECKING:
    from harness.run.summary import RunSummary


@dataclass(frozen=True, slots=True)
class Repeats:
    """values: empirical pass@k of each repeat, as fractions, in order.

    sd: their sample standard deviation (n - 1 below), None for one repeat. It is how far an evaluation on
    these problems varies by sampling, and no error over problems: that is what the intervals are.
    """

    k: int
    values: tuple[float, ...]
    mean: float
    sd: float | None

    def __str__(self) -> str:
        text = f"{100 * self.mean:.1f}"
        return text if self.sd is None else f"{text} ± {100 * self.sd:.1f}"


def repeats(runs: Sequence[RunSummary], k: int, *, common: bool = False) -> Repeats:
    """pass@k as mean ± sd over repeats.

    One run is cut into blocks of k attempts, as many as it has whole ones; several runs are a repeat each,
    by their first k attempts, on the problems of all of them. An attempt without a verdict is left out.

    Source: the "mean ± standard deviation" over repeated runs in the tables of Xin et al. 2024,
    "DeepSeek-Prover-V1.5".

    Raises UsageError for no run, for a run with fewer than k attempts, for one run with early stop, whose
    later blocks aren't there, for runs that hold the same samples, whose deviation would be 0 by itself, and
    when runs may not be compared (see `align`).
    """
    if not runs or not runs[0].problems:
        raise UsageError("mean and deviation need at least one run with problems")
    if k < 1 or k > min(run.n for run in runs):
        raise UsageError(f"k is {k}: the largest possible k is {min(run.n for run in runs)}, the smallest 1")
    if len(runs) == 1:
        values = _blocks(runs[0], k)
    else:
        require_other_samples(runs, "repeats")
        parts = list(runs)
        for place in range(1, len(parts)):
            pairing = align(parts[0], parts[place], common=common)
            parts[0], parts[place] = pairing.base, pairing.other
        names = {problem.name for problem in parts[0].problems}
        parts = [replace(run, problems=tuple(p for p in run.problems if p.name in names)) for run in parts]
        values = [prefix_pass_at_k([problem.outcomes for problem in run.problems], k) for run in parts]
    mean = sum(values) / len(values)
    spread = sum((value - mean) ** 2 for value in values)
    sd = (spread / (len(values) - 1)) ** 0.5 if len(values) > 1 else None
    return Repeats(k, tuple(values), mean, sd)


def _blocks(run: RunSummary, k: int) -> list[float]:
    if run.early_stop:
        raise UsageError(f"{run.run_dir} stopped early, so it has no later blocks: leave out --early-stop")
    return [
        prefix_pass_at_k([problem.outcomes[start : start + k] for problem in run.problems], k)
        for start in range(0, run.n - k + 1, k)
    ]
