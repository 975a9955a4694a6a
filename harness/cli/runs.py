"""prover-eval runs: the run folders that are there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli._options import option
from harness.errors import ProverEvalError, UsageError

if TYPE_CHECKING:
    from harness.run.summary import RunSummary

_DEPTH = 3


@click.command("runs")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER...]")
@option("--json", "as_json", is_flag=True, help="One JSON object for each run.")
def command(folders: tuple[Path, ...], as_json: bool) -> int:
    """List the runs in FOLDER and below, the latest first.  [default: runs]

    Shown are label or folder, problems and budget, model, solved problems, pass@1, how far a run is, and
    whether it was judged without a kernel replay. A run that can't be read is listed with the reason.

    Exit code: 0, or 2 when there is no run.
    """
    found = sorted(_runs(folders or (Path("runs"),)), key=lambda entry: str(entry["created"]), reverse=True)
    if not found:
        raise UsageError(
            f"no run in {', '.join(map(str, folders)) or 'runs'}: make one with `prover-eval --bench nng "
            "--model tactics`, or give the folder that holds your runs"
        )
    if as_json:
        click.echo("\n".join(json.dumps(entry) for entry in found))
    else:
        click.echo(_table(found))
    return 0


def _runs(folders: Iterable[Path]) -> Iterable[dict[str, Any]]:
    seen: set[Path] = set()
    for folder in folders:
        for path in _run_folders(folder, _DEPTH):
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield _entry(path)


def _run_folders(folder: Path, depth: int) -> Iterable[Path]:
    """The folder itself if it is a run, else the runs in it, so many levels down at most."""
    from harness.run.store import is_run

    if is_run(folder):
        yield folder
    elif depth:
        try:
            below = sorted(path for path in folder.iterdir() if path.is_dir())
        except OSError:
            return
        for path in below:
            yield from _run_folders(path, depth - 1)


def _entry(folder: Path) -> dict[str, Any]:
    from harness.report import run_json
    from harness.run.store import RunStore

    try:
        with RunStore.open_readonly(folder) as store:
            summary = store.summary()
            created = store.info.get("created")
            figures = _figures(summary)
    except ProverEvalError as error:
        return {"run_dir": str(folder), "created": "", "error": " ".join(str(error).split())}
    planned = sum(len(problem.outcomes) for problem in summary.problems)
    lacking = sum(problem.outcomes.count(None) for problem in summary.problems)
    return {
        "run_dir": str(folder),
        "created": created,
        **run_json(summary),
        **figures,
        "samples_done": planned - lacking,
        "samples_planned": planned,
        "error": None,
    }


def _figures(summary: RunSummary) -> dict[str, Any]:
    from harness.stats import estimate

    pass_at_1 = estimate(summary, [1])[0].estimate if summary.problems else None
    return {"pass_at_1": pass_at_1, "solved": summary.solved}


def _table(entries: list[dict[str, Any]]) -> str:
    from harness.report import Figure, Format, Grid, GridRow, render_grid

    columns = ("run", "problems and budget", "model", "solved", "pass@1", "made", "state")
    rows = []
    for entry in entries:
        made = str(entry["created"] or "")[:16].replace("T", " ")
        if entry["error"] is not None:
            rows.append(GridRow((entry["run_dir"], "-", "-", None, None, made, entry["error"])))
            continue
        done, planned = entry["samples_done"], entry["samples_planned"]
        state = "finished" if entry["complete"] else f"{done} of {planned} samples done"
        state += ", no kernel replay" if entry["no_replay"] else ""
        name = f"{entry['label']} ({entry['run_dir']})" if entry["label"] else entry["run_dir"]
        figure = None if entry["pass_at_1"] is None else Figure(entry["pass_at_1"])
        rows.append(GridRow((name, entry["scope"], entry["model"], entry["solved"], figure, made, state)))
    return render_grid(Grid("", columns, tuple(rows)), Format.TEXT)
