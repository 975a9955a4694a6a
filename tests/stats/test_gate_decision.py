"""Decisions of the gate: by hand, and their error rates by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from synthetic_summary import of_counts, summary

from harness.errors import UsageError
from harness.run.summary import RunSummary
from harness.stats import Decision, Metric, align, decide, pass_at_k
from harness.stats._gate import _sampling_variance

PASS8 = Metric.parse("pass@8")


def gate(base: RunSummary, other: RunSummary, metric: str = "pass@1", drop: float = 0.01) -> Decision:
    return decide(align(base, other), Metric.parse(metric), drop).decision


def test_a_clear_drop_fails_and_a_clear_gain_passes() -> None:
    low, high = of_counts([1] * 40 + [0] * 40, 1), of_counts([1] * 60 + [0] * 20, 1)
    for metric in ("pass@1", "solved@1"):
        assert gate(high, low, metric) is Decision.FAILED
        assert gate(low, high, metric) is Decision.PASSED


def test_the_tolerance_decides() -> None:
    base, other = of_counts([1] * 80, 1), of_counts([1] * 72 + [0] * 8, 1)
    found = [gate(base, other, drop=drop) for drop in (0.0, 0.03, 0.1, 0.25)]
    assert found == [Decision.FAILED, Decision.FAILED, Decision.UNDECIDED, Decision.PASSED]


def test_an_interval_on_both_sides_is_undecided() -> None:
    run = of_counts([1, 0] * 20, 1)
    result = decide(align(run, run), Metric.parse("solved@1"), 0.01)
    assert result.decision is Decision.UNDECIDED
    assert result.difference.low < -0.01 < result.difference.high


@pytest.mark.parametrize("broken", ["base", "other"])
@pytest.mark.parametrize("gain", [True, False])
def test_an_incomplete_run_decides_nothing(broken: str, gain: bool) -> None:
    whole = [(True,)] * 50 if gain else [(False,)] * 50
    opposite = [(not gain,)] * 49
    holes = (None,)
    if broken == "other":
        base, other = summary([*opposite, (False,)], 1), summary([*whole[:49], holes], 1)
    else:
        base, other = summary([*opposite, holes], 1), summary(whole, 1)
    assert decide(align(base, other), Metric.parse("pass@1"), 0.01).decision is Decision.INCOMPLETE
    complete = summary([*opposite, (False,)], 1), summary(whole, 1)
    assert gate(*complete) is (Decision.PASSED if gain else Decision.FAILED)


def test_a_baseline_short_of_attempts_lets_nothing_pass() -> None:
    base = summary([(False,)] * 20 + [(False, False)] * 20, 2)
    better = summary([(True, True)] * 40, 2)
    result = decide(align(base, better), Metric.parse("pass@2"), 0.01)
    assert (result.decision, result.outlook) == (Decision.UNDECIDED, None)
    assert "lower bound" in result.reason
    assert gate(base, better, "pass@1") is Decision.PASSED


def test_a_candidate_short_of_attempts_does_not_fail() -> None:
    base = summary([(True, True)] * 40, 2)
    fewer = summary([(False,)] * 40, 2)
    result = decide(align(base, fewer), Metric.parse("pass@2"), 0.01)
    assert result.decision is Decision.UNDECIDED
    assert "the candidate's figure is a lower bound: 40 of its problems" in result.reason
    assert gate(base, summary([(False, False)] * 40, 2), "pass@2") is Decision.FAILED


def test_the_outlook_is_about_right() -> None:
    rng = np.random.default_rng(4)

    def pair(problems: int, n: int) -> tuple[RunSummary, RunSummary]:
        chances = np.random.default_rng(5).beta(0.5, 0.8, problems)
        return of_counts(rng.binomial(n, chances), n), of_counts(rng.binomial(n, chances**0.97), n)

    result = decide(align(*pair(100, 16)), PASS8, 0.02)
    assert result.decision is Decision.UNDECIDED
    assert result.outlook is not None
    assert result.outlook.problems is not None
    assert result.outlook.samples is not None
    width = result.difference.difference - result.difference.low
    margin = result.difference.difference + 0.02
    more = decide(align(*pair(result.outlook.problems, 16)), PASS8, 0.02).difference
    assert (more.high - more.low) / 2 == pytest.approx(abs(margin), rel=0.3)
    deeper = decide(align(*pair(100, result.outlook.samples)), PASS8, 0.02).difference
    assert (deeper.high - deeper.low) / 2 == pytest.approx(abs(margin), rel=0.4)
    assert width > abs(margin)


def test_more_samples_help_nothing_where_sampling_is_not_the_cause() -> None:
    base, other = of_counts([0, 8] * 20, 8), of_counts([8, 0] * 20, 8)
    result = decide(align(base, other), Metric.parse("pass@2"), 0.01)
    assert result.outlook is not None
    assert result.outlook.samples is None
    on_the_line = decide(align(base, base), Metric.parse("solved@2"), 0.0)
    assert on_the_line.outlook is not None
    assert (on_the_line.outlook.problems, on_the_line.outlook.samples) == (None, None)


def test_the_sampling_variance_is_the_jackknife_over_attempts() -> None:
    for n, c, k in ((9, 3, 4), (12, 1, 5), (6, 5, 1)):
        attempts = [1] * c + [0] * (n - c)
        left_out = [pass_at_k([n - 1], [sum(attempts) - attempts[i]], k)[0] for i in range(n)]
        expected = (n - 1) * np.var(left_out)
        assert _sampling_variance(of_counts([c], n), k) == pytest.approx(expected)
    assert _sampling_variance(of_counts([3], 8), 8) is None
    chance, n, k = 0.15, 40, 4
    draws = np.random.default_rng(1).binomial(n, chance, 4000)
    truth = np.var(pass_at_k(np.full(4000, n), draws, k))
    estimates = _sampling_variance(of_counts(draws, n), k)
    assert estimates is not None
    assert estimates / 4000 == pytest.approx(truth, rel=0.12)


@pytest.mark.parametrize(("shift", "wrong"), [(0.0, Decision.FAILED), (0.05, Decision.PASSED)])
def test_wrong_decisions_are_rare_at_the_tolerance(shift: float, wrong: Decision) -> None:
    """The candidate dropped by exactly the tolerance: passing and failing have at most 2.5 % each."""
    rng = np.random.default_rng(11)
    problems, n, runs = 100, 8, 120
    counts = dict.fromkeys(Decision, 0)
    for run in range(runs):
        chances = 0.1 + 0.85 * rng.random(problems)
        base = of_counts(rng.binomial(n, chances), n)
        other = of_counts(rng.binomial(n, chances - shift), n)
        result = decide(align(base, other), Metric.parse("pass@1"), shift, seed=run, resamples=1000)
        counts[result.decision] += 1
    # The standard error at 2.5 % is 1.4 %.
    assert counts[wrong] / runs <= 0.06
    assert counts[Decision.UNDECIDED] > 0.85 * runs


@pytest.mark.parametrize(("drop", "level"), [(-0.1, 0.95), (1.0, 0.95), (0.1, 0.0), (0.1, 1.0)])
def test_impossible_settings_are_refused(drop: float, level: float) -> None:
    run = of_counts([1, 0], 1)
    with pytest.raises(UsageError):
        decide(align(run, run), Metric.parse("pass@1"), drop, level=level)
    with pytest.raises(UsageError, match="largest possible k is 1"):
        decide(align(run, run), Metric.parse("pass@2"), 0.1)
