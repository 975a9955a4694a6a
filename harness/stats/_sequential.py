"""A gate that looks after each batch of samples: the share of the error that each look may spend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.run.summary import MARK_BYTES
from harness.stats._align import Pairing
from harness.stats._compare import Metric, MetricKind, metric_values
from harness.stats._gate import Decision, GateResult, Looks, decide
from harness.stats._intervals import check_level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REACH = 9.0
_NODES = 401
# The nodes are dense enough for steps of this correlation; a smaller one only makes boundaries wider.
_MOST_CORRELATION = 0.995
_SMALLEST_TAIL = 5e-5
_MOST_RESAMPLES = 400_000


def decide_sequential(
    pairing: Pairing,
    metric: Metric,
    max_drop: float,
    looks: Sequence[int],
    max_samples: int,
    *,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = 10_000,
) -> GateResult:
    """The decision at the first look that decides, or at the last one.

    pairing: the baseline, and the candidate with all samples drawn so far, the first ones first. looks:
    attempts per problem that the candidate had at each look, ascending, the present one last. max_samples:
    attempts per problem at which sampling ends; it is fixed before the first look. metric: pass@k.
    resamples: of the bootstrap where a tail of 1 % is wanted; thinner tails get more.

    As `decide`, but with an interval at each look that is wide enough for having looked before: over all
    looks together, a candidate that dropped by more than max_drop passes, and one that didn't fails, with a
    chance of at most about (1 - level) / 2 each. Up to n of N samples, n / N of that chance is spent.

    Source: Lan and DeMets 1983, "Discrete sequential boundaries for clinical trials", Biometrika 70, with
    the linear spending function of Kim and DeMets 1987, Biometrika 74. The estimates of pass@k at two looks
    are U-statistics of nested samples, so that their covariance is the variance of the later one (Hoeffding
    1948; Jennison and Turnbull 2000, "Group Sequential Methods", chapter 11): standardised they are a
    Brownian motion at times 1 / variance. The variance is over problems, so the chances hold for problems
    like these and include the baseline's own sampling.

    Raises UsageError for what `decide` refuses, for solved@k and runs with early stop (more samples don't
    change their figures), and for looks that can't be.
    """
    check_level(level)
    _check(pairing, metric, looks, max_samples)
    seen = [_first_samples(pairing, number) for number in looks]
    quantiles = boundaries(
        [number / max_samples for number in looks],
        [_variance(part, metric) for part in seen],
        (1 - level) / 2,
    )
    for place, (part, quantile) in enumerate(zip(seen, quantiles, strict=True), start=1):
        tail = 1 - NormalDist().cdf(quantile)
        if tail < _SMALLEST_TAIL:
            raise UsageError(
                f"a look at {looks[place - 1]} of {max_samples} attempts would have too small a share of the "
                "error: draw a larger first batch, or lower --max-samples or --level"
            )
        needed = round(resamples * max(1.0, 0.01 / tail))
        found = decide(
            part,
            metric,
            max_drop,
            level=1 - 2 * tail,
            seed=seed,
            resamples=min(needed, max(resamples, _MOST_RESAMPLES)),
            fixed_base=True,
        )
        if found.decision is not Decision.UNDECIDED or place == len(seen):
            break
    record = Looks(tuple(looks[:place]), max_samples, level, _more(found, looks[place - 1], max_samples))
    return replace(found, looks=record)


def boundaries(times: Sequence[float], variances: Sequence[float], error: float) -> list[float]:
    """For each look the normal quantile that a standardised estimate must pass to decide.

    times: share of the samples at each look, ascending, the last one at most 1. variances: of the estimate
    at each look. error: one-sided chance of a wrong decision over all looks up to time 1. The chance that a
    Brownian motion at times 1 / variance passes a boundary first at a look is `error` times the look's step
    in time.

    Source: Armitage, McPherson and Rowe 1969, "Repeated significance tests on accumulating data", Journal of
    the Royal Statistical Society A 132: the density of the motion that has passed no boundary yet, carried
    from look to look by Simpson's rule.
    """
    import numpy as np
    from scipy.optimize import brentq

    nodes = np.linspace(0, 1, _NODES)
    weights = np.full(_NODES, 2.0)
    weights[1::2], weights[[0, -1]] = 4, 1
    found: list[float] = []
    # Before the first look the motion is at 0, which a correlation of 0 forgets.
    places, mass = np.zeros(1), np.ones(1)
    spent, information = 0.0, 0.0
    for time, variance in zip(times, variances, strict=True):
        # A later look never knows less; estimates of the variance may say so by chance.
        now = max(information, 1 / variance)
        correlation = min(_MOST_CORRELATION, (information / now) ** 0.5)
        rest = (1 - correlation**2) ** 0.5

        share = error * (time - spent)
        quantile = float(brentq(_excess, -_REACH, _REACH, (places, mass, correlation, share), xtol=1e-10))
        after = (quantile + _REACH) * nodes - _REACH
        steps = (after[:, None] - correlation * places[None, :]) / rest
        density = np.exp(-(steps**2) / 2) @ mass / (rest * (2 * np.pi) ** 0.5)
        places, mass = after, (after[1] - after[0]) / 3 * weights * density
        spent, information = time, now
        found.append(quantile)
    return found


def _excess(
    quantile: float,
    places: NDArray[np.float64],
    mass: NDArray[np.float64],
    correlation: float,
    share: float,
) -> float:
    """The chance of passing `quantile` from where the motion was before, less the share."""
    from scipy.special import ndtr

    rest = (1 - correlation**2) ** 0.5
    return float(mass @ ndtr((correlation * places - quantile) / rest)) - share


def _check(pairing: Pairing, metric: Metric, looks: Sequence[int], max_samples: int) -> None:
    if metric.kind is not MetricKind.PASS:
        raise UsageError(f"{metric} looks at the first {metric.k} attempts alone: gate on pass@{metric.k}")
    if pairing.base.early_stop or pairing.other.early_stop:
        raise UsageError(
            "runs with early stop have no more samples to give: leave out --early-stop for a sequential gate"
        )
    if not looks or list(looks) != sorted(set(looks)) or looks[-1] != pairing.other.n:
        raise UsageError(
            f"looks at {', '.join(map(str, looks)) or 'nothing'} attempts don't fit a candidate with "
            f"{pairing.other.n}: they must ascend and end with what the candidate has"
        )
    if looks[-1] > max_samples:
        raise UsageError(
            f"the candidate has {looks[-1]} attempts per problem, more than --max-samples {max_samples}: "
            "leave out the last batches"
        )
    if metric.k > looks[0]:
        raise UsageError(f"{metric} needs {metric.k} attempts per problem at the first look, not {looks[0]}")


def _first_samples(pairing: Pairing, number: int) -> Pairing:
    """The pairing with the candidate's first attempts alone."""
    other = pairing.other
    if number == other.n:
        return pairing
    problems = tuple(
        replace(problem, outcomes=problem.outcomes[:number], marks=problem.marks[: number * MARK_BYTES])
        for problem in pairing.other.problems
    )
    complete = not any(None in problem.outcomes for problem in problems)
    return replace(pairing, other=replace(other, n=number, problems=problems, complete=complete))


def _variance(pairing: Pairing, metric: Metric) -> float:
    """Of the mean difference over problems, up to a factor; never 0, by the two values that
    `difference_interval` adds."""
    change = metric_values(pairing.other, metric) - metric_values(pairing.base, metric)
    return float((((change - change.mean()) ** 2).sum() + 1) / (change.size + 2))


def _more(found: GateResult, samples: int, max_samples: int) -> int:
    """Attempts per problem to the look that is expected to decide; 0 when no look is left or needed."""
    if found.decision is not Decision.UNDECIDED:
        return 0
    wanted = found.outlook.samples if found.outlook is not None else None
    return min(max_samples, wanted or max_samples) - samples
