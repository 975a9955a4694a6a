"""Rows of the table of runs: one run, repeats of one run, the union of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness.checker import Status
from harness.report._grid import Cell, Figure, GridRow
from harness.report._words import count_of, no_replay
from harness.stats import Budget, cumulative, estimate, repeats, solved_interval

if TYPE_CHECKING:
    from harness.run.summary import RunSummary


def budget_of(run: RunSummary) -> Budget:
    """What a run may ask for each problem: its samples, × the attempts of each where it has repair rounds."""
    rounds = run.repair_rounds
    if not rounds:
        return Budget((run.n,))
    samples = run.n // (rounds + 1) if run.count == "attempts" else run.n
    return Budget((samples, rounds + 1))


def passes(run: RunSummary, ks: Sequence[int]) -> list[Figure]:
    """pass@k for each k, with intervals over problems."""
    return [
        Figure(found.estimate, found.low, found.high, bound=bool(found.short)) for found in estimate(run, ks)
    ]


def run_row(name: str, run: RunSummary, ks: Sequence[int]) -> GridRow:
    """A run by itself."""
    head = (name, run.ground, run.model, run.n, str(budget_of(run)))
    cells = (*head, *passes(run, ks), _solved([run]), len(run.problems), *_spent([run]))
    return GridRow(cells, run.complete, no_replay([run]))


def repeats_row(names: Sequence[str], runs: Sequence[RunSummary], ks: Sequence[int]) -> GridRow:
    """Repeats as mean ± sd; a single run is cut into blocks of k attempts, unless it stopped early."""
    first, problems = runs[0], len(runs[0].problems)
    alone = len(runs) == 1
    budget = budget_of(first) if alone else _times(len(runs), budget_of(first))
    head = (_several(names), first.ground, first.model, first.n, str(budget))
    complete = all(run.complete for run in runs)
    if alone and first.early_stop:
        cells: list[Cell] = ["1", *passes(first, ks), _solved(runs)]
    else:
        found = [repeats(runs, k) for k in ks]
        counts = list(dict.fromkeys(str(len(figure.values)) for figure in found))
        cells = [", ".join(counts), *(Figure(f.mean, sd=f.sd) for f in found), _solved(runs)]
    return GridRow((*head, *cells, problems, *_spent(runs)), complete, no_replay(runs))


def union_row(
    runs: Sequence[RunSummary], names: Sequence[str], ks: Sequence[int], *, repeated: bool, common: bool
) -> tuple[GridRow, str, tuple[str, ...]]:
    """(the row of what any of the runs solved, a note on it, why the runs aren't comparable as they are).

    Raises UsageError when the runs are on other ground and `common` isn't set.
    """
    found = cumulative(runs, common=common)
    budgets = [budget_of(run) for run in runs]
    if len(set(budgets)) == 1:
        budget = _times(len(runs), budgets[0])
    else:
        budget = Budget((sum(each.total for each in budgets),))
    text = str(budget) if len(budget.factors) == 1 else f"{budget} = {budget.total}"
    models = list(dict.fromkeys(run.model for run in runs))
    model = models[0] if len(models) == 1 else count_of(len(models), "model")
    benches = list(dict.fromkeys(run.ground for run in runs))
    bench = benches[0] if len(benches) == 1 else f"{len(benches)} selections of problems"
    cells: list[Cell] = [f"union of {count_of(len(runs), 'run')}", bench, model, None, text]
    cells += [None] * (repeated + len(ks))
    cells += [Figure(found.fraction, found.low, found.high), found.problems, *_spent(runs)]
    added = ", ".join(f"{name} {new}" for name, new in zip(names, found.by_run, strict=True))
    note = (
        f"Union: {len(found.names)} of {count_of(found.problems, 'problem')} solved by any run "
        f"(new with each: {added}). It has no fixed k, so it is no pass@k; its interval is exact."
    )
    row = GridRow(tuple(cells), all(run.complete for run in runs), no_replay(runs))
    return row, note, found.differences


def _times(count: int, budget: Budget) -> Budget:
    return budget if count == 1 else Budget((count, *budget.factors))


def _several(names: Sequence[str]) -> str:
    if len(names) <= 2:
        return ", ".join(names)
    return f"{names[0]} and {len(names) - 1} more"


def _solved(runs: Sequence[RunSummary]) -> Figure:
    """The share of problems solved, with its interval; of several runs its mean and deviation."""
    if len(runs) == 1:
        return Figure(runs[0].solved / len(runs[0].problems), *solved_interval(runs[0]))
    shares = [run.solved / len(run.problems) for run in runs]
    mean = sum(shares) / len(shares)
    return Figure(mean, sd=(sum((share - mean) ** 2 for share in shares) / (len(shares) - 1)) ** 0.5)


def _spent(runs: Sequence[RunSummary]) -> tuple[Cell, ...]:
    """Verdicts by status, and CPU hours in Lean that were spent and saved, of all runs."""
    counts = (sum(run.verdicts.get(status.value, 0) for run in runs) for status in Status)
    spent, saved = sum(run.lean_cpu_s for run in runs), sum(run.lean_cpu_saved_s for run in runs)
    return (*counts, round(spent / 3600, 3), round(saved / 3600, 3))
