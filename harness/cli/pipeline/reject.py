"""prover-eval pipeline reject: statements whose hypotheses prove False are left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli._options import check_options, option
from harness.cli.pipeline._shared import (
    carry_out,
    headers_of,
    jobs_option,
    json_option,
    loop_argument,
    quiet_option,
    show,
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
@check_options
@jobs_option
@json_option
@quiet_option
def command(loop: Path, source: str, name: str, as_json: bool, **options: Any) -> int:
    """Replace each conclusion by False and try to prove that: such hypotheses contradict each other."""
    k = options["k"] if options["model"] else 0
    settings = RejectSettings(options["model"], options["model_args"], k, options["seed"])
    found = carry_out(
        loop,
        options["checking"],
        headers_of(loop, source),
        lambda folder, tools: reject(folder, tools, settings, source=source, name=name),
        jobs=options["max_checkers"],
        quiet=options["quiet"],
    )
    if isinstance(found, int):
        return found
    show(found, as_json=as_json)
    return 0
