"""prover-eval pipeline iterate: rounds of a loop with its controls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from harness.cli._options import option
from harness.cli.pipeline._shared import (
    benches_of,
    carry_out,
    headers_beside,
    loop_argument,
    stage_options,
)
from harness.cli.pipeline.train import trainer_of, trainer_options
from harness.pipeline.gains import conclusion, gain_rows, gains_grid
from harness.pipeline.loop import LoopFolder, LoopTools
from harness.pipeline.stages.iterate import (
    FROZEN,
    LOOP,
    UNCHECKED,
    IterateSettings,
    Iteration,
    LearningArm,
    Measured,
)
from harness.report import Format, render_grid

_ARMS = {"frozen": (FROZEN,), "unchecked": (UNCHECKED,)}


@click.command("iterate")
@loop_argument
@option(
    "--sets", "sets", multiple=True, default=("sets",), show_default=True, help="Stage of sets; a seed each."
)
@option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="At most.")
@option(
    "--k", type=click.IntRange(min=1), default=8, show_default=True, help="Attempts for each open statement."
)
@option(
    "--samples", type=click.IntRange(min=1), default=16, show_default=True, help="For each measured problem."
)
@option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of the samples.")
@option(
    "--least-gain", type=float, default=0.0, show_default=True, help="Points of pass@1; else the loop ends."
)
@option(
    "--arm", "arms", multiple=True, type=click.Choice(list(_ARMS)), default=("frozen",), show_default=True
)
@option("--bench", "benches", multiple=True, help="Measure on this bench, too; may be repeated.")
@option("--prompt", default="plain", show_default=True, help="Template of the examples, and to ask with.")
@trainer_options
@stage_options
def command(loop: Path, **options: Any) -> int:
    """Rounds of sampling, checking and training, and what they gain.

    The loop's arm learns what was proved; arm frozen samples as often and learns nothing; arm unchecked
    learns as many samples without asking Lean. Everything is measured on the held-out statements.
    """
    chosen: tuple[LearningArm, ...] = (LOOP, *(arm for name in options["arms"] for arm in _ARMS[name]))
    settings = IterateSettings(
        options["rounds"],
        options["k"],
        options["samples"],
        options["seed"],
        options["least_gain"],
        chosen,
        prompt=options["prompt"],
    )
    trainer = trainer_of(options)
    benches = benches_of(options["benches"])

    async def work(folder: LoopFolder, tools: LoopTools) -> list[Any]:
        seeds: list[list[Measured]] = []
        for name in options["sets"]:
            prefix = "" if len(options["sets"]) == 1 else f"{name.rpartition('/')[0] or name}/"
            iteration = Iteration(folder, tools, trainer, settings, sets=name, prefix=prefix, benches=benches)
            seeds.append(await iteration.run())
        return gain_rows(folder, seeds, sorted({1, min(8, settings.samples)}))

    found = carry_out(loop, headers_beside(benches), work, options)
    if isinstance(found, int):
        return found
    said = conclusion(found, min(8, settings.samples), on="held-out")
    if options["as_json"]:
        click.echo(json.dumps({"rows": [row.to_json() for row in found], "conclusion": said}))
    else:
        for on in dict.fromkeys(row.on for row in found):
            click.echo(
                render_grid(
                    gains_grid(found, on=on, title=f"Rounds of the loop, measured on {on}"), Format.TEXT
                )
            )
        click.echo(said)
    return 0
