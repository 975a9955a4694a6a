"""Budgets as papers print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.stats import Budget


@pytest.mark.parametrize(
    ("text", "factors", "total", "shown"),
    [
        ("128", (128,), 128, "128"),
        ("65,536", (65536,), 65536, "65536"),
        ("16 × 6400", (16, 6400), 102_400, "16 × 6400"),
        ("64x8x512", (64, 8, 512), 262_144, "64 × 8 × 512"),
        ("2048*2*600", (2048, 2, 600), 2_457_600, "2048 × 2 × 600"),
        (r"$1 \times 32 \times 100$", (1, 32, 100), 3200, "1 × 32 × 100"),
    ],
)
def test_the_notations_of_the_papers(text: str, factors: tuple[int, ...], total: int, shown: str) -> None:
    budget = Budget.parse(text)
    assert (budget.factors, budget.total, budget.k, str(budget)) == (factors, total, factors[0], shown)


@given(st.lists(st.integers(1, 10**14), min_size=1, max_size=3))
def test_what_is_printed_is_read_again(factors: list[int]) -> None:
    assert Budget.parse(str(Budget(tuple(factors)))) == Budget(tuple(factors))


@pytest.mark.parametrize(
    "text",
    ["", "0", "1 × 0", "-4", "greedy", "(8 + 8) × 6400", "1 × 2 × 3 × 4", "4 ×", "1,6", "1.5", "16 6400"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="64 × 8 × 512"):
        Budget.parse(text)


def test_impossible_factors_are_refused() -> None:
    for factors in ((), (0,), (1, 2, 3, 4)):
        with pytest.raises(UsageError, match="one to three factors"):
            Budget(factors)
