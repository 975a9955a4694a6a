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

    short: problems with fewer than k attempts that have a verdict, so that their part of the figure isn't
    known. A figure with short > 0 is a lower bound of what the whole run will show: every attempt that the
    run planned and that has no verdict counts as a failure.
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
    neither as an attempt nor as a success, unless a problem has fewer than k attempts: then nothing is
    estimated, and the figure is the bound that `PassAtK.short` tells of.

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
        return solved_within(summary, k)
    bound = short_of(summary, k) > 0
    counts = [(decided(problem.outcomes), problem.outcomes.count(True)) for problem in summary.problems]
    # Without a bound, a problem with fewer than k attempts has so many proofs that its figure is 1.
    attempts = [summary.n if bound else max(k, known) for known, _ in counts]
    return pass_at_k(attempts, [proofs for _, proofs in counts], k)


def solved_within(summary: RunSummary, k: int) -> NDArray[np.float64]:
    """1 for each problem with a proof among its k first attempts, else 0; shape (problems,).

    The k first attempts with a verdict are looked at; where some problem has fewer (see `short_of`), what
    lacks a verdict keeps its place as a failure, since without it a later proof would move forward.
    """
    outcomes = [problem.outcomes for problem in summary.problems]
    if short_of(summary, k, in_order=True):
        outcomes = [tuple(outcome is True for outcome in attempts) for attempts in outcomes]
    return first_success(outcomes, k)


def short_of(summary: RunSummary, k: int, *, in_order: bool | None = None) -> int:
    """Problems with fewer than k attempts that have a verdict, so that more of them could change the figure.

    in_order: of the first-success estimate, which a proof settles; None means the run's own estimator. The
    estimate over all attempts is settled by so many proofs that less than k failures are possible.
    """
    by_first = summary.early_stop if in_order is None else in_order
    return sum(_is_short(problem.outcomes, summary.n, k, by_first) for problem in summary.problems)


def _is_short(outcomes: tuple[bool | None, ...], n: int, k: int, by_first: bool) -> bool:
    if decided(outcomes) >= k:
        return False
    proofs = outcomes.count(True)
    return not proofs if by_first else n - proofs >= k


def decided(outcomes: tuple[bool | None, ...]) -> int:
    """Attempts that have a verdict."""
    return len(outcomes) - outcomes.count(None)
