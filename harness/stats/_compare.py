"""From two or more runs to their differences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.stats._align import Pairing, align
from harness.stats._estimate import check_ks, per_problem, short_of, solved_within
from harness.stats._paired import holm, paired_difference

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from harness.run.summary import RunSummary


class MetricKind(StrEnum):
    """What is measured per problem."""

    PASS = "pass"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Metric:
    """pass@k: the estimated chance of a success in k attempts. solved@k: a success in the k first ones."""

    kind: MetricKind
    k: int

    def __str__(self) -> str:
        return f"{self.kind}@{self.k}"

    @classmethod
    def parse(cls, text: str) -> Metric:
        """From "pass@8" or "solved@8". Raises UsageError for anything else."""
        if not (found := re.fullmatch(r"(pass|solved)@([1-9][0-9]{0,8})", text.strip())):
            raise UsageError(f"{text!r} is no metric: give pass@K or solved@K with K from 1 on, like pass@8")
        return cls(MetricKind(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two runs on the same problems; all as fractions.

    difference: other - base, with its interval (low, high). p: two-sided and of the same method, see
    `paired_difference`: below 1 - level exactly when the interval leaves out 0; p_holm: adjusted for all
    comparisons of the same kind that were made together.
    base_short, other_short: problems with fewer than k attempts, whose missing attempts count as failures,
    so that the run's figure is a lower bound. A short base makes the difference an upper bound, a short other
    run a lower one, both together neither.
    """

    metric: Metric
    base: float
    other: float
    difference: float
    low: float
    high: float
    p: float
    p_holm: float
    base_short: int = 0
    other_short: int = 0


@dataclass(frozen=True, slots=True)
class Lists:
    """Names of problems by who solved them within k attempts, in bench order."""

    k: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    both: tuple[str, ...]
    neither: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`other` against `base` on the problems of both: per k the differences of pass@k and of solved@k."""

    pairing: Pairing
    differences: tuple[Difference, ...]
    lists: tuple[Lists, ...]

    @property
    def complete(self) -> bool:
        """Whether both runs have all their verdicts."""
        return self.pairing.base.complete and self.pairing.other.complete


def compare(
    base: RunSummary,
    others: Sequence[RunSummary],
    ks: Iterable[int],
    *,
    common: bool = False,
    level: float = 0.95,
    seed: int = 0,
) -> list[Comparison]:
    """Each other run against the base run, for each k.

    common: see `align`. level: of the intervals, which aren't adjusted for being several. seed: of the
    bootstrap.

    Raises UsageError when the runs may not be compared or a k is impossible for one of them.
    """
    if not others:
        raise UsageError("nothing to compare the base run with: give at least one other run")
    chosen = check_ks(ks, min(run.n for run in (base, *others)))
    found = []
    for other in others:
        pairing = align(base, other, common=common)
        differences = tuple(
            measure(pairing, Metric(kind, k), level=level, seed=seed) for k in chosen for kind in MetricKind
        )
        found.append(Comparison(pairing, differences, tuple(_lists(pairing, k) for k in chosen)))
    return _adjusted(found)


def measure(
    pairing: Pairing, metric: Metric, *, level: float = 0.95, seed: int = 0, resamples: int = 10_000
) -> Difference:
    """One figure of aligned runs; `p_holm` is `p`. Raises UsageError for an impossible k."""
    base, other = pairing.base, pairing.other
    check_ks([metric.k], min(base.n, other.n))
    old, new = metric_values(base, metric), metric_values(other, metric)
    change = new - old
    in_order = True if metric.kind is MetricKind.SOLVED else None
    low, high, p = paired_difference(change, level=level, resamples=resamples, seed=seed)
    return Difference(
        metric,
        float(old.mean()),
        float(new.mean()),
        float(change.mean()),
        low,
        high,
        p,
        p,
        short_of(base, metric.k, in_order=in_order),
        short_of(other, metric.k, in_order=in_order),
    )


def metric_values(run: RunSummary, metric: Metric) -> NDArray[np.float64]:
    """The metric of each problem, as fractions, shape (problems,). solved@k looks at the first k attempts
    that have a verdict; see `solved_within`."""
    if metric.kind is MetricKind.SOLVED:
        return solved_within(run, metric.k)
    return per_problem(run, metric.k)


def _lists(pairing: Pairing, k: int) -> Lists:
    metric = Metric(MetricKind.SOLVED, k)
    names = [problem.name for problem in pairing.base.problems]
    solved = zip(
        names, metric_values(pairing.base, metric) > 0, metric_values(pairing.other, metric) > 0, strict=True
    )
    groups: dict[tuple[bool, bool], list[str]] = {}
    for name, before, after in solved:
        groups.setdefault((bool(before), bool(after)), []).append(name)

    def group(before: bool, after: bool) -> tuple[str, ...]:
        return tuple(groups.get((before, after), ()))

    return Lists(k, group(False, True), group(True, False), group(True, True), group(False, False))


def _adjusted(found: list[Comparison]) -> list[Comparison]:
    adjusted: dict[tuple[int, Metric], float] = {}
    for kind in MetricKind:
        family = [
            (number, difference.metric, difference.p)
            for number, comparison in enumerate(found)
            for difference in comparison.differences
            if difference.metric.kind is kind
        ]
        for (number, metric, _), p in zip(family, holm([p for *_, p in family]), strict=True):
            adjusted[number, metric] = p
    return [
        replace(
            comparison,
            differences=tuple(
                replace(difference, p_holm=adjusted[number, difference.metric])
                for difference in comparison.differences
            ),
        )
        for number, comparison in enumerate(found)
    ]
