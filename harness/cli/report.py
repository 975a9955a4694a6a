"""prover-eval report: print the results of runs, or write them as an HTML page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.cli._options import include_path_option, option
from harness.cli._setup import say
from harness.cli.run import INCOMPLETE, Numbers, count_option, tags_line
from harness.errors import UsageError
from harness.run.store import RunStore
from harness.run.summary import Count


@click.command("report")
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN...")
@option("--k", "ks", type=Numbers(), help="Report pass@k for these.  [default: 1 and n]")
@count_option()
@option("--json", "as_json", is_flag=True, help="One JSON object for each run.")
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
    html: str | None,
    include_path: tuple[Path, ...],
) -> int:
    """Print the table of each run folder, finished or not.

    With --html, write a page that needs no network: figures, curves, every problem and every attempt; with
    several runs, also their comparison with the first one. A page of more than about 22 MB of attempts is
    written with a folder of them beside it; --html DIR/ always does that.

    Exit code: 0, or 3 when a run is incomplete.
    """
    if html is not None:
        if as_json:
            raise UsageError("--json prints and --html writes a page: give one of them")
        return _write_html(runs, ks, count, html, include_path)
    return _print(runs, ks, count, as_json)


def _print(runs: tuple[Path, ...], ks: tuple[int, ...] | None, count: Count, as_json: bool) -> int:
    from harness.report import render_summary, summary_json

    complete = True
    for number, folder in enumerate(runs):
        with RunStore.open_readonly(folder) as store:
            summary = store.summary(count)
        chosen = ks or tuple(sorted({1, summary.n}))
        complete &= summary.complete
        if as_json:
            click.echo(json.dumps(summary_json(summary, chosen)))
        else:
            click.echo(("\n" if number else "") + render_summary(summary, chosen) + tags_line(summary))
    return 0 if complete else INCOMPLETE


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
