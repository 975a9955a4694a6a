"""prover-eval pipeline prove: each statement and its negation are tried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli._options import option
from harness.cli.pipeline._shared import (
    carry_out_stage,
    headers_of,
    loop_argument,
    stage_options,
)
from harness.pipeline.stages.prove import ProveSettings, prove


@click.command("prove")
@loop_argument
@option("--from", "source", required=True, metavar="STAGE", help="The stage with the statements.")
@option("--model", required=True, help="The prover: BACKEND, or BACKEND/NAME.")
@option("--model-args", "-M", "model_args", multiple=True, help="Its arguments, key=value.")
@option("--k", type=click.IntRange(min=1), default=8, show_default=True, help="Attempts at each side.")
@option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of its samples.")
@option("--round", "round_", type=click.IntRange(min=1), default=1, show_default=True, help="Of the loop.")
@option("--negation/--no-negation", default=True, help="Try the closed negation, too.")
@option("--box/--no-box", default=True, help="Look at all small values first.")
@option(
    "--both", is_flag=True, help="Try what is settled from the other side, too: shows an unsound checker."
)
@option("--name", default="prove", show_default=True, help="The stage's name.")
@stage_options
def command(loop: Path, source: str, name: str, **options: Any) -> int:
    """Prove statements and their closed negations; verified pairs of both sides go to pairs.jsonl."""
    settings = ProveSettings(
        model=options["model"],
        model_args=options["model_args"],
        k=options["k"],
        seed=options["seed"],
        negation=options["negation"],
        box=options["box"],
        both=options["both"],
        round=options["round_"],
    )
    return carry_out_stage(
        loop,
        headers_of(loop, source),
        lambda folder, tools: prove(folder, tools, settings, source=source, name=name),
        options,
    )
