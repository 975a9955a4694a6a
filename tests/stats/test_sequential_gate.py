"""The gate that looks several times: its boundaries against known ones, its error rates by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import multivariate_normal, norm
from synthetic_summary import summary

from harness.errors import UsageError
from harness.run.summary import RunSummary
from harness.stats import Decision, Metric, align, boundaries, decide, decide_sequential

PASS1 = Metric.parse("pass@1")


def of_matrix(attempts: NDArray[np.bool_]) -> RunSummary:
    return summary([tuple(map(bool, row)) for row in attempts], attempts.shape[1])


@pytest.mark.parametrize("variances", [[5, 2.5, 5 / 3, 1.25, 1], [3, 3, 2, 2, 1]])
def test_boundaries_spend_the_error_by_the_joint_normal_law(variances: list[float]) -> None:
    times = [0.2, 0.4, 0.6, 0.8, 1.0]
    found = boundaries(times, variances, 0.025)
    information = [1 / variance for variance in variances]
    law = [[(min(a, b) / max(a, b)) ** 0.5 for a in information] for b in information]
    for looks in (1, 2, 3, 5):
        part = np.array(law)[:looks, :looks] + 1e-9 * np.eye(looks)
        passed = 1 - multivariate_normal(np.zeros(looks), part, abseps=1e-4).cdf(found[:looks])
        assert passed == pytest.approx(0.025 * times[looks - 1], abs=4e-4)


def test_boundaries_of_one_look_and_of_looks_that_add_nothing() -> None:
    assert boundaries([1.0], [7.0], 0.025) == pytest.approx([norm.ppf(0.975)])
    quantiles = boundaries([0.25, 0.5, 0.75, 1.0], [1.0] * 4, 0.025)
    # The same estimate again: the whole share up to then is its tail. The cap on the correlation, which the
    # grid needs, may only make boundaries wider.
    exact = norm.isf([0.025 / 4, 0.025 / 2, 0.075 / 4, 0.025])
    assert quantiles == pytest.approx(exact, abs=0.04)
    assert all(quantile >= limit - 1e-6 for quantile, limit in zip(quantiles, exact, strict=True))
    # A later estimate of the variance that is larger counts as equal.
    assert boundaries([0.5, 1.0], [1.0, 2.0], 0.025) == boundaries([0.5, 1.0], [1.0, 1.0], 0.025)


def test_a_clear_drop_is_seen_at_the_first_look_and_stays_decided() -> None:
    rng = np.random.default_rng(0)
    chances = 0.3 + 0.6 * rng.random(120)
    base = of_matrix(rng.random((120, 16)) < chances[:, None])
    worse = of_matrix(rng.random((120, 32)) < chances[:, None] - 0.25)
    found = decide_sequential(align(base, worse), PASS1, 0.01, [4, 8, 32], 32)
    assert found.decision is Decision.FAILED
    assert found.looks is not None
    assert (found.looks.samples, found.looks.more) == ((4,), 0)
    assert found.pairing.other.n == 4
    better = decide_sequential(align(worse, base), PASS1, 0.01, [4, 16], 16)
    assert better.decision is Decision.PASSED


def test_one_look_at_all_samples_is_the_plain_gate() -> None:
    rng = np.random.default_rng(1)
    base, other = (of_matrix(rng.random((60, 8)) < 0.5) for _ in range(2))
    plain = decide(align(base, other), PASS1, 0.03)
    found = decide_sequential(align(base, other), PASS1, 0.03, [8], 8)
    assert found.decision is plain.decision
    assert found.level == pytest.approx(0.95)
    assert (found.difference.low, found.difference.high) == pytest.approx(
        (plain.difference.low, plain.difference.high)
    )


def test_an_undecided_look_asks_for_more_samples_until_the_last() -> None:
    rng = np.random.default_rng(2)
    chances = rng.beta(0.5, 0.7, 100)[:, None]
    base, other = (of_matrix(rng.random((100, 64)) < chances) for _ in range(2))
    early = summary([p.outcomes[:4] for p in other.problems], 4)
    found = decide_sequential(align(base, early), PASS1, 0.01, [4], 64)
    assert found.decision is Decision.UNDECIDED
    assert found.looks is not None
    assert found.outlook is not None
    assert found.level > 0.95
    assert 0 < found.looks.more <= 60
    if found.outlook.samples is not None:
        assert found.looks.more == min(64, found.outlook.samples) - 4
    last = decide_sequential(align(base, early), PASS1, 0.0, [4], 4)
    assert last.looks is not None
    assert (last.decision, last.looks.more) == (Decision.UNDECIDED, 0)


def test_an_incomplete_look_decides_nothing() -> None:
    base = summary([(True,) * 4] * 30, 4)
    broken = summary([(False, None)] * 30, 2)
    assert decide_sequential(align(base, broken), PASS1, 0.0, [2], 8).decision is Decision.INCOMPLETE


def test_paths_of_estimates_pass_the_boundaries_as_often_as_wanted() -> None:
    """Means of nested samples with a part that doesn't shrink, as over problems; a plain gate errs more."""
    rng = np.random.default_rng(5)
    looks, between = np.array([4, 8, 12, 16]), 0.1
    samples = rng.standard_normal((40_000, 16))
    fixed = between**0.5 * rng.standard_normal((40_000, 1))
    means = np.stack([samples[:, :n].mean(axis=1) for n in looks], axis=1) + fixed
    variances = between + 1 / looks
    scores = means / variances**0.5
    limits = boundaries((looks / 16).tolist(), variances.tolist(), 0.025)
    assert np.mean((scores > limits).any(axis=1)) == pytest.approx(0.025, abs=0.0025)
    assert np.mean((scores > norm.ppf(0.975)).any(axis=1)) > 0.04


def shares(shift: float, runs: int) -> tuple[dict[Decision, float], float]:
    """Shares of decisions by the whole gate, and mean samples. The candidate dropped by `shift` against a
    tolerance of 5 points."""
    rng = np.random.default_rng(3)
    problems, looks = 60, [2, 4, 8]
    found, drawn = dict.fromkeys(Decision, 0.0), 0.0
    for run in range(runs):
        chances = 0.2 + 0.7 * rng.random((problems, 1))
        base = of_matrix(rng.random((problems, 8)) < chances)
        other = of_matrix(rng.random((problems, 8)) < chances - shift)
        result = decide_sequential(align(base, other), PASS1, 0.05, looks, 8, seed=run, resamples=100)
        found[result.decision] += 1 / runs
        assert result.looks is not None
        drawn += result.looks.samples[-1] / runs
    return found, drawn


def test_the_error_rate_holds_over_all_looks() -> None:
    found, _ = shares(0.05, 100)
    # At the tolerance both decisions are wrong, 2.5 % each; the standard error at 5 % is 2.2 %.
    assert found[Decision.PASSED] + found[Decision.FAILED] <= 0.1


def test_clear_decisions_come_early() -> None:
    found, drawn = shares(0.25, 20)
    assert found[Decision.FAILED] > 0.9
    assert drawn < 6


@pytest.mark.parametrize(
    ("metric", "looks", "most", "told"),
    [
        ("solved@1", [4], 8, "gate on pass@1"),
        ("pass@1", [], 8, "don't fit"),
        ("pass@1", [2], 8, "don't fit"),
        ("pass@1", [4, 2], 8, "don't fit"),
        ("pass@1", [4], 3, "more than --max-samples 3"),
        ("pass@3", [2, 4], 8, "needs 3 attempts per problem at the first look"),
        ("pass@1", [4], 4000, "larger first batch"),
    ],
)
def test_impossible_looks_are_refused(metric: str, looks: list[int], most: int, told: str) -> None:
    run = summary([(True, False, True, False)] * 5, 4)
    with pytest.raises(UsageError, match=told):
        decide_sequential(align(run, run), Metric.parse(metric), 0.01, looks, most)


def test_early_stop_is_refused() -> None:
    run = summary([(True,)] * 5, 4, early_stop=True)
    with pytest.raises(UsageError, match="--early-stop"):
        decide_sequential(align(run, run), PASS1, 0.01, [4], 8)
