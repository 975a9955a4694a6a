"""pass@k against what it costs: tokens, money, CPU time in Lean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from harness.checker import Status
from harness.errors import UsageError
from harness.stats._estimate import check_ks
from harness.stats._intervals import bootstrap_interval
from harness.stats._pass_at_k import first_success, pass_at_k

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from harness.run.store import AttemptRow


class CostKind(StrEnum):
    """What is counted: prompt and completion tokens, completion tokens, CPU seconds in Lean, or money."""

    TOKENS = "tokens"
    COMPLETION_TOKENS = "completion_tokens"
    LEAN_CPU_S = "lean_cpu_s"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Prices:
    """In one currency: per million tokens of prompts and of completions, and per CPU hour in Lean."""

    prompt: float = 0.0
    completion: float = 0.0
    lean_cpu_h: float = 0.0


@dataclass(frozen=True, slots=True)
class ProblemCost:
    """The judged attempts of one problem, by index: whether each is proved, and what it cost."""

    name: str
    outcomes: tuple[bool, ...]
    costs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CostPoint:
    """k attempts for each problem. cost: expected, of all problems. solved: expected number of problems.

    estimate, low, high: pass@k with its 95 % interval over problems, as fractions.
    """

    k: int
    cost: float
    solved: float
    estimate: float
    low: float
    high: float


def problem_costs(
    attempts: Iterable[AttemptRow], names: Sequence[str], kind: CostKind, prices: Prices | None = None
) -> list[ProblemCost]:
    """The costs of a run's attempts, by problem in the order of `names`.

    prices: for MONEY. Attempts without a verdict count neither as attempts nor as cost.

    Raises UsageError when tokens are wanted and an attempt has none recorded, or for MONEY without prices.
    """
    if kind is CostKind.MONEY and prices is None:
        raise UsageError("costs in money need prices: give those of tokens or of CPU hours")
    found: dict[str, list[tuple[bool, float]]] = {name: [] for name in names}
    for row in attempts:
        if row.status not in (None, Status.INFRASTRUCTURE) and not row.exhausted and row.problem in found:
            found[row.problem].append((row.status is Status.PROVED, _cost(row, kind, prices or Prices())))
    return [
        ProblemCost(name, tuple(good for good, _ in rows), tuple(cost for _, cost in rows))
        for name, rows in found.items()
    ]


def _cost(row: AttemptRow, kind: CostKind, prices: Prices) -> float:
    if kind is CostKind.LEAN_CPU_S:
        return row.cpu_s
    if kind is CostKind.MONEY:
        money = row.cpu_s / 3600 * prices.lean_cpu_h
        if prices.prompt:
            money += _tokens(row, row.prompt_tokens) * prices.prompt / 1e6
        if prices.completion:
            money += _tokens(row, row.completion_tokens) * prices.completion / 1e6
        return money
    completion = _tokens(row, row.completion_tokens)
    return completion if kind is CostKind.COMPLETION_TOKENS else completion + _tokens(row, row.prompt_tokens)


def _tokens(row: AttemptRow, number: int | None) -> float:
    if number is None:
        raise UsageError(
            f"attempt {row.index} of {row.problem} has no number of tokens: its backend records none, "
            "so only the CPU time in Lean can be told"
        )
    return float(number)


def cost_curve(
    problems: Sequence[ProblemCost],
    ks: Iterable[int],
    n: int,
    *,
    stop: bool = True,
    early_stop: bool = False,
    seed: int = 0,
) -> list[CostPoint]:
    """Expected cost and expected number of solved problems for each k, ascending.

    n: attempts planned per problem. stop: attempts of a problem end with its first proof; else each problem
    gets k. early_stop: the run itself was sampled that way, so that only `stop` has a figure. A problem with
    fewer than k judged attempts costs what it has, and counts as in `estimate`.

    Both figures are exact means over all orders in which the attempts may have come, so they are unbiased.
    Derivation: of n attempts, of which c are proofs, one that failed is carried out at place j when the
    j - 1 before it are other failures, with the chance C(n - c - 1, j - 1) / C(n - 1, j - 1) / n; a proof
    likewise with n - c in place of n - c - 1. The cost of k attempts sums this over j up to k. Solved is the
    sum of the unbiased pass@k (Chen et al. 2021).

    Raises UsageError for no problem, an impossible k, or `stop` off for a run with early stop.
    """
    import numpy as np

    chosen = check_ks(ks, n)
    if not problems:
        raise UsageError("a curve of costs needs at least one problem")
    if early_stop and not stop:
        raise UsageError("a run with early stop can't tell what going on would have cost: leave stop on")
    points = []
    for k in chosen:
        if early_stop:
            values = first_success([problem.outcomes for problem in problems], k)
            cost = sum(sum(problem.costs[:k]) for problem in problems)
        else:
            values = _solved(problems, k, n)
            cost = sum(_expected_cost(problem, k, stop) for problem in problems)
        low, high = bootstrap_interval(values, seed=seed)
        points.append(CostPoint(k, float(cost), float(np.sum(values)), float(values.mean()), low, high))
    return points


def _solved(problems: Sequence[ProblemCost], k: int, n: int) -> NDArray[np.float64]:
    """As `per_problem`: a lower bound where a problem has too few attempts."""
    counts = [(len(problem.outcomes), sum(problem.outcomes)) for problem in problems]
    bound = any(made < k <= n - proofs for made, proofs in counts)
    return pass_at_k([n if bound else max(k, made) for made, _ in counts], [c for _, c in counts], k)


def _expected_cost(problem: ProblemCost, k: int, stop: bool) -> float:
    n, c = len(problem.outcomes), sum(problem.outcomes)
    if n == 0:
        return 0.0
    k = min(k, n)
    if not stop:
        return k / n * sum(problem.costs)
    of_proofs = sum(cost for good, cost in zip(problem.outcomes, problem.costs, strict=True) if good)
    of_failures = sum(problem.costs) - of_proofs
    return of_failures * _carried_out(n, n - c - 1, k) + of_proofs * _carried_out(n, n - c, k)


def _carried_out(n: int, failures: int, k: int) -> float:
    """The chance that one attempt is carried out, with so many failures among the n - 1 others."""
    total, chance = 0.0, 1.0
    for before in range(k):
        total += chance / n
        if before < n - 1:
            chance *= max(0, failures - before) / (n - 1 - before)
    return total


def solved_at(points: Sequence[CostPoint], budget: float) -> float | None:
    """Expected number of solved problems at a cost of `budget`; None beyond the last point.

    Between two points it is a straight line: giving some problems, drawn by lot, the smaller k and the others
    the larger one has the means of both figures. Below the first point the lot is between it and nothing.

    Raises UsageError for a negative budget or no points.
    """
    if not points or budget < 0:
        raise UsageError("a budget from 0 on and at least one point are needed")
    costs, solved = [0.0, *(p.cost for p in points)], [0.0, *(p.solved for p in points)]
    if budget > costs[-1]:
        return None
    place = bisect_left(costs, budget)
    if costs[place] == budget:
        return max(count for cost, count in zip(costs, solved, strict=True) if cost == budget)
    share = (budget - costs[place - 1]) / (costs[place] - costs[place - 1])
    return solved[place - 1] + share * (solved[place] - solved[place - 1])
