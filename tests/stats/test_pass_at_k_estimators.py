"""Estimators of pass@k against enumeration and simulation."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.stats import first_success, pass_at_k, prefix_pass_at_k


def test_pass_at_k_is_the_share_of_subsets_with_a_success() -> None:
    for n in range(1, 9):
        for c in range(n + 1):
            attempts = [True] * c + [False] * (n - c)
            for k in range(1, n + 1):
                subsets = list(combinations(attempts, k))
                expected = sum(map(any, subsets)) / len(subsets)
                assert pass_at_k([n], [c], k)[0] == pytest.approx(expected, abs=1e-14)


@given(st.data())
def test_pass_at_k_equals_the_exact_fraction(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 70_000))
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n))
    expected = float(1 - Fraction(comb(n - c, k), comb(n, k))) if min(c, k) < 500 else None
    value = pass_at_k([n], [c], k)[0]
    assert 0 <= value <= 1
    if expected is not None:
        assert value == pytest.approx(expected, abs=1e-11)


def test_pass_at_k_keeps_shape_and_order() -> None:
    assert pass_at_k([4, 4, 2], [4, 0, 1], 2).tolist() == [1.0, 0.0, 1.0]
    assert pass_at_k(4, [1, 2], 1).tolist() == pytest.approx([0.25, 0.5])
    assert pass_at_k([], [], 3).shape == (0,)
    assert pass_at_k(np.full((2, 3), 4), np.ones((2, 3), int), 4).shape == (2, 3)


def test_pass_at_k_is_unbiased() -> None:
    rng = np.random.default_rng(5)
    chance, n, k = 0.2, 10, 4
    values = pass_at_k(np.full(200_000, n), rng.binomial(n, chance, 200_000), k)
    assert values.mean() == pytest.approx(1 - (1 - chance) ** k, abs=0.004)


def test_first_success_is_unbiased_under_early_stop_where_pass_at_k_is_not() -> None:
    rng = np.random.default_rng(6)
    chance, cap = 0.3, 6
    draws = rng.random((100_000, cap)) < chance
    stopped = [row[: row.argmax() + 1 if row.any() else cap].tolist() for row in draws]
    for k in (1, 3, 6):
        assert first_success(stopped, k).mean() == pytest.approx(1 - (1 - chance) ** k, abs=0.006)
    lengths, successes = [len(row) for row in stopped], [sum(row) for row in stopped]
    assert pass_at_k(lengths, successes, 1).mean() > chance + 0.1


def test_first_success_looks_at_attempts_with_a_verdict_in_order() -> None:
    outcomes: list[list[bool | None]] = [[True], [False, True], [None, True], [False, False], [None], []]
    assert first_success(outcomes, 1).tolist() == [1, 0, 1, 0, 0, 0]
    assert first_success(outcomes, 2).tolist() == [1, 1, 1, 0, 0, 0]


def test_prefix_counts_only_the_first_k() -> None:
    outcomes = [[False, True, True], [False, False, False], [True, False, False], [False, False, True]]
    assert [prefix_pass_at_k(outcomes, k) for k in (1, 2, 3)] == [0.25, 0.5, 0.75]


def test_impossible_requests_are_refused() -> None:
    with pytest.raises(UsageError, match="largest possible k is 4"):
        pass_at_k([8, 4], [1, 1], 5)
    with pytest.raises(UsageError, match="at least 1"):
        pass_at_k([8], [1], 0)
    with pytest.raises(UsageError, match="at least 1"):
        first_success([[True]], 0)
    with pytest.raises(UsageError, match="between 0 and"):
        pass_at_k([2], [3], 1)
    with pytest.raises(UsageError, match="between 0 and"):
        pass_at_k([2], [-1], 1)
    with pytest.raises(UsageError, match="at least one problem"):
        prefix_pass_at_k([], 1)
