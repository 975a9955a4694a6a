"""prover-eval compare: two or more runs on the same problems."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.cli._options import option
from harness.cli.run import INCOMPLETE, Numbers


@click.command("compare")
@click.argument("base", type=click.Path(path_type=Path), metavar="BASE")
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER...")
@option("--k", "ks", type=Numbers(), help="Compare at these k.  [default: 1 and the smallest n]")
@option("--common", is_flag=True, help="Compare what both have, in spite of other problems or checkers.")
@option("--lists", "every", is_flag=True, help="List the problems that both or neither solved, too.")
@option("--seed", type=int, default=0, show_default=True, help="Seed of the bootstrap.")
@option("--json", "as_json", is_flag=True, help="One JSON object, with all lists.")
def command(
    base: Path,
    others: tuple[Path, ...],
    ks: tuple[int, ...] | None,
    common: bool,
    every: bool,
    seed: int,
    as_json: bool,
) -> int:
    """Compare OTHER runs with a BASE run, problem by problem.

    A run is a folder or a file made by `baseline save`. Shown are the differences of pass@k and solved@k with
    intervals and p-values, and the problems that were gained and lost. Runs over different problems, variants
    of a bench or checkers are refused with the differences.

    Exit code: 0, or 3 when a run is incomplete.
    """
    from harness.report import compare_runs

    found = compare_runs(base, others, ks, common=common, seed=seed)
    click.echo(json.dumps(found.json()) if as_json else found.render(every=every))
    return 0 if found.complete else INCOMPLETE
