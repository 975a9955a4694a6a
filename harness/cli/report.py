"""prover-eval report: print the results of runs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.cli._options import option
from harness.cli.run import INCOMPLETE, Numbers
from harness.run.store import RunStore


@click.command("report")
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN...")
@option("--k", "ks", type=Numbers(), help="Report pass@k for these.  [default: 1 and n]")
@option("--json", "as_json", is_flag=True, help="One JSON object for each run.")
def command(runs: tuple[Path, ...], ks: tuple[int, ...] | None, as_json: bool) -> int:
    """Print the table of each run folder, finished or not.

    Exit code: 0, or 3 when a run is incomplete.
    """
    from harness.report import render_summary, summary_json

    complete = True
    for number, folder in enumerate(runs):
        with RunStore.open_readonly(folder) as store:
            summary = store.summary()
        chosen = ks or tuple(sorted({1, summary.n}))
        complete &= summary.complete
        if as_json:
            click.echo(json.dumps(summary_json(summary, chosen)))
        else:
            click.echo(("\n" if number else "") + render_summary(summary, chosen))
    return 0 if complete else INCOMPLETE
