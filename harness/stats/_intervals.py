"""Confidence intervals."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

from harness.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

_BLOCK_CELLS = 4_000_000
_TIE = 1e-12


def bootstrap_interval(
    per_problem_values: ArrayLike, level: float = 0.95, resamples: int = 10_000, seed: int = 0
) -> tuple[float, float]:
    """Interval for the mean over problems, by the Bayesian bootstrap.

    per_problem_values: one fraction in [0, 1] per problem, shape (problems,). level: 0.95 means 95 %.
    resamples: bootstrap samples. seed: the same values, numbers and seed give the same interval.
    Returns (low, high) as fractions; the mean lies between.

    Each resample weighs the problems at random, by a Dirichlet law with 1 for each problem, 1/2 for a
    problem of value 0 and 1/2 for one of value 1; the limits are quantiles of the weighted means. The two
    halves stand for the problems that the sample can't have: without them an interval of a bench that is
    nearly all solved or nearly unsolved sees too little spread (BCa covers 66 % for 80 problems at
    pass@8 = 0.998, this one 95 %, and it is no wider in between: `benchmarks/interval_coverage.py`).
    For values that are all 0 or 1 the weighted mean has a beta law, and the interval is that of Jeffreys.

    Source: Rubin 1981, "The Bayesian Bootstrap", Annals of Statistics 9; the two halves are the prior of
    Ferguson 1973, "A Bayesian Analysis of Some Nonparametric Problems", Annals of Statistics 1, with the
    mass of Jeffreys' interval, whose coverage is examined in Brown, Cai and DasGupta 2001, "Interval
    Estimation for a Binomial Proportion", Statistical Science 16.
    When all values are the same, the Clopper-Pearson interval for (mean x problems) successes is returned:
    exact for all 0 and all 1, and too wide rather than too narrow between, since no variable in [0, 1]
    varies more than a 0/1 one.

    Raises UsageError when there is no value, a value is outside [0, 1], or level isn't within 0..1.
    """
    import numpy as np

    values = np.asarray(per_problem_values, dtype=np.float64).ravel()
    check_level(level)
    if resamples < 1:
        raise UsageError(f"resamples must be at least 1, not {resamples}")
    if values.size == 0:
        raise UsageError("an interval needs at least one problem")
    if not np.all((values >= 0) & (values <= 1)):
        raise UsageError("values of problems must be fractions between 0 and 1")
    mean = float(values.mean())
    if values.min() == values.max():
        return _beta_interval(mean * values.size, values.size, level)
    if np.isin(values, (0.0, 1.0)).all():
        low, high = _jeffreys(int(values.sum()), values.size, level)
    else:
        means = _weighted_means(values, resamples, np.random.default_rng(seed))
        low, high = map(float, np.quantile(means, [(1 - level) / 2, (1 + level) / 2]))
    return min(low, mean), max(high, mean)


def _jeffreys(successes: int, total: int, level: float) -> tuple[float, float]:
    # The quantile of a beta distribution; scipy.stats has it too, and takes a second to import.
    from scipy.special import betaincinv

    a, b = successes + 0.5, total - successes + 0.5
    return float(betaincinv(a, b, (1 - level) / 2)), float(betaincinv(a, b, (1 + level) / 2))


def _weighted_means(
    values: NDArray[np.float64], resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Means under Dirichlet weights of 1 for each value and 1/2 each for a 0 and a 1.

    Such weights are independent gamma variables over their sum; the weights of equal values add up to one
    gamma variable, so that each distinct value is drawn once.
    """
    import numpy as np

    distinct, counts = np.unique(np.concatenate([values, [0.0, 1.0]]), return_counts=True)
    shapes = counts.astype(np.float64)
    shapes[[0, -1]] -= 0.5
    block = max(1, _BLOCK_CELLS // distinct.size)
    parts = []
    for start in range(0, resamples, block):
        weights = rng.standard_gamma(shapes, size=(min(block, resamples - start), distinct.size))
        parts.append(weights @ distinct / weights.sum(axis=1))
    return np.concatenate(parts)


def bca_interval(values: NDArray[np.float64], level: float, resamples: int, seed: int) -> tuple[float, float]:
    """The BCa interval for the mean of values that aren't all the same.

    Source: Efron 1987, "Better Bootstrap Confidence Intervals", JASA 82; the acceleration of a mean is that
    of Efron and Tibshirani 1993, "An Introduction to the Bootstrap", equation 14.15.
    """
    return BcaBootstrap(values, resamples, seed).interval(level)


class BcaBootstrap:
    """The resampled means of values that aren't all the same, for intervals of any level; see `bca_interval`.

    values: shape (problems,).
    """

    def __init__(self, values: NDArray[np.float64], resamples: int, seed: int) -> None:
        import numpy as np

        self._values = values
        self._means = np.sort(_resampled_means(values, resamples, np.random.default_rng(seed)))

    def interval(self, level: float) -> tuple[float, float]:
        """(low, high); both move outwards as the level grows."""
        import numpy as np

        low, high = np.quantile(self._means, _bca_levels(self._values, self._means, level))
        return float(low), float(high)


def _bca_levels(values: NDArray[np.float64], means: NDArray[np.float64], level: float) -> tuple[float, float]:
    """Which quantiles of the resampled means bound the BCa interval."""
    import numpy as np

    normal = NormalDist()
    centre = float(values.mean())
    # Equal sums may differ in the last bit; a tie counts half, which matters for values that are 0 or 1.
    below = float(np.mean(means < centre - _TIE) + np.mean(means <= centre + _TIE)) / 2
    margin = 0.5 / means.size
    bias = normal.inv_cdf(min(max(below, margin), 1 - margin))
    deviations = values - centre
    acceleration = float(np.sum(deviations**3)) / (6 * float(np.sum(deviations**2)) ** 1.5)

    def adjusted(tail: float) -> float:
        shifted = bias + normal.inv_cdf(tail)
        return normal.cdf(bias + shifted / (1 - acceleration * shifted))

    return adjusted((1 - level) / 2), adjusted((1 + level) / 2)


def _resampled_means(
    values: NDArray[np.float64], resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Means of `resamples` bootstrap samples. Equal values are drawn together: how often each distinct value
    occurs in a sample of size N drawn with replacement is multinomial, so the result has the same law."""
    import numpy as np

    distinct, counts = np.unique(values, return_counts=True)
    block = max(1, _BLOCK_CELLS // distinct.size)
    parts = [
        rng.multinomial(values.size, counts / values.size, size=min(block, resamples - start)) @ distinct
        for start in range(0, resamples, block)
    ]
    return np.concatenate(parts) / values.size


def clopper_pearson(successes: int, total: int, level: float = 0.95) -> tuple[float, float]:
    """Exact interval for a proportion: `successes` of `total` independent trials. Returns fractions.

    Source: Clopper and Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of
    the binomial", Biometrika 26; the limits are quantiles of beta distributions.

    Raises UsageError when total is below 1, successes isn't within 0..total, or level isn't within 0..1.
    """
    check_level(level)
    if total < 1 or not 0 <= successes <= total:
        raise UsageError(f"{successes} successes of {total} trials can't be")
    return _beta_interval(successes, total, level)


def _beta_interval(successes: float, total: int, level: float) -> tuple[float, float]:
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(successes, total - successes + 1, tail)) if successes > 0 else 0.0
    high = float(betaincinv(successes + 1, total - successes, 1 - tail)) if successes < total else 1.0
    return low, high


def check_level(level: float) -> None:
    """Raise UsageError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise UsageError(f"the level of an interval must lie between 0 and 1, not {level}")
