"""prover-eval table: runs or ablation arms by metrics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli._options import option
from harness.cli._run_options import Tag
from harness.cli.run import INCOMPLETE, Numbers
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.report import Grid

FORMATS = ("text", "markdown", "latex", "csv", "html")


@click.command("table")
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path), metavar="[RUN...]")
@option("--k", "ks", type=Numbers(), help="Report pass@k for these.  [default: 1 and the smallest n]")
@option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@option(
    "--repeats",
    "repeated",
    is_flag=True,
    help="Runs that differ in --seed alone are one row, mean ± sd of pass@k; with --arms-by, one arm.",
)
@option("--cumulative", is_flag=True, help="One more row: the problems that any of the runs solved.")
@option("--arms-by", metavar="KEY[,KEY...]", help="Compare runs as arms of an ablation, by their --tag KEY.")
@option(
    "--base", multiple=True, type=Tag(), help="The base arm of --arms-by.  [default: that of the first run]"
)
@option(
    "--arms",
    type=click.Path(path_type=Path, dir_okay=False),
    help="YAML file with the arms of an ablation, in place of RUN...",
)
@option("--paper", help="A paper's table, with RUN... as further rows: a name, a YAML file, or `list`.")
@option(
    "--common", is_flag=True, help="Compare arms or unite runs on what they share, in spite of differences."
)
@option(
    "--label",
    "labels",
    multiple=True,
    envvar=None,  # That of `run` names one run.
    help="Name of a row, in order; may be repeated.  [default: the run's own --label, or its folder]",
)
@option("--columns", metavar="NAME[,NAME...]", help="Only these columns, in this order; the first one stays.")
@option(
    "--where",
    multiple=True,
    metavar="COLUMN=TEXT",
    help="Only rows like that: = and != (with * and ?), >=, <=, >, <; figures in percent; may be repeated.",
)
@option("--title", default="", help="Title of the table.")
@option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def command(
    runs: tuple[Path, ...],
    ks: tuple[int, ...] | None,
    form: str,
    repeated: bool,
    cumulative: bool,
    arms_by: str | None,
    base: tuple[tuple[str, str], ...],
    arms: Path | None,
    paper: str | None,
    common: bool,
    labels: tuple[str, ...],
    columns: str | None,
    where: tuple[str, ...],
    title: str,
    output: Path | None,
) -> int:
    """Print runs by metrics; a RUN is a folder or a file made by `baseline save`.

    Arms of an ablation come from the tags of the runs (--arms-by data,size --base data=none), or from a file:
    `base` and `arms`, a list of `name`, `run` and `factors`. Each is compared with the base arm, problem by
    problem. A paper's table has published figures with their sources.

    Exit code: 0, or 3 when a run is incomplete.
    """
    from dataclasses import replace

    from harness.report import Condition, Format, choose, rename, render_grid

    if paper == "list":
        _list_papers()
        return 0
    if (not runs and paper is None) == (arms is None):
        raise UsageError("give runs, --paper NAME or --arms FILE")
    _check_together(ks, repeated, cumulative, arms_by, base, arms, paper)
    if paper is not None:
        grid = _of_paper(paper, runs)
    elif arms is not None or arms_by is not None:
        grid = _of_arms(arms, arms_by, base, runs, ks, common=common, repeated=repeated)
    else:
        grid = _of_runs(runs, ks, repeated=repeated, cumulative=cumulative, common=common)
    grid = rename(grid, labels) if labels else grid
    chosen = [name for name in (columns or "").split(",") if name.strip()]
    grid = choose(grid, chosen, [Condition.parse(text) for text in where])
    grid = replace(grid, title=title or grid.title)
    if form == "csv":
        say_alarms(grid)
    _write(render_grid(grid, Format(form)), output)
    return 0 if all(row.complete for row in grid.rows) else INCOMPLETE


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output} can't be written ({error}): give another --output") from error


def say_alarms(grid: Grid) -> None:
    """The alarms on standard error: CSV has no place for sentences, its column `complete` marks the rows."""
    for alarm in grid.alarms:
        click.echo(f"!!! {alarm}", err=True)


def _check_together(
    ks: tuple[int, ...] | None,
    repeated: bool,
    cumulative: bool,
    arms_by: str | None,
    base: tuple[tuple[str, str], ...],
    arms: Path | None,
    paper: str | None,
) -> None:
    """Raises UsageError for options that don't go together."""
    if paper is not None:
        if arms is not None or ks is not None:
            raise UsageError("--paper goes with neither --arms nor --k: its definition says what it shows")
        if arms_by is not None or repeated or cumulative:
            raise UsageError("--paper goes with none of --arms-by, --repeats, --cumulative: leave them out")
    if arms is not None and (arms_by is not None or repeated):
        raise UsageError(
            "a file of --arms names the run of each arm: it goes without --arms-by and --repeats"
        )
    if cumulative and (arms is not None or arms_by is not None):
        raise UsageError("--cumulative goes with runs, not with arms: leave it out, or give the runs alone")
    if base and arms_by is None:
        raise UsageError("--base goes with --arms-by KEY: a file of --arms has its own `base`")


def _list_papers() -> None:
    from harness.report.papers import list_papers, read_paper

    click.echo("\n".join(f"{name:28} {read_paper(name).title}" for name in list_papers()))


def _of_paper(paper: str, runs: tuple[Path, ...]) -> Grid:
    from harness.report import read_run
    from harness.report.papers import paper_grid, read_paper

    return paper_grid(read_paper(paper), [read_run(path) for path in runs])


def _of_arms(
    arms: Path | None,
    arms_by: str | None,
    base: tuple[tuple[str, str], ...],
    runs: tuple[Path, ...],
    ks: tuple[int, ...] | None,
    *,
    common: bool,
    repeated: bool,
) -> Grid:
    from harness.report import arms_by_tags, arms_grid, read_arms, read_run

    if arms is not None:
        return arms_grid(read_arms(arms), ks, common=common)
    keys = [key.strip() for key in (arms_by or "").split(",") if key.strip()]
    if len({key for key, _ in base}) != len(base):
        raise UsageError("--base has a tag twice: give each once")
    found = arms_by_tags([read_run(path) for path in runs], keys, dict(base), repeated=repeated)
    return arms_grid(found, ks, common=common)


def _of_runs(
    runs: tuple[Path, ...], ks: tuple[int, ...] | None, *, repeated: bool, cumulative: bool, common: bool
) -> Grid:
    from harness.report import read_run, runs_grid

    found = [read_run(path) for path in runs]
    return runs_grid(found, ks, repeated=repeated, cumulative=cumulative, common=common)
