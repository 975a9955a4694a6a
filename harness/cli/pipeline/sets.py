"""prover-eval pipeline sets: generated statements of known truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli._options import option
from harness.cli.pipeline._shared import (
    carry_out_stage,
    loop_argument,
    stage_options,
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
@stage_options
def command(loop: Path, name: str, **options: Any) -> int:
    """Draw true statements in the language of nng, no two of one kernel type, and check the start proofs."""
    names = ("seed", "start", "pool", "held_out", "withhold")
    settings = SetsSettings(**{each: options[each] for each in names})
    return carry_out_stage(loop, [HEADER], lambda folder, tools: draw(folder, tools, settings, name), options)
