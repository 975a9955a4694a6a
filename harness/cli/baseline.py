"""prover-eval baseline: small files that stand for runs."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli._group import CONTEXT


@click.group("baseline", context_settings=CONTEXT)
def group() -> None:
    """Save a run as a small file that can be committed."""


@group.command("save")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def save(run: Path, file: Path) -> None:
    """Write FILE with the settings and per-problem counts of RUN.

    `gate`, `compare` and `table` read it in place of the run folder. An incomplete run is refused.
    """
    from harness.report import read_run, save_baseline

    summary = read_run(run)
    save_baseline(summary, file)
    click.echo(f"{file}: {summary.scope}, {summary.model}, {summary.solved} solved")
