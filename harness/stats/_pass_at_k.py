"""Estimators of pass@k, one value per problem; the mean over problems is the benchmark's pass@k."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


def pass_at_k(n: ArrayLike, c: ArrayLike, k: int) -> NDArray[np.float64]:
    """Unbiased estimate of the chance that k attempts hold a success, for each problem.

    n: attempts with a verdict, shape (problems,). c: successes among them, the same shape. Returns
    1 - C(n - c, k) / C(n, k) as fractions, the same shape.

    Source: Chen et al. 2021, "Evaluating Large Language Models Trained on Code", equation 1. The quotient
    is the product of (n - b - i) / (n - i) over i < a, with a and b the smaller and the larger of c and k,
    so that no binomial coefficient is formed.

    Raises UsageError when a k is below 1 or above an n (the message has the largest possible k), or when
    some c isn't within 0..n.
    """
    import numpy as np

    attempts, successes = np.broadcast_arrays(np.asarray(n, dtype=np.int64), np.asarray(c, dtype=np.int64))
    if np.any(successes < 0) or np.any(successes > attempts):
        raise UsageError("each number of successes must lie between 0 and the number of attempts")
    _check_k(k)
    if attempts.size and k > (smallest := int(attempts.min())):
        raise UsageError(
            f"pass@{k} needs {k} attempts with a verdict per problem: the largest possible k is {smallest}"
        )
    pairs, place = np.unique(
        np.stack([attempts.ravel(), successes.ravel()], axis=1), axis=0, return_inverse=True
    )
    values = np.array([_one(int(total), int(good), k) for total, good in pairs], dtype=np.float64)
    return values[place.ravel()].reshape(attempts.shape)


def _one(n: int, c: int, k: int) -> float:
    import numpy as np

    if n - c < k:
        return 1.0
    few, many = min(c, k), max(c, k)
    i = np.arange(few)
    return float(1.0 - np.prod((n - many - i) / (n - i)))


def first_success(outcomes: Sequence[Sequence[bool | None]], k: int) -> NDArray[np.float64]:
    """1 for each problem that is solved at or before attempt k, else 0; shape (problems,).

    outcomes: per problem, the attempts in order. An attempt without a verdict (None) is left out of the
    count, so that the k first attempts with a verdict are looked at.

    Source: geometric sampling stopped at the first success. When a problem stops early, its number of
    attempts depends on their outcome, and the estimate of Chen et al. is biased; the indicator of
    "first success at or before k" doesn't look beyond attempt k, so its mean is the chance of at least one
    success in k attempts, 1 - (1 - p)^k, for each k up to the cap, whether or not the problem stopped there.

    Raises UsageError when k is below 1.
    """
    import numpy as np

    _check_k(k)
    return np.array([_solved_within(attempts, k) for attempts in outcomes], dtype=np.float64)


def prefix_pass_at_k(outcomes: Sequence[Sequence[bool | None]], k: int) -> float:
    """Empirical pass@k: the fraction of problems with a success among their first k attempts.

    The figure that Xin et al. 2024, "DeepSeek-Prover", section 4.2, print.
    Attempts without a verdict are left out as in `first_success`.

    Raises UsageError when k is below 1 or there is no problem.
    """
    if not outcomes:
        raise UsageError("pass@k of no problems is not defined: give at least one problem")
    return float(first_success(outcomes, k).mean())


def _solved_within(attempts: Sequence[bool | None], k: int) -> bool:
    return True in [outcome for outcome in attempts if outcome is not None][:k]


def _check_k(k: int) -> None:
    if k < 1:
        raise UsageError(f"k must be at least 1, not {k}")
