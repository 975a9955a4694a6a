"""prover-eval table: runs or ablation arms by metrics."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli._options import option
from harness.cli.run import INCOMPLETE, Numbers
from harness.errors import UsageError

_FORMATS = ("text", "markdown", "latex", "csv", "html")


@click.command("table")
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path), metavar="[RUN...]")
@option("--k", "ks", type=Numbers(), help="Report pass@k for these.  [default: 1 and the smallest n]")
@option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@option(
    "--arms",
    type=click.Path(path_type=Path, dir_okay=False),
    help="YAML file with the arms of an ablation, in place of RUN...",
)
@option("--paper", help="A paper's table, with RUN... as further rows: a name, a YAML file, or `list`.")
@option("--common", is_flag=True, help="Compare arms on what they share, in spite of differences.")
@option("--title", default="", help="Title of the table.")
@option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def command(
    runs: tuple[Path, ...],
    ks: tuple[int, ...] | None,
    form: str,
    arms: Path | None,
    paper: str | None,
    common: bool,
    title: str,
    output: Path | None,
) -> int:
    """Print runs by metrics; a RUN is a folder or a file made by `baseline save`.

    A file of arms has `base` and `arms`, a list of `name`, `run` and `factors`; each arm is compared with
    the base arm, problem by problem. A paper's table has published figures with their sources.

    Exit code: 0, or 3 when a run is incomplete.
    """
    from dataclasses import replace

    from harness.report import Format, arms_grid, read_arms, read_run, render_grid, runs_grid
    from harness.report.papers import list_papers, paper_grid, read_paper

    if paper == "list":
        click.echo("\n".join(f"{name:28} {read_paper(name).title}" for name in list_papers()))
        return 0
    if (not runs and paper is None) == (arms is None):
        raise UsageError("give runs, --paper NAME or --arms FILE")
    if paper is not None:
        if arms is not None or ks is not None:
            raise UsageError("--paper goes with neither --arms nor --k: its definition says what it shows")
        grid = paper_grid(read_paper(paper), [read_run(path) for path in runs])
        grid = replace(grid, title=title or grid.title)
    elif arms is not None:
        grid = arms_grid(read_arms(arms), ks, common=common)
        grid = replace(grid, title=title or grid.title)
    else:
        grid = runs_grid([read_run(path) for path in runs], ks, title)
    if form == "csv":
        # CSV has no place for sentences; its column `complete` marks the rows.
        for alarm in grid.alarms:
            click.echo(f"!!! {alarm}", err=True)
    text = render_grid(grid, Format(form))
    if output is None:
        click.echo(text)
    else:
        try:
            output.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{output} can't be written ({error}): give another --output") from error
    return 0 if all(row.complete for row in grid.rows) else INCOMPLETE
