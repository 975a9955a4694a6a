"""Intervals against scipy and by simulation of their coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest, bootstrap
from statsmodels.stats.proportion import proportion_confint

from harness.errors import UsageError
from harness.stats import bootstrap_interval, clopper_pearson, pass_at_k
from harness.stats._intervals import _weighted_means, bca_interval


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_clopper_pearson_equals_scipys_exact_binomial_interval(level: float) -> None:
    for total in (1, 2, 7, 80, 244):
        for successes in {0, 1, total // 3, total - 1, total}:
            expected = binomtest(successes, total).proportion_ci(level, method="exact")
            assert clopper_pearson(successes, total, level) == pytest.approx((expected.low, expected.high))


def test_bca_equals_scipys() -> None:
    rng = np.random.default_rng(3)
    for values in (rng.beta(0.3, 0.7, 90), rng.binomial(1, 0.9, 90) / 1, rng.binomial(8, 0.02, 90) / 8):
        expected = bootstrap(
            (values,), np.mean, n_resamples=20_000, method="BCa", rng=np.random.default_rng(1)
        ).confidence_interval
        mine = bca_interval(values, 0.95, 20_000, 2)
        # 90 values: a step of the mean is at most 1/90.
        assert mine == pytest.approx((expected.low, expected.high), abs=0.0061)


def test_bootstrap_equals_quantiles_of_dirichlet_weighted_means() -> None:
    rng = np.random.default_rng(3)
    for values in (rng.beta(0.3, 0.7, 40), rng.binomial(8, 0.05, 40) / 8, 1 - rng.binomial(8, 0.02, 90) / 8):
        weights = rng.dirichlet([1.0] * values.size + [0.5, 0.5], 40_000)
        expected = np.quantile(weights @ [*values, 0.0, 1.0], [0.025, 0.975])
        width = expected[1] - expected[0]
        assert bootstrap_interval(values) == pytest.approx(expected, abs=0.04 * width)


@pytest.mark.parametrize(("successes", "total"), [(1, 80), (42, 139), (79, 80), (1, 2)])
def test_the_interval_of_solved_and_unsolved_problems_is_jeffreys(successes: int, total: int) -> None:
    values = [1.0] * successes + [0.0] * (total - successes)
    expected = proportion_confint(successes, total, method="jeffreys")
    assert bootstrap_interval(values) == pytest.approx(expected)
    means = _weighted_means(np.array(values), 100_000, np.random.default_rng(0))
    assert np.quantile(means, [0.025, 0.975]) == pytest.approx(expected, abs=0.004)


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


@pytest.mark.parametrize(
    ("alpha", "beta", "n", "k", "problems", "most"),
    [
        (0.3, 0.7, 8, 1, 150, 0.975),
        (0.3, 0.7, 8, 8, 150, 0.975),
        (1.0, 1.0, 8, 8, 150, 0.975),
        # At the edges a sample can look like many truths, so that more than the level is covered.
        (3.0, 0.5, 16, 8, 80, 1.0),
        (3.0, 0.5, 16, 8, 244, 1.0),
        (3.0, 0.1, 16, 1, 80, 1.0),
        (0.05, 2.0, 16, 8, 80, 1.0),
    ],
)
def test_bootstrap_covers_the_truth_as_often_as_it_says(
    alpha: float, beta: float, n: int, k: int, problems: int, most: float
) -> None:
    rng = np.random.default_rng(7)
    runs = 500
    truth = (1 - (1 - rng.beta(alpha, beta, 1_000_000)) ** k).mean()
    hits = 0
    for run in range(runs):
        successes = rng.binomial(n, rng.beta(alpha, beta, problems))
        low, high = bootstrap_interval(
            pass_at_k(np.full(problems, n), successes, k), resamples=1000, seed=run
        )
        hits += low <= truth <= high
    # The standard error of 500 runs is 1 %.
    assert 0.925 <= hits / runs <= most


def test_bootstrap_is_hardly_wider_than_bca_in_the_middle() -> None:
    rng = np.random.default_rng(7)
    widths = np.zeros(2)
    for seed in range(100):
        values = pass_at_k(np.full(150, 8), rng.binomial(8, rng.beta(0.3, 0.7, 150)), 4)
        pairs = (
            bootstrap_interval(values, resamples=1000, seed=seed),
            bca_interval(values, 0.95, 1000, seed),
        )
        widths += [high - low for low, high in pairs]
    assert widths[0] <= 1.02 * widths[1]


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
