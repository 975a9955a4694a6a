"""Two runs on the same problems: tests and intervals for their difference, and Holm for several tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.stats._intervals import BcaBootstrap, check_level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

_DIGITS = 12
_HALVINGS = 30
_ADDED = (0.5**0.5, -(0.5**0.5))


def mcnemar(gained: int, lost: int) -> float:
    """Two-sided p-value of "both runs solve a problem with the same chance", from the discordant problems.

    gained: problems that only the second run solved. lost: problems that only the first run solved.
    Under the hypothesis `gained` is binomial with gained + lost trials of chance 1/2, and the p-value is
    the chance of a split at least as uneven. Without discordant problems it is 1.

    Source: McNemar 1947, "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12; the exact form is that of Agresti, "Categorical Data Analysis",
    section 10.1.

    Raises UsageError for a negative count.
    """
    _check_counts(gained, lost)
    if gained == lost:
        return 1.0
    from scipy.special import bdtr

    return min(1.0, 2 * float(bdtr(min(gained, lost), gained + lost, 0.5)))


def tango_interval(gained: int, lost: int, problems: int, level: float = 0.95) -> tuple[float, float]:
    """Interval for the difference of two paired proportions, (gained - lost) / problems, as fractions.

    It is the set of differences that the score test doesn't reject. Unlike Wald's interval and the
    bootstrap it keeps its level with few discordant problems, and is no point when there are none.

    Source: Tango 1998, "Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design", Statistics in Medicine 17; the restricted estimate is the root of equation 4's
    quadratic.

    Raises UsageError when the counts can't be or level isn't within 0..1.
    """
    check_level(level)
    _check_counts(gained, lost)
    if problems < 1 or gained + lost > problems:
        raise UsageError(f"{gained} gained and {lost} lost of {problems} problems can't be")
    quantile = NormalDist().inv_cdf((1 + level) / 2)
    return _tango_limit(gained, lost, problems, quantile), _tango_limit(gained, lost, problems, -quantile)


def _tango_limit(gained: int, lost: int, problems: int, quantile: float) -> float:
    """The difference at which the score is `quantile`; the score falls as the difference grows."""
    low, high = -1.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _score(gained, lost, problems, middle) > quantile:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _score(gained: int, lost: int, problems: int, difference: float) -> float:
    excess = gained - lost - problems * difference
    linear = (2 * problems - gained + lost) * difference - gained - lost
    root = max(0.0, linear**2 + 8 * problems * lost * difference * (1 - difference)) ** 0.5
    only_first = (root - linear) / (4 * problems)
    variance = problems * (2 * only_first + difference * (1 - difference))
    if variance <= 0:
        return 0.0 if excess == 0 else float("inf") if excess > 0 else float("-inf")
    return float(excess / variance**0.5)


def paired_difference(
    differences: ArrayLike, level: float = 0.95, resamples: int = 10_000, seed: int = 0
) -> tuple[float, float, float]:
    """(low, high, p) for the mean of per-problem differences, interval and p-value by one method.

    differences: second run minus first, one value in [-1, 1] per problem, shape (problems,). resamples:
    bootstrap samples. seed: the same arguments give the same figures. low and high are fractions; p is the
    two-sided p-value of "the mean is 0", and below 1 - level exactly when the interval leaves out 0.

    Differences that are all -1, 0 or 1 are a paired table. They get the exact test of McNemar and the score
    interval of Tango, drawn out to 0 where the exact test, which is the stricter one, doesn't reject.

    Other ones get the BCa interval over problems that are resampled with replacement (Efron 1987, see
    `bca_interval`; a problem keeps both of its values in each resample, which makes it paired: Efron and
    Tibshirani 1993, chapter 8). Where few problems differ, the bootstrap sees too little spread (63 %
    coverage for 80 problems that are nearly all solved), so two problems of mean 0 are added, with the sum
    of squares that Agresti and Min 2005, "Simple improved confidence intervals for comparing matched
    proportions", Statistics in Medicine 24, add to a paired table. The p-value is 1 - the level of the
    widest such interval that leaves out 0, so the test is the interval's inverse (Lehmann and Romano 2005,
    "Testing Statistical Hypotheses", section 3.5); it is never below 1 / (resamples + 1).

    Raises UsageError when there is no value, one is outside [-1, 1], or level isn't within 0..1.
    """
    import numpy as np

    values = _checked(differences)
    check_level(level)
    if resamples < 1:
        raise UsageError(f"resamples must be at least 1, not {resamples}")
    if np.isin(values, (-1.0, 0.0, 1.0)).all():
        return _of_table(int(np.sum(values == 1)), int(np.sum(values == -1)), values.size, level)
    bootstrap = BcaBootstrap(np.concatenate([values, _ADDED]), resamples, seed)
    # With a handful of problems the added ones could draw the interval away from the estimate.
    mean = float(values.mean())

    def interval(at: float) -> tuple[float, float]:
        low, high = bootstrap.interval(at)
        return min(low, mean), max(high, mean)

    smallest = 1 / (resamples + 1)
    # Looked for on both sides of the given level, so that rounding can't set p and interval apart.
    low, high = interval(level)
    least, most = (smallest, 1 - level) if low > 0 or high < 0 else (1 - level, 1.0)
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        below, above = interval(1 - middle)
        if below > 0 or above < 0:
            most = middle
        else:
            least = middle
    return low, high, _p_beside(level, least if low <= 0 <= high else most, low <= 0 <= high)


def _p_beside(level: float, p: float, kept: bool) -> float:
    """p on that side of 1 - level where the interval has put it. kept: 0 lies within the interval."""
    error = 1 - level
    return max(p, error) if kept else min(p, math.nextafter(error, 0))


def _of_table(gained: int, lost: int, problems: int, level: float) -> tuple[float, float, float]:
    low, high = tango_interval(gained, lost, problems, level)
    p = mcnemar(gained, lost)
    if p >= 1 - level:
        return min(low, 0.0), max(high, 0.0), p
    return low, high, p


def difference_interval(
    differences: ArrayLike, level: float = 0.95, resamples: int = 10_000, seed: int = 0
) -> tuple[float, float]:
    """The interval of `paired_difference` alone."""
    low, high, _ = paired_difference(differences, level, resamples, seed)
    return low, high


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values adjusted for being several, in the given order; to be read against the same level.

    Source: Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6. The chance of any false rejection stays below the level, however the tests depend.

    Raises UsageError for a value outside 0..1.
    """
    if not all(0 <= p <= 1 for p in p_values):
        raise UsageError("p-values must lie between 0 and 1")
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = largest
    return adjusted


def _checked(differences: ArrayLike) -> NDArray[np.float64]:
    import numpy as np

    # Equal differences of fractions may differ in the last bits.
    values = np.round(np.asarray(differences, dtype=np.float64).ravel(), _DIGITS)
    if values.size == 0:
        raise UsageError("a comparison needs at least one problem that both runs have")
    if not np.all(np.abs(values) <= 1):
        raise UsageError("differences of fractions must lie between -1 and 1")
    return values


def _check_counts(gained: int, lost: int) -> None:
    if gained < 0 or lost < 0:
        raise UsageError(f"counts of problems can't be negative: {gained} gained, {lost} lost")
