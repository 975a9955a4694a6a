"""From a run to its pass@k with intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.stats._intervals import bootstrap_interval, clopper_pearson
from harness.stats._pass_at_k import first_success, pass_at_k

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from harness.run.summary import RunSummary


class EstimatorName(StrEnum):
    """Which estimator made a figure."""

    UNBIASED = "unbiased"
    FIRST_SUCCESS = "first_success"


@dataclass(frozen=True, slots=True)
class PassAtK:
    """pass@k of a run: the estimate and its interval as fractions.

    short: problems with fewer than k attempts that have a verdict and no proof among them. Their missing
    attempts count as failures, so a figure with short > 0 is a lower bound.
    """

    k: int
    estimate: float
    low: float
    high: float
    estimator: EstimatorName
    short: int = 0


def check_ks(ks: Iterable[int], n: int) -> list[int]:
    """The ks sorted and without repetitions.

    Raises UsageError when there is none, when one is below 1, or above n (with the largest possible k).
    """
    chosen = sorted(set(ks))
    if not chosen:
        raise UsageError("no k is given: give at least one, for instance --k 1,8")
    if chosen[0] < 1:
        raise UsageError(f"k must be at least 1, not {chosen[0]}")
    if chosen[-1] > n:
        raise UsageError(
            f"pass@{chosen[-1]} needs {chosen[-1]} attempts per problem and the run has {n}: "
            f"the largest possible k is {n}"
        )
    return chosen


def estimate(summary: RunSummary, ks: Iterable[int], *, level: float = 0.95, seed: int = 0) -> list[PassAtK]:
    """pass@k for each k, ascending, with intervals by bootstrap over problems.

    A run without early stop gets the unbiased estimate of Chen et al., each problem with its own number of
    attempts; a run with early stop gets the first-success estimate. An attempt without a verdict counts
    neither as an attempt nor as a success. A problem with fewer than k attempts counts as 1 when it is
    solved and as 0 when not, which is low on average: `PassAtK.short` counts the unsolved ones.

    Raises UsageError for an impossible k (see `check_ks`) and for a run without problems.
    """
    chosen = check_ks(ks, summary.n)
    if not summary.problems:
        raise UsageError(f"the run in {summary.run_dir} has no problems, so there is no pass@k")
    name = EstimatorName.FIRST_SUCCESS if summary.early_stop else EstimatorName.UNBIASED
    result = []
    for k in chosen:
        values = per_problem(summary, k)
        low, high = bootstrap_interval(values, level=level, seed=seed)
        result.append(PassAtK(k, float(values.mean()), low, high, name, short_of(summary, k)))
    return result


def solved_interval(summary: RunSummary, level: float = 0.95) -> tuple[float, float]:
    """Clopper-Pearson interval, in fractions, for the share of problems with at least one proof.

    Raises UsageError for a run without problems.
    """
    return clopper_pearson(summary.solved, len(summary.problems), level)


def per_problem(summary: RunSummary, k: int) -> NDArray[np.float64]:
    """pass@k of each problem by the run's estimator, as fractions, shape (problems,); see `estimate`."""
    if summary.early_stop:
        return first_success([problem.outcomes for problem in summary.problems], k)
    # Missing attempts are failures: with n raised to k, a solved problem has 1 and another one 0.
    attempts = [max(k, decided(problem.outcomes)) for problem in summary.problems]
    return pass_at_k(attempts, [problem.outcomes.count(True) for problem in summary.problems], k)


def short_of(summary: RunSummary, k: int) -> int:
    """Problems with fewer than k attempts that have a verdict and no proof among them."""
    return sum(not problem.solved and decided(problem.outcomes) < k for problem in summary.problems)


def decided(outcomes: tuple[bool | None, ...]) -> int:
    """Attempts that have a verdict."""
    return len(outcomes) - outcomes.count(None)
