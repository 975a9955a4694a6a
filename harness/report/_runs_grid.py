"""Grids of runs, and of ablation arms with their differences to a base arm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from harness.checker import Status
from harness.errors import UsageError
from harness.report._compare import alarm_texts
from harness.report._grid import Cell, Figure, Grid, PValue, Row
from harness.report._words import INCOMPLETE, broken
from harness.stats import Kind, check_ks, compare, estimate, same_ground, solved_interval

if TYPE_CHECKING:
    from harness.report._arms import Arms
    from harness.run.summary import RunSummary
    from harness.stats import Comparison

_INTERVALS = "Figures are percent with 95 % intervals: bootstrap over problems for pass@k, exact for solved."
_DIFFERENCES = (
    "Differences to the base arm are percent points on the same problems, with 95 % intervals by paired "
    "bootstrap; p: sign flips, adjusted by Holm over all arms and k."
)


def runs_grid(runs: Sequence[RunSummary], ks: Iterable[int] | None = None, title: str = "") -> Grid:
    """Runs by metrics: pass@k, solved, verdict counts, CPU hours in Lean.

    ks: None means 1 and the smallest n. Runs over different problems or checkers get an alarm.
    Raises UsageError when there is no run, an impossible k, or a run without problems.
    """
    if not runs:
        raise UsageError("a table needs at least one run")
    chosen = _ks(runs, ks)
    columns = ("run", "bench", "model", "n", *(f"pass@{k}" for k in chosen), "solved", "problems")
    names = _names(runs)
    rows = tuple(
        Row(
            (
                name,
                run.bench,
                run.model,
                run.n,
                *_passes(run, chosen),
                Figure(run.solved / len(run.problems), *solved_interval(run)),
                len(run.problems),
                *(run.verdicts.get(status.value, 0) for status in Status),
                round(run.lean_cpu_s / 3600, 3),
            ),
            run.complete,
        )
        for name, run in zip(names, runs, strict=True)
    )
    alarms = _incomplete(list(zip(names, runs, strict=True)))
    if not all(same_ground(runs[0], run) for run in runs[1:]):
        alarms.append(
            "NOT THE SAME GROUND: these runs differ in problems, bench variant or checker, so their figures "
            "can't be compared; `prover-eval compare` tells the differences."
        )
    return Grid(
        title,
        (*columns, *(status.value for status in Status), "Lean CPU h"),
        rows,
        (*alarms, *_bounds(rows)),
        (_INTERVALS, *_estimators(runs)),
    )


def arms_grid(arms: Arms, ks: Iterable[int] | None = None, *, common: bool = False, seed: int = 0) -> Grid:
    """Arms by factors and pass@k, with paired differences to the base arm.

    Raises UsageError when arms may not be compared (see `compare`) or a k is impossible.
    """
    runs = [arm.run for arm in arms.arms]
    chosen = _ks(runs, ks)
    base = next(arm for arm in arms.arms if arm.name == arms.base)
    others = [arm for arm in arms.arms if arm is not base]
    found = compare(base.run, [arm.run for arm in others], chosen, common=common, seed=seed)
    by_arm = {arm.name: comparison for arm, comparison in zip(others, found, strict=True)}
    columns: list[str] = ["arm", *arms.factors]
    for k in chosen:
        columns += [f"pass@{k}", f"difference pass@{k}", f"p pass@{k}"]
    rows = []
    for arm in arms.arms:
        cells: list[Cell] = [arm.name, *(arm.factors.get(name, "") for name in arms.factors)]
        for k, figure in zip(chosen, _passes(arm.run, chosen), strict=True):
            cells += [figure, *_difference(by_arm.get(arm.name), k)]
        rows.append(Row((*cells, len(arm.run.problems)), arm.run.complete))
    alarms = _incomplete([(arm.name, arm.run) for arm in arms.arms])
    alarms += [
        f"{arm.name}: {alarm_texts(comparison)[0]}"
        for arm, comparison in zip(others, found, strict=True)
        if comparison.pairing.differences
    ]
    notes = (f"Base arm: {arms.base}.", _INTERVALS, _DIFFERENCES, *_estimators(runs))
    return Grid(arms.title, (*columns, "problems"), tuple(rows), (*alarms, *_bounds(rows)), notes)


def _names(runs: Sequence[RunSummary]) -> list[str]:
    """The runs by their folders' names, or by their whole paths where names aren't unique."""
    names = [run.run_dir.name for run in runs]
    return names if len(set(names)) == len(names) else [str(run.run_dir) for run in runs]


def _difference(comparison: Comparison | None, k: int) -> tuple[Cell, Cell]:
    if comparison is None:
        return None, None
    found = next(d for d in comparison.differences if d.metric.kind is Kind.PASS and d.metric.k == k)
    bound = bool(found.base_short or found.other_short)
    return Figure(found.difference, found.low, found.high, difference=True, bound=bound), PValue(found.p_holm)


def _ks(runs: Sequence[RunSummary], ks: Iterable[int] | None) -> list[int]:
    smallest = min(run.n for run in runs)
    return check_ks({1, smallest} if ks is None else ks, smallest)


def _passes(run: RunSummary, ks: Sequence[int]) -> list[Figure]:
    return [
        Figure(found.estimate, found.low, found.high, bound=bool(found.short)) for found in estimate(run, ks)
    ]


def _incomplete(runs: Sequence[tuple[str, RunSummary]]) -> list[str]:
    return [
        f"{INCOMPLETE}: {name} lacks verdicts ({broken(run)}); its figures are not final."
        for name, run in runs
        if not run.complete
    ]


def _bounds(rows: Sequence[Row]) -> list[str]:
    if any(isinstance(cell, Figure) and cell.bound for row in rows for cell in row.cells):
        return ["Figures with '>=' rest on too few attempts: the missing ones count as failures."]
    return []


def _estimators(runs: Sequence[RunSummary]) -> list[str]:
    stops = {run.early_stop for run in runs}
    if stops == {False}:
        return ["Estimator: unbiased pass@k (Chen et al. 2021)."]
    if stops == {True}:
        return ["Estimator: first success at or before attempt k (early stop)."]
    return ["Estimator: unbiased pass@k (Chen et al. 2021); first success for the runs with early stop."]
