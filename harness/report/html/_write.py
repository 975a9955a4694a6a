"""From run folders to a report on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import harness
from harness.errors import UsageError
from harness.report._compare import COMPARISON_NOTE
from harness.report._words import SINGLE_INTERVALS, part_notes
from harness.report.figures import Curve, Point, VerdictBar, curves_svg, verdicts_svg
from harness.report.html._attempts import EXHAUSTED, LEGEND, LETTERS, WAITING
from harness.report.html._chunks import PAGE_LIMIT, ChunkStore
from harness.report.html._page import render_page
from harness.report.html._runs import RunData, all_problems, read_runs
from harness.report.html._settings import settings_of
from harness.report.html._statements import Statements, find_statements, tags_of, text_before
from harness.report.html._view import (
    RunView,
    alarms_of,
    cell_view,
    comparisons_of,
    counted,
    failures_of,
    reasons_of,
    run_view,
    title_of,
)
from harness.run.store import RunStore
from harness.run.summary import Count, RunSummary
from harness.stats import check_ks, estimate, require_no_part_beside_whole


@dataclass(frozen=True, slots=True)
class HtmlReport:
    """What was written. page: to be opened. data: the folder of attempts beside it, or None. size: bytes in
    all. complete: whether every run has all its verdicts."""

    page: Path
    data: Path | None
    size: int
    complete: bool


def write_html(
    runs: Sequence[Path],
    destination: Path,
    ks: Iterable[int] | None = None,
    *,
    count: Count = "samples",
    as_folder: bool = False,
    include_paths: Sequence[Path] = (),
    page_limit: int = PAGE_LIMIT,
) -> HtmlReport:
    """Write the report of run folders; the first run is the base of comparisons.

    destination: a file, or with as_folder a folder that gets index.html. ks: pass@k that are shown; None
    means 1 and the smallest n. count: what they count in a run with repair rounds. page_limit: bytes of
    packed attempts in one page; with more, or as_folder, the attempts go into script files in a folder
    beside the page, which the page loads when they are asked for.

    Raises UsageError for what is no run, an impossible k, a run without problems, a part of a bench beside
    the whole or a destination that can't be written; StoreError for a damaged run.
    """
    page = destination / "index.html" if as_folder else destination
    data = page.with_name(f"{page.stem}_files")
    with ExitStack() as stack:
        stores = [stack.enter_context(RunStore.open_readonly(folder)) for folder in runs]
        summaries = [store.summary(count) for store in stores]
        require_no_part_beside_whole(summaries)
        smallest = min(summary.n for summary in summaries)
        chosen = check_ks({1, smallest} if ks is None else ks, smallest)
        try:
            page.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{page.parent} can't be made ({error}): give another --html") from error
        chunks = stack.enter_context(
            closing(ChunkStore(data, _key(stores, summaries), in_page=not as_folder, limit=page_limit))
        )
        found = read_runs(stores, summaries, chunks)
        chunks.finish()
    statements = find_statements([run.summary for run in found], include_paths)
    names = all_problems([run.summary for run in found])
    tags = tags_of({name: problem for name, problem in statements.problems.items() if name in set(names)})
    text = render_page(
        _view(found, chosen, names, statements, tags),
        _index(found, names, statements, tags, chunks, data.name),
        chunks.chunks,
    )
    _write(page, text)
    size = page.stat().st_size + sum(path.stat().st_size for path in _files(data, chunks))
    return HtmlReport(
        page, None if chunks.in_page else data, size, all(run.summary.complete for run in found)
    )


def _key(stores: Sequence[RunStore], summaries: Sequence[RunSummary]) -> str:
    """Tells the report of these runs, as far as they are, from every other one."""
    content = [
        [dict(store.info), dict(summary.verdicts), dict(summary.reasons)]
        for store, summary in zip(stores, summaries, strict=True)
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _files(data: Path, chunks: ChunkStore) -> list[Path]:
    return [data / f"{number}.js" for number in range(len(chunks.files))]


def _write(page: Path, text: str) -> None:
    new = page.with_name(page.name + ".new")
    try:
        new.write_text(text, encoding="utf-8", errors="backslashreplace")
        new.replace(page)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise UsageError(f"{page} can't be written ({error}): give another --html") from error


def _view(
    runs: Sequence[RunData],
    ks: Sequence[int],
    names: Sequence[str],
    statements: Statements,
    tags: Mapping[str, tuple[str, ...]],
) -> dict[str, Any]:
    """What the template prints."""
    heads = [run_view(run, ks, number) for number, run in enumerate(runs)]
    compared, refused = comparisons_of(runs, ks) if len(runs) > 1 else ([], [])
    return {
        "title": title_of(heads),
        "version": harness.__version__,
        "runs": heads,
        "alarms": [*alarms_of(runs), *refused],
        "notes": (*part_notes(run.summary for run in runs), *statements.notes),
        "curves": _curves(runs, heads, ks),
        "verdicts": verdicts_svg([VerdictBar(run.letter, run.summary.verdicts) for run in runs]),
        "lines": reasons_of(runs),
        "failures": failures_of(runs),
        "comparisons": compared,
        "comparison_note": COMPARISON_NOTE,
        "intervals_note": SINGLE_INTERVALS,
        "rows": _rows(runs, names, tags),
        "splits": sorted({problem.split for run in runs for problem in run.problems.values()}),
        "tags": sorted({tag for found in tags.values() for tag in found}),
        "reasons": sorted({key for run in runs for key, count in run.summary.reasons.items() if count}),
        "settings": settings_of(runs),
        "counts_attempts": any(run.summary.rounds and run.summary.count == "attempts" for run in runs),
        "bounds": any(figure.bound for head in heads for figure in head.figures),
    }


def _curves(runs: Sequence[RunData], heads: Sequence[RunView], ks: Sequence[int]) -> dict[str, Any] | None:
    """The figure and its numbers; None where every run has one attempt for each problem."""
    if max(run.summary.n for run in runs) == 1:
        return None
    curves = []
    for run, head in zip(runs, heads, strict=True):
        n = run.summary.n
        powers = {1 << i for i in range(n.bit_length())} | {k for k in ks if k <= n} | {n}
        points = [Point(f.k, f.estimate, f.low, f.high) for f in estimate(run.summary, powers)]
        curves.append(Curve(run.letter if len(runs) > 1 else "", tuple(points), f"run-{head.colour}"))
    return {
        "svg": curves_svg(curves),
        "ks": sorted({point.k for curve in curves for point in curve.points}),
        "points": [{point.k: point for point in curve.points} for curve in curves],
    }


def _rows(
    runs: Sequence[RunData], names: Sequence[str], tags: Mapping[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """The matrix: one row for each problem, one cell or None for each run."""
    rows = []
    for name in names:
        rows.append(
            {
                "name": name,
                "split": next(run.problems[name].split for run in runs if name in run.problems),
                "tags": tags.get(name, ()),
                "cells": [
                    cell_view(run, name, runs[0] if number else None) for number, run in enumerate(runs)
                ],
            }
        )
    return rows


def _cell_entry(run: RunData, name: str) -> dict[str, Any] | None:
    if name not in run.cells:
        return None
    cell = run.cells[name]
    proofs, decided = counted(run.problems[name])
    entry = {"letters": cell.letters, "parts": cell.parts, "proofs": proofs, "decided": decided}
    if cell.names != [str(number) for number in range(len(cell.names))]:
        entry["names"] = cell.names
    return entry


def _index(
    runs: Sequence[RunData],
    names: Sequence[str],
    statements: Statements,
    tags: Mapping[str, tuple[str, ...]],
    chunks: ChunkStore,
    folder: str,
) -> dict[str, Any]:
    """What the script reads at its start."""
    headers: dict[str, int] = {}
    problems = []
    for name in names:
        problem = statements.problems.get(name)
        entry: dict[str, Any] = {
            "name": name,
            "tags": tags.get(name, ()),
            "cells": [_cell_entry(run, name) for run in runs],
        }
        if problem is not None:
            entry |= {
                "statement": problem.formal_statement,
                "informal": problem.informal_prefix,
                "goal": problem.goal,
                "header": headers.setdefault(problem.header, len(headers)),
                "before": text_before(problem),
            }
        problems.append(entry)
    return {
        "runs": [{"letter": run.letter, "model": run.summary.model, "n": run.summary.n} for run in runs],
        "legend": dict(zip(LETTERS, LEGEND, strict=False))
        | {WAITING: ("waiting", ""), EXHAUSTED: ("exhausted", "")},
        "problems": problems,
        "headers": list(headers),
        "key": chunks.key,
        "files": chunks.files,
        "folder": folder if chunks.files else "",
    }
