"""From a run's summary to its figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from harness.errors import UsageError
from harness.run.settings import RunSettings
from harness.run.summary import ProblemOutcome, RunSummary
from harness.stats import (
    EstimatorName,
    bootstrap_interval,
    check_ks,
    clopper_pearson,
    estimate,
    solved_interval,
)

Attempts = tuple[bool | None, ...]


def summary(*outcomes: Attempts, n: int = 4, early_stop: bool = False) -> RunSummary:
    problems = tuple(ProblemOutcome(f"p{i}", "test", attempts) for i, attempts in enumerate(outcomes))
    return RunSummary(
        run_dir=Path("runs/x"),
        bench="b",
        model="m",
        n=n,
        early_stop=early_stop,
        problems=problems,
        verdicts={},
        reasons={},
        lean_cpu_s=0.0,
        complete=True,
        settings=RunSettings(),
    )


T, F = True, False


def test_a_full_run_gets_the_unbiased_estimate() -> None:
    figures = estimate(summary((T, F, F, F), (F, F, F, F), (T, T, F, F)), [4, 1, 2, 1])
    assert [figure.k for figure in figures] == [1, 2, 4]
    assert [figure.estimate for figure in figures] == pytest.approx(
        [(1 / 4 + 2 / 4) / 3, (1 / 2 + 5 / 6) / 3, 2 / 3]
    )
    assert {figure.estimator for figure in figures} == {EstimatorName.UNBIASED}
    assert (figures[2].low, figures[2].high) == bootstrap_interval([1, 0, 1])
    assert all(figure.short == 0 for figure in figures)


def test_a_run_with_early_stop_gets_first_success() -> None:
    figures = estimate(summary((T,), (F, F, F, F), (F, T), early_stop=True), [1, 2, 4])
    assert [figure.estimate for figure in figures] == pytest.approx([1 / 3, 2 / 3, 2 / 3])
    assert {figure.estimator for figure in figures} == {EstimatorName.FIRST_SUCCESS}
    assert all(figure.short == 0 for figure in figures)


def test_an_attempt_without_a_verdict_counts_neither_way() -> None:
    figures = estimate(summary((T, F, None, None), (F, F, F, F)), [1, 2])
    assert [figure.estimate for figure in figures] == pytest.approx([1 / 4, 1 / 2])


@pytest.mark.parametrize(("early_stop", "at_2"), [(False, 1 / 8), (True, 1 / 4)])
def test_missing_attempts_count_as_failures_and_are_told(early_stop: bool, at_2: float) -> None:
    figures = estimate(summary((F, T), (F, F), (), (None, F, F, F), early_stop=early_stop), [2, 4])
    assert [figure.estimate for figure in figures] == [at_2, 1 / 4]
    assert [figure.short for figure in figures] == [1, 3]


def test_a_bound_counts_every_missing_attempt_of_the_plan_as_a_failure() -> None:
    outcomes = [(T,)] * 11 + [(F,)]
    one, two, eight = estimate(summary(*outcomes, n=8), [1, 2, 8])
    assert [figure.short for figure in (one, two, eight)] == [0, 12, 1]
    assert [figure.estimate for figure in (one, two, eight)] == pytest.approx([11 / 12, 11 / 48, 11 / 12])


@pytest.mark.parametrize("early_stop", [False, True])
def test_what_is_called_a_lower_bound_is_one(early_stop: bool) -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        n = int(rng.integers(1, 7))
        whole = [tuple(map(bool, rng.random(n) < rng.random())) for _ in range(4)]
        if early_stop:
            whole = [row[: row.index(T) + 1] if T in row else row for row in whole]
        seen = [tuple(None if rng.random() < 0.4 else outcome for outcome in row) for row in whole]
        cut = [row[: rng.integers(0, len(row) + 1)] if rng.random() < 0.3 else row for row in seen]
        ks = range(1, n + 1)
        for truth, found in zip(
            estimate(summary(*whole, n=n, early_stop=early_stop), ks),
            estimate(summary(*cut, n=n, early_stop=early_stop), ks),
            strict=True,
        ):
            assert not found.short or found.estimate <= truth.estimate + 1e-12


def test_one_problem_has_an_exact_interval() -> None:
    figure = estimate(summary((T, T, T, T)), [1])[0]
    assert (figure.estimate, figure.low, figure.high) == (1.0, *clopper_pearson(1, 1))


def test_solved_interval_is_exact() -> None:
    assert solved_interval(summary((T, F, F, F), (F, F, F, F))) == clopper_pearson(1, 2)


def test_a_run_without_problems_is_refused() -> None:
    with pytest.raises(UsageError, match="no problems"):
        estimate(summary(), [1])


@pytest.mark.parametrize(
    ("ks", "message"),
    [([], "no k"), ([0, 1], "at least 1"), ([1, 8], "largest possible k is 4"), ([-2], "at least 1")],
)
def test_impossible_ks_are_refused(ks: list[int], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        check_ks(ks, 4)
    with pytest.raises(UsageError, match=message):
        estimate(summary((T, F, F, F)), ks)


def test_synthetic_runs_of_known_truth() -> None:
    rng = np.random.default_rng(9)
    chances = rng.beta(0.4, 0.9, 3000)
    draws = rng.random((3000, 8)) < chances[:, None]
    full = estimate(summary(*(tuple(row.tolist()) for row in draws), n=8), [1, 4, 8])
    stopped = [tuple(row[: row.argmax() + 1 if row.any() else 8].tolist()) for row in draws]
    early = estimate(summary(*stopped, n=8, early_stop=True), [1, 4, 8])
    for figures in (full, early):
        for figure in figures:
            truth = (1 - (1 - chances) ** figure.k).mean()
            assert figure.estimate == pytest.approx(truth, abs=0.02)
            assert figure.low < truth < figure.high


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = (
        "import sys, harness.stats, harness.report\n"
        "print(sorted({'numpy', 'scipy', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
