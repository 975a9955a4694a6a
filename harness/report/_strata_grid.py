"""A run's figures by split or by a metadata field of its bench's problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.checker import Status
from harness.errors import UsageError
from harness.report._grid import Figure, Grid, GridRow
from harness.report._words import (
    BOUNDS,
    SINGLE_INTERVALS,
    count_of,
    name_of,
    no_replay,
    part_notes,
    run_alarms,
    scope_notes,
    shape_notes,
)
from harness.stats import (
    metadata_groups,
    require_no_part_beside_whole,
    split_groups,
    strata,
    verdict_counts,
)

if TYPE_CHECKING:
    from harness.run.store import AttemptRow
    from harness.run.summary import RunSummary
    from harness.stats import Stratum

SPLIT = "split"
_TAG = "tag:"


@dataclass(frozen=True, slots=True)
class RunStrata:
    """The groups of one run. field: what they go by. verdicts: by group, as `verdict_counts` has them.

    ungrouped, repeated: how many of the run's problems are in no group, and in several.
    """

    run: RunSummary
    field: str
    strata: tuple[Stratum, ...]
    verdicts: Mapping[str, Mapping[str, int]]
    ungrouped: int
    repeated: int


def run_strata(
    run: RunSummary,
    attempts: Iterable[AttemptRow],
    by: str,
    ks: Sequence[int],
    include_paths: Sequence[Path] = (),
) -> RunStrata:
    """A run's figures by group. by: `split`, or a metadata field; `tag:FIELD` for one that is called split.

    Raises UsageError when no problem has the field, for an impossible k, and when the bench here isn't the
    run's; what `find_bench` raises when there is none.
    """
    field = by.removeprefix(_TAG)
    groups = split_groups(run) if by == SPLIT else _by_metadata(run, field, include_paths)
    count = {problem.name: 0 for problem in run.problems}
    for name in (name for names in groups.values() for name in names if name in count):
        count[name] += 1
    return RunStrata(
        run,
        field,
        tuple(strata(run, groups, ks)),
        verdict_counts(attempts, groups),
        sum(groups_of == 0 for groups_of in count.values()),
        sum(groups_of > 1 for groups_of in count.values()),
    )


def _by_metadata(run: RunSummary, field: str, include_paths: Sequence[Path]) -> dict[str, list[str]]:
    from harness.bench import find_bench

    if not field:
        raise UsageError("--by tag: needs a field behind the colon, for instance tag:level")
    bench = find_bench(run.bench, include_paths)
    wanted = run.settings.bench_sha256
    if wanted != bench.sha256:
        raise UsageError(
            f"the bench {run.bench} here (sha256 {bench.sha256[:12]}) is another one than that of "
            f"{run.run_dir} ({str(wanted or 'not recorded')[:12]}), so its fields can't be told: "
            "give the run's own with --include-path, or --by split"
        )
    names = {problem.name for problem in run.problems}
    groups = metadata_groups((problem for problem in bench.problems if problem.name in names), field)
    if all(name.isdecimal() for name in groups):
        return {name: groups[name] for name in sorted(groups, key=int)}
    return groups


def strata_grid(parts: Sequence[RunStrata], title: str = "") -> Grid:
    """Groups by solved, pass@k and verdict counts; several runs come one after the other, by name.

    parts: at least one, all by the same field and for the same ks. Raises UsageError for a part of a bench
    beside the whole.
    """
    first = parts[0]
    several = len(parts) > 1
    require_no_part_beside_whole([part.run for part in parts])
    figures = first.strata[0].figures
    columns = (first.field, "problems", "solved", *(f"pass@{figure.k}" for figure in figures))
    rows = tuple(
        GridRow(
            (
                *([name_of(part.run)] if several else []),
                group.name,
                group.problems,
                Figure(group.solved / group.problems, group.low, group.high),
                *(Figure(f.estimate, f.low, f.high, bound=bool(f.short)) for f in group.figures),
                *(part.verdicts[group.name].get(status.value, 0) for status in Status),
            ),
            part.run.complete,
            no_replay([part.run]),
        )
        for part in parts
        for group in part.strata
    )
    return Grid(
        title,
        (*(["run"] if several else []), *columns, *(status.value for status in Status)),
        rows,
        tuple(_alarms(parts)),
        tuple(_notes(parts)),
    )


def _alarms(parts: Sequence[RunStrata]) -> list[str]:
    named = [(name_of(part.run), part.run) for part in parts]
    alarms = [*run_alarms(named), *shape_notes(named)]
    if any(figure.short for part in parts for group in part.strata for figure in group.figures):
        alarms.append(BOUNDS)
    return alarms


def _notes(parts: Sequence[RunStrata]) -> list[str]:
    notes = [
        f"Figures are percent with 95 % intervals over the group's problems, not adjusted for being several. "
        f"{SINGLE_INTERVALS}",
        *scope_notes((name_of(part.run), part.run) for part in parts),
    ]
    for part in parts:
        name = name_of(part.run)
        if part.ungrouped:
            notes.append(f"{name}: {count_of(part.ungrouped, 'problem')} without {part.field} left out.")
        if part.repeated:
            notes.append(f"{name}: {count_of(part.repeated, 'problem')} in more than one group.")
    return [*notes, *part_notes(part.run for part in parts)]


def strata_json(part: RunStrata) -> dict[str, Any]:
    """The object under `by` in `report --json`: field, groups (name, problems, solved, solved_interval,
    pass_at_k as in `summary_json`, short, verdicts), problems without the field and in several groups."""
    return {
        "field": part.field,
        "groups": [
            {
                "name": group.name,
                "problems": group.problems,
                "solved": group.solved,
                "solved_interval": {"low": group.low, "high": group.high},
                "pass_at_k": {
                    str(f.k): {"estimate": f.estimate, "low": f.low, "high": f.high} for f in group.figures
                },
                "short": {str(f.k): f.short for f in group.figures},
                "verdicts": {
                    status.value: part.verdicts[group.name].get(status.value, 0) for status in Status
                },
            }
            for group in part.strata
        ],
        "ungrouped": part.ungrouped,
        "in_several": part.repeated,
    }
