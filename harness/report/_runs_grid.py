"""Grids of runs, and of ablation arms with their differences to a base arm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from harness.checker import Status
from harness.errors import UsageError
from harness.report._compare import ground_texts
from harness.report._grid import Cell, Figure, Grid, GridRow, PValue
from harness.report._repeat_groups import repeat_groups, setting_names_apart
from harness.report._run_rows import budget_of, passes, repeats_row, run_row, union_row
from harness.report._words import (
    BOUNDS,
    PAIRED_METHOD,
    SINGLE_INTERVALS,
    name_of,
    no_replay,
    part_notes,
    run_alarms,
    scope_notes,
    shape_notes,
)
from harness.stats import (
    MetricKind,
    check_ks,
    compare,
    require_no_part_beside_whole,
    same_ground,
    shared_notes,
)

if TYPE_CHECKING:
    from harness.report._arms import Arms
    from harness.run.summary import RunSummary
    from harness.stats import Comparison

_INTERVALS = f"Figures are percent with 95 % intervals. {SINGLE_INTERVALS}"
_DIFFERENCES = (
    "Differences to the base arm are percent points on the same problems, with 95 % intervals. "
    f"{PAIRED_METHOD} The p shown is adjusted by Holm over all arms and k, which the intervals aren't."
)
_LEAN_CPU = "Lean CPU h: spent by the runs; saved: of verdicts that were known before."
_REPEATS = (
    "Figures are percent: mean ± standard deviation over repeats of the empirical pass@k, as in Xin et al. "
    "2024, DeepSeek-Prover-V1.5. It tells how runs on these problems vary, and is no error over problems."
)
_OTHER_GROUND = (
    "NOT THE SAME GROUND: these runs differ in problems, bench variant or checker, so their figures "
    "can't be compared; `prover-eval compare` tells the differences."
)


def runs_grid(
    runs: Sequence[RunSummary],
    ks: Iterable[int] | None = None,
    title: str = "",
    *,
    repeated: bool = False,
    cumulative: bool = False,
    common: bool = False,
) -> Grid:
    """Runs by metrics: budget, pass@k, solved, verdict counts, CPU hours in Lean.

    ks: None means 1 and the smallest n. repeated: runs that differ in their seed alone are one row, mean ± sd
    of pass@k over them. cumulative: a last row for the problems that any run solved; common: also where the
    runs differ in problems or checkers. Runs on other ground than the first one get an alarm.

    Raises UsageError when there is no run, an impossible k, a run without problems, two runs with the same
    settings and seed for `repeated`, a part of a bench beside the whole, or a single run, the same one
    twice, or runs on other ground for `cumulative`.
    """
    if not runs:
        raise UsageError("a table needs at least one run")
    require_no_part_beside_whole(runs)
    chosen = _ks(runs, ks)
    names = _names(runs)
    named = list(zip(names, runs, strict=True))
    alarms = [*run_alarms(named), *shape_notes(named)]
    if not all(same_ground(runs[0], run) for run in runs[1:]):
        alarms.append(_OTHER_GROUND)
    rows, notes = _rows(runs, names, chosen, repeated)
    if cumulative:
        if len(runs) < 2:
            raise UsageError("the union of what runs solved needs at least two runs: give more")
        if len({run.run_dir.resolve() for run in runs}) < len(runs):
            raise UsageError("a run is given twice, which would double its budget: give each run once")
        row, note, differences = union_row(runs, names, chosen, repeated=repeated, common=common)
        rows.append(row)
        notes.append(note)
        alarms += [f"The union is over runs that differ: {line}." for line in differences]
    head = ("run", "bench", "model", "n", "budget", *(["repeats"] if repeated else []))
    columns = (*head, *(f"pass@{k}" for k in chosen), "solved", "problems", *(s.value for s in Status))
    return Grid(
        title,
        (*columns, "Lean CPU h", "saved h"),
        tuple(rows),
        (*alarms, *_bounds(rows)),
        (
            *notes,
            *([] if repeated else _estimators(runs)),
            _budget_note(runs, repeated or cumulative),
            *(shared_notes(runs) if repeated or cumulative else []),
            _LEAN_CPU,
            *part_notes(runs),
        ),
    )


def _rows(
    runs: Sequence[RunSummary], names: Sequence[str], ks: Sequence[int], repeated: bool
) -> tuple[list[GridRow], list[str]]:
    """(one row for each run, or for each group of repeats; how their figures were made)."""
    if not repeated:
        return [run_row(name, run, ks) for name, run in zip(names, runs, strict=True)], [_INTERVALS]
    name_of = dict(zip(map(id, runs), names, strict=True))
    groups = repeat_groups(runs)
    rows = [repeats_row([name_of[id(run)] for run in group], group, ks) for group in groups]
    notes = _repeats_notes(groups)
    if any(isinstance(cell, Figure) and cell.low is not None for row in rows for cell in row.cells):
        notes.append("In brackets: 95 % intervals over problems, exact for solved.")
    return rows, notes


def _repeats_notes(groups: Sequence[Sequence[RunSummary]]) -> list[str]:
    notes = [_REPEATS]
    alone = [group[0] for group in groups if len(group) == 1]
    if any(not run.early_stop for run in alone):
        notes.append(
            "A row of a single run is cut into blocks of k attempts: `repeats` has their number for each k."
        )
    if len(groups) > 1 and len(alone) == len(groups):
        notes.append(
            "No two of these runs differ in their seed alone: "
            f"{groups[0][0].run_dir.name} and {groups[1][0].run_dir.name} differ in "
            f"{setting_names_apart(groups[0][0], groups[1][0])}."
        )
    return notes


def _budget_note(runs: Sequence[RunSummary], several: bool) -> str:
    factors = ["runs"] if several and len(runs) > 1 else []
    factors.append("samples")
    if any(len(budget_of(run).factors) > 1 for run in runs):
        factors.append("attempts of a sample, its repair rounds included")
    return f"Budget: {' × '.join(factors)}, for each problem, at most."


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
        for k, figure in zip(chosen, passes(arm.run, chosen), strict=True):
            cells += [figure, *_difference(by_arm.get(arm.name), k)]
        rows.append(GridRow((*cells, len(arm.run.problems)), arm.run.complete, no_replay([arm.run])))
    named = [(arm.name, arm.run) for arm in arms.arms]
    alarms = [*run_alarms(named), *shape_notes(named)]
    alarms += [
        f"{arm.name}: {text}"
        for arm, comparison in zip(others, found, strict=True)
        for text in ground_texts(comparison.pairing, (arms.base, arm.name))
    ]
    notes = (
        f"Base arm: {arms.base}.",
        _INTERVALS,
        _DIFFERENCES,
        *arms.notes,
        *_estimators(runs),
        *scope_notes(named),
        *part_notes(runs),
    )
    return Grid(arms.title, (*columns, "problems"), tuple(rows), (*alarms, *_bounds(rows)), notes)


def _names(runs: Sequence[RunSummary]) -> list[str]:
    """The runs by their labels or folders' names, or by their whole paths where these aren't unique."""
    names = [name_of(run) for run in runs]
    return names if len(set(names)) == len(names) else [str(run.run_dir) for run in runs]


def _difference(comparison: Comparison | None, k: int) -> tuple[Cell, Cell]:
    if comparison is None:
        return None, None
    found = next(d for d in comparison.differences if d.metric.kind is MetricKind.PASS and d.metric.k == k)
    figure = Figure(
        found.difference,
        found.low,
        found.high,
        difference=True,
        # What a run may have more raises the difference for the other run, and lowers it for the base.
        bound=bool(found.other_short),
        upper=bool(found.base_short),
    )
    return figure, PValue(found.p_holm)


def _ks(runs: Sequence[RunSummary], ks: Iterable[int] | None) -> list[int]:
    smallest = min(run.n for run in runs)
    return check_ks({1, smallest} if ks is None else ks, smallest)


def _bounds(rows: Sequence[GridRow]) -> list[str]:
    if any(isinstance(cell, Figure) and (cell.bound or cell.upper) for row in rows for cell in row.cells):
        return [BOUNDS]
    return []


def _estimators(runs: Sequence[RunSummary]) -> list[str]:
    stops = {run.early_stop for run in runs}
    if stops == {False}:
        return ["Estimator: unbiased pass@k (Chen et al. 2021)."]
    if stops == {True}:
        return ["Estimator: first success at or before attempt k."]
    return ["Estimator: unbiased pass@k (Chen et al. 2021); first success for the runs that end at proofs."]
