"""prover-eval pipeline reject: statements whose hypotheses prove False are left out."""

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
from harness.pipeline.stages.reject import RejectSettings, reject


@click.command("reject")
@loop_argument
@option("--from", "source", required=True, metavar="STAGE", help="The stage with the statements.")
@option("--model", default="", help="A prover for what lint's scripts leave.  [default: none]")
@option("--model-args", "-M", "model_args", multiple=True, help="Its arguments, key=value.")
@option("--k", type=click.IntRange(min=0), default=8, show_default=True, help="Its attempts for each.")
@option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of its samples.")
@option("--name", default="reject", show_default=True, help="The stage's name.")
@stage_options
def command(loop: Path, source: str, name: str, **options: Any) -> int:
    """Replace each conclusion by False and try to prove that: such hypotheses contradict each other."""
    k = options["k"] if options["model"] else 0
    settings = RejectSettings(options["model"], options["model_args"], k, options["seed"])
    return carry_out_stage(
        loop,
        headers_of(loop, source),
        lambda folder, tools: reject(folder, tools, settings, source=source, name=name),
        options,
    )
