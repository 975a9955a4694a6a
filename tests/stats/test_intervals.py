"""Intervals against scipy and by simulation of their coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest, bootstrap

from harness.errors import UsageError
from harness.stats import bootstrap_interval, clopper_pearson, pass_at_k


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_clopper_pearson_equals_scipys_exact_binomial_interval(level: float) -> None:
    for total in (1, 2, 7, 80, 244):
        for successes in {0, 1, total // 3, total - 1, total}:
            expected = binomtest(successes, total).proportion_ci(level, method="exact")
            assert clopper_pearson(successes, total, level) == pytest.approx((expected.low, expected.high))


def test_bootstrap_equals_scipys_bca() -> None:
    rng = np.random.default_rng(3)
    for values in (rng.beta(0.3, 0.7, 90), rng.binomial(1, 0.9, 90) / 1, rng.binomial(8, 0.02, 90) / 8):
        expected = bootstrap(
            (values,), np.mean, n_resamples=20_000, method="BCa", rng=np.random.default_rng(1)
        ).confidence_interval
        mine = bootstrap_interval(values, resamples=20_000, seed=2)
        # 90 values: a step of the mean is at most 1/90.
        assert mine == pytest.approx((expected.low, expected.high), abs=0.0061)


def test_bootstrap_depends_on_nothing_but_its_arguments() -> None:
    values = np.random.default_rng(0).random(50)
    assert bootstrap_interval(values, seed=4) == bootstrap_interval(values[::-1], seed=4)
    assert bootstrap_interval(values, seed=4) != bootstrap_interval(values, seed=5)


def test_bootstrap_in_blocks_has_the_same_spread() -> None:
    values = np.random.default_rng(0).random(3000)
    low, high = bootstrap_interval(values, resamples=4000)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 3000**0.5, rel=0.06)
    assert low < values.mean() < high


@pytest.mark.parametrize("total", [1, 2, 80])
def test_all_or_nothing_gives_the_exact_interval(total: int) -> None:
    assert bootstrap_interval([0.0] * total) == clopper_pearson(0, total)
    assert bootstrap_interval([1.0] * total) == clopper_pearson(total, total)


def test_equal_values_between_give_no_point() -> None:
    low, high = bootstrap_interval([0.5])
    assert low < 0.05
    assert high > 0.95
    assert bootstrap_interval([0.5] * 10) == pytest.approx(clopper_pearson(5, 10))


def test_few_values_and_few_resamples_stay_in_range() -> None:
    for values in ([0.0, 1.0], [0.0, 0.0, 1.0], [0.1, 0.9, 0.9, 0.9], [0.0] * 99 + [1.0]):
        for resamples in (1, 2, 50):
            low, high = bootstrap_interval(values, resamples=resamples)
            assert 0 <= low <= high <= 1


@pytest.mark.parametrize(("alpha", "beta", "k"), [(0.3, 0.7, 1), (0.3, 0.7, 8), (1.0, 1.0, 8)])
def test_bootstrap_covers_the_truth_as_often_as_it_says(alpha: float, beta: float, k: int) -> None:
    rng = np.random.default_rng(7)
    n, problems, runs = 8, 150, 500
    truth = (1 - (1 - rng.beta(alpha, beta, 1_000_000)) ** k).mean()
    hits = 0
    for run in range(runs):
        successes = rng.binomial(n, rng.beta(alpha, beta, problems))
        low, high = bootstrap_interval(
            pass_at_k(np.full(problems, n), successes, k), resamples=1000, seed=run
        )
        hits += low <= truth <= high
    # The standard error of 500 runs is 1 %.
    assert 0.92 <= hits / runs <= 0.98


def test_clopper_pearson_covers_at_least_its_level() -> None:
    for chance in (0.02, 0.3, 0.5, 0.97):
        draws = np.random.default_rng(8).binomial(60, chance, 4000)
        inside = {c: low <= chance <= high for c in range(61) for low, high in [clopper_pearson(c, 60)]}
        assert np.mean([inside[int(c)] for c in draws]) >= 0.945


@pytest.mark.parametrize(
    ("values", "options"),
    [([], {}), ([0.5, 1.5], {}), ([-0.1, 0.5], {}), ([float("nan"), 0.5], {})]
    + [([0.1, 0.5], {"level": level}) for level in (0, 1, 95)]
    + [([0.1, 0.5], {"resamples": 0})],
)
def test_bootstrap_refuses_what_has_no_answer(values: list[float], options: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        bootstrap_interval(values, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("successes", "total", "level"), [(0, 0, 0.95), (3, 2, 0.95), (-1, 2, 0.95), (1, 2, 1.0)]
)
def test_clopper_pearson_refuses_what_has_no_answer(successes: int, total: int, level: float) -> None:
    with pytest.raises(UsageError):
        clopper_pearson(successes, total, level)
