"""What a run spent, and the problems that it solves for a part of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor, log10
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError
from harness.report._grid import Cell, Figure, Grid, GridRow
from harness.report._words import count_of, name_of, no_replay, part_notes, run_alarms, scope_notes
from harness.stats import (
    CostKind,
    Prices,
    ProblemCost,
    cost_curve,
    problem_costs,
    require_no_part_beside_whole,
    solved_at,
)

if TYPE_CHECKING:
    from harness.run.store import AttemptRow
    from harness.run.summary import RunSummary
    from harness.stats import CostPoint

_SHARES = (0.1, 0.25, 0.5, 1.0)
_ROUND_FIGURES = 3
_STEP = 1.5
_CLOSE = 1.1
_TIE = 1e-9


class BudgetKind(StrEnum):
    """What `report --budget` counts."""

    TOKENS = "tokens"
    COST = "cost"
    CPU = "cpu"


_UNITS = {
    BudgetKind.TOKENS: ("tokens", CostKind.TOKENS),
    BudgetKind.COST: ("cost", CostKind.MONEY),
    BudgetKind.CPU: ("CPU s", CostKind.LEAN_CPU_S),
}


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Expected shares of problems solved for `amount` in all, as fractions.

    share: of what the run spent. whole: every problem gets the same number of samples; None for a run with
    early stop. stopping: no sample of a problem after its first proof. bound: the run's samples are used up
    below that amount, so that `stopping` is a lower bound.
    """

    amount: float
    share: float
    whole: float | None
    stopping: float
    bound: bool


@dataclass(frozen=True, slots=True)
class Spending:
    """What a run spent in all, for a solved problem (None when none is), and for each budget."""

    run: RunSummary
    kind: BudgetKind
    spent: float
    per_solved: float | None
    lines: tuple[BudgetLine, ...]


def run_spending(
    run: RunSummary, attempts: Iterable[AttemptRow], kind: BudgetKind, prices: Prices | None = None
) -> Spending:
    """Problems solved against what is spent on all of them together; see `stats.cost_curve`.

    run: with samples counted. prices: for COST; None means those that the run was given.

    Raises UsageError when the run didn't count that, or spent nothing.
    """
    if kind is BudgetKind.COST and prices is None:
        prices = _require_prices(run)
    names = [problem.name for problem in run.problems]
    problems = _sample_costs(attempts, names, _UNITS[kind][1], prices, rounds=run.rounds)
    spent = sum(sum(problem.costs) for problem in problems)
    if spent <= 0:
        raise UsageError(
            f"{run.run_dir} counted no {kind.value}: give another --budget, or a run that has them"
        )
    ks = _steps(run.n)
    stopping = cost_curve(problems, ks, run.n, early_stop=run.early_stop)
    whole = None if run.early_stop else cost_curve(problems, ks, run.n, stop=False)
    solved = sum(any(problem.outcomes) for problem in problems)
    shares = [share * spent for share in _SHARES]
    amounts = sorted([*shares, *_round_figures(spent, shares)])
    return Spending(
        run,
        kind,
        spent,
        spent / solved if solved else None,
        tuple(_line(amount, spent, len(problems), whole, stopping) for amount in amounts),
    )


def prices_of(run: RunSummary) -> Prices | None:
    """The prices that a run was given; None for none."""
    given = run.settings.prices
    return None if given is None else Prices(given.prompt, given.completion)


def _require_prices(run: RunSummary) -> Prices:
    given = prices_of(run)
    if given is None:
        raise UsageError(
            f"{run.run_dir} has no prices: give --price-in, --price-out or --price-cpu, "
            "or ask for --budget tokens or cpu"
        )
    return given


def _sample_costs(
    attempts: Iterable[AttemptRow],
    names: Sequence[str],
    kind: CostKind,
    prices: Prices | None,
    *,
    rounds: int,
) -> list[ProblemCost]:
    """The costs of each problem's samples; one with repair rounds costs what all its attempts do."""
    if not rounds:
        return problem_costs(attempts, names, kind, prices)
    # Rounds depend on those before, samples don't: each sample is first taken as a problem of its own.
    rows: dict[str, list[AttemptRow]] = {}
    of_problem: dict[str, list[str]] = {name: [] for name in names}
    for row in attempts:
        key = f"{row.problem}\0{row.sample}"
        if key not in rows and row.problem in of_problem:
            of_problem[row.problem].append(key)
        rows.setdefault(key, []).append(row)
    found: dict[str, ProblemCost] = {}
    for key, members in rows.items():
        # The name stays the problem's, for the message of an attempt without tokens.
        (found[key],) = problem_costs(members, [members[0].problem], kind, prices)
    return [
        ProblemCost(
            name,
            tuple(any(found[key].outcomes) for key in keys if found[key].costs),
            tuple(sum(found[key].costs) for key in keys if found[key].costs),
        )
        for name, keys in of_problem.items()
    ]


def _steps(n: int) -> list[int]:
    """ks from 1 to n, each about half as large again as the one before."""
    ks = [1]
    while ks[-1] < n:
        ks.append(min(n, max(ks[-1] + 1, round(ks[-1] * _STEP))))
    return ks


def _round_figures(spent: float, others: Sequence[float]) -> list[float]:
    """The largest of 1, 2, 5, 10, ... below what was spent that aren't close to one of `others`."""
    top = floor(log10(spent))
    figures = [digit * 10.0**power for power in range(top - 3, top + 1) for digit in (1, 2, 5)]
    apart = [f for f in figures if f < spent and all(max(f / o, o / f) > _CLOSE for o in others)]
    return apart[-_ROUND_FIGURES:]


def _line(
    amount: float, spent: float, problems: int, whole: list[CostPoint] | None, stopping: list[CostPoint]
) -> BudgetLine:
    end = stopping[-1]
    # What was spent and a curve's end are the same sum, up to the last digits.
    beyond = amount > end.cost * (1 + _TIE)
    full = None if whole is None else _solved(whole, amount)
    return BudgetLine(
        amount,
        amount / spent,
        None if full is None else full / problems,
        _solved(stopping, amount) / problems,
        beyond and end.solved < problems,
    )


def _solved(points: list[CostPoint], amount: float) -> float:
    """As `solved_at`, with the last point's figure beyond it."""
    found = solved_at(points, min(amount, points[-1].cost))
    return points[-1].solved if found is None else found


def spending_grid(parts: Sequence[Spending], title: str = "") -> Grid:
    """Budgets by the share of problems solved; several runs come one after the other. parts: one kind."""
    several = len(parts) > 1
    unit = _UNITS[parts[0].kind][0]
    rows = tuple(
        GridRow(
            (
                *([name_of(part.run)] if several else []),
                _amount(line.amount, part.kind),
                Figure(line.share),
                None if line.whole is None else Figure(line.whole),
                Figure(line.stopping, bound=bool(line.bound)),
            ),
            part.run.complete,
            no_replay([part.run]),
        )
        for part in parts
        for line in part.lines
    )
    alarms = tuple(run_alarms((name_of(part.run), part.run) for part in parts))
    columns = (unit, "share of spent", "solved", "solved, stopping at a proof")
    notes = [*scope_notes((name_of(part.run), part.run) for part in parts), *map(_spent_note, parts)]
    require_no_part_beside_whole([part.run for part in parts])
    notes += part_notes(part.run for part in parts)
    return Grid(title, (*(["run"] if several else []), *columns), rows, alarms, (*notes, *_method(parts)))


def _amount(amount: float, kind: BudgetKind) -> Cell:
    if kind is BudgetKind.TOKENS:
        return round(amount)
    return f"{amount:.4g}" if kind is BudgetKind.COST else round(amount, 3)


def _spent_note(part: Spending) -> str:
    name, amount = name_of(part.run), _amount_text(part.spent, part.kind)
    if part.kind is BudgetKind.COST:
        text = f"{name} cost {amount}"
    else:
        text = f"{name} spent {amount} {_UNITS[part.kind][0]}"
    if part.per_solved is None:
        return f"{text} and solved no problem."
    solved = count_of(part.run.solved, "solved problem")
    return f"{text}: {_amount_text(part.per_solved, part.kind)} for each of {solved}."


def _amount_text(amount: float, kind: BudgetKind) -> str:
    """An amount for people, without its unit."""
    return f"{amount:,.0f}" if kind is BudgetKind.TOKENS else f"{amount:,.4g}"


def _method(parts: Sequence[Spending]) -> list[str]:
    notes = [
        "Figures are percent. Solved: the expected share of problems when that amount is spent on all "
        "together, each with the same number of samples; stopping at a proof: a problem gets none after its "
        "first proof."
    ]
    if any(part.kind is BudgetKind.CPU and part.run.lean_cpu_saved_s for part in parts):
        notes.append("A verdict that was known before counts with the CPU time of the check that made it.")
    if any(not part.run.early_stop for part in parts):
        notes.append(
            "Estimator: unbiased pass@k (Chen et al. 2021) against the mean cost over all orders of a "
            "problem's samples; between two k a straight line."
        )
    if any(part.run.early_stop for part in parts):
        notes.append("For a run with early stop: first success within k samples, and what they cost.")
    if any(line.bound for part in parts for line in part.lines):
        notes.append(
            "Figures with '>=': the run's samples are used up for less, and more of them may prove more."
        )
    return notes


def spending_json(part: Spending) -> dict[str, Any]:
    """The object under `budget` in `report --json`: kind, spent, per_solved (None when nothing is solved),
    lines (amount, share, solved or None, solved_stopping, and bound: it is a lower bound; fractions)."""
    return {
        "kind": part.kind.value,
        "spent": part.spent,
        "per_solved": part.per_solved,
        "lines": [
            {
                "amount": line.amount,
                "share": line.share,
                "solved": line.whole,
                "solved_stopping": line.stopping,
                "bound": line.bound,
            }
            for line in part.lines
        ],
    }
