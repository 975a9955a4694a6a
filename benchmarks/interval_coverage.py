"""How often intervals cover the truth and gates err: `python benchmarks/interval_coverage.py [--runs N]`.

Draws runs of known truth: each problem has a chance of being proved by one attempt, drawn from a beta
distribution, as for a benchmark whose problems are a sample of many. Prints, per shape of that
distribution, the share of 95 % intervals that cover the truth (pass@k of one run, the same by BCa with the
width of ours over BCa's, and the difference of two paired runs), and the shares of a gate's decisions when
the candidate dropped by nothing, by exactly the tolerance, and by three times the tolerance: for a gate that
looks once, and for a sequential one that looks after each batch of samples, with the samples that it drew.
With 2000 runs the standard error of 95 % is 0.5 %.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.run.settings import RunSettings
from harness.run.summary import ProblemOutcome, RunSummary
from harness.stats import (
    Decision,
    Metric,
    align,
    bootstrap_interval,
    decide,
    decide_sequential,
    difference_interval,
    pass_at_k,
)
from harness.stats._intervals import bca_interval

RESAMPLES = 1000
TOLERANCE = 0.03


@dataclass(frozen=True, slots=True)
class World:
    """A distribution of problems, and a pair of models: the second one's chance is chance ** power."""

    name: str
    alpha: float
    beta: float
    problems: int
    n: int
    k: int
    power: float = 1.0


WORLDS = (
    World("miniF2F-like, pass@1", 0.3, 0.7, 244, 16, 1, 1.1),
    World("miniF2F-like, pass@8", 0.3, 0.7, 244, 16, 8, 1.1),
    World("miniF2F-like, k = n", 0.3, 0.7, 244, 8, 8, 1.1),
    World("miniF2F-like, n = 128", 0.3, 0.7, 244, 128, 32),
    World("80 problems, pass@8", 0.3, 0.7, 80, 16, 8, 1.2),
    World("80 problems, k = n", 0.3, 0.7, 80, 8, 8, 1.2),
    World("nearly all solved", 3.0, 0.5, 80, 16, 8, 1.1),
    World("nearly all, 244 problems", 3.0, 0.5, 244, 16, 8),
    World("nearly all, pass@1", 3.0, 0.1, 244, 16, 1),
    World("nearly none solved", 0.05, 2.0, 80, 16, 8),
    World("20 problems, pass@1", 0.3, 0.7, 20, 16, 1),
)


def solved_within(chances: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """The chance of a proof in k attempts."""
    return np.asarray(1 - (1 - chances) ** k)


def coverage(world: World, runs: int) -> tuple[float, float, float, float]:
    """Shares of intervals that cover the truth: (pass@k of one run, by BCa, width over BCa's, difference)."""
    rng = np.random.default_rng(1)
    many = rng.beta(world.alpha, world.beta, 2_000_000)
    truth = solved_within(many, world.k).mean()
    change = solved_within(many**world.power, world.k).mean() - truth
    attempts = np.full(world.problems, world.n)
    single = bca = paired = 0
    widths = np.zeros(2)
    for run in range(runs):
        chances = rng.beta(world.alpha, world.beta, world.problems)
        first, second = (
            pass_at_k(attempts, rng.binomial(world.n, p), world.k) for p in (chances, chances**world.power)
        )
        low, high = bootstrap_interval(first, resamples=RESAMPLES, seed=run)
        single += low <= truth <= high
        widths[0] += high - low
        if first.min() < first.max():
            low, high = bca_interval(first, 0.95, RESAMPLES, run)
        bca += low <= truth <= high
        widths[1] += high - low
        low, high = difference_interval(second - first, resamples=RESAMPLES, seed=run)
        paired += low <= change <= high
    return single / runs, bca / runs, float(widths[0] / widths[1]), paired / runs


def run_of(attempts: NDArray[np.bool_]) -> RunSummary:
    """A complete run with these outcomes, shape (problems, n)."""
    problems = tuple(
        ProblemOutcome(f"p{i}", "test", tuple(map(bool, outcomes))) for i, outcomes in enumerate(attempts)
    )
    return RunSummary(
        Path("synthetic"), "b", "m", attempts.shape[1], False, problems, {}, {}, 0.0, True, RunSettings()
    )


def decisions(drop: float, runs: int, problems: int = 244, n: int = 16) -> dict[str, dict[Decision, float]]:
    """Shares of the decisions on pass@1 when each problem's chance fell by `drop`, by three gates.

    "once": one look at all samples. "sequential": a look after each quarter of the candidate's samples.
    "naive": as often, each time as if it were the only look. And "samples": of the sequential one, as a share
    of all, under PASSED.
    """
    rng = np.random.default_rng(2)
    metric, looks = Metric.parse("pass@1"), [n // 4, n // 2, 3 * n // 4, n]
    found: dict[str, Counter[Decision]] = {name: Counter() for name in ("once", "sequential", "naive")}
    drawn = 0
    for run in range(runs):
        chances = 0.1 + 0.85 * rng.random((problems, 1))
        base = run_of(rng.random((problems, n)) < chances)
        attempts = rng.random((problems, n)) < chances - drop
        pairing = align(base, run_of(attempts))
        result = decide_sequential(pairing, metric, TOLERANCE, looks, n, seed=run, resamples=RESAMPLES)
        found["sequential"][result.decision] += 1
        drawn += result.looks.samples[-1] if result.looks else 0
        plain = [
            decide(
                align(base, run_of(attempts[:, :k])), metric, TOLERANCE, seed=run, resamples=RESAMPLES
            ).decision
            for k in looks
        ]
        found["once"][plain[-1]] += 1
        found["naive"][next((d for d in plain if d is not Decision.UNDECIDED), Decision.UNDECIDED)] += 1
    shares = {name: {d: counts[d] / runs for d in Decision} for name, counts in found.items()}
    return {**shares, "samples": {Decision.PASSED: drawn / runs / n}}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--gate-only", action="store_true")
    arguments = parser.parse_args()
    runs = arguments.runs
    if not arguments.gate_only:
        print_coverage(runs)
    print_gates(runs)


def print_coverage(runs: int) -> None:
    """The first table."""
    print(
        f"{'coverage of 95 % intervals':28}  {'one run':>8}  {'by BCa':>8}  {'width':>5}  {'difference':>10}"
    )
    for world in WORLDS:
        single, bca, ratio, paired = coverage(world, runs)
        shares = f"{100 * single:7.1f}%  {100 * bca:7.1f}%  {ratio:5.2f}  {100 * paired:9.1f}%"
        print(f"{world.name:28}  {shares}", flush=True)


def print_gates(runs: int) -> None:
    """The second table."""
    names = ("passed", "failed", "undecided", "samples")
    print(f"\n{f'gate, tolerance {100 * TOLERANCE:g}':28}  " + "  ".join(f"{name:>9}" for name in names))
    for drop in (0.0, TOLERANCE, 3 * TOLERANCE):
        found = decisions(drop, max(100, runs // 4))
        for gate in ("once", "sequential", "naive"):
            shares = [
                found[gate][decision] for decision in (Decision.PASSED, Decision.FAILED, Decision.UNDECIDED)
            ]
            if gate == "sequential":
                shares.append(found["samples"][Decision.PASSED])
            texts = "  ".join(f"{100 * share:8.1f}%" for share in shares)
            print(f"{f'true drop {100 * drop:g}, {gate}':28}  {texts}", flush=True)


if __name__ == "__main__":
    main()
