"""A paper's table as a grid: published rows as their sources print them, measured rows with intervals."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.report._grid import Cell, Figure, Grid, GridRow
from harness.report._run_rows import budget_of
from harness.report._words import (
    INCOMPLETE,
    judging_alarms,
    name_of,
    no_replay,
    part_notes,
    scope_notes,
    shape_notes,
)
from harness.report.papers._published import FLAGS, Published, read_published
from harness.stats import estimate

if TYPE_CHECKING:
    from harness.report.papers._paper import Paper, PaperColumn
    from harness.run.summary import RunSummary

PUBLISHED, MEASURED = "published", "measured"
ALL = "all"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with what it is ordered by."""

    row: GridRow
    rank: float


class _Marks:
    """Letters for footnotes, in the order of their first use."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def of(self, flags: Sequence[str]) -> str:
        for flag in flags:
            self._letters.setdefault(flag, string.ascii_lowercase[len(self._letters)])
        return ",".join(sorted(self._letters[flag] for flag in flags))

    def notes(self) -> list[str]:
        return [f"({letter}) {FLAGS[flag]}." for flag, letter in self._letters.items()]


def paper_grid(paper: Paper, runs: Sequence[RunSummary] = ()) -> Grid:
    """The table of `paper`, with `runs` as measured rows.

    Raises UsageError for a run over another bench, and for a table without a published row.
    """
    for run in runs:
        if run.part is not None:
            raise UsageError(
                f"{run.run_dir} is a run over {run.bench_label}, and the figures of {paper.name} are "
                f"on the whole: leave it out; `prover-eval table RUN...` shows it beside its like"
            )
        if run.bench.partition(":")[0] != paper.bench:
            raise UsageError(
                f"{run.run_dir} is a run over {run.bench}, and the table {paper.name} is about "
                f"{paper.bench}: leave it out, or use another table (--paper list)"
            )
    chosen = [row for row in read_published() if _wanted(row, paper)]
    if not chosen:
        raise UsageError(f"no published row fits the table {paper.name}: look at its `select`")
    marks = _Marks()
    lines = [_published(paper, group, marks) for group in _groups(chosen)]
    alarms: list[str] = shape_notes((name_of(run), run) for run in runs)
    lines += [_measured(paper, run, chosen, alarms) for run in runs]
    if paper.order != "source":
        lines.sort(key=lambda line: -line.rank)
    columns = ("system", *paper.details, *(column.title for column in paper.columns), "figures")
    notes = [*marks.notes(), *paper.footnotes]
    if not paper.show_source:
        notes.insert(0, "Published figures: " + "; ".join(dict.fromkeys(row.source for row in chosen)) + ".")
    if runs:
        notes.append("Measured figures: pass@k with 95 % intervals; k is the samples of the row's budget.")
        named = [(name_of(run), run) for run in runs]
        notes += scope_notes(named)
        notes += part_notes(runs)
        alarms += judging_alarms(named)
    return Grid(
        paper.heading,
        (*columns, *(("source",) if paper.show_source else ())),
        tuple(line.row for line in lines),
        tuple(alarms),
        tuple(notes),
    )


def _wanted(row: Published, paper: Paper) -> bool:
    return all(str(getattr(row, key)) == value for key, value in paper.select.items())


def _groups(rows: Sequence[Published]) -> list[list[Published]]:
    """Figures of one system and budget from one source belong into one row, unless two are for one split."""
    groups: dict[tuple[str, ...], list[Published]] = {}
    for row in rows:
        at = 0
        while True:
            group = groups.setdefault((row.name, row.size, row.budget, row.source, str(at)), [])
            if all(row.split != other.split for other in group):
                group.append(row)
                break
            at += 1
    return list(groups.values())


def _published(paper: Paper, group: list[Published], marks: _Marks) -> _Line:
    first = group[0]
    flags = tuple(dict.fromkeys(flag for row in group for flag in row.flags))
    # What only one figure of a row is marked with stands at the figure, the rest at the name.
    common = [flag for flag in flags if all(flag in row.flags for row in group)]
    name = first.variant if paper.label == "variant" and first.variant else first.name
    mark = marks.of(common)
    cells: list[Cell] = [f"{name} ({mark})" if mark else name]
    cells += [getattr(first, key) or None for key in paper.details]
    for column in paper.columns:
        row = next((row for row in group if row.split == column.split), None)
        cells.append(
            _figure(row, column, [] if row is None else [f for f in row.flags if f not in common], marks)
        )
    cells.append(PUBLISHED)
    if paper.show_source:
        cells.append(first.source)
    ranks = [row.fraction if paper.order == "percent" else float(row.solved or 0) for row in group]
    meanings = tuple(FLAGS[flag] for flag in flags)
    return _Line(
        GridRow(tuple(cells), notes=meanings), max((rank for rank in ranks if rank is not None), default=0.0)
    )


def _figure(row: Published | None, column: PaperColumn, flags: list[str], marks: _Marks) -> Cell:
    if row is None:
        return None
    if column.figure == "solved":
        if not row.solved:
            return None
        return f"{row.solved} ({marks.of(flags)})" if flags else int(row.solved)
    if row.fraction is None:
        return None
    text = row.percent + (f" ± {row.spread}" if row.spread else "")
    spread = float(row.spread) / 100 if row.spread else None
    return Figure(row.fraction, printed=f"{text} ({marks.of(flags)})" if flags else text, spread=spread)


def _measured(paper: Paper, run: RunSummary, published: Sequence[Published], alarms: list[str]) -> _Line:
    k = run.n if paper.k is None else min(paper.k, run.n)
    details = {"budget": str(budget_of(replace(run, n=k))), "size": None, "kind": None, "year": None}
    cells: list[Cell] = [f"{run.model} [{name_of(run)}]", *(details[key] for key in paper.details)]
    rank = 0.0
    for column in paper.columns:
        part = replace(run, problems=tuple(p for p in run.problems if column.split in ("", ALL, p.split)))
        if not part.problems:
            cells.append(None)
            continue
        found = estimate(part, [k])[0]
        figure = Figure(found.estimate, found.low, found.high, bound=bool(found.short))
        cells.append(part.solved if column.figure == "solved" else figure)
        rank = max(rank, float(part.solved) if paper.order == "solved" else found.estimate)
        totals = {int(row.total) for row in published if row.total and row.split == column.split}
        if totals and len(part.problems) not in totals:
            alarms.append(
                f"NOT THE WHOLE BENCH: {run.run_dir.name} has {len(part.problems)} problems of "
                f"{column.title}, the published figures are for {' or '.join(map(str, sorted(totals)))}."
            )
    if all(cell is None for cell in cells[1 + len(paper.details) :]):
        raise UsageError(f"{run.run_dir} has no problem of a split that the table {paper.name} shows")
    if not run.complete:
        alarms.append(f"{INCOMPLETE}: {run.run_dir.name} lacks verdicts; its figures are not final.")
    if paper.k is not None and run.n < paper.k:
        alarms.append(
            f"SMALLER BUDGET: {run.run_dir.name} has {run.n} samples a problem, the table is for {paper.k}."
        )
    cells.append(MEASURED)
    if paper.show_source:
        cells.append(f"{run.ground}, {run.run_dir.name}")
    return _Line(GridRow(tuple(cells), run.complete, no_replay([run])), rank)
