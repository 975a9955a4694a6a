"""The decision of a gate: has a candidate dropped by more than a tolerance?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.stats._align import Pairing
from harness.stats._compare import Difference, Metric, MetricKind, measure, metric_values
from harness.stats._estimate import decided
from harness.stats._intervals import check_level
from harness.stats._pass_at_k import pass_at_k
from harness.stats._same_texts import unchanged

if TYPE_CHECKING:
    from harness.run.summary import ProblemOutcome, RunSummary

_MOST = 10_000_000
_NOTHING_CHANGED = "no attempt changed: all have the same text and the same end in both runs"


class Decision(StrEnum):
    """What a gate says."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Outlook:
    """About how much data would decide, if the difference stays what it is; None where no amount would.

    problems: as many as both runs would need in all, like the present ones. samples: attempts per problem
    that both runs would need in all, on the present problems; in a sequential gate the candidate alone.
    """

    problems: int | None
    samples: int | None


@dataclass(frozen=True, slots=True)
class Looks:
    """What a sequential gate has seen.

    samples: attempts per problem at each look, the deciding or present one last. max_samples: attempts per
    problem at which sampling ends. level: of the whole procedure, as a fraction. more: attempts per problem
    to draw before the next look; 0 when it is decided or no look is left.
    """

    samples: tuple[int, ...]
    max_samples: int
    level: float
    more: int


@dataclass(frozen=True, slots=True)
class GateResult:
    """A decision and what it rests on. max_drop and level are fractions. outlook: for UNDECIDED only.

    looks: for a sequential gate, whose `level` is that of the deciding look's interval.
    no_lost: the rule was that no problem may be lost; max_drop and level had no say.
    notes: what else must be known, a sentence each.
    """

    decision: Decision
    difference: Difference
    max_drop: float
    level: float
    pairing: Pairing
    reason: str
    outlook: Outlook | None = None
    looks: Looks | None = None
    no_lost: bool = False
    notes: tuple[str, ...] = ()


def decide(
    pairing: Pairing,
    metric: Metric,
    max_drop: float,
    *,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = 10_000,
    fixed_base: bool = False,
) -> GateResult:
    """Compare the interval of the paired difference with the tolerance.

    max_drop: the drop of the metric that is tolerated, as a fraction. FAILED: the whole interval lies below
    -max_drop. PASSED: the whole interval lies at or above it. UNDECIDED: it lies on both sides. INCOMPLETE:
    a run lacks verdicts, so that nothing is decided. A candidate that dropped by more than max_drop passes,
    and one that didn't fails, with a chance of at most about (1 - level) / 2 each.
    A base run with too few attempts for k can't let a candidate pass, nor such a candidate fail: the figure
    is a lower bound. Where every attempt has the same text and the same end in both runs, nothing was drawn
    again and nothing changed: PASSED, whatever the interval, which is for samples that were.
    seed, resamples: of the bootstrap. fixed_base: the outlook asks for more attempts of the candidate alone.

    Source: confidence intervals as two one-sided tests: Schuirmann 1987, "A comparison of the two one-sided
    tests procedure and the power approach", Journal of Pharmacokinetics and Biopharmaceutics 15.

    Raises UsageError for an impossible k, tolerance or level.
    """
    check_level(level)
    if not 0 <= max_drop < 1:
        raise UsageError(f"the tolerated drop must be from 0 to below 100 percent, not {100 * max_drop:g}")
    found = measure(pairing, metric, level=level, seed=seed, resamples=resamples)

    def result(decision: Decision, reason: str, outlook: Outlook | None = None) -> GateResult:
        return GateResult(decision, found, max_drop, level, pairing, reason, outlook)

    if lacking := _lacking(pairing):
        return result(Decision.INCOMPLETE, lacking)
    if unchanged(pairing.base, pairing.other):
        return result(Decision.PASSED, _NOTHING_CHANGED)
    if found.high < -max_drop and found.other_short:
        return result(Decision.UNDECIDED, _bound_of("candidate", found.other_short, metric.k))
    if found.high < -max_drop:
        return result(Decision.FAILED, "the whole interval lies below the tolerated drop")
    if found.low < -max_drop:
        outlook = _outlook(pairing, found, max_drop, level, fixed_base)
        return result(Decision.UNDECIDED, "the interval lies on both sides of the tolerated drop", outlook)
    if found.base_short:
        return result(Decision.UNDECIDED, _bound_of("baseline", found.base_short, metric.k))
    return result(Decision.PASSED, "the whole interval lies within the tolerated drop")


def decide_no_lost(pairing: Pairing, k: int | None = None) -> GateResult:
    """FAILED exactly when a problem that the baseline solved isn't solved by the candidate, else PASSED.

    For runs that sampling plays no part in: greedy ones, replays, the same texts on another Lean. k: attempts
    of each problem that are looked at; None means all. A solved problem that the candidate doesn't have at
    all is lost, too. INCOMPLETE: a run lacks verdicts.

    Raises UsageError for an impossible k, and for None when the runs have other numbers of samples.
    """
    base, other = pairing.base, pairing.other
    if k is None and base.n != other.n:
        raise UsageError(
            f"the baseline has {base.n} attempts of each problem and the candidate {other.n}, so a problem "
            f"may be "
            f"lost by the smaller number alone: give --metric solved@{min(base.n, other.n)}"
        )
    metric = Metric(MetricKind.SOLVED, base.n if k is None else k)
    found = measure(pairing, metric)

    def result(decision: Decision, reason: str) -> GateResult:
        return GateResult(decision, found, 0.0, 0.95, pairing, reason, no_lost=True)

    if lacking := _lacking(pairing):
        return result(Decision.INCOMPLETE, lacking)
    change = metric_values(other, metric) - metric_values(base, metric)
    lost = int((change < 0).sum()) + len(pairing.missing)
    if lost:
        return result(Decision.FAILED, f"{lost} problem{'s' if lost != 1 else ''} lost")
    if unchanged(base, other):
        return result(Decision.PASSED, _NOTHING_CHANGED)
    return result(Decision.PASSED, "no problem was lost")


def _lacking(pairing: Pairing) -> str | None:
    """Why nothing is decided when a run lacks verdicts."""
    runs = (("baseline", pairing.base), ("candidate", pairing.other))
    lacking = [name for name, run in runs if not run.complete]
    if not lacking:
        return None
    return (
        f"the {' and the '.join(lacking)} run lacks verdicts, so nothing is decided: go on with "
        f"it, then ask again"
    )


def _bound_of(name: str, short: int, k: int) -> str:
    return f"the {name}'s figure is a lower bound: {short} of its problems have fewer than {k} attempts"


def _outlook(pairing: Pairing, found: Difference, max_drop: float, level: float, fixed_base: bool) -> Outlook:
    """The needed width over the present one; more samples only shrink the part that sampling causes."""
    margin = found.difference + max_drop
    reach = found.difference - found.low if margin > 0 else found.high - found.difference
    if margin == 0:
        return Outlook(None, None)
    problems = len(pairing.base.problems)
    wanted = math.ceil(problems * (reach / margin) ** 2)
    samples = None
    if found.metric.kind is MetricKind.PASS and not (pairing.base.early_stop or pairing.other.early_stop):
        needed = (margin / NormalDist().inv_cdf((1 + level) / 2)) ** 2
        samples = _samples(pairing, found, needed, fixed_base)
    return Outlook(max(wanted, problems + 1) if wanted <= _MOST else None, samples)


def _samples(pairing: Pairing, found: Difference, needed: float, fixed_base: bool) -> int | None:
    """Attempts per problem at which the variance of the mean difference comes down to `needed`."""
    base, other, k = pairing.base, pairing.other, found.metric.k
    count = len(base.problems)
    change = metric_values(other, found.metric) - metric_values(base, found.metric)
    if count < 2 or (theirs := _sampling_variance(other, k)) is None:
        return None
    ours = 0.0 if fixed_base else _sampling_variance(base, k)
    if ours is None:
        return None
    within = (ours + theirs) / count**2
    rest = max(0.0, float(change.var(ddof=1)) / count - within)
    if within == 0 or rest >= needed:
        return None
    drawn = other.n if fixed_base else min(base.n, other.n)
    wanted = math.ceil(drawn * within / (needed - rest))
    return max(wanted, drawn + 1) if wanted <= _MOST else None


def _sampling_variance(run: RunSummary, k: int) -> float | None:
    """Sum over problems of the jackknife variance of the estimate over attempts; None where n is k.

    Source: Efron and Stein 1981, "The jackknife estimate of variance", Annals of Statistics 9. Leaving out
    one of n attempts of which c are successes gives only two values, so the sum over attempts is closed:
    (n - 1) c / n (1 - c / n) times their squared difference.
    """
    import numpy as np

    n, c = np.array([_counts(problem) for problem in run.problems], dtype=np.int64).T
    if n.min() <= k:
        return None
    mixed = (c > 0) & (c < n)
    n, c = n[mixed], c[mixed]
    step = pass_at_k(n - 1, c - 1, k) - pass_at_k(n - 1, c, k)
    return float(np.sum((n - 1) * (c / n) * (1 - c / n) * step**2))


def _counts(problem: ProblemOutcome) -> tuple[int, int]:
    return decided(problem.outcomes), problem.outcomes.count(True)
