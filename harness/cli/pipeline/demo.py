"""prover-eval pipeline demo: a whole loop in a small world, with its controls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from harness.cachefile import write_whole
from harness.cli._options import option
from harness.cli.pipeline._shared import (
    benches_of,
    carry_out,
    headers_beside,
    loop_argument,
    stage_options,
)
from harness.pipeline.demo import DemoSettings, run_demo
from harness.printable import say
from harness.report import Format, render_grid

SUMMARY = "summary.json"


def _seeds(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, ...]:
    try:
        seeds = tuple(int(each) for each in value.split(","))
    except ValueError:
        raise click.BadParameter("give whole numbers with commas between, as 1,2,3") from None
    if min(seeds) < 0 or len(set(seeds)) != len(seeds):
        raise click.BadParameter("give different whole numbers from 0 on")
    return seeds


@click.command("demo")
@loop_argument
@option("--seeds", default="1,2,3", show_default=True, callback=_seeds, help="One experiment for each.")
@option("--start", type=click.IntRange(min=1), default=150, show_default=True, help="Proofs to begin with.")
@option(
    "--pool", type=click.IntRange(min=1), default=600, show_default=True, help="Statements to learn from."
)
@option("--held-out", type=click.IntRange(min=1), default=200, show_default=True, help="To be measured on.")
@option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Of the loop.")
@option("--withhold/--nothing-withheld", default=True, help="Leave lemmas out of the start set's proofs.")
@option("--unchecked", is_flag=True, help="One more arm: it learns its samples without asking Lean.")
@option("--mixed", type=click.IntRange(min=0), default=1_000, show_default=True, help="Of every truth.")
@option("--bench", "benches", multiple=True, default=("nng",), show_default=True, help="Measure on it, too.")
@stage_options
def command(loop: Path, **options: Any) -> int:
    """A loop in the language of nng: three rounds, its frozen control, and three smoothings of the start set.

    Ends by writing LOOP/summary.json, the figures of the tables. The same seeds give the same tables.
    """
    names = ("seeds", "start", "pool", "held_out", "rounds", "withhold", "unchecked", "mixed")
    settings = DemoSettings(**{name: options[name] for name in names})
    benches = benches_of(options["benches"])
    found = carry_out(
        loop,
        headers_beside(benches),
        lambda folder, tools: run_demo(folder, tools, settings, benches),
        options,
    )
    if isinstance(found, int):
        return found
    text = json.dumps(dict(found.summary), indent=1, ensure_ascii=False) + "\n"
    write_whole(loop / SUMMARY, text.encode(), 0o644)
    if options["as_json"]:
        click.echo(json.dumps(dict(found.summary), ensure_ascii=False))
        return 0
    for grid in found.grids:
        click.echo(render_grid(grid, Format.TEXT) + "\n")
    click.echo(found.conclusion)
    say(f"figures: {loop / SUMMARY}")
    return 0
