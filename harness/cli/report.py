"""prover-eval report: print the results of runs, or write them as an HTML page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from harness.cli._options import include_path_option, option
from harness.cli._report_parts import Parts, RunParts, find_parts, grids, part_options
from harness.cli.run import INCOMPLETE, Numbers, count_option, tags_line
from harness.cli.table import FORMATS, say_alarms
from harness.errors import UsageError
from harness.printable import say
from harness.run.store import RunStore
from harness.run.summary import Count, RunSummary


@click.command("report")
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN...")
@option("--k", "ks", type=Numbers(), help="Report pass@k for these.  [default: 1 and n]")
@count_option()
@option("--json", "as_json", is_flag=True, help="One JSON object for each run.")
@part_options
@option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    envvar=None,  # That of `table` is no reason to refuse a plain report.
    help="With --by or --budget: their tables alone, in that format.",
)
@option(
    "--html",
    metavar="FILE|DIR/",
    help="Write a page instead: one file, or a folder when it ends in / or is one.",
)
@include_path_option()
def command(
    runs: tuple[Path, ...],
    ks: tuple[int, ...] | None,
    count: Count,
    as_json: bool,
    form: str,
    html: str | None,
    include_path: tuple[Path, ...],
    **given: Any,
) -> int:
    """Print the table of each run folder, finished or not.

    --by adds the figures of groups of problems, --budget how many problems a part of the run's tokens, money
    or CPU time would have solved.

    With --html, write a page that needs no network: figures, curves, every problem and every attempt; with
    several runs, also their comparison with the first one. A page of more than about 22 MB of attempts is
    written with a folder of them beside it; --html DIR/ always does that.

    Exit code: 0, or 3 when a run is incomplete.
    """
    parts = Parts(given["by"], given["budget"], (given["price_in"], given["price_out"], given["price_cpu"]))
    parts.check()
    if html is not None:
        if as_json:
            raise UsageError("--json prints and --html writes a page: give one of them")
        if parts.asked or form != "text":
            raise UsageError("--html writes a page: leave out --format, --by and --budget")
        return _write_html(runs, ks, count, html, include_path)
    if form != "text":
        if as_json or not parts.asked:
            raise UsageError(
                f"--format {form} goes with --by or --budget and without --json; "
                f"`prover-eval table RUN... --format {form}` writes the runs themselves"
            )
        return _print_grids(runs, ks, count, parts, form, include_path)
    return _print(runs, ks, count, as_json, parts, include_path)


def _print(
    runs: tuple[Path, ...],
    ks: tuple[int, ...] | None,
    count: Count,
    as_json: bool,
    parts: Parts,
    include_paths: tuple[Path, ...],
) -> int:
    from harness.report import Format, render_grid, render_summary, summary_json

    complete = True
    for number, folder in enumerate(runs):
        summary, chosen, found = _read(folder, ks, count, parts, include_paths)
        complete &= summary.complete
        if as_json:
            click.echo(json.dumps({**summary_json(summary, chosen), **found.json()}))
        else:
            tables = [render_grid(grid, Format.TEXT) for grid in grids([found])]
            text = render_summary(summary, chosen) + tags_line(summary)
            click.echo(("\n" if number else "") + "\n\n".join([text, *tables]))
    return 0 if complete else INCOMPLETE


def _print_grids(
    runs: tuple[Path, ...],
    ks: tuple[int, ...] | None,
    count: Count,
    parts: Parts,
    form: str,
    include_paths: tuple[Path, ...],
) -> int:
    """The tables alone, each with the rows of all runs."""
    from harness.report import Format, render_grid

    if form in ("csv", "html") and parts.by is not None and parts.budget is not None:
        raise UsageError(f"--format {form} holds one table: give --by or --budget")
    read = [_read(folder, ks, count, parts, include_paths) for folder in runs]
    tables = grids([found for _, _, found in read])
    for grid in tables if form == "csv" else []:
        say_alarms(grid)
    click.echo("\n\n".join(render_grid(grid, Format(form)) for grid in tables))
    return 0 if all(summary.complete for summary, _, _ in read) else INCOMPLETE


def _read(
    folder: Path,
    ks: tuple[int, ...] | None,
    count: Count,
    parts: Parts,
    include_paths: tuple[Path, ...],
) -> tuple[RunSummary, tuple[int, ...], RunParts]:
    """(summary, ks, what is asked for beside it) of one run folder."""
    with RunStore.open_readonly(folder) as store:
        summary = store.summary(count)
        chosen = ks or tuple(sorted({1, summary.n}))
        return summary, chosen, find_parts(store, summary, parts, chosen, include_paths)


def _write_html(
    runs: tuple[Path, ...],
    ks: tuple[int, ...] | None,
    count: Count,
    html: str,
    include_paths: tuple[Path, ...],
) -> int:
    from harness.report.html import write_html

    destination = Path(html)
    as_folder = html.endswith("/") or destination.is_dir()
    made = write_html(runs, destination, ks, count=count, as_folder=as_folder, include_paths=include_paths)
    if made.data is not None:
        say(f"the attempts are in {made.data}: keep it beside the page")
    click.echo(f"{made.page} ({made.size / 1e6:.1f} MB)")
    return 0 if made.complete else INCOMPLETE
