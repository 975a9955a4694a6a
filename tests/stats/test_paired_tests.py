"""Tests and intervals for two runs, against scipy, enumeration and simulation."""

from __future__ import annotations

import math
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import binomtest, bootstrap, norm

from harness.errors import UsageError
from harness.stats import (
    difference_interval,
    holm,
    mcnemar,
    paired_difference,
    pass_at_k,
    tango_interval,
)


def test_mcnemar_equals_scipys_binomial_test() -> None:
    for gained in range(25):
        for lost in range(25):
            expected = binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
            assert mcnemar(gained, lost) == pytest.approx(expected, abs=1e-12)
    assert mcnemar(4000, 3700) == pytest.approx(binomtest(4000, 7700).pvalue, rel=1e-9)


def test_mcnemar_is_the_share_of_splits_as_uneven() -> None:
    gained, lost = 7, 2
    uneven = [abs(sum(signs)) >= gained - lost for signs in product((1, -1), repeat=gained + lost)]
    assert mcnemar(gained, lost) == pytest.approx(sum(uneven) / len(uneven))


def test_mcnemar_rejects_a_true_hypothesis_no_more_often_than_it_says() -> None:
    rng = np.random.default_rng(1)
    totals = rng.binomial(80, 0.2, 20_000)
    gained = rng.binomial(totals, 0.5)
    known = {(int(g), int(t)): mcnemar(int(g), int(t - g)) for g, t in set(zip(gained, totals, strict=True))}
    rejected = np.mean([known[int(g), int(t)] <= 0.05 for g, t in zip(gained, totals, strict=True)])
    assert 0.01 < rejected <= 0.052


@pytest.mark.parametrize(("gained", "lost"), [(0, 0), (1, 0), (0, 3), (5, 2), (30, 12), (40, 40)])
def test_tango_limits_are_where_the_restricted_likelihood_score_is_the_quantile(
    gained: int, lost: int
) -> None:
    total = 80

    def score(difference: float) -> float:
        def minus_log_likelihood(second_only_lost: float) -> float:
            parts = (
                (gained, second_only_lost + difference),
                (lost, second_only_lost),
                (total - gained - lost, 1 - 2 * second_only_lost - difference),
            )
            return -sum(count * math.log(max(chance, 1e-300)) for count, chance in parts if count)

        bounds = (max(0.0, -difference), (1 - difference) / 2)
        best = minimize_scalar(
            minus_log_likelihood, bounds=bounds, method="bounded", options={"xatol": 1e-12}
        )
        variance = total * (2 * best.x + difference - difference**2)
        return float((gained - lost - total * difference) / variance**0.5)

    low, high = tango_interval(gained, lost, total)
    assert score(low) == pytest.approx(norm.ppf(0.975), abs=0.003)
    assert score(high) == pytest.approx(norm.ppf(0.025), abs=0.003)
    assert tango_interval(lost, gained, total) == pytest.approx((-high, -low), abs=1e-12)


@pytest.mark.parametrize(("gain", "loss"), [(0.1, 0.1), (0.02, 0.02), (0.2, 0.05), (0.005, 0.0)])
def test_tango_covers_the_truth_as_often_as_it_says(gain: float, loss: float) -> None:
    rng = np.random.default_rng(2)
    draws = rng.multinomial(81, [gain, loss, 1 - gain - loss], 6000)
    known = {(int(g), int(c)): tango_interval(int(g), int(c), 81) for g, c, _ in draws}
    hits = [known[int(g), int(c)][0] <= gain - loss <= known[int(g), int(c)][1] for g, c, _ in draws]
    assert np.mean(hits) >= 0.93


def test_differences_of_solved_problems_get_tangos_interval() -> None:
    values = [1.0] * 5 + [-1.0] * 2 + [0.0] * 73
    assert difference_interval(values) == tango_interval(5, 2, 80)
    low, high = difference_interval([0.0] * 244)
    assert low == pytest.approx(-high)
    assert 0.01 < high < 0.02


def test_paired_bootstrap_equals_scipys_on_the_two_columns() -> None:
    rng = np.random.default_rng(4)
    chances = rng.beta(0.5, 0.8, 400)
    first, second = (rng.binomial(16, chances**power) / 16 for power in (1.0, 0.8))
    expected = bootstrap(
        (first, second),
        lambda a, b, axis=-1: np.mean(b - a, axis=axis),
        paired=True,
        n_resamples=10_000,
        method="BCa",
        rng=np.random.default_rng(5),
    ).confidence_interval
    mine = difference_interval(second - first)
    width = expected.high - expected.low
    assert mine == pytest.approx((expected.low, expected.high), abs=0.1 * width)


def test_paired_bootstrap_equals_the_enumeration_of_all_resamples() -> None:
    values = [0.5, -0.25, 0.75]
    added = [*values, 0.5**0.5, -(0.5**0.5)]
    means = np.array([np.mean(chosen) for chosen in product(added, repeat=5)])
    low, high = difference_interval(values, resamples=200_000)
    # BCa moves the two tails; the limits stay quantiles of the enumerated means.
    assert float(np.mean(means <= low)) == pytest.approx(0.025, abs=0.025)
    assert float(np.mean(means >= high)) == pytest.approx(0.025, abs=0.025)
    assert {round(float(limit), 6) for limit in (low, high)} <= {round(float(m), 6) for m in means}


@pytest.mark.parametrize(
    ("alpha", "beta", "n", "k", "power"),
    [(0.3, 0.7, 16, 8, 1.2), (0.3, 0.7, 8, 1, 1.0), (3.0, 0.5, 16, 8, 1.1), (0.05, 2.0, 16, 8, 1.0)],
)
def test_the_interval_of_a_difference_covers_the_truth(
    alpha: float, beta: float, n: int, k: int, power: float
) -> None:
    rng = np.random.default_rng(6)
    many = rng.beta(alpha, beta, 1_000_000)
    truth = ((1 - many) ** k - (1 - many**power) ** k).mean()
    hits, runs, problems = 0, 300, 80
    for run in range(runs):
        chances = rng.beta(alpha, beta, problems)
        first, second = (
            pass_at_k(np.full(problems, n), rng.binomial(n, p), k) for p in (chances, chances**power)
        )
        low, high = difference_interval(second - first, resamples=500, seed=run)
        hits += low <= truth <= high
    # The standard error of 300 runs is 1.3 %; where nearly nothing differs the interval is too wide.
    assert hits / runs >= 0.915


def test_a_difference_lies_within_its_interval_and_nothing_but_the_arguments_counts() -> None:
    rng = np.random.default_rng(7)
    for size in (1, 2, 3, 50):
        values = rng.random(size) * 2 - 1
        low, high = difference_interval(values, resamples=200)
        assert -1 <= low <= values.mean() <= high <= 1
        assert difference_interval(values[::-1], resamples=200) == pytest.approx((low, high), abs=1e-12)
    assert difference_interval(values, seed=1) != difference_interval(values, seed=2)


LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])
TABLES = st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=60)
SHARES = st.lists(st.integers(-8, 8).map(lambda count: count / 8), min_size=1, max_size=60)


@given(st.one_of(TABLES, SHARES), LEVELS)
@settings(max_examples=300)
def test_p_and_interval_of_one_comparison_say_the_same(values: list[float], level: float) -> None:
    low, high, p = paired_difference(values, level, resamples=400)
    assert 0 < p <= 1
    assert (p < 1 - level) == (not low <= 0 <= high)
    mean = float(np.mean(values))
    assert low - 1e-12 <= mean <= high + 1e-12


def test_the_exact_test_is_never_milder_than_the_score_interval() -> None:
    for gained, lost in product(range(31), repeat=2):
        low, high = tango_interval(gained, lost, 80)
        if low <= 0 <= high:
            assert mcnemar(gained, lost) >= 0.05


def test_six_of_six_gained_are_clear_and_five_of_five_are_not() -> None:
    low, high, p = paired_difference([1.0] * 6 + [0.0] * 74)
    assert p == pytest.approx(1 / 32)
    assert low > 0
    assert (low, high) == tango_interval(6, 0, 80)
    low, high, p = paired_difference([1.0] * 5 + [0.0] * 75)
    assert p == pytest.approx(1 / 16)
    assert low == 0.0
    assert high == tango_interval(5, 0, 80)[1]


def test_p_of_a_difference_is_one_minus_the_level_that_just_leaves_out_zero() -> None:
    rng = np.random.default_rng(11)
    values = (rng.binomial(8, 0.53, 60) - rng.binomial(8, 0.5, 60)) / 8
    _, _, p = paired_difference(values)
    assert 0.005 < p < 0.5
    outside, inside = paired_difference(values, 1 - 1.02 * p), paired_difference(values, 1 - 0.98 * p)
    assert outside[0] > 0 >= inside[0]


def test_p_is_uniform_where_nothing_differs_and_never_zero() -> None:
    rng = np.random.default_rng(12)
    chances = rng.beta(0.8, 0.8, (200, 80))
    found = [
        paired_difference((rng.binomial(8, row) - rng.binomial(8, row)) / 8, resamples=400, seed=run)[2]
        for run, row in enumerate(chances)
    ]
    assert 0.01 <= np.mean(np.array(found) < 0.05) <= 0.1
    assert 0.3 < np.mean(np.array(found) < 0.5) < 0.7
    assert 0 < paired_difference(np.linspace(0.1, 0.9, 60))[2] < 0.001


@given(st.lists(st.floats(0, 1), max_size=7))
def test_holm_equals_the_step_down_procedure(values: list[float]) -> None:
    def rejected(level: float) -> set[int]:
        out: set[int] = set()
        for rank, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
            if values[place] * (len(values) - rank) > level:
                break
            out.add(place)
        return out

    adjusted = holm(values)
    for level in {*(p for p in adjusted if p < 1), 0.05, 0.5}:
        # Products of two floats: a hair above the adjusted value everything up to it is rejected.
        assert {i for i, p in enumerate(adjusted) if p <= level} == rejected(level)


def test_holm_rejects_when_the_intersection_of_every_subset_is_rejected() -> None:
    values = [0.01, 0.04, 0.03, 0.005]
    closed = [
        max(
            min(1.0, len(group) * min(values[i] for i in group))
            for size in range(1, 5)
            for group in combinations(range(4), size)
            if place in group
        )
        for place in range(4)
    ]
    assert holm(values) == pytest.approx(closed)
    assert holm([]) == []


@pytest.mark.parametrize("values", [[], [1.5], [float("nan")], [-2.0, 0.0]])
def test_impossible_differences_are_refused(values: list[float]) -> None:
    for function in (difference_interval, paired_difference):
        with pytest.raises(UsageError):
            function(values)


def test_impossible_counts_are_refused() -> None:
    for call in (
        lambda: mcnemar(-1, 2),
        lambda: tango_interval(3, 3, 5),
        lambda: tango_interval(0, 0, 0),
        lambda: tango_interval(1, 1, 5, 1.0),
        lambda: difference_interval([0.1], resamples=0),
        lambda: holm([0.1, 1.2]),
    ):
        with pytest.raises(UsageError):
            call()
