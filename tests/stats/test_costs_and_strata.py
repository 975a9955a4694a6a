"""pass@k against its cost, by enumeration of all orders; figures by split, source and tag."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from synthetic_runs import make_run
from synthetic_summary import summary

from harness.errors import UsageError
from harness.problem import Problem
from harness.run.store import RunStore
from harness.stats import (
    CostKind,
    CostPoint,
    Prices,
    ProblemCost,
    clopper_pearson,
    cost_curve,
    estimate,
    metadata_groups,
    problem_costs,
    solved_at,
    split_groups,
    strata,
    verdict_counts,
)

T, F = True, False


@pytest.mark.parametrize("outcomes", [(T, F, F, T, F), (F, F, F), (T, T), (F,), (T,), (F, F, F, F, T)])
@pytest.mark.parametrize("stop", [True, False])
def test_expected_costs_are_the_means_over_all_orders(outcomes: tuple[bool, ...], stop: bool) -> None:
    costs = tuple(float(3**i + 1) for i in range(len(outcomes)))
    problem = ProblemCost("p", outcomes, costs)
    for point in cost_curve([problem], range(1, len(outcomes) + 1), len(outcomes), stop=stop):
        paid, solved = [], []
        for order in permutations(range(len(outcomes))):
            first = order[: point.k]
            found = [place for place, index in enumerate(first) if outcomes[index]]
            solved.append(bool(found))
            paid.append(sum(costs[i] for i in (first[: found[0] + 1] if found and stop else first)))
        assert point.cost == pytest.approx(np.mean(paid))
        assert point.solved == pytest.approx(np.mean(solved))


def test_a_run_with_early_stop_costs_what_it_cost() -> None:
    problems = [ProblemCost("a", (F, T), (1.0, 2.0)), ProblemCost("b", (F, F, F), (4.0, 4.0, 4.0))]
    points = cost_curve(problems, [1, 2, 3], 3, early_stop=True)
    assert [(p.cost, p.solved, p.estimate) for p in points] == [(5, 0, 0), (11, 1, 0.5), (15, 1, 0.5)]
    with pytest.raises(UsageError, match="early stop"):
        cost_curve(problems, [1], 3, stop=False, early_stop=True)


def test_early_stop_and_full_runs_have_the_same_curve_in_the_mean() -> None:
    rng = np.random.default_rng(1)
    chances = rng.beta(0.4, 0.8, 4000)
    draws, costs = rng.random((4000, 6)) < chances[:, None], rng.random((4000, 6)) + 0.5
    full = [
        ProblemCost(str(i), tuple(map(bool, a)), tuple(map(float, c)))
        for i, (a, c) in enumerate(zip(draws, costs, strict=True))
    ]
    ends = [row.argmax() + 1 if row.any() else 6 for row in draws]
    stopped = [ProblemCost(p.name, p.outcomes[:e], p.costs[:e]) for p, e in zip(full, ends, strict=True)]
    for a, b in zip(
        cost_curve(full, [2, 6], 6), cost_curve(stopped, [2, 6], 6, early_stop=True), strict=True
    ):
        assert a.cost == pytest.approx(b.cost, rel=0.02)
        assert a.solved == pytest.approx(b.solved, rel=0.03)


def test_solved_at_a_budget_is_a_straight_line_between_points() -> None:
    points = [CostPoint(1, 10.0, 2.0, 0.2, 0, 1), CostPoint(4, 30.0, 4.0, 0.4, 0, 1)]
    assert [solved_at(points, budget) for budget in (0, 5, 10, 20, 30, 30.1)] == [0, 1, 2, 3, 4, None]
    free = [CostPoint(1, 0.0, 2.0, 0.2, 0, 1)]
    assert solved_at(free, 0) == 2
    for wrong, budget in (([], 1), (points, -1)):
        with pytest.raises(UsageError, match="budget from 0"):
            solved_at(wrong, budget)


def test_costs_of_a_stored_run(tmp_path: Path) -> None:
    # Each attempt has 5 prompt and 7 completion tokens; rejected ones 0.5 and timeouts 60 CPU seconds.
    folder = make_run(tmp_path / "run", {"a": "rPt", "b": "rri", "c": "..."})
    with RunStore.open_readonly(folder) as store:
        for kind, prices, costs in (
            (CostKind.TOKENS, None, (12, 12, 12)),
            (CostKind.COMPLETION_TOKENS, None, (7, 7, 7)),
            (CostKind.LEAN_CPU_S, None, (0.5, 0.5, 60)),
            (CostKind.MONEY, Prices(2, 10, 36), (8.5e-5, 8.5e-5, 0.60008)),
        ):
            found = problem_costs(store.attempts(), ["a", "b", "c"], kind, prices)
            assert [p.name for p in found] == ["a", "b", "c"]
            assert [p.outcomes for p in found] == [(F, T, F), (F, F), ()]
            if kind is not CostKind.MONEY:
                assert found[0].costs == pytest.approx(costs)
        assert found[0].costs == pytest.approx((80e-6 + 0.5 / 100, 80e-6 + 0.5 / 100, 80e-6 + 0.6))
        (point,) = cost_curve(found, [3], 3)
        assert point.estimate == pytest.approx(1 / 3)
        with pytest.raises(UsageError, match="need prices"):
            problem_costs(store.attempts(), ["a"], CostKind.MONEY)
    with pytest.raises(UsageError, match="at least one problem"):
        cost_curve([], [1], 1)


def test_strata_are_the_figures_of_their_problems() -> None:
    run = summary([(T, F), (F, F), (T, T), (F, T)], 2)
    found = strata(run, {"even": ["p0", "p2"], "all": ["p0", "p1", "p2", "p3"], "none": ["x"]}, [1, 2])
    assert [(s.name, s.problems, s.solved) for s in found] == [("even", 2, 2), ("all", 4, 3)]
    assert found[0].figures[0].estimate == pytest.approx(0.75)
    assert list(found[1].figures) == estimate(run, [1, 2])
    assert (found[0].low, found[0].high) == clopper_pearson(2, 2)
    assert split_groups(run) == {"test": ["p0", "p1", "p2", "p3"]}
    with pytest.raises(UsageError, match="no group"):
        strata(run, {"x": ["y"]}, [1])


def test_groups_by_source_and_tag() -> None:
    problems = [
        Problem("a", "test", "", "", metadata={"source": "amc", "tags": ["nt", "easy", "nt"]}),
        Problem("b", "test", "", "", metadata={"source": "aime", "tags": ["nt"]}),
        Problem("c", "test", "", ""),
    ]
    assert metadata_groups(problems, "source") == {"aime": ["b"], "amc": ["a"]}
    assert metadata_groups(problems, "tags")["easy"] == ["a"]
    with pytest.raises(UsageError, match="source, tags"):
        metadata_groups(problems, "level")


def test_verdicts_are_counted_by_group(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", {"a": "rPt", "b": "rri", "c": "P.."})
    with RunStore.open_readonly(folder) as store:
        everything = verdict_counts(store.attempts())["all"]
        reasons = store.summary().reasons
        groups = verdict_counts(store.attempts(), {"x": ["a", "c"], "y": ["b", "c"]})
    assert everything == {"proved": 2, "rejected": 3, "timeout": 1, "infrastructure": 1, **reasons}
    assert groups["x"] == {
        "proved": 2,
        "rejected": 1,
        "rejected/lean_error": 1,
        "timeout": 1,
        "timeout/cpu": 1,
    }
    assert groups["y"]["proved"] == 1
    assert groups["y"]["rejected"] == 2
