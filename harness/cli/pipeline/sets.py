"""prover-eval pipeline sets: generated statements of known truth."""

from __future__ import annotations

from pathlib import Path

import click

from harness.checker.spec import CheckerSpec
from harness.cli._options import check_options, option
from harness.cli.pipeline._shared import (
    carry_out,
    jobs_option,
    json_option,
    loop_argument,
    quiet_option,
    show,
)
from harness.pipeline.generator import HEADER
from harness.pipeline.stages.sets import SetsSettings, draw


@click.command("sets")
@loop_argument
@option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of the generator.")
@option("--start", type=click.IntRange(min=1), default=150, show_default=True, help="Statements with proofs.")
@option(
    "--pool", type=click.IntRange(min=1), default=600, show_default=True, help="Statements to learn from."
)
@option("--held-out", type=click.IntRange(min=1), default=200, show_default=True, help="To be measured on.")
@option("--withhold/--nothing-withheld", default=True, help="Leave lemmas out of the start set's proofs.")
@option("--name", default="sets", show_default=True, help="The stage's name.")
@check_options
@jobs_option
@json_option
@quiet_option
def command(
    loop: Path,
    seed: int,
    start: int,
    pool: int,
    held_out: int,
    withhold: bool,
    name: str,
    checking: CheckerSpec,
    max_checkers: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Draw true statements in the language of nng, no two of one kernel type, and check the start proofs."""
    settings = SetsSettings(seed, start, pool, held_out, withhold)
    found = carry_out(
        loop,
        checking,
        [HEADER],
        lambda folder, tools: draw(folder, tools, settings, name),
        jobs=max_checkers,
        quiet=quiet,
    )
    if isinstance(found, int):
        return found
    show(found, as_json=as_json)
    return 0
